import { sql } from 'kysely';
import { issueId, type IssueId } from '../../domain/issue.ts';
import { MOST_PATHS, withChecks, type Check, type PullTold } from '../../domain/pull.ts';
import type { Instant } from '../../domain/time.ts';
import type { PullPorts } from '../../ports/pull.ts';
import { keyOf, type IssueRow } from './issue-row.ts';
import { loadOf, openUnder } from './owed.ts';
import { about, checksOf, due, type DueQuery, type PullDue, type PullRow } from './pull-rows.ts';
import { locked, within, type Session } from './session.ts';

type Key = Pick<IssueRow, 'repo_id' | 'number'>;

/** What was read of a pull request's last commit; what is left out was not asked for. */
export interface PullRead {
  /** The commit it was read of: what is kept of another one stays. */
  head: string;
  paths?: readonly string[] | undefined;
  checks?: readonly Check[] | undefined;
}

/** What is known of pull requests beside their issues. */
export interface Pulls extends Pick<PullPorts, 'about' | 'open' | 'load'> {
  /** Takes what GitHub tells, unless a later telling is known. Whether anything is known now that was not. */
  learn(id: IssueId, told: PullTold, now: Instant): Promise<boolean>;
  /** Takes what a webhook tells of a commit's checks. Returns the open pull requests whose last commit it is, where that changed. */
  hear(repoId: number, sha: string, checks: readonly Check[]): Promise<IssueId[]>;
  /** Keeps what was read. Whether that changed anything. */
  read(id: IssueId, read: PullRead): Promise<boolean>;
  /** It is read from now on, and at once, whatever labels it has. */
  want(id: IssueId): Promise<void>;
  /**
   * Some open ones of these repositories of which GitHub is to be asked: those that somebody wants, and those with one of
   * these labels that are no drafts; the one that moved last first.
   */
  due(query: DueQuery): Promise<PullDue[]>;
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
    want: (id) => within(session, (tx) => want(tx, keyOf(id))),
    due: (query) => due(session, query),
    take: (id, at, until) => within(session, (tx) => take(tx, keyOf(id), at, until)),
    rest: (id, until) => set(session, keyOf(id), { due_at: until }),
    ask: (repoId, sha) => ask(session, repoId, sha),
    async forget() {
      await sql`delete from pulls where not exists (select 1 from issues
        where issues.repo_id = pulls.repo_id and issues.number = pulls.number)`.execute(session.db);
    },
  };
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
  wanted: 0,
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

async function want(tx: Session, key: Key): Promise<void> {
  const had = await ownRow(tx, key);
  if (had.wanted === 0) await set(tx, key, { wanted: 1, due_at: 0 });
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
