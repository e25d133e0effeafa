import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Activity } from '../../domain/activity.ts';
import { issueId, type CommentMade, type Issue, type IssueId } from '../../domain/issue.ts';
import { firstResponse, nextReply, type Owed, type ReplyRules } from '../../domain/reply.ts';
import type { Instant } from '../../domain/time.ts';
import { activityOf, keepActivity } from './activity.ts';
import { withComment } from './issue-merge.ts';
import { keyOf, type IssueRow } from './issue-row.ts';
import { byId, lock } from './issues.ts';
import { owedKey } from './owed.ts';
import { within, type Session } from './session.ts';
import { verdictsIn } from './verdict-rows.ts';

/** By what rules the store says who owes a reply, and what the date is. */
export interface Replying {
  rules: ReplyRules;
  now: () => Instant;
}

/** Where nothing is told: nobody is known to be of the project but by GitHub. */
export const PLAIN_RULES: ReplyRules = {
  untriaged: { without: 'triage/' },
  robots: [],
  knows: () => false,
};

/**
 * Says anew who owes the next reply on the issue and when it was first answered, in the transaction in which the issue,
 * its verdicts or what happened on it changed. Returns the issue with the latter.
 */
export async function followReplies(tx: Session, issue: Issue, { rules, now }: Replying): Promise<Issue> {
  const [verdicts, activity] = [await verdictsIn(tx, issue.id), await activityOf(tx, keyOf(issue.id))];
  const exchange = { issue, verdicts, activity };
  // An agenda of ours waits for nobody.
  const waits = issue.state === 'open' && issue.gone === undefined && issue.document === undefined;
  await setOwed(tx, issue, waits ? nextReply(exchange, rules, now()) : undefined);
  const respondedAt = firstResponse(exchange, rules);
  if (respondedAt === issue.respondedAt) return issue;
  const { repo_id, number } = keyOf(issue.id);
  const there = tx.db.updateTable('issues').where('repo_id', '=', repo_id).where('number', '=', number);
  await there.set({ responded_at: respondedAt ?? null }).execute();
  return { ...issue, respondedAt };
}

/** As followReplies(), of an issue that is known by its id alone; nothing where it is not. */
export async function weighAnew(session: Session, id: IssueId, replying: Replying): Promise<void> {
  await within(session, async (tx) => {
    const issue = await lock(tx, id);
    if (issue) await followReplies(tx, issue, replying);
  });
}

/**
 * Weighs so many open issues anew, those after `after` in the order of repositories and numbers: what other rules, another
 * directory or an older sigbot have left. Returns the last one; undefined at the end.
 */
export async function weighNext(
  session: Session,
  after: IssueId | undefined,
  limit: number,
  replying: Replying,
): Promise<IssueId | undefined> {
  const { repo_id, number } = keyOf(after ?? '');
  return within(session, async (tx) => {
    const next = tx.db
      .selectFrom('issues')
      .select(['repo_id', 'number'])
      .where(sql<boolean>`state = 'open' and gone is null and seen = 1`)
      .where((of) =>
        of.or([
          of('repo_id', '>', repo_id),
          of.and([of('repo_id', '=', repo_id), of('number', '>', number)]),
        ]),
      );
    const keys = await next.orderBy('repo_id').orderBy('number').limit(limit).execute();
    for (const key of keys) await weighAnew(tx, issueId(key.repo_id, key.number), replying);
    const last = keys.at(-1);
    return keys.length < limit || !last ? undefined : issueId(last.repo_id, last.number);
  });
}

/**
 * Keeps what a list tells of an issue: of comments also when its author and when anybody last spoke. Of one that is not
 * mirrored it is kept until the next night, for lists of comments may be ahead of those of issues. Returns the issue as it
 * was and is now; undefined where it is not mirrored.
 */
export async function hearActivity(
  tx: Session,
  id: IssueId,
  activity: readonly Activity[],
  replying: Replying,
): Promise<{ before: Issue; issue: Issue } | undefined> {
  const before = await lock(tx, id);
  const fresh = await keepActivity(tx, keyOf(id), activity);
  if (!before) return undefined;
  if (!fresh) return { before, issue: before };
  const { repo_id, number } = keyOf(id);
  const rows = tx.db.selectFrom('issues').selectAll().where('repo_id', '=', repo_id);
  const had: IssueRow = await rows.where('number', '=', number).executeTakeFirstOrThrow();
  const row = activity.flatMap((one) => commentIn(one, replying.rules) ?? []).reduce(withComment, had);
  if (row !== had) {
    const { author_commented_at, commented_at, commented_by } = row;
    const there = tx.db.updateTable('issues').where('repo_id', '=', repo_id).where('number', '=', number);
    await there.set({ author_commented_at, commented_at, commented_by }).execute();
  }
  const issue = (await byId(tx, id)) ?? before;
  return { before, issue: await followReplies(tx, issue, replying) };
}

/** The person's comment that it is; undefined where it is none. */
function commentIn(
  { kind, by, at, robot, speaks, gone }: Activity,
  { robots }: ReplyRules,
): CommentMade | undefined {
  if (kind !== 'comment' || gone || robot || by === undefined || robots.includes(by.toLowerCase()))
    return undefined;
  return { by, at, speaks };
}

/** Stores who owes it, under each of the issue's labels and of the logins; undefined takes it away. */
async function setOwed({ db }: Session, issue: Issue, owed: Owed | undefined): Promise<void> {
  const { repo_id, number } = keyOf(issue.id);
  const here = { repo_id, number };
  const row = owed && { ...here, ...owed, logins: JSON.stringify(owed.logins) };
  const keys = owed ? [...issue.labels.map(owedKey.label), ...owed.logins.map(owedKey.login)] : [];
  const under = owed
    ? [...new Set(keys)].map((key) => ({ key, by: owed.by, since: owed.since, ...here }))
    : [];
  const had = db.selectFrom('owed').selectAll().where('repo_id', '=', repo_id).where('number', '=', number);
  const hadUnder = db.selectFrom('owed_under').select('key').where('repo_id', '=', repo_id);
  const known = (await hadUnder.where('number', '=', number).execute()).map(({ key }) => key);
  const same = isDeepStrictEqual({ ...(await had.executeTakeFirst()) }, { ...row });
  if (same && isDeepStrictEqual(new Set(known), new Set(keys))) return;
  await db.deleteFrom('owed').where('repo_id', '=', repo_id).where('number', '=', number).execute();
  await db.deleteFrom('owed_under').where('repo_id', '=', repo_id).where('number', '=', number).execute();
  if (row) await db.insertInto('owed').values(row).execute();
  if (under.length > 0) await db.insertInto('owed_under').values(under).execute();
}
