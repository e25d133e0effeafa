import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Who is who, one to one; the logins that were looked up; and links that are being made. */
export async function peopleTables(tx: Session): Promise<void> {
  await sql`alter table audit add column group_id text`.execute(tx.db);
  await sql`create table people (
    slack text primary key,
    github_id bigint not null,
    login text not null,
    source text not null,
    proved integer not null,
    linked_at bigint not null,
    token text,
    token_until bigint
  )`.execute(tx.db);
  await sql`create unique index people_github on people (github_id)`.execute(tx.db);
  await sql`create table accounts (
    login_key text primary key,
    github_id bigint not null,
    checked_at bigint not null,
    other_id bigint
  )`.execute(tx.db);
  await sql`create index accounts_github on accounts (github_id)`.execute(tx.db);
  await sql`create table link_flows (
    id text primary key,
    slack text not null,
    expires_at bigint not null,
    verifier text,
    github_id bigint,
    login text,
    token text
  )`.execute(tx.db);
}
