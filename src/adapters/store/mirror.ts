import {
  issueId,
  withChange,
  type CommentMade,
  type Issue,
  type IssueChange,
  type IssueId,
  type IssueRef,
  type IssueSnapshot,
} from '../../domain/issue.ts';
import type { Activity } from '../../domain/activity.ts';
import type { Instant } from '../../domain/time.ts';
import type { LinkedPull } from '../../domain/pull-request.ts';
import type { Similar } from '../../domain/similar.ts';
import type { QueueQuery } from '../../ports/issue.ts';
import { locked, within, type Session } from './session.ts';
import { keyOf, queueLabels, toContent, toIssue, type IssueRow } from './issue-row.ts';
import { busiest, byId, forget, issuesLike, lock, open, openedSince, shown } from './issues.ts';
import {
  merge,
  NO_COMMENT,
  NOT_GONE,
  NOT_TOLD,
  UNSAID,
  UNSEEN,
  withComment,
  withEnd,
} from './issue-merge.ts';
import { followReplies, hearActivity, weighAnew, weighNext, type Replying } from './replies.ts';
import { dropActivity, keepActivity } from './activity.ts';
import { queue } from './queue.ts';
import { dropPull } from './pulls.ts';
import { dropLinks, keepLinks, linkedTo } from './pull-links.ts';
import { besides, compare, similarTo, similarToText } from './similar.ts';
import { setTemplates, templatesOf, type KeptTemplates } from './templates.ts';
import { dropText, keepText, keptText } from './texts.ts';
import {
  allRepositories,
  changeLabel,
  changeRepository,
  labelsOf,
  repositoryById,
  repositoryNamed,
  seenIn,
  setLabels,
  track,
  type Repository,
  type RepositoryChange,
} from './repositories.ts';

/** What is known of GitHub. */
export interface Mirror {
  /**
   * Takes what GitHub said of an issue, unless we know of a later moment. `opened`: it says that the issue was just
   * made, so it did not exist before the bot. `change`: it is an event's, of which nothing else counts where we know the
   * same second already. A snapshot's own `gone` is not read: see gone(). `comment`: somebody just wrote it. `activity`:
   * what it tells of what people did there.
   * Returns the issue also as it was `before`, where it was known.
   */
  put(
    snapshot: IssueSnapshot,
    how: How,
  ): Promise<{ issue: Issue; before?: Issue; changed: boolean; isNew: boolean }>;
  /** Keeps what a list tells of what people did on an issue; undefined where it is not mirrored. */
  hear(id: IssueId, activity: readonly Activity[]): Promise<{ before: Issue; issue: Issue } | undefined>;
  /** Says anew who owes the next reply, as a verdict on it has lapsed. */
  weigh(id: IssueId): Promise<void>;
  /** The same of so many open issues, those after that one; returns the last of them, undefined at the end. */
  weighNext(after: IssueId | undefined, limit: number): Promise<IssueId | undefined>;
  /** The issue is no longer there, also when we hear of it first afterwards. Undefined where it was never seen. */
  gone(
    repoId: number,
    number: number,
    how: 'deleted' | 'transferred',
    movedTo?: string,
  ): Promise<Issue | undefined>;
  /** By the repository's present name, whatever its case. */
  find(ref: IssueRef): Promise<Issue | undefined>;
  byId(id: IssueId): Promise<Issue | undefined>;
  byNumber(number: number): Promise<Issue[]>;
  /** The issue of that repository and number; without a repository, those of any. */
  like(ref: { repo?: string; number: number }): Promise<Issue[]>;
  /**
   * As byId, and keeps the issue as it is until this transaction ends: put() and gone() of other processes wait. To be
   * asked before what is decided from it is added to the outbox.
   */
  lock(id: IssueId): Promise<Issue | undefined>;
  /** Open issues (no pull requests) with the label that wait for a decision, oldest first. */
  queue(query: QueueQuery): Promise<{ issues: Issue[]; total: number }>;
  openedSince(label: string, since: Instant): Promise<Issue[]>;
  /** How its body begins, as plain text; undefined where it is not known. */
  excerpt(id: IssueId): Promise<string | undefined>;
  /**
   * Older issues like this one, most alike first, three at most. Those of an issue that was opened since the bot came
   * are found when it is first heard of and whenever its text changes, and kept.
   */
  similar(id: IssueId, limit: number): Promise<Similar[]>;
  /** What an issue of that repository with this text would be like. */
  likeText(repoId: number, said: { title: string; body: string }, limit: number): Promise<Similar[]>;
  /** The repository (its id) with the most open issues of that label. */
  busiest(label: string): Promise<number | undefined>;
  /** The pull requests whose text names the issue, open ones first. */
  linked(id: IssueId): Promise<LinkedPull[]>;
  /** The issues for which this one, or any of that repository, is kept as similar. */
  besides(what: { repoId: number; number?: number }): Promise<Issue[]>;
  /** The repository's issues that a card, a bundle or another message shows. */
  shown(repoId: number): Promise<Issue[]>;
  /** What we believe to be open, pull requests included: for the sweep. */
  open(repoId: number): Promise<Pick<Issue, 'number' | 'updatedAt' | 'reactions'>[]>;
  /** Deletes what is closed or gone, rests since before that moment, and has no message in Slack. Returns how many. */
  forget(before: Instant): Promise<number>;
  /** As they are written; undefined where they were never read. */
  labels(repo: string): Promise<ReadonlySet<string> | undefined>;
  setLabels(repoId: number, names: readonly string[]): Promise<void>;
  /** What the repository offers for new issues; undefined where that was never read. */
  templates(repo: string): Promise<KeptTemplates | undefined>;
  setTemplates(repoId: number, templates: KeptTemplates): Promise<void>;
  /** Both: it was renamed. */
  changeLabel(repoId: number, change: { add?: string; remove?: string }): Promise<void>;
  repository(name: string): Promise<Repository | undefined>;
  repositoryById(id: number): Promise<Repository | undefined>;
  repositories(): Promise<Repository[]>;
  /** Takes a repository in, or follows its rename. */
  track(repository: { id: number; name: string; private?: boolean | undefined }): Promise<Repository>;
  setRepository(id: number, change: RepositoryChange): Promise<void>;
}

export function mirrorOf(session: Session, clock: { now(): Instant }, replying: Replying): Mirror {
  const like = (ref: { repo?: string; number: number }) => issuesLike(session, ref);
  return {
    put: (snapshot, how) =>
      within(session, async (tx) => {
        const known = await put(tx, snapshot, how, clock.now());
        const told = known.issue.gone === undefined ? (how.activity ?? []) : [];
        const heard = await keepActivity(tx, keyOf(known.issue.id), told);
        if (!known.changed && !heard) return known;
        return { ...known, changed: true, issue: await followReplies(tx, known.issue, replying) };
      }),
    hear: (id, activity) => within(session, (tx) => hearActivity(tx, id, activity, replying)),
    weigh: (id) => weighAnew(session, id, replying),
    weighNext: (after, limit) => weighNext(session, after, limit, replying),
    gone: (repoId, number, how, movedTo) =>
      within(session, async (tx) => {
        const issue = await markGone(tx, { repoId, number, how, movedTo, at: clock.now() });
        if (!issue) return undefined;
        await dropActivity(tx, keyOf(issue.id));
        await dropPull(tx, keyOf(issue.id));
        return followReplies(tx, issue, replying);
      }),
    find: async (ref) => (await like(ref))[0],
    byId: (id) => byId(session, id),
    byNumber: (number) => like({ number }),
    like,
    lock: (id) => lock(session, id),
    queue: (query) => queue(session, query),
    openedSince: (label, since) => openedSince(session, label, since),
    excerpt: async (id) => (await keptText(session, keyOf(id)))?.excerpt,
    similar: (id, limit) => similarTo(session, id, limit),
    likeText: (repoId, said, limit) => similarToText(session, { repoId, ...said, at: clock.now() }, limit),
    busiest: (label) => busiest(session, label),
    linked: (id) => linkedTo(session, id),
    besides: ({ repoId, ...rest }) => besides(session, { repo_id: repoId, ...rest }),
    shown: (repoId) => shown(session, repoId),
    open: (repoId) => open(session, repoId),
    forget: (before) => forget(session, before),
    labels: (repo) => labelsOf(session, repo),
    setLabels: (repoId, names) => setLabels(session, repoId, names),
    templates: (repo) => templatesOf(session, repo),
    setTemplates: (repoId, templates) => setTemplates(session, repoId, templates),
    changeLabel: (repoId, change) => changeLabel(session, repoId, change),
    repository: (name) => repositoryNamed(session, name),
    repositoryById: (id) => repositoryById(session, id),
    repositories: () => allRepositories(session),
    track: (repository) => track(session, repository, clock.now()),
    setRepository: (id, change) => changeRepository(session, id, change, clock.now()),
  };
}

interface How {
  opened: boolean;
  change?: IssueChange | undefined;
  comment?: CommentMade | undefined;
  activity?: readonly Activity[] | undefined;
}

async function put(tx: Session, snapshot: IssueSnapshot, { opened, change, comment }: How, now: Instant) {
  const { repoId: id, repo: name, updatedAt: at, number } = snapshot;
  const repository = await seenIn(tx, { id, name, at, private: snapshot.private }, now);
  const home = { repo: repository.name, hidden: Number(repository.private === true) };
  const content = toContent(snapshot);
  const existed_before = Number(!opened && snapshot.createdAt < repository.trackedSince);
  const nothing = {
    ...NOT_GONE,
    ...NO_COMMENT,
    ...NOT_TOLD,
    seen: 1,
    repo_id: id,
    number,
    ...content,
    existed_before,
  };
  const fresh = withComment(nothing, comment);
  const had = await insertOrLock(tx, fresh);
  if (!had?.seen) {
    const row = had ? withEnd(fresh, had) : fresh;
    const issue = await write(tx, had, row, home);
    await followText(tx, row, snapshot);
    return { issue, changed: true, isNew: true };
  }
  const same = change && content.updated_at === had.updated_at;
  const told = same
    ? toContent({ ...withChange(toIssue({ ...had, ...home, repo: name }), snapshot, change), repoId: id })
    : content;
  const row = withComment(merge(had, told, opened), comment);
  const changed = row !== had;
  const before = toIssue({ ...had, ...home });
  const issue = changed ? await write(tx, had, row, home) : before;
  const older = content.updated_at < had.updated_at;
  const elsewhere = same && !change.fields?.includes('body');
  await followText(tx, row, older || elsewhere ? undefined : snapshot);
  return { issue, before, changed, isNew: false };
}

/**
 * Keeps what the issue says now, where `said` tells it. What is new since the bot came is compared with the other issues
 * when its text is; of a pull request's text only the issues it names are kept, and what is gone says nothing any more.
 */
async function followText(tx: Session, row: IssueRow, said: IssueSnapshot | undefined): Promise<void> {
  if (row.gone !== null || row.document === 1) return unsay(tx, row);
  if (!said) return;
  if (row.is_pull_request === 1) return keepLinks(tx, row, said);
  const terms = await keepText(tx, row, said);
  if (terms && row.existed_before === 0 && row.state === 'open') await compare(tx, row, terms);
}

async function unsay(tx: Session, row: IssueRow): Promise<void> {
  await (row.is_pull_request === 1 ? dropLinks(tx, row) : dropText(tx, row));
}

/** The row that was there before, locked; undefined where this one is now. */
async function insertOrLock(tx: Session, row: IssueRow): Promise<IssueRow | undefined> {
  const on = tx.db
    .insertInto('issues')
    .values(row)
    .onConflict((of) => of.columns(['repo_id', 'number']).doNothing());
  if ((await on.returning('number').execute()).length > 0) return undefined;
  const there = tx.db.selectFrom('issues').selectAll().where('repo_id', '=', row.repo_id);
  return locked(tx, there.where('number', '=', row.number)).executeTakeFirstOrThrow();
}

/** An issue's repository: its present name, and whether it is private. */
interface Home {
  repo: string;
  hidden: number | null;
}

/** Stores the row and the labels under which the queue finds it. */
async function write(tx: Session, had: IssueRow | undefined, row: IssueRow, home: Home): Promise<Issue> {
  const { repo_id, number, ...columns } = row;
  if (had) {
    const there = tx.db.updateTable('issues').where('repo_id', '=', repo_id).where('number', '=', number);
    await there.set(columns).execute();
  }
  await writeLabels(tx, row, had ? queueLabels(had) : [], queueLabels(row));
  return toIssue({ ...row, ...home });
}

async function writeLabels({ db }: Session, row: IssueRow, had: string[], has: string[]): Promise<void> {
  const { repo_id, number } = row;
  const out = had.filter((name) => !has.includes(name));
  const there = db.deleteFrom('issue_labels').where('repo_id', '=', repo_id).where('number', '=', number);
  if (out.length > 0) await there.where('name', 'in', out).execute();
  const added = has.filter((name) => !had.includes(name)).map((name) => ({ repo_id, number, name }));
  if (added.length > 0) await db.insertInto('issue_labels').values(added).execute();
}

interface Gone {
  repoId: number;
  number: number;
  how: 'deleted' | 'transferred';
  movedTo: string | undefined;
  at: Instant;
}

/** Leaves a row nobody sees where the issue is not known, for what may still arrive from before its end. */
async function markGone(tx: Session, { repoId, number, how, movedTo, at }: Gone): Promise<Issue | undefined> {
  const end = { gone: how, gone_at: at, moved_to: movedTo ?? null };
  const had = await insertOrLock(tx, { ...UNSEEN, repo_id: repoId, number, ...end });
  if (!had) return undefined;
  const row = { ...had, ...end, moved_to: end.moved_to ?? had.moved_to, ...(how === 'deleted' && UNSAID) };
  await write(tx, had, row, { repo: '', hidden: null });
  await unsay(tx, row);
  return byId(tx, issueId(repoId, number));
}
