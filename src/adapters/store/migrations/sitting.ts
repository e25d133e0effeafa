import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What became of a meeting's topics, which change of it was the last, and what its actions are called by. */
export async function sittingColumns({ db }: Session): Promise<void> {
  await sql`alter table sittings add column covered text not null default '[]'`.execute(db);
  await sql`alter table sittings add column revision integer not null default 1`.execute(db);
  await sql`create index sittings_open on sittings (channel) where ended_at is null`.execute(db);
  await sql`create index sittings_ended on sittings (ended_at) where ended_at is not null`.execute(db);
  await sql`alter table minutes add column number integer`.execute(db);
  await sql`alter table minutes add column sent_at bigint`.execute(db);
}
