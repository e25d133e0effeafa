import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** The OWNERS files of each repository, and what they hold, by git's name of their content. */
export async function ownersTables({ db }: Session): Promise<void> {
  await sql`create table owners_trees (
    repo_id bigint primary key,
    sha text,
    read_at bigint,
    begun_at bigint,
    stale integer not null default 0
  )`.execute(db);
  await sql`create table owners_blobs (
    sha text primary key,
    said text not null,
    learned_at bigint not null
  )`.execute(db);
  await sql`create table owners_files (
    repo_id bigint not null,
    path text not null,
    sha text not null references owners_blobs (sha),
    primary key (repo_id, path)
  )`.execute(db);
  await sql`create index owners_files_sha on owners_files (sha)`.execute(db);
}
