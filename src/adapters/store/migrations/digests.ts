import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What digests told, which issues they name, and what leads chose of them. */
export async function digestsTables({ db }: Session): Promise<void> {
  await sql`create table digests (
    id text primary key,
    at bigint not null,
    told text not null
  )`.execute(db);
  await sql`create index digests_at on digests (at)`.execute(db);
  await sql`create table digest_issues (
    issue text not null,
    digest text not null,
    primary key (issue, digest)
  )`.execute(db);
  await sql`create index digest_issues_digest on digest_issues (digest)`.execute(db);
  await sql`create table digest_choices (
    group_id text primary key,
    choice text not null,
    "by" text not null,
    at bigint not null
  )`.execute(db);
}
