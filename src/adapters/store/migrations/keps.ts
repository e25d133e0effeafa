import { sql } from 'kysely';
import type { Session } from '../session.ts';
import { fileTables } from './owners.ts';

/** The proposals of the repository that holds them, and how they stood when each freeze was over. */
export async function kepTables(session: Session): Promise<void> {
  await fileTables(session, 'kep');
  await sql`create table freezes (
    milestone text not null,
    name text not null,
    at bigint not null,
    seen_at bigint not null,
    standings text not null,
    primary key (milestone, name)
  )`.execute(session.db);
}
