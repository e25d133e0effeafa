import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import type { Issue, IssueId } from '../../domain/issue.ts';
import { FROZEN, STALENESSES, type StalePolicy, type Staleness } from '../../domain/stale.ts';
import type { Instant } from '../../domain/time.ts';
import type { WorkCounts, WorkFound, WorkPorts, WorkQuery } from '../../ports/work.ts';
import { due, heard, turning } from './due.ts';
import { keyOf } from './issue-row.ts';
import { owedIn, owedTo } from './owed.ts';
import { carries, inFull, isOpenToAll, labelled, rank, sameIssue } from './queue.ts';
import type { Session } from './session.ts';
import type { Tables } from './tables.ts';

/** The work that lies before a group, out of the mirror. */
export function workOf(session: Session): WorkPorts {
  return {
    find: (query) => find(session, query),
    turning: (...of) => turning(session, ...of),
    heard: (ids) => heard(session, ids),
    issues: (ids) => issuesOf(session, ids),
    counts: (query) => counts(session, query),
    owed: (query) => owedIn(session, query),
    owedBy: (query) => owedTo(session, query),
  };
}

/** Issues that are chosen, and of which it was not said yet what is read of them. */
export type Chosen = SelectQueryBuilder<Tables, 'issues' | 'repositories', object>;

function find(session: Session, query: WorkQuery): Promise<WorkFound> {
  switch (query.what) {
    case 'unassigned': {
      const accepted = own(session, query).where(carries(sql`= 'triage/accepted'`));
      const free = accepted.where('issues.assignees', '=', '[]');
      return page(session, query, free, [rank(query.priorities), sql`issues.created_at`]);
    }
    case 'review':
      return page(session, query, unreviewed(session, query), [sql`issues.created_at`]);
    case 'stale':
      return stale(session, query);
    case 'overdue':
    case 'soon':
      return due(session, query, own(session, query));
    case 'labelled': {
      const names = query.labels.map((name) => name.toLowerCase());
      const marked = names.length === 0 ? sql<boolean>`1 = 0` : carries(sql`in (${sql.join(names)})`);
      return page(session, query, own(session, query).where(marked), [sql`-issues.updated_at`]);
    }
  }
}

/** The group's open issues. */
function own(session: Session, { label, hide }: Pick<WorkQuery, 'label' | 'hide'>): Chosen {
  const all = labelled(session, label);
  return hide === undefined ? all : all.where(isOpenToAll(hide));
}

/** The group's open pull requests. They have no rows in issue_labels: the few there are, are looked through. */
function ownPulls(session: Session, { label, hide }: Pick<WorkQuery, 'label' | 'hide'>): Chosen {
  const open = session.db
    .selectFrom('issues')
    .innerJoin('repositories', 'repositories.id', 'issues.repo_id')
    .where(sql<boolean>`issues.is_pull_request = 1 and issues.state = 'open'`)
    .where('issues.gone', 'is', null)
    .where('repositories.gone', '=', 0)
    .where(says(session, label));
  return hide === undefined ? open : open.where(isShown(session, hide));
}

function unreviewed(session: Session, query: WorkQuery): Chosen {
  const ready = ownPulls(session, query)
    .where('issues.draft', '=', 0)
    .where((of) => of.not(says(session, 'do-not-merge/work-in-progress')));
  return ready.where((of) => of.not(of.and([says(session, 'lgtm'), says(session, 'approved')])));
}

/** A page of the chosen ones, and how many there are in all; the page alone is read in full. */
async function page(
  session: Session,
  { limit }: Pick<WorkQuery, 'limit'>,
  chosen: Chosen,
  order: readonly RawBuilder<unknown>[],
): Promise<WorkFound> {
  let keys = chosen.select(['issues.repo_id', 'issues.number', sql<number>`count(*) over ()`.as('total')]);
  for (const by of [...order, sql`issues.repo_id`, sql`issues.number`]) keys = keys.orderBy(by);
  const rows = await keys.limit(limit).execute();
  const issues = await inFull(session, rows);
  return { found: issues.map((issue) => ({ issue })), total: rows[0]?.total ?? 0 };
}

async function stale(session: Session, query: Extract<WorkQuery, { what: 'stale' }>): Promise<WorkFound> {
  const reasoned = own(session, query)
    .where((of) => of.not(carries(sql`= ${FROZEN}`)))
    .select(['issues.repo_id', 'issues.number', 'issues.updated_at', reason(query).as('reason')]);
  const keys = session.db
    .selectFrom(reasoned.as('s'))
    .select(['s.repo_id', 's.number', 's.reason', sql<number>`count(*) over ()`.as('total')])
    .where('s.reason', 'is not', null)
    .orderBy('s.reason')
    .orderBy('s.updated_at')
    .orderBy('s.repo_id')
    .orderBy('s.number');
  const rows = await keys.limit(query.limit).execute();
  const reasons = new Map(rows.map((row) => [`${row.repo_id}#${row.number}`, STALENESSES[row.reason ?? 0]]));
  const issues = await inFull(session, rows);
  return {
    found: issues.map((issue) => ({ issue, stale: reasons.get(issue.id) })),
    total: rows[0]?.total ?? 0,
  };
}

/** The place in STALENESSES of the first that fits; null where none does. */
function reason({ limits, now }: { limits: StalePolicy; now: Instant }): RawBuilder<number | null> {
  const since = (why: Staleness) => sql`${now - (limits[why] ?? 0)}`;
  const fits: Readonly<Record<Staleness, RawBuilder<unknown>>> = {
    unanswered: sql`${carries(sql`= 'triage/needs-information'`)} and ${asked} <= ${since('unanswered')}
      and coalesce(issues.author_commented_at, 0) <= ${asked}`,
    'no-pull': sql`issues.assignees <> '[]' and issues.updated_at <= ${since('no-pull')} and not ${hasPull}`,
    idle: sql`issues.updated_at <= ${since('idle')}`,
    unmoved: sql`issues.updated_at <= ${since('unmoved')}`,
  };
  const cases = STALENESSES.flatMap((why, place) =>
    limits[why] === undefined ? [] : [sql`when ${fits[why]} then ${sql.lit(place)}`],
  );
  if (cases.length === 0) return sql`null`;
  return sql<number | null>`case ${sql.join(cases, sql` `)} end`;
}

/** When the author was asked; where no verdict is known, not after anything else that happened to the issue. */
const asked = sql`coalesce((select max(v.at) from verdicts as v where ${sameIssue('v')}
  and v.kind = 'needs-information' and v.ended_at is null), issues.updated_at)`;

/** Whether an open pull request names it. */
const hasPull = sql`exists (select 1 from links as l join issues as p on p.repo_id = l.repo_id and p.number = l.number
  where l.to_number = issues.number and p.state = 'open' and p.gone is null
    and ((l.to_key = '' and l.repo_id = issues.repo_id) or l.to_key = repositories.name_key))`;

/** How many keys stand in one statement. */
const AT_ONCE = 500;

async function issuesOf(session: Session, ids: readonly IssueId[]): Promise<Issue[]> {
  const keys = ids.map(keyOf);
  const issues: Issue[] = [];
  for (let from = 0; from < keys.length; from += AT_ONCE)
    issues.push(...(await inFull(session, keys.slice(from, from + AT_ONCE))));
  return issues;
}

async function counts(session: Session, query: Parameters<WorkPorts['counts']>[0]): Promise<WorkCounts> {
  const { label, since, hide } = query;
  const issues = session.db
    .selectFrom('issues')
    .innerJoin('repositories', 'repositories.id', 'issues.repo_id')
    .where('issues.is_pull_request', '=', 0)
    .where('issues.document', '=', 0)
    .where('issues.gone', 'is', null)
    .where('repositories.gone', '=', 0)
    .$if(hide !== undefined, (of) => of.where(isShown(session, hide ?? [])));
  const lately = (at: 'created_at' | 'closed_at') =>
    issues.where(`issues.${at}`, '>=', since).where(says(session, label)) as Chosen;
  const [open, pulls, opened, closed] = await Promise.all([
    countOf(own(session, query)),
    countOf(ownPulls(session, query)),
    countOf(lately('created_at')),
    countOf(lately('closed_at').where('issues.state', '=', 'closed')),
  ]);
  return { open, pulls, opened, closed };
}

async function countOf(chosen: Chosen): Promise<number> {
  const count = chosen.select((of) => of.fn.countAll<number>().as('n'));
  return (await count.executeTakeFirstOrThrow()).n;
}

/** As isOpenToAll, for what has no rows in issue_labels. */
export function isShown(session: Session, hide: readonly string[]) {
  const marked = hide.map((label) => sql` and not ${says(session, label)}`);
  return sql<boolean>`coalesce(repositories.private, 0) = 0${sql.join(marked, sql``)}`;
}

/** Whether the label stands in the JSON of the issue's labels. */
export function says({ embedded }: Session, label: string) {
  const written = JSON.stringify(label.toLowerCase());
  const place = embedded ? sql`instr` : sql`strpos`;
  return sql<boolean>`${place}(lower(issues.labels), ${written}) > 0`;
}
