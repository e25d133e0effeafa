import { sql, type RawBuilder } from 'kysely';
import { CLOCK_NAMES, type ClockName, type ClockPolicy } from '../../domain/clock-policy.ts';
import { issueId, type IssueId } from '../../domain/issue.ts';
import { clockFacts, clocksOf, cutsOf, type Cut } from '../../domain/service-level.ts';
import type { Instant } from '../../domain/time.ts';
import type { DueWork, WorkFound } from '../../ports/work.ts';
import { keyOf } from './issue-row.ts';
import { among, carries, inFull, sameIssue, waitsFor } from './queue.ts';
import type { Session } from './session.ts';
import { verdictsOn } from './verdict-rows.ts';
import type { Key } from './texts.ts';
import type { Chosen } from './work.ts';

type DueQuery = DueWork & { label: string; limit: number };

/**
 * Which of the group's open issues are overdue, or soon will be: domain/service-level.ts, `clocksOf`, in SQL. A level is
 * the same for all issues of a label, so each comes to a moment before which a wait has begun that is over by now.
 */
export async function due(session: Session, query: DueQuery, own: Chosen): Promise<WorkFound> {
  const clocks = CLOCK_NAMES.flatMap((what) => {
    const late = isDue(what, query);
    return late ? [{ name: sql.ref(what), late, running: running(what, query, own) }] : [];
  });
  if (clocks.length === 0) return { found: [], total: 0 };
  const parts = clocks.map(({ name, running: chosen }) => sql`${name} as materialized ${chosen}`);
  const keys = clocks.map(
    ({ name, late }) =>
      sql`select issues.repo_id, issues.number, issues.created_at from ${name} as issues where ${late}`,
  );
  const { rows } = await sql<Key & { total: number }>`with ${sql.join(parts)}
    select d.repo_id, d.number, count(*) over () as total from (${sql.join(keys, sql` union `)}) as d
    order by d.created_at, d.repo_id, d.number limit ${query.limit}`.execute(session.db);
  const issues = await inFull(session, rows);
  const ids = issues.map(({ id }) => id);
  const verdicts = await verdictsOn(session, ids);
  const complete = await heard(session, ids);
  const group = { id: query.group, label: query.label };
  const found = issues.map((issue) => {
    const { id } = issue;
    const needs = { ...query, verdicts: verdicts.get(id) ?? [], heard: complete.has(id) };
    const facts = clockFacts(issue, group, needs, query.now);
    const clocks = clocksOf(facts, query.policy, query.now).filter(({ state }) => state === query.what);
    return { issue, clocks };
  });
  return { found, total: rows[0]?.total ?? 0 };
}

/** Moments after `from` until `to`. */
interface Range {
  from: Instant;
  to: Instant;
}

/** The labels of the open issues whose wait began when a wait must have begun to be over after `since` and by `now`. */
export async function turning(
  { db }: Session,
  policies: readonly ClockPolicy[],
  since: Instant,
  now: Instant,
): Promise<ReadonlySet<string>> {
  const ranges = policies.flatMap((policy) => beginnings(policy, since, now));
  if (ranges.length === 0) return new Set();
  const within = (name: string) =>
    anyOf(ranges.map(({ from, to }) => sql`(${sql.ref(name)} > ${from} and ${sql.ref(name)} <= ${to})`));
  const verdicts = anyOf(['v.ended_at', 'v.retriage_at', 'v.at'].map(within));
  const { rows } = await sql<{ name: string }>`with begun as (
      select i.repo_id, i.number from issues as i where ${within('i.created_at')}
      union select v.repo_id, v.number from verdicts as v where ${verdicts}
      union select v.repo_id, v.number from verdicts as v
        join issues as i on i.repo_id = v.repo_id and i.number = v.number
        where v.kind = 'needs-information' and v.ended_at is null and ${within('i.author_commented_at')})
    select distinct l.name from begun as b
      join issue_labels as l on l.repo_id = b.repo_id and l.number = b.number`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

/** None while no office is open: then nothing runs out. */
function beginnings(policy: ClockPolicy, since: Instant, now: Instant): Range[] {
  return CLOCK_NAMES.flatMap((what) => {
    const level = policy[what];
    if (!level) return [];
    const before = cutsOf(level, policy, since);
    return cutsOf(level, policy, now).flatMap(({ overdue: to }, index) => {
      const from = before[index]?.overdue ?? 0;
      return to !== undefined && to > from ? [{ from, to }] : [];
    });
  });
}

/** The issues on which that clock runs, and what it is told by: found first, so that no plan looks at the rest of them. */
function running(what: ClockName, query: DueQuery, own: Chosen) {
  const runs = what === 'triage' ? waitsFor(query) : sql<boolean>`issues.responded_at is null and ${isHeard}`;
  return own
    .where(runs)
    .select(['issues.repo_id', 'issues.number', 'issues.created_at', 'issues.author_commented_at']);
}

/** Whether every comment is known: domain/activity.ts, `knowsComments`, in SQL. */
const isHeard = sql<boolean>`issues.comments <= (select count(*) from activity as a
  where a.repo_id = issues.repo_id and a.number = issues.number and a.kind = 'comment' and a.gone = 0)`;

/** Those of these issues of which every comment is known. */
export async function heard({ db }: Session, ids: readonly IssueId[]): Promise<ReadonlySet<IssueId>> {
  const found = new Set<IssueId>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const keys = ids.slice(from, from + AT_ONCE).map(keyOf);
    const known = db.selectFrom('issues').select(['repo_id', 'number']).where(among(keys)).where(isHeard);
    for (const { repo_id, number } of await known.execute()) found.add(issueId(repo_id, number));
  }
  return found;
}

/** How many keys stand in one statement. */
const AT_ONCE = 500;

/** Undefined where the group has no such level. */
function isDue(what: ClockName, query: DueQuery): RawBuilder<boolean> | undefined {
  const { policy, now, since } = query;
  const level = policy[what];
  if (!level) return undefined;
  const passed = (at: Instant, by: 'overdue' | 'soon') =>
    anyOf(cutsOf(level, policy, at).map((cut, _index, cuts) => isPast(what, cut[by], cut, cuts, query)));
  if (query.what === 'soon') return sql`(${passed(now, 'soon')} and not ${passed(now, 'overdue')})`;
  if (since === undefined) return passed(now, 'overdue');
  return sql`(${passed(now, 'overdue')} and not ${passed(since, 'overdue')})`;
}

function anyOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql`(1 = 0)` : sql`(${sql.join(conditions, sql` or `)})`;
}

/** Whether the cut is that of the issue's labels, and its wait began by then. */
function isPast(
  what: ClockName,
  by: Instant | undefined,
  { label }: Cut,
  cuts: readonly Cut[],
  query: DueQuery,
): RawBuilder<unknown> {
  if (by === undefined) return sql`1 = 0`;
  const names = cuts.flatMap((cut) => cut.label?.toLowerCase() ?? []);
  const others = names.length === 0 ? sql`1 = 1` : sql`not ${carries(sql`in (${sql.join(names)})`)}`;
  const fits = label === undefined ? others : carries(sql`= ${label.toLowerCase()}`);
  const changed = what === 'triage' ? sql`and not ${askedAfter(by, query)}` : sql``;
  return sql`(issues.created_at <= ${by} and ${fits} ${changed})`;
}

/** Whether the group was asked again after that, or was handed the issue. */
function askedAfter(by: Instant, { group, label, now }: DueQuery): RawBuilder<boolean> {
  const again = sql`v.group_id in (${group}, '') and (v.ended_at > ${by}
    or (v.ended_at is null and v.retriage_at > ${by} and v.retriage_at <= ${now})
    or (v.ended_at is null and v.kind = 'needs-information'
      and issues.author_commented_at > v.at and issues.author_commented_at > ${by}))`;
  const handed = sql`v.kind = 'not-ours' and v.ended_at is null and lower(v.note) = ${label.toLowerCase()} and v.at > ${by}`;
  return sql<boolean>`exists (select 1 from verdicts as v where ${sameIssue('v')} and ((${again}) or (${handed})))`;
}
