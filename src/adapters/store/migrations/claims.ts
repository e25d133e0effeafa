import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Who is looking at which issue for which group. */
export async function claimsTable(tx: Session): Promise<void> {
  await sql`create table claims (
    repo_id bigint not null,
    number bigint not null,
    group_id text not null,
    user_id text not null,
    until bigint not null,
    primary key (repo_id, number, group_id)
  )`.execute(tx.db);
}
