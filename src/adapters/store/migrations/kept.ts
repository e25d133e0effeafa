import { sql } from 'kysely';
import { numbered, type Session } from '../session.ts';

export async function keptTables(tx: Session): Promise<void> {
  await sql`create table messages (
    subject text not null,
    channel text not null,
    ts text not null,
    shown text not null,
    primary key (subject, channel)
  )`.execute(tx.db);
  await sql`create table verdicts (
    issue text not null,
    group_id text not null,
    kind text not null,
    "by" text not null,
    at bigint not null,
    note text,
    primary key (issue, group_id)
  )`.execute(tx.db);
  await sql`create table kv ("key" text primary key, value text not null)`.execute(tx.db);
  await sql`create table channels (id text primary key, name text not null)`.execute(tx.db);
  await sql`create table audit (
    id ${numbered(tx)},
    at bigint not null,
    slack text not null,
    github text,
    act text not null,
    issue text
  )`.execute(tx.db);
  await sql`create index audit_issue on audit (issue, id) where issue is not null`.execute(tx.db);
}

export async function messagesByPlace(tx: Session): Promise<void> {
  await sql`create index messages_place on messages (channel, ts)`.execute(tx.db);
}

/** An issue stands once in a channel: in its own card, or in one bundle. */
export async function bundlesAndSettings(tx: Session): Promise<void> {
  await sql`create table bundled (
    issue text not null,
    channel text not null,
    bundle text not null,
    due bigint not null,
    announced integer not null,
    joined_at bigint not null,
    primary key (issue, channel)
  )`.execute(tx.db);
  await sql`create index bundled_bundle on bundled (bundle, channel)`.execute(tx.db);
  await sql`create index bundled_due on bundled (due) where announced = 0`.execute(tx.db);
  await sql`create table settings (
    group_id text primary key,
    noise text not null,
    "by" text not null,
    at bigint not null
  )`.execute(tx.db);
  await sql`create index outbox_planned on outbox (lane, planned_at) where once is not null`.execute(tx.db);
  await sql`create index issues_created on issues (created_at)`.execute(tx.db);
}
