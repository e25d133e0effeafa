import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What people decided in Slack, the last of each: it can be taken back for a while. */
export async function decisionsTable(tx: Session): Promise<void> {
  await sql`create table decisions (
    user_id text primary key,
    at bigint not null,
    made text not null
  )`.execute(tx.db);
}
