import { sql } from 'kysely';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** Logins in one statement: SQLite takes 32,766 values. */
const AT_ONCE = 1000;

/**
 * When each of these logins, in lower case, was last seen since then: they opened an issue or a pull request, or the
 * activity on one is theirs. By an index each.
 */
export async function lastSeen(
  { db }: Session,
  logins: readonly string[],
  since: Instant,
): Promise<Map<string, Instant>> {
  const seen = new Map<string, Instant>();
  for (let from = 0; from < logins.length; from += AT_ONCE) {
    const some = sql.join(logins.slice(from, from + AT_ONCE));
    const found = await sql<{ login: string; at: number }>`
      select lower("by") as login, max(at) as at from activity
      where lower("by") in (${some}) and at >= ${since} group by lower("by")
      union all
      select lower(author) as login, max(created_at) as at from issues
      where lower(author) in (${some}) and created_at >= ${since} group by lower(author)`.execute(db);
    for (const { login, at } of found.rows) seen.set(login, Math.max(at, seen.get(login) ?? 0));
  }
  return seen;
}
