import { sql } from 'kysely';
import type { Session } from '../session.ts';

/**
 * What is known of pull requests beside their issues, by repository and number; and what comments say about merging.
 * Statuses come by commit, so rows are found by that too.
 */
export async function pullsTable({ db }: Session): Promise<void> {
  await sql`alter table activity add column acts text`.execute(db);
  await sql`create table pulls (
    repo_id bigint not null,
    number bigint not null,
    base text not null,
    head text not null,
    additions bigint,
    deletions bigint,
    files bigint,
    mergeable text not null,
    merged_at bigint,
    told_at bigint not null,
    paths text,
    paths_of text,
    checks text,
    checks_of text,
    heard integer not null,
    wanted integer not null,
    head_at bigint not null,
    due_at bigint not null,
    primary key (repo_id, number)
  )`.execute(db);
  await sql`create index pulls_head on pulls (repo_id, head)`.execute(db);
}
