import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What leads changed of their meetings, of which nothing is ever deleted; and who wants to be told of them directly. */
export async function meetingsTables({ db }: Session): Promise<void> {
  await sql`create table meeting_changes (
    id text primary key,
    meeting text not null,
    change text not null,
    "by" text not null,
    at bigint not null,
    undone_by text,
    undone_at bigint
  )`.execute(db);
  await sql`create table meeting_listeners (
    meeting text not null,
    user_id text not null,
    primary key (meeting, user_id)
  )`.execute(db);
  await sql`create index meeting_changes_meeting on meeting_changes (meeting, at)`.execute(db);
}
