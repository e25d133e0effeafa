import { sql } from 'kysely';
import type { Session } from '../session.ts';

/**
 * What one needs to know of an issue to decide about it, and the pull requests that name it. What is mirrored already
 * gets both by being synced once more.
 */
export async function queueTables({ db }: Session): Promise<void> {
  await sql`alter table issues add column reactions integer not null default 0`.execute(db);
  await sql`alter table issues add column first_timer integer not null default 0`.execute(db);
  await sql`create table links (
    repo_id bigint not null,
    number bigint not null,
    to_key text not null,
    to_number bigint not null,
    closes integer not null,
    primary key (repo_id, number, to_key, to_number)
  )`.execute(db);
  await sql`create index links_to on links (to_number, to_key)`.execute(db);
  await sql`update repositories set synced = 0`.execute(db);
}
