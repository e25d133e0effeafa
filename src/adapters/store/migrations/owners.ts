import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** The OWNERS files of each repository, and what they hold, by git's name of their content. */
export async function ownersTables(session: Session): Promise<void> {
  await fileTables(session, 'owners');
}

/** Files of one kind. */
export async function fileTables({ db }: Session, kind: 'owners' | 'kep'): Promise<void> {
  const [trees, blobs, files] = ['trees', 'blobs', 'files'].map((part) => sql.raw(`${kind}_${part}`));
  await sql`create table ${trees} (
    repo_id bigint primary key,
    sha text,
    read_at bigint,
    begun_at bigint,
    stale integer not null default 0
  )`.execute(db);
  await sql`create table ${blobs} (
    sha text primary key,
    said text not null,
    learned_at bigint not null
  )`.execute(db);
  await sql`create table ${files} (
    repo_id bigint not null,
    path text not null,
    sha text not null references ${blobs} (sha),
    primary key (repo_id, path)
  )`.execute(db);
  await sql`create index ${sql.raw(`${kind}_files_sha`)} on ${files} (sha)`.execute(db);
}
