import { sql, type RawBuilder } from 'kysely';
import type { RequiredLabel, UntriagedRule } from '../../domain/label.ts';
import { issueId, type Issue } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { QueueQuery } from '../../ports/issue.ts';
import type { WaitingFor } from '../../ports/work.ts';
import type { Session } from './session.ts';
import { issues, toIssue } from './issue-row.ts';
import type { Key } from './texts.ts';

/**
 * A page of the open issues that wait for a decision, and how many there are in all. Both come from one look at the keys
 * of all that wait; the page alone is read in full.
 */
export async function queue(
  session: Session,
  query: QueueQuery,
): Promise<{ issues: Issue[]; total: number }> {
  const all = waiting(session, query);
  const page = all
    .select(['issues.repo_id', 'issues.number', sql<number>`count(*) over ()`.as('total')])
    .orderBy(first(query))
    .orderBy('issues.created_at')
    .orderBy('issues.repo_id')
    .orderBy('issues.number')
    .limit(query.limit)
    .offset(query.offset);
  const keys = await page.execute();
  const [key] = keys;
  if (!key) return { issues: [], total: query.offset === 0 ? 0 : await countOf(all) };
  return { issues: await inFull(session, keys), total: key.total };
}

async function countOf(all: ReturnType<typeof waiting>): Promise<number> {
  const count = all.select((of) => of.fn.countAll<number>().as('n'));
  return (await count.executeTakeFirstOrThrow()).n;
}

/** The issues of these keys, in their order. */
export async function inFull(session: Session, keys: readonly Key[]): Promise<Issue[]> {
  if (keys.length === 0) return [];
  const rows = await issues(session).where(among(keys)).execute();
  const byId = new Map(rows.map((row) => [issueId(row.repo_id, row.number), toIssue(row)]));
  return keys.flatMap(({ repo_id, number }) => byId.get(issueId(repo_id, number)) ?? []);
}

function waiting(session: Session, query: QueueQuery) {
  const { label, kind, priority, repo, author, firstTimers, answered, openedSince } = query;
  const { hide, without = [], freeFor } = query;
  const labels = [kind, priority].filter((name) => name !== undefined);
  const wanted = [
    ...labels.map((name) => carries(sql`= ${name.toLowerCase()}`)),
    ...(repo === undefined ? [] : [isRepository(repo)]),
    ...(author === undefined ? [] : [sql<boolean>`lower(issues.author) = ${author.toLowerCase()}`]),
    ...(firstTimers ? [sql<boolean>`issues.first_timer = 1`] : []),
    ...(answered ? [wasAnswered(query)] : []),
    ...(openedSince === undefined ? [] : [sql<boolean>`issues.created_at >= ${openedSince}`]),
    ...(without.length === 0
      ? []
      : [sql<boolean>`issues.repo_id || '#' || issues.number not in (${sql.join(without)})`]),
    ...(hide === undefined ? [] : [isOpenToAll(hide)]),
    ...(freeFor ? [sql<boolean>`not ${isClaimed(query.group, freeFor)}`] : []),
  ];
  return labelled(session, label)
    .where((of) => of.and(wanted))
    .where(waitsFor(query));
}

/** The open issues with the label: only what is open, there and no pull request has rows in issue_labels. */
export function labelled({ db }: Session, label: string) {
  return db
    .selectFrom('issue_labels as l')
    .innerJoin('issues', (on) =>
      on.onRef('l.repo_id', '=', 'issues.repo_id').onRef('l.number', '=', 'issues.number'),
    )
    .innerJoin('repositories', 'repositories.id', 'issues.repo_id')
    .where('l.name', '=', label.toLowerCase())
    .where('repositories.gone', '=', 0);
}

/** What the order asks of an issue, the smallest first. */
function first({ order = 'oldest', priorities = [] }: QueueQuery): RawBuilder<number> {
  switch (order) {
    case 'oldest':
      return sql`issues.created_at`;
    case 'newest':
      return sql`-issues.created_at`;
    case 'reactions':
      return sql`-issues.reactions`;
    case 'comments':
      return sql`-issues.comments`;
    case 'priority':
      return rank(priorities);
  }
}

/** The most urgent of the issue’s priorities, as their place in the list; after all of them where it has none. */
export function rank(priorities: readonly string[]): RawBuilder<number> {
  if (priorities.length === 0) return sql`issues.created_at`;
  const names = priorities.map((name) => `priority/${name.toLowerCase()}`);
  const cases = names.map((name, place) => sql`when ${name} then ${sql.lit(place)}`);
  return sql`coalesce((select min(case has.name ${sql.join(cases, sql` `)} end) from issue_labels as has
    where ${sameIssue('has')}), ${sql.lit(names.length)})`;
}

/**
 * Whether what the group waits for again is the answer to its question: of its own verdict and that of the whole issue
 * the later one asked for information, and the author has commented since. (domain/verdict.ts, `standing`: "answered")
 */
function wasAnswered({ group, now }: QueueQuery) {
  return sql<boolean>`exists (select 1 from verdicts as v
    where ${sameIssue('v')} and v.group_id in (${group}, '') and v.kind = 'needs-information'
      and v.ended_at is null and (v.retriage_at is null or v.retriage_at > ${now})
      and issues.author_commented_at > v.at
      and not exists (select 1 from verdicts as o where o.repo_id = v.repo_id and o.number = v.number
        and ((v.group_id = '' and o.group_id = ${group} and o.at >= v.at)
          or (v.group_id <> '' and o.group_id = '' and o.at > v.at))))`;
}

/** Whether somebody else of the group has the issue before them. */
function isClaimed(group: string, { user, now }: { user: string; now: Instant }) {
  return sql<boolean>`exists (select 1 from claims as c
    where ${sameIssue('c')} and c.group_id = ${group} and c.user_id <> ${user} and c.until > ${now})`;
}

/** Keys are numbers, and stand in the query as they are: PostgreSQL takes parameters in such a list for text. */
export function among(keys: readonly Key[]) {
  const pairs = keys.map(({ repo_id, number }) => sql`(${sql.lit(repo_id)}, ${sql.lit(number)})`);
  return sql<boolean>`(issues.repo_id, issues.number) in (values ${sql.join(pairs)})`;
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
export function waitsFor({ group, now, untriaged }: WaitingFor) {
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
export function carries(like: RawBuilder<unknown>) {
  return sql<boolean>`exists (select 1 from issue_labels as has
    where ${sameIssue('has')} and has.name ${like})`;
}

/** The row of that table is the issue’s. */
export function sameIssue(table: 'has' | 'v' | 'c') {
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
