import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Who has an issue of a group's queue before them, and until when nobody else of the group gets it. */
export async function claimsTable({ db }: Session): Promise<void> {
  await sql`create table claims (
    repo_id bigint not null,
    number bigint not null,
    group_id text not null,
    user_id text not null,
    until bigint not null,
    primary key (repo_id, number, group_id)
  )`.execute(db);
}
