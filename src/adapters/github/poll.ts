import { createHash } from 'node:crypto';
import type { Octokit } from '@octokit/rest';
import { issueId } from '../../domain/issue.ts';
import { iso, MINUTE } from '../../domain/time.ts';
import type { Inbox, Mirror, NewDelivery, Repository } from '../store/store.ts';
import { issuePages, type Reading } from './read.ts';
import { repositoryNameOf, toSnapshot, type IssueJson } from './schema.ts';

/** How far a poll reads back behind its cursor, in ms: GitHub's replicas lag, and clocks differ. */
const OVERLAP = 2 * MINUTE;

/** What one poll found. */
export interface Polled {
  /** Issues read, those of the overlap included. */
  seen: number;
  /** Of these, states that had not come in before. */
  fresh: number;
}

/**
 * Puts every issue that changed since the repository's cursor into the inbox and moves the cursor on, page by page. A
 * repository in which nothing happened answers 304, which costs nothing of the rate limit.
 * @throws what Octokit throws, see failureOf(); the signal's reason
 */
export async function pollRepository(
  octokit: Octokit,
  repository: Repository,
  {
    inbox,
    mirror,
    ...reading
  }: Reading & { inbox: Pick<Inbox, 'put'>; mirror: Pick<Mirror, 'setRepository'> },
): Promise<Polled> {
  const start = repository.pollCursor ?? repository.trackedSince;
  const since = Math.max(0, start - OVERLAP);
  const polled = { seen: 0, fresh: 0 };
  let cursor = start;
  let pages = 0;
  const query = { state: 'all', since, etag: etagFor(repository.etag, since) } as const;
  for await (const { issues, full, etag } of issuePages(octokit, repository.name, query, reading)) {
    pages += 1;
    const puts = await Promise.all(
      issues.map((issue) => inbox.put(issueDelivery('poll', issue, repository))),
    );
    polled.seen += puts.length;
    polled.fresh += puts.filter((put) => put.fresh).length;
    cursor = Math.max(cursor, ...issues.map((issue) => Date.parse(issue.updated_at)));
    // Of several pages, the first page's ETag says nothing about the others: it must not end a later poll.
    const alone = pages === 1 && !full;
    const kept = alone && etag !== undefined ? { etag: `${iso(since)} ${etag}` } : {};
    await mirror.setRepository(repository.id, { pollCursor: cursor, ...kept });
  }
  return polled;
}

/** An ETag is good for the address it came from alone, so it is kept together with the time in that address. */
function etagFor(kept: string | undefined, since: number): string | undefined {
  const [at, ...etag] = (kept ?? '').split(' ');
  return at === iso(since) ? etag.join(' ') : undefined;
}

/**
 * An issue as a delivery. Its key has a fingerprint beside the time: `updated_at` counts in seconds, and an issue may
 * change twice in one.
 */
export function issueDelivery(
  source: 'poll' | 'sweep',
  issue: IssueJson,
  repository: Pick<Repository, 'id' | 'name'>,
): NewDelivery {
  const full_name = repositoryNameOf(issue) ?? repository.name;
  const snapshot = JSON.stringify(toSnapshot(issue, { id: repository.id, full_name }));
  const print = createHash('sha256').update(snapshot).digest('hex').slice(0, 12);
  return {
    source,
    key: `${issueId(repository.id, issue.number)}@${issue.updated_at}/${print}`,
    event: `${source}.issue`,
    body: JSON.stringify({ issue, repository: { id: repository.id, full_name } }),
  };
}
