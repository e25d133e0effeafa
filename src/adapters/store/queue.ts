import { sql } from 'kysely';
import type { Issue } from '../../domain/issue.ts';
import type { QueueQuery } from '../../ports.ts';
import type { Session } from './session.ts';
import { issues, toIssue } from './issue-row.ts';

/** A page of the open issues that wait for a decision, oldest first, and how many there are in all. */
export async function queue(
  session: Session,
  query: QueueQuery,
): Promise<{ issues: Issue[]; total: number }> {
  const all = matching(session, query);
  const count = all.clearSelect().select((of) => of.fn.countAll<number>().as('n'));
  const page = all
    .orderBy('issues.created_at')
    .orderBy('issues.repo_id')
    .orderBy('issues.number')
    .limit(query.limit)
    .offset(query.offset);
  const { n: total } = await count.executeTakeFirstOrThrow();
  return { issues: (await page.execute()).map(toIssue), total };
}

/** Starts from the group's label: only issues that are open, there and no pull requests have rows in issue_labels. */
function matching(session: Session, { label, kind, repo, untriaged }: QueueQuery) {
  const labelled = issues(session)
    .innerJoin('issue_labels as l', (on) =>
      on.onRef('l.repo_id', '=', 'issues.repo_id').onRef('l.number', '=', 'issues.number'),
    )
    .where('l.name', '=', label.toLowerCase())
    .where('repositories.gone', '=', 0)
    .$if(kind !== undefined, (q) => q.where(carries(sql`= ${kind?.toLowerCase()}`)))
    .$if(repo !== undefined, (q) => q.where(isRepository(repo ?? '')));
  if ('with' in untriaged) return labelled.where(carries(sql`= ${untriaged.with.toLowerCase()}`));
  return labelled.where(sql<boolean>`not ${carries(startsWith(untriaged.without.toLowerCase()))}`);
}

/** Whether the issue has a label whose name is like that. */
function carries(like: ReturnType<typeof sql>) {
  return sql<boolean>`exists (select 1 from issue_labels as has
    where has.repo_id = issues.repo_id and has.number = issues.number and has.name ${like})`;
}

/** Compares exactly: LIKE would read % and _, and a range depends on the database's collation. */
function startsWith(prefix: string) {
  return sql`is not null and substr(has.name, 1, ${sql.lit([...prefix].length)}) = ${prefix}`;
}

/** "owner/name", or "name" of any owner. */
function isRepository(repo: string) {
  const key = repo.toLowerCase();
  if (key.includes('/')) return sql<boolean>`repositories.name_key = ${key}`;
  const tail = `/${key}`;
  const length = sql.lit([...tail].length);
  return sql<boolean>`substr(repositories.name_key, length(repositories.name_key) - ${length} + 1) = ${tail}`;
}
