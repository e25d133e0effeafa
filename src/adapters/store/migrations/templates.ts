import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What a repository offers to begin an issue with. */
export async function templatesColumn({ db }: Session): Promise<void> {
  await sql`alter table repositories add column templates text`.execute(db);
}
