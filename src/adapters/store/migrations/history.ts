import { sql } from 'kysely';
import type { Session } from '../session.ts';

/**
 * What each day came to. What was closed is read once more from GitHub, farther back than before; and when something was
 * decided is found by an index.
 */
export async function historyTable({ db }: Session): Promise<void> {
  await sql`create table group_days (
    group_id text not null,
    day text not null,
    open integer,
    untriaged integer,
    pulls integer,
    opened integer not null,
    closed integer not null,
    pulls_opened integer not null,
    pulls_closed integer not null,
    triaged integer,
    waits text not null,
    deciders text not null,
    estimated integer not null,
    primary key (group_id, day)
  )`.execute(db);
  await sql`create index audit_facts on audit (at) where fact is not null`.execute(db);
  await sql`update repositories set synced = 0`.execute(db);
}
