import { sql } from 'kysely';
import type { Issue, IssueId } from '../../domain/issue.ts';
import { hasLabel } from '../../domain/label.ts';
import type { Instant } from '../../domain/time.ts';
import { dropStrayActivity } from './activity.ts';
import { issues, keyOf, toIssue } from './issue-row.ts';
import { locked, within, type Session } from './session.ts';
import { dropOrphans } from './texts.ts';

export async function byId(session: Session, id: IssueId): Promise<Issue | undefined> {
  const row = await withId(session, id).executeTakeFirst();
  return row && toIssue(row);
}

/** As byId, and holds the issue's row until the transaction ends. */
export async function lock(session: Session, id: IssueId): Promise<Issue | undefined> {
  const row = await locked(session, withId(session, id), 'issues').executeTakeFirst();
  return row && toIssue(row);
}

function withId(session: Session, id: IssueId) {
  const { repo_id, number } = keyOf(id);
  return issues(session).where('issues.repo_id', '=', repo_id).where('issues.number', '=', number);
}

/** Of several repositories that had the name, the one that has it now. */
export async function issuesLike(
  session: Session,
  { repo, number }: { repo?: string; number: number },
): Promise<Issue[]> {
  const all = issues(session).where('issues.number', '=', number);
  if (repo === undefined) return (await all.orderBy('repositories.name_key').execute()).map(toIssue);
  const named = all.where('repositories.name_key', '=', repo.toLowerCase());
  const latest = named.orderBy('repositories.gone').orderBy('repositories.named_at', 'desc').limit(1);
  return (await latest.execute()).map(toIssue);
}

/** Issues and pull requests that were opened since then and carry the label now. */
export async function openedSince(session: Session, label: string, since: Instant): Promise<Issue[]> {
  const opened = issues(session).where('issues.created_at', '>=', since);
  const there = opened
    .where('issues.gone', 'is', null)
    .where('issues.document', '=', 0)
    .orderBy('issues.created_at');
  return (await there.execute()).map(toIssue).filter(({ labels }) => hasLabel(labels, label));
}

/** Those of the repository that stand in a message of their own or in a bundle, or are named in another message. */
export async function shown(session: Session, repoId: number): Promise<Issue[]> {
  const id = sql<string>`issues.repo_id || '#' || issues.number`;
  const rows = issues(session)
    .where('issues.repo_id', '=', repoId)
    .where(
      sql<boolean>`(exists (select 1 from messages
          where subject in ('card:' || ${id}, 'stray:' || ${id}, 'opened:' || ${id}))
        or exists (select 1 from bundled where issue = ${id})
        or exists (select 1 from named_issues where issue = ${id}))`,
    );
  return (await rows.orderBy('issues.number').execute()).map(toIssue);
}

/** Only open issues, no pull requests, have rows in issue_labels. */
export async function busiest({ db }: Session, label: string): Promise<number | undefined> {
  const labelled = db.selectFrom('issue_labels').where('name', '=', label.toLowerCase()).groupBy('repo_id');
  const counted = labelled
    .select('repo_id')
    .orderBy((of) => of.fn.countAll(), 'desc')
    .orderBy('repo_id');
  return (await counted.limit(1).executeTakeFirst())?.repo_id;
}

export async function open(
  { db }: Session,
  repoId: number,
): Promise<Pick<Issue, 'number' | 'updatedAt' | 'reactions'>[]> {
  const rows = db
    .selectFrom('issues')
    .select(['number', 'updated_at', 'reactions'])
    .where('repo_id', '=', repoId)
    .where('state', '=', 'open')
    .where('gone', 'is', null);
  return (await rows.orderBy('number').execute()).map((row) => ({
    number: row.number,
    updatedAt: row.updated_at,
    reactions: row.reactions,
  }));
}

/**
 * Of an issue that was gone before it was seen only the moment of its end is known, so that counts as well. What has
 * ended has no rows in issue_labels.
 */
export async function forget(session: Session, before: Instant): Promise<number> {
  return within(session, async (tx) => {
    const forgotten = await forgetIssues(tx, before);
    await dropOrphans(tx);
    await dropStrayActivity(tx);
    return forgotten;
  });
}

async function forgetIssues({ db }: Session, before: Instant): Promise<number> {
  const id = sql<string>`issues.repo_id || '#' || issues.number`;
  const shown = db
    .selectFrom('messages')
    .select('subject')
    .where('subject', '=', sql<string>`'card:' || ${id}`);
  const named = db.selectFrom('named_issues').select('issue').where('issue', '=', id);
  const old = db
    .deleteFrom('issues')
    .where((of) => of.or([of('state', '=', 'closed'), of('gone', 'is not', null)]))
    .where('updated_at', '<', before)
    .where((of) => of(of.fn.coalesce('gone_at', of.lit(0)), '<', before))
    .where((of) => of.not(of.or([of.exists(shown), of.exists(named)])));
  return Number((await old.executeTakeFirst()).numDeletedRows);
}
