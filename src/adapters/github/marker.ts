import type { Octokit } from '@octokit/rest';
import { HOUR, iso, type Instant } from '../../domain/time.ts';
import { PER_PAGE } from './read.ts';

/** Clocks differ. A comment made just now must be found even where GitHub's clock is behind ours. */
const CLOCKS_DIFFER = HOUR;

/** The invisible line by which a comment is known to be ours, and which one. */
export function markOf(once: string): string {
  return `<!-- sigbot:${encodeURI(once).replaceAll('--', '-%2D')} -->`;
}

/** Whether a comment says that it is ours. */
export function hasMark(body: string): boolean {
  return /<!-- sigbot:\S+ -->/.test(body);
}

/**
 * The address of the comment that carries the mark, among those made since it was planned; undefined where there is
 * none.
 * @throws what Octokit throws: then nothing is known
 */
export async function findComment(
  octokit: Octokit,
  at: { owner: string; repo: string; issue_number: number; request: { signal: AbortSignal } },
  once: string,
  plannedAt: Instant,
): Promise<string | undefined> {
  const mark = markOf(once);
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
    ...at,
    since: iso(plannedAt - CLOCKS_DIFFER),
    per_page: PER_PAGE,
  });
  for await (const { data } of pages) {
    const found = data.find(({ body }) => body?.includes(mark));
    if (found) return found.html_url;
  }
  return undefined;
}
