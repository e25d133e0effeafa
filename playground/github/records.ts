import type { Calendar } from '../calendar.ts';
import type { Branches } from './branches.ts';
import { changeJson, type Change } from './change.ts';
import type { Discussion } from './discussions.ts';
import { isObject, objectAt, objectsOf, textOf, type Json } from '../json.ts';

export interface Repo {
  /** GitHub's id; survives a rename. */
  id: number;
  /** "owner/name" now. */
  name: string;
  /** As the emulator wrote it. */
  raw: Json;
  /** Whether the stand-in for Prow works here; may be switched. */
  prow: boolean;
  gone: boolean;
  formerNames: string[];
  /** By lower-case name. */
  labels: Map<string, string>;
  nextNumber: number;
  branches: Branches;
  /** Oldest first. */
  discussions: Discussion[];
}

export interface Comment {
  id: number;
  author: string;
  body: string;
  /** ISO time. */
  createdAt: string;
  /** As the API gives it. */
  json: Json;
}

/** An issue or pull request: the number the caller chose, the number the emulator gave, and what the emulator cannot keep. */
export interface IssueRecord {
  repo: Repo;
  number: number;
  inner: number;
  raw: Json;
  /** The emulator keeps every pull request as an issue. */
  pull:
    | {
        draft: boolean;
        mergedAt: string | undefined;
        head?: string | undefined;
        base?: string | undefined;
        /** Git's name of its last commit; zeros until somebody pushes. */
        sha?: string | undefined;
        change?: Partial<Change> | undefined;
        statuses?: readonly Json[] | undefined;
        /** Logins whose review is requested. */
        reviewers?: string[] | undefined;
      }
    | undefined;
  comments: Comment[];
  /** ISO time, where another than the emulator's was asked for. */
  createdAt: string | undefined;
  /** A state_reason the emulator does not know. */
  reason: string | undefined;
  gone: { how: 'deleted' } | { how: 'transferred'; to: IssueRecord } | undefined;
}

export function keyOf(repo: Repo, number: number): string {
  return `${repo.id}#${number}`;
}

/**
 * Where the API and the pages are, and what time it is there; `origin` is the emulator's address, which nobody may see,
 * and its times are the machine's.
 */
export interface Outside {
  origin: string;
  api: string;
  calendar: Pick<Calendar, 'at' | 'now'>;
}

const PAGES = 'https://github.com';

/** An answer of the emulator with addresses as GitHub's, times as the calendar's to the second, and numbers as the caller chose them. */
export function outward(
  value: unknown,
  at: Outside,
  numberOf: (repo: string, inner: number) => number,
  key = '',
): unknown {
  if (Array.isArray(value)) return value.map((item) => outward(item, at, numberOf, key));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, outward(item, at, numberOf, name)]),
    );
  }
  if (typeof value !== 'string') return value;
  if (key.endsWith('_at')) return isoTime(at.calendar.at(Date.parse(value)));
  if (!value.startsWith(at.origin)) return value;
  const path = value
    .slice(at.origin.length)
    .replace(
      /^(\/repos)?\/([\w.-]+\/[\w.-]+)\/(issues|pulls|pull)\/(\d+)/,
      (_whole, api = '', repo: string, kind: string, inner: string) => {
        return `${api}/${repo}/${kind}/${numberOf(repo, Number(inner))}`;
      },
    );
  return `${key === 'html_url' ? PAGES : at.api}${path}`;
}

/** ISO time to the second, as GitHub writes it. */
export function isoTime(at: number): string {
  return Number.isNaN(at) ? '' : new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The issue as `GET /repos/…/issues/n` gives it; a pull request carries its `pull_request` key. */
export function issueJson(record: IssueRecord, at: Outside): Json {
  const issue = outward(record.raw, at, () => record.number) as Json;
  const pull = record.pull ? pullKey(record, at) : {};
  const reason =
    issue['state'] === 'closed' && record.reason !== undefined ? { state_reason: record.reason } : {};
  const created = record.createdAt === undefined ? {} : { created_at: record.createdAt };
  return { ...issue, number: record.number, ...reason, ...created, ...pull };
}

/** The pull request as `GET /repos/…/pulls/n` and its webhooks give it. */
export function pullJson(record: IssueRecord, at: Outside): Json {
  const { pull_request: _key, state_reason: _reason, ...issue } = issueJson(record, at);
  const owner = record.repo.name.split('/')[0] ?? '';
  const branch = (ref: string, sha = '0'.repeat(40)): Json => ({
    label: `${owner}:${ref}`,
    ref,
    sha,
    repo: repoJson(record.repo, at),
  });
  return {
    ...issue,
    url: `${at.api}/repos/${record.repo.name}/pulls/${record.number}`,
    issue_url: `${at.api}/repos/${record.repo.name}/issues/${record.number}`,
    draft: record.pull?.draft ?? false,
    merged: record.pull?.mergedAt !== undefined,
    merged_at: record.pull?.mergedAt ?? null,
    requested_reviewers: (record.pull?.reviewers ?? []).map((login) => ({ login, type: 'User' })),
    requested_teams: [],
    head: branch(record.pull?.head ?? `change-${record.number}`, record.pull?.sha),
    base: branch(record.pull?.base ?? 'main'),
    ...changeJson(record.pull?.change),
    commits: 1,
    review_comments: 0,
  };
}

export function repoJson(repo: Repo, at: Outside): Json {
  return outward(repo.raw, at, (_repo, inner) => inner) as Json;
}

function pullKey(record: IssueRecord, at: Outside): Json {
  const page = `${PAGES}/${record.repo.name}/pull/${record.number}`;
  return {
    html_url: page,
    draft: record.pull?.draft,
    pull_request: {
      url: `${at.api}/repos/${record.repo.name}/pulls/${record.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: record.pull?.mergedAt ?? null,
    },
  };
}

/** What `GET …/issues` with these parameters lists, before it is cut into pages. */
export function listed(issues: readonly Json[], query: URLSearchParams): Json[] {
  const state = query.get('state') ?? 'open';
  const since = query.get('since');
  const labels = (query.get('labels') ?? '')
    .split(',')
    .filter(Boolean)
    .map((label) => label.toLowerCase());
  const sort = query.get('sort') === 'updated' ? 'updated_at' : 'created_at';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  return issues
    .filter((issue) => state === 'all' || issue['state'] === state)
    .filter((issue) => !since || Date.parse(textOf(issue['updated_at'])) >= Date.parse(since))
    .filter((issue) => {
      const has = objectsOf(issue['labels']).map((label) => textOf(label['name']).toLowerCase());
      return labels.every((label) => has.includes(label));
    })
    .sort(
      (a, b) =>
        sign * (textOf(a[sort]).localeCompare(textOf(b[sort])) || Number(a['number']) - Number(b['number'])),
    );
}

export function authorOf(record: IssueRecord): string {
  return textOf(objectAt(record.raw, 'user')['login']);
}
