import type { Octokit } from '@octokit/rest';
import type { Logger } from 'pino';
import { z } from 'zod';
import { iso, SECOND, type Instant } from '../../domain/time.ts';
import { statusOf } from './failure.ts';
import {
  issueSchema,
  labelSchema,
  places,
  repositoryNameOf,
  repositorySchema,
  type IssueJson,
  type RepositoryJson,
} from './schema.ts';

/** Issues a page; GitHub's maximum. */
export const PER_PAGE = 100;

/** "owner/name" as Octokit takes it. */
export function ownerAndName(repository: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}

/** How something is read: when to stop in the middle of it, and who hears of what could not be understood. */
export interface Reading {
  signal: AbortSignal;
  log: Pick<Logger, 'warn'>;
}

/** A page of issues, least recently updated first. */
export interface IssuePage {
  /** Without those whose shape we do not know: one odd issue must not hold up all others. */
  issues: IssueJson[];
  /** Whether GitHub sent as many as a page holds, the odd ones included. */
  full: boolean;
  etag: string | undefined;
}

interface IssueQuery {
  state: 'open' | 'closed' | 'all';
  /** Only what was updated at or after. */
  since?: Instant | undefined;
  /** Of the first page of the very same query: an unchanged page comes as none at all. */
  etag?: string | undefined;
}

/**
 * The issues and pull requests of a repository. Page numbers slip when an issue is updated or closed while one reads:
 * the next page then lacks an issue. So each page is asked for by the time at which the last one ended, and numbers are
 * used only within one second. Some issues come twice.
 * @throws the signal's reason, before a page or in the middle of its request
 */
export async function* issuePages(
  octokit: Octokit,
  repository: string,
  query: IssueQuery,
  reading: Reading,
): AsyncGenerator<IssuePage, void> {
  let from: IssueQuery | undefined = query;
  while (from) from = yield* pagesFrom(octokit, repository, from, reading);
}

/** Yields pages until time moves on; returns where to go on from, or undefined at the end. */
async function* pagesFrom(
  octokit: Octokit,
  repository: string,
  { state, since, etag }: IssueQuery,
  reading: Reading,
): AsyncGenerator<IssuePage, IssueQuery | undefined> {
  const { signal } = reading;
  signal.throwIfAborted();
  const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
    ...ownerAndName(repository),
    request: { signal },
    state,
    sort: 'updated',
    direction: 'asc',
    per_page: PER_PAGE,
    ...(since === undefined ? {} : { since: iso(since) }),
    ...(etag === undefined ? {} : { headers: { 'if-none-match': etag } }),
  });
  try {
    for await (const { data, headers } of pages) {
      const issues = data.flatMap((issue) => understood(issue, repository, reading) ?? []);
      yield { issues, full: data.length >= PER_PAGE, etag: headers.etag };
      signal.throwIfAborted();
      const last = issues.at(-1);
      const next = last ? Date.parse(last.updated_at) - SECOND : 0;
      if (headers.link?.includes('rel="next"') && next > (since ?? 0)) return { state, since: next };
    }
  } catch (error) {
    if (statusOf(error) !== 304) throw error;
  }
  return undefined;
}

/** The issue, or undefined where its shape is not one we know: then the log has its number and what is odd. */
function understood(
  issue: unknown,
  repository: string,
  { log }: Pick<Reading, 'log'>,
): IssueJson | undefined {
  const { data, error } = issueSchema.safeParse(issue);
  if (!error) return data;
  const number = issueSchema.pick({ number: true }).safeParse(issue).data?.number;
  log.warn({ repository, issue: number, odd: places(error) }, 'an issue could not be understood: left out');
  return undefined;
}

/** The repository as it is called now; undefined where it is gone or hidden from us. */
export async function readRepository(
  octokit: Octokit,
  name: string,
  request: { signal?: AbortSignal } = {},
): Promise<RepositoryJson | undefined> {
  try {
    return repositorySchema.parse((await octokit.rest.repos.get({ ...ownerAndName(name), request })).data);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/**
 * One issue as it is now; `deleted` where it is no more, its new address where it moved to another repository,
 * undefined where it could not be understood.
 */
export async function readIssue(
  octokit: Octokit,
  repository: string,
  number: number,
  reading: Reading,
): Promise<IssueJson | 'deleted' | { movedTo: string } | undefined> {
  const { signal } = reading;
  signal.throwIfAborted();
  try {
    const at = { ...ownerAndName(repository), issue_number: number };
    const { data } = await octokit.rest.issues.get({ ...at, request: { signal } });
    const issue = understood(data, repository, reading);
    if (!issue) return undefined;
    const home = repositoryNameOf(issue) ?? repository;
    const moved = home.toLowerCase() !== repository.toLowerCase();
    return moved ? { movedTo: issue.html_url } : issue;
  } catch (error) {
    if (isGone(error)) return 'deleted';
    throw error;
  }
}

/** The names of a repository's labels. */
export async function readLabels(
  octokit: Octokit,
  repository: string,
  request: { signal?: AbortSignal } = {},
): Promise<string[]> {
  const labels = await octokit.paginate(octokit.rest.issues.listLabelsForRepo, {
    ...ownerAndName(repository),
    request,
    per_page: PER_PAGE,
  });
  return z
    .array(labelSchema)
    .parse(labels)
    .map((label) => label.name);
}

/** Whether GitHub's answer is that the thing is not there, or hidden from us. */
export function isGone(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 410 || status === 451;
}
