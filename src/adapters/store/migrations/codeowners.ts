import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Finds by login what somebody did last. Every tree is read again: CODEOWNERS was left out of it till now. */
export async function codeownersAndSeen({ db }: Session): Promise<void> {
  await sql`create index activity_by on activity (lower("by"), at)`.execute(db);
  await sql`create index issues_author on issues (lower(author), created_at)`.execute(db);
  await sql`update owners_trees set sha = null, stale = 1`.execute(db);
}
