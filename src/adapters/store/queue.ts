import { sql, type RawBuilder } from 'kysely';
import type { RequiredLabel, UntriagedRule } from '../../domain/label.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
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
function matching(session: Session, query: QueueQuery) {
  const { label, kind, repo, hide } = query;
  return issues(session)
    .innerJoin('issue_labels as l', (on) =>
      on.onRef('l.repo_id', '=', 'issues.repo_id').onRef('l.number', '=', 'issues.number'),
    )
    .where('l.name', '=', label.toLowerCase())
    .where('repositories.gone', '=', 0)
    .$if(kind !== undefined, (q) => q.where(carries(sql`= ${kind?.toLowerCase()}`)))
    .$if(repo !== undefined, (q) => q.where(isRepository(repo ?? '')))
    .$if(hide !== undefined, (q) => q.where(isOpenToAll(hide ?? [])))
    .where(waitsFor(query));
}

/** Not private: domain/privacy.ts, `isPrivate`, in SQL. */
export function isOpenToAll(labels: readonly string[]) {
  const marked = labels.map((label) => sql` and not ${carries(sql`= ${label.toLowerCase()}`)}`);
  return sql<boolean>`coalesce(repositories.private, 0) = 0${sql.join(marked, sql``)}`;
}

/**
 * Whether the issue waits for the group: domain/verdict.ts, `standing`, in SQL. Its own verdict that holds, or one of
 * the whole issue that holds and is later than its own, ends the waiting; where none is known at all, the labels tell.
 * Each part is a "not exists" of its own, which PostgreSQL makes one join; inside a case or an or it would not.
 */
function waitsFor({ group, now, untriaged }: QueueQuery) {
  const own = sql`select 1 from verdicts as v
    where ${sameIssue('v')} and v.group_id = ${group} and ${holds(now)}`;
  const whole = sql`select 1 from verdicts as v
    where ${sameIssue('v')} and v.group_id = '' and ${holds(now)} and not exists (select 1 from verdicts as o
      where o.repo_id = v.repo_id and o.number = v.number and o.group_id = ${group} and o.at >= v.at)`;
  return sql<boolean>`not exists (${own}) and not exists (${whole}) and ${labelsLet(untriaged)}`;
}

/** Where no verdict is known: domain/label.ts, `isUntriaged`, in SQL. */
function labelsLet(rule: UntriagedRule): RawBuilder<boolean> {
  if ('without' in rule) {
    return sql`not exists (select 1 from issue_labels as has where ${sameIssue('has')}
      and has.name ${startsWith(rule.without)}
      and not exists (select 1 from verdicts as v where v.repo_id = has.repo_id and v.number = has.number))`;
  }
  const known = sql`exists (select 1 from verdicts as v where ${sameIssue('v')})`;
  return sql`(${known} or ${rule.where ? lacksRequired(rule.where) : carries(sql`= ${rule.with.toLowerCase()}`)})`;
}

function lacksRequired(where: readonly RequiredLabel[]): RawBuilder<boolean> {
  const cases = where.flatMap(({ repository, issues: concerned, prefixes }) =>
    concerned ? [sql`when ${isIn(repository.toLowerCase())} then ${lacks(prefixes)}`] : [],
  );
  return cases.length === 0 ? sql`1 = 0` : sql`case ${sql.join(cases, sql` `)} else 1 = 0 end`;
}

function lacks(prefixes: readonly string[]): RawBuilder<boolean> {
  return sql`(${sql.join(
    prefixes.map((prefix) => sql`not ${carries(startsWith(prefix))}`),
    sql` and `,
  )})`;
}

/** Not ended, not lapsed, and no answer since. */
function holds(now: Instant) {
  return sql`v.ended_at is null and (v.retriage_at is null or v.retriage_at > ${now})
    and not (v.kind = 'needs-information' and coalesce(issues.author_commented_at, 0) > v.at)`;
}

/** Whether the issue has a label whose name is like that. */
function carries(like: RawBuilder<unknown>) {
  return sql<boolean>`exists (select 1 from issue_labels as has
    where ${sameIssue('has')} and has.name ${like})`;
}

/** The row of that table is the issue's. */
function sameIssue(table: 'has' | 'v') {
  return sql`${sql.ref(`${table}.repo_id`)} = issues.repo_id and ${sql.ref(`${table}.number`)} = issues.number`;
}

/** Compares exactly: LIKE would read % and _, and a range depends on the database's collation. */
function startsWith(prefix: string) {
  const start = prefix.toLowerCase();
  return sql`is not null and substr(has.name, 1, ${sql.lit([...start].length)}) = ${start}`;
}

/** "owner/name", or "owner/*" for all of an owner's. */
function isIn(pattern: string) {
  if (!pattern.endsWith('/*')) return sql`repositories.name_key = ${pattern}`;
  const owner = pattern.slice(0, -1);
  return sql`substr(repositories.name_key, 1, ${sql.lit([...owner].length)}) = ${owner}`;
}

/** "owner/name", or "name" of any owner. */
function isRepository(repo: string) {
  const key = repo.toLowerCase();
  if (key.includes('/')) return sql<boolean>`repositories.name_key = ${key}`;
  const tail = `/${key}`;
  const length = sql.lit([...tail].length);
  return sql<boolean>`substr(repositories.name_key, length(repositories.name_key) - ${length} + 1) = ${tail}`;
}
