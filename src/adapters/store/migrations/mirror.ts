import { sql } from 'kysely';
import type { Session } from '../session.ts';

export async function mirrorTables(tx: Session): Promise<void> {
  await sql`create table repositories (
    id bigint primary key,
    name text not null,
    name_key text not null,
    named_at bigint not null,
    first_name text not null,
    tracked_since bigint not null,
    poll_cursor bigint,
    etag text,
    synced integer not null default 0,
    gone integer not null default 0,
    labels_known integer not null default 0
  )`.execute(tx.db);
  await sql`create index repositories_name on repositories (name_key)`.execute(tx.db);
  await sql`create table repository_labels (
    repo_id bigint not null,
    name text not null,
    name_key text not null,
    primary key (repo_id, name_key)
  )`.execute(tx.db);
  await issues(tx);
}

async function issues(tx: Session): Promise<void> {
  await sql`create table issues (
    repo_id bigint not null,
    number bigint not null,
    seen integer not null,
    is_pull_request integer not null,
    title text not null,
    url text not null,
    author text not null,
    state text not null,
    state_reason text,
    locked integer not null,
    labels text not null,
    assignees text not null,
    comments integer not null,
    created_at bigint not null,
    updated_at bigint not null,
    closed_at bigint,
    existed_before integer not null,
    gone text,
    gone_at bigint,
    moved_to text,
    primary key (repo_id, number)
  )`.execute(tx.db);
  await sql`create index issues_number on issues (number)`.execute(tx.db);
  await sql`create table issue_labels (
    repo_id bigint not null,
    number bigint not null,
    name text not null,
    primary key (name, repo_id, number)
  )`.execute(tx.db);
  await sql`create index issue_labels_issue on issue_labels (repo_id, number, name)`.execute(tx.db);
}
