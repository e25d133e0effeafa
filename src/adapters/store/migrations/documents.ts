import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Where subjects are written beside the messages, and what was written there last. */
export async function documentsTable({ db }: Session): Promise<void> {
  await sql`create table documents (
    subject text not null,
    outlet text not null,
    place text not null,
    url text not null,
    title text not null,
    print text not null,
    primary key (subject, outlet)
  )`.execute(db);
}
