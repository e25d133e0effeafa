import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What groups handed to others because they could not settle it: with each of these an issue is once at a time. */
export async function escalationTable({ db }: Session): Promise<void> {
  await sql`create table escalations (
    id text primary key,
    issue text not null,
    from_group text not null,
    to_group text not null,
    state text not null,
    at bigint not null,
    said text not null,
    revision integer not null
  )`.execute(db);
  await sql`create unique index escalations_with on escalations (issue, to_group) where state <> 'returned'`.execute(
    db,
  );
}
