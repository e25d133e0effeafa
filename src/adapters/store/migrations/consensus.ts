import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What groups seek consensus on, one proposal a group and issue at a time. */
export async function consensusTable({ db }: Session): Promise<void> {
  await sql`create table consensus (
    id text primary key,
    group_id text not null,
    issue text not null,
    state text not null,
    deadline bigint not null,
    ended_at bigint,
    said text not null,
    revision integer not null
  )`.execute(db);
  await sql`create unique index consensus_live on consensus (group_id, issue) where state in ('open', 'stalled')`.execute(
    db,
  );
  await sql`create index consensus_issue on consensus (issue)`.execute(db);
  await sql`create index consensus_ended on consensus (state, ended_at)`.execute(db);
}
