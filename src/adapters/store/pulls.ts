import { sql, type Selectable } from 'kysely';
import type { Activity } from '../../domain/activity.ts';
import { issueId, type IssueId } from '../../domain/issue.ts';
import { givenIn } from '../../domain/pull-act.ts';
import { MOST_PATHS, withChecks, type Check, type Pull, type PullTold } from '../../domain/pull.ts';
import type { Instant } from '../../domain/time.ts';
import type { KnownPull, PullPorts } from '../../ports/pull.ts';
import { toActivity } from './activity.ts';
import { keyOf, type IssueRow } from './issue-row.ts';
import { loadOf, openUnder } from './owed.ts';
import type { PullsTable } from './pull-tables.ts';
import { locked, within, type Session } from './session.ts';

type Key = Pick<IssueRow, 'repo_id' | 'number'>;
type PullRow = Selectable<PullsTable>;

/** What was read of a pull request's last commit; what is left out was not asked for. */
export interface PullRead {
  /** The commit it was read of: what is kept of another one stays. */
  head: string;
  paths?: readonly string[] | undefined;
  checks?: readonly Check[] | undefined;
}

/** An open pull request of which GitHub is to be asked more. */
export interface PullDue {
  id: IssueId;
  number: number;
  /** What is known of it; undefined where that is nothing. */
  pull: Pull | undefined;
  /** When its last commit was first known. */
  headAt: Instant;
  /** A webhook tells of its checks. */
  heard: boolean;
}

/** What is known of pull requests beside their issues. */
export interface Pulls extends Pick<PullPorts, 'about' | 'open' | 'load'> {
  /** Takes what GitHub tells, unless a later telling is known. Whether anything is known now that was not. */
  learn(id: IssueId, told: PullTold, now: Instant): Promise<boolean>;
  /** Takes what a webhook tells of a commit's checks. Returns the open pull requests whose last commit it is, where that changed. */
  hear(repoId: number, sha: string, checks: readonly Check[]): Promise<IssueId[]>;
  /** Keeps what was read. Whether that changed anything. */
  read(id: IssueId, read: PullRead): Promise<boolean>;
  /** Some of a repository's open ones with one of these labels of which GitHub is to be asked, no drafts; the one that moved last first. */
  due(repoId: number, query: { labels: readonly string[]; at: Instant; limit: number }): Promise<PullDue[]>;
  /** It is not due again before then; false where somebody else has taken it meanwhile. */
  take(id: IssueId, at: Instant, until: Instant): Promise<boolean>;
  /** It was read, and is not due again before then. */
  rest(id: IssueId, until: Instant): Promise<void>;
  /** What was read of a commit's checks is out of date, unless a webhook tells of each of them. */
  ask(repoId: number, sha: string): Promise<void>;
  /** Forgets those whose issues are not mirrored any more. */
  forget(): Promise<void>;
}

export function pullsOf(session: Session): Pulls {
  return {
    about: (ids) => about(session, ids),
    open: ({ label, ...query }) => openUnder(session, label, query),
    load: (logins) => loadOf(session, logins),
    learn: (id, told, now) => within(session, (tx) => learn(tx, keyOf(id), told, now)),
    hear: (repoId, sha, checks) => within(session, (tx) => hear(tx, { repoId, sha, checks })),
    read: (id, read) => within(session, (tx) => keepRead(tx, keyOf(id), read)),
    due: (repoId, query) => due(session, repoId, query),
    take: (id, at, until) => within(session, (tx) => take(tx, keyOf(id), at, until)),
    rest: (id, until) => set(session, keyOf(id), { due_at: until }),
    ask: (repoId, sha) => ask(session, repoId, sha),
    async forget() {
      await sql`delete from pulls where not exists (select 1 from issues
        where issues.repo_id = pulls.repo_id and issues.number = pulls.number)`.execute(session.db);
    },
  };
}

/** How many keys stand in one statement. */
const AT_ONCE = 500;

async function about(session: Session, ids: readonly IssueId[]): Promise<Map<IssueId, KnownPull>> {
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

async function rowOf(tx: Session, { repo_id, number }: Key): Promise<PullRow | undefined> {
  const row = tx.db.selectFrom('pulls').selectAll().where('repo_id', '=', repo_id);
  return locked(tx, row.where('number', '=', number)).executeTakeFirst();
}

/** The row, locked; a new one where nothing was known. */
async function ownRow(tx: Session, key: Key): Promise<PullRow> {
  const fresh = tx.db.insertInto('pulls').values({ ...NOTHING, ...key });
  await fresh.onConflict((on) => on.columns(['repo_id', 'number']).doNothing()).execute();
  return (await rowOf(tx, key)) ?? { ...NOTHING, ...key };
}

const NOTHING = {
  base: '',
  head: '',
  additions: null,
  deletions: null,
  files: null,
  mergeable: 'unknown',
  merged_at: null,
  told_at: 0,
  paths: null,
  paths_of: null,
  checks: null,
  checks_of: null,
  heard: 0,
  head_at: 0,
  due_at: 0,
} as const;

async function set(tx: Session, { repo_id, number }: Key, change: Partial<PullRow>): Promise<void> {
  const there = tx.db.updateTable('pulls').where('repo_id', '=', repo_id).where('number', '=', number);
  await there.set(change).execute();
}

/** Of another commit nothing is known but what is told with it. GitHub's “unknown” takes back nothing of the same one. */
async function learn(tx: Session, key: Key, told: PullTold, now: Instant): Promise<boolean> {
  const had = await ownRow(tx, key);
  if (told.at < had.told_at) return false;
  const moved = told.head !== undefined && told.head !== had.head;
  const { extent } = told;
  const kept = moved ? { additions: null, deletions: null, files: null, mergeable: 'unknown' as const } : had;
  const sure = told.mergeable !== undefined && told.mergeable !== 'unknown';
  const news = {
    base: told.base ?? had.base,
    head: told.head ?? had.head,
    additions: extent?.additions ?? kept.additions,
    deletions: extent?.deletions ?? kept.deletions,
    files: extent?.files ?? kept.files,
    mergeable: sure ? told.mergeable : kept.mergeable,
    merged_at: told.mergedAt ?? had.merged_at,
  };
  await set(tx, key, {
    ...news,
    told_at: told.at,
    // What is heard of for the first time is due, or is being read.
    ...(moved ? { head_at: now, due_at: had.head === '' ? had.due_at : 0, heard: 0 } : {}),
  });
  return Object.entries(news).some(([column, value]) => had[column as keyof typeof news] !== value);
}

/** Several pull requests may have one last commit, into several branches. */
async function hear(
  tx: Session,
  { repoId, sha, checks }: { repoId: number; sha: string; checks: readonly Check[] },
): Promise<IssueId[]> {
  const heads = tx.db.selectFrom('pulls').selectAll().where('repo_id', '=', repoId).where('head', '=', sha);
  const changed: IssueId[] = [];
  for (const row of await locked(tx, heads).execute()) {
    const now = JSON.stringify(withChecks(checksOf(row) ?? [], checks));
    const same = row.checks_of === row.head && row.checks === now;
    if (same && row.heard === 1) continue;
    await set(tx, row, { checks: now, checks_of: row.head, heard: 1 });
    if (!same) changed.push(issueId(row.repo_id, row.number));
  }
  return changed;
}

async function keepRead(tx: Session, key: Key, { head, paths, checks }: PullRead): Promise<boolean> {
  const had = await rowOf(tx, key);
  if (had?.head !== head) return false;
  const change = {
    ...(paths && { paths: JSON.stringify(paths.slice(0, MOST_PATHS)), paths_of: head }),
    // A webhook may have told of a check since GitHub was asked.
    ...(checks && { checks: JSON.stringify(withChecks(checksOf(had) ?? [], checks)), checks_of: head }),
  };
  if (Object.keys(change).length > 0) await set(tx, key, change);
  return Object.entries(change).some(([column, value]) => had[column as keyof typeof change] !== value);
}

async function due(
  { db }: Session,
  repoId: number,
  { labels, at, limit }: { labels: readonly string[]; at: Instant; limit: number },
): Promise<PullDue[]> {
  if (labels.length === 0) return [];
  const keys = labels.map((label) => `label:${label.toLowerCase()}`);
  const open = db
    .selectFrom('issues')
    .leftJoin('pulls', (on) =>
      on.onRef('pulls.repo_id', '=', 'issues.repo_id').onRef('pulls.number', '=', 'issues.number'),
    )
    .select(['issues.number', 'issues.repo_id'])
    .where('issues.repo_id', '=', repoId)
    .where(sql<boolean>`issues.is_pull_request = 1 and issues.state = 'open' and issues.draft = 0`)
    .where('issues.gone', 'is', null)
    .where(sql<boolean>`coalesce(pulls.due_at, 0) <= ${at}`)
    .where(
      sql<boolean>`exists (select 1 from owed_under as u where u.repo_id = issues.repo_id
        and u.number = issues.number and u."key" in (${sql.join(keys)}))`,
    )
    .orderBy('issues.updated_at', 'desc')
    .orderBy('issues.number')
    .limit(limit);
  const found = await open.execute();
  const rows = found.length === 0 ? new Map<IssueId, PullRow>() : await rowsOf({ db } as Session, found);
  return found.map(({ number, repo_id }) => {
    const id = issueId(repo_id, number);
    const row = rows.get(id);
    return { id, number, pull: row && toPull(row), headAt: row?.head_at ?? 0, heard: row?.heard === 1 };
  });
}

async function ask({ db }: Session, repoId: number, sha: string): Promise<void> {
  const there = db.updateTable('pulls').where('repo_id', '=', repoId).where('head', '=', sha);
  await there.where('heard', '=', 0).set({ due_at: 0 }).execute();
}

async function take(tx: Session, key: Key, at: Instant, until: Instant): Promise<boolean> {
  const had = await ownRow(tx, key);
  if (had.due_at > at) return false;
  await set(tx, key, { due_at: until });
  return true;
}

/** What is deleted, or moved away, leaves nothing. */
export async function dropPull({ db }: Session, { repo_id, number }: Key): Promise<void> {
  await db.deleteFrom('pulls').where('repo_id', '=', repo_id).where('number', '=', number).execute();
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

function checksOf(row: PullRow): Check[] | undefined {
  return row.checks_of === row.head && row.checks !== null ? (JSON.parse(row.checks) as Check[]) : undefined;
}
