import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What is to be talked about, the meetings that were held, and what was said in them. */
export async function agendaTables({ db }: Session): Promise<void> {
  await sql`create table agenda_items (
    id text primary key,
    meeting text not null,
    "from" text not null,
    text text not null,
    minutes integer,
    issue text,
    owner text,
    "by" text not null,
    at bigint not null,
    state text not null,
    carried integer not null,
    position double precision not null
  )`.execute(db);
  await sql`create index agenda_items_open on agenda_items (meeting) where state = 'open'`.execute(db);
  await sql`create table sittings (
    meeting text not null,
    "key" text not null,
    started_at bigint not null,
    "by" text not null,
    channel text not null,
    item text,
    item_since bigint,
    ended_at bigint,
    notes_url text,
    recording_url text,
    primary key (meeting, "key")
  )`.execute(db);
  await sql`create table present (
    meeting text not null,
    "key" text not null,
    user_id text not null,
    primary key (meeting, "key", user_id)
  )`.execute(db);
  await sql`create table minutes (
    id text primary key,
    meeting text not null,
    "key" text not null,
    kind text not null,
    text text not null,
    item text,
    issue text,
    owner text,
    due text,
    "by" text not null,
    at bigint not null,
    done_at bigint
  )`.execute(db);
  await sql`create index minutes_sitting on minutes (meeting, "key")`.execute(db);
  await sql`create index minutes_open on minutes (meeting) where kind = 'action' and done_at is null`.execute(
    db,
  );
}
