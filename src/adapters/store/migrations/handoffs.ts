import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What people were given to do on GitHub themselves, the last of each issue: so that they can read it again. */
export async function handoffsTable(tx: Session): Promise<void> {
  await sql`create table handoffs (
    user_id text not null,
    issue text not null,
    at bigint not null,
    handed text not null,
    primary key (user_id, issue)
  )`.execute(tx.db);
}
