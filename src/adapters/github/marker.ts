import type { Octokit } from '@octokit/rest';
import { HOUR, iso, type Instant } from '../../domain/time.ts';
import { failureOf } from './failure.ts';
import { isGone, PER_PAGE } from './read.ts';
import type { Outcome } from '../../outbox.ts';

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

/** A comment that was found by its mark. */
export interface CommentFound {
  id: number;
  node_id: string;
  html_url: string;
  user: { id: number } | null;
}

/**
 * The comment that carries the mark, among those made since it was planned; undefined where there is none. `isTheirs`
 * tells, where that counts, whether it is of whoever must have made it: whoever can comment can write a mark.
 * @throws what Octokit throws: then nothing is known
 */
export async function findComment(
  octokit: Octokit,
  at: { owner: string; repo: string; issue_number: number; request: { signal: AbortSignal } },
  once: string,
  plannedAt: Instant,
  isTheirs: (comment: CommentFound) => boolean | Promise<boolean> = () => true,
): Promise<CommentFound | undefined> {
  const mark = markOf(once);
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
    ...at,
    since: iso(plannedAt - CLOCKS_DIFFER),
    per_page: PER_PAGE,
  });
  for await (const { data } of pages) {
    const marked = data.filter(({ body }) => body?.includes(mark));
    for (const found of marked) if (await isTheirs(found)) return found;
  }
  return undefined;
}

/**
 * The address of the review of that account that carries the mark; undefined where there is none.
 * @throws what Octokit throws: then nothing is known
 */
export async function findReview(
  octokit: Octokit,
  {
    issue_number: pull_number,
    ...at
  }: { owner: string; repo: string; issue_number: number; request: { signal: AbortSignal } },
  once: string,
  author: number,
): Promise<string | undefined> {
  const mark = markOf(once);
  const query = { ...at, pull_number, per_page: PER_PAGE };
  for await (const { data } of octokit.paginate.iterator(octokit.rest.pulls.listReviews, query)) {
    const found = data.find(({ body, user }) => body.includes(mark) && user?.id === author);
    if (found) return found.html_url;
  }
  return undefined;
}

/**
 * The issue that carries one of the marks, among those opened in the repository since then; undefined where there is
 * none. `isOurs`: whoever can open an issue can write a mark into it.
 * @throws what Octokit throws: then nothing is known
 */
export async function findIssue(
  octokit: Octokit,
  at: { owner: string; repo: string; request: { signal: AbortSignal } },
  marks: readonly string[],
  from: Instant,
  isOurs: (issue: { node_id: string }) => Promise<boolean> = () => Promise.resolve(true),
): Promise<{ html_url: string; number: number } | undefined> {
  const newest = { state: 'all', sort: 'created', direction: 'desc', per_page: PER_PAGE } as const;
  const since = iso(from - CLOCKS_DIFFER);
  const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, { ...at, ...newest, since });
  for await (const { data } of pages) {
    const marked = data.filter(({ body }) => marks.some((mark) => body?.includes(mark)));
    for (const found of marked) if (await isOurs(found)) return found;
    if (data.some(({ created_at: opened }) => opened < since)) return undefined;
  }
  return undefined;
}

/** A look-up that is not allowed proves nothing. Where the issue is gone or GitHub is out of reach, the caller knows. */
export function stillUnknown(error: unknown): Outcome {
  const failure = failureOf(error, 0);
  if (failure.kind === 'refused' && !isGone(error))
    return { unknown: `it cannot be looked up: ${failure.text}` };
  throw error;
}
