import { sql, type Selectable } from 'kysely';
import type { Activity } from '../../domain/activity.ts';
import { issueId, type IssueId } from '../../domain/issue.ts';
import { givenIn } from '../../domain/pull-act.ts';
import type { Check, Pull } from '../../domain/pull.ts';
import type { Instant } from '../../domain/time.ts';
import type { KnownPull } from '../../ports/pull.ts';
import { toActivity } from './activity.ts';
import { keyOf, type IssueRow } from './issue-row.ts';
import { owedKey } from './owed.ts';
import type { PullsTable } from './pull-tables.ts';
import type { Session } from './session.ts';

type Key = Pick<IssueRow, 'repo_id' | 'number'>;

/** A pull request's row. */
export type PullRow = Selectable<PullsTable>;

/** An open pull request of which GitHub is to be asked more. */
export interface PullDue {
  id: IssueId;
  repoId: number;
  number: number;
  /** What is known of it; undefined where that is nothing. */
  pull: Pull | undefined;
  /** When its last commit was first known. */
  headAt: Instant;
  /** A webhook tells of its checks. */
  heard: boolean;
}

/** Which open pull requests are asked for: of these repositories, wanted or with one of these labels, due by then. */
export interface DueQuery {
  repos: readonly number[];
  labels: readonly string[];
  at: Instant;
  limit: number;
}

/** How many keys stand in one statement. */
const AT_ONCE = 500;

/** What is known of these pull requests, and whose word stands on them. */
export async function about(session: Session, ids: readonly IssueId[]): Promise<Map<IssueId, KnownPull>> {
  const found = new Map<IssueId, KnownPull>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const keys = ids.slice(from, from + AT_ONCE).map(keyOf);
    const rows = await rowsOf(session, keys);
    const said = await saidOf(session, keys);
    for (const { repo_id, number } of await pullRequests(session, keys)) {
      const id = issueId(repo_id, number);
      const row = rows.get(id);
      found.set(id, { pull: row && toPull(row), given: givenIn(said.get(id) ?? []) });
    }
  }
  return found;
}

/** Numbers stand in the query as they are: PostgreSQL takes parameters in such a list for text. */
function pairs(keys: readonly Key[]) {
  return sql.join(keys.map(({ repo_id, number }) => sql`(${sql.lit(repo_id)}, ${sql.lit(number)})`));
}

async function pullRequests({ db }: Session, keys: readonly Key[]): Promise<Key[]> {
  const all = db.selectFrom('issues').select(['repo_id', 'number']).where('is_pull_request', '=', 1);
  return all.where(sql<boolean>`(repo_id, number) in (values ${pairs(keys)})`).execute();
}

async function rowsOf({ db }: Session, keys: readonly Key[]): Promise<Map<IssueId, PullRow>> {
  const all = db.selectFrom('pulls').selectAll();
  const rows = await all.where(sql<boolean>`(repo_id, number) in (values ${pairs(keys)})`).execute();
  return new Map(rows.map((row) => [issueId(row.repo_id, row.number), row]));
}

/** What people did that bears on merging. */
async function saidOf({ db }: Session, keys: readonly Key[]): Promise<Map<IssueId, Activity[]>> {
  const rows = await db
    .selectFrom('activity')
    .selectAll()
    .where(sql<boolean>`(repo_id, number) in (values ${pairs(keys)})`)
    .where(sql<boolean>`(acts is not null or review is not null or kind = 'push')`)
    .execute();
  const said = new Map<IssueId, Activity[]>();
  for (const row of rows) {
    const id = issueId(row.repo_id, row.number);
    said.set(id, [...(said.get(id) ?? []), toActivity(row)]);
  }
  return said;
}

/** Those of which GitHub is to be asked, the one that moved last first. */
export async function due(session: Session, { repos, labels, at, limit }: DueQuery): Promise<PullDue[]> {
  if (repos.length === 0) return [];
  const open = session.db
    .selectFrom('issues')
    .leftJoin('pulls', (on) =>
      on.onRef('pulls.repo_id', '=', 'issues.repo_id').onRef('pulls.number', '=', 'issues.number'),
    )
    .select(['issues.repo_id', 'issues.number'])
    .where(sql<boolean>`(issues.repo_id, issues.number) in (${cared(labels)})`)
    .where(sql<boolean>`issues.repo_id in (${sql.join(repos.map((id) => sql.lit(id)))})`)
    .where(sql<boolean>`issues.is_pull_request = 1 and issues.state = 'open' and issues.gone is null`)
    .where(sql<boolean>`coalesce(pulls.due_at, 0) <= ${at}`)
    .where(sql<boolean>`(issues.draft = 0 or pulls.wanted = 1)`)
    .orderBy('issues.updated_at', 'desc')
    .orderBy('issues.repo_id')
    .orderBy('issues.number');
  const found = await open.limit(limit).execute();
  const rows = found.length === 0 ? new Map<IssueId, PullRow>() : await rowsOf(session, found);
  return found.map(({ repo_id: repoId, number }) => {
    const id = issueId(repoId, number);
    const row = rows.get(id);
    const known = { pull: row && toPull(row), headAt: row?.head_at ?? 0, heard: row?.heard === 1 };
    return { id, repoId, number, ...known };
  });
}

/** The keys of what somebody wants, or one of these labels is on. */
function cared(labels: readonly string[]) {
  const wanted = sql`select repo_id, number from pulls where wanted = 1`;
  if (labels.length === 0) return wanted;
  const keys = sql.join(labels.map(owedKey.label));
  return sql`${wanted} union select repo_id, number from owed_under where "key" in (${keys})`;
}

/** Undefined where nothing is known but that it is due. */
function toPull(row: PullRow): Pull | undefined {
  if (row.head === '' && row.merged_at === null) return undefined;
  const { additions, deletions, files } = row;
  const known = additions !== null && deletions !== null && files !== null;
  return {
    id: issueId(row.repo_id, row.number),
    base: row.base,
    head: row.head,
    extent: known ? { additions, deletions, files } : undefined,
    mergeable: row.mergeable,
    mergedAt: row.merged_at ?? undefined,
    paths: row.paths_of === row.head && row.paths !== null ? (JSON.parse(row.paths) as string[]) : undefined,
    checks: checksOf(row),
  };
}

/** The checks of its last commit; undefined where none were told of. */
export function checksOf(row: PullRow): Check[] | undefined {
  return row.checks_of === row.head && row.checks !== null ? (JSON.parse(row.checks) as Check[]) : undefined;
}
