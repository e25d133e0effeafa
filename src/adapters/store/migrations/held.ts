import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Acceptances of which GitHub is told when the other groups have accepted too. */
export async function heldTable(tx: Session): Promise<void> {
  await sql`create table held_acceptances (
    issue text not null,
    group_id text not null,
    at bigint not null,
    held text not null,
    primary key (issue, group_id)
  )`.execute(tx.db);
}
