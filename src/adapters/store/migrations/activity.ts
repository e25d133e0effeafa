import { sql } from 'kysely';
import type { Session } from '../session.ts';

/**
 * What happened on issues, without a word of it, and who owes the next reply on the open ones, under each of their labels
 * and of the logins. What is mirrored already gets its rows at the next start.
 */
export async function activityTables({ db }: Session): Promise<void> {
  await sql`alter table issues add column responded_at bigint`.execute(db);
  await sql`alter table issues add column reviewers text`.execute(db);
  await sql`create table activity (
    repo_id bigint not null,
    number bigint not null,
    id text not null,
    kind text not null,
    at bigint not null,
    changed_at bigint not null,
    "by" text,
    robot integer not null,
    insider integer not null,
    speaks integer not null,
    review text,
    about text,
    gone integer not null,
    primary key (repo_id, number, id)
  )`.execute(db);
  await sql`create table owed (
    repo_id bigint not null,
    number bigint not null,
    "by" text not null,
    why text not null,
    since bigint not null,
    logins text not null,
    primary key (repo_id, number)
  )`.execute(db);
  await sql`create table owed_under (
    "key" text not null,
    "by" text not null,
    since bigint not null,
    repo_id bigint not null,
    number bigint not null,
    primary key ("key", "by", since, repo_id, number)
  )`.execute(db);
  await sql`create index owed_under_issue on owed_under (repo_id, number, "key")`.execute(db);
}
