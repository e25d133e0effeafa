import { sql, type Selectable } from 'kysely';
import type { Fact } from '../../domain/fact.ts';
import type { Decisions, GroupDay, Span, Wait } from '../../domain/history.ts';
import { issueId, type IssueId } from '../../domain/issue.ts';
import { decisionsFrom } from '../../domain/story.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import type { HistoryPorts } from '../../ports/history.ts';
import { keyOf } from './issue-row.ts';
import { sameIssue } from './queue.ts';
import type { Session } from './session.ts';
import type { GroupDaysTable } from './tables.ts';
import { isShown, says } from './work.ts';

/** How groups fared, day by day, and what days are told from. */
export interface History extends HistoryPorts {
  /**
   * Keeps these days of a group. The state of a day that was counted when it ended stays; what came and went on it is
   * replaced.
   */
  keep(group: string, days: readonly GroupDay[]): Promise<void>;
}

export function historyOf(session: Session): History {
  const { db } = session;
  return {
    async heardSince() {
      const first = db.selectFrom('repositories').select((of) => of.fn.min('tracked_since').as('at'));
      const row = await first.where('gone', '=', 0).executeTakeFirst();
      return row?.at ?? undefined;
    },
    async reading(now) {
      const unread = db.selectFrom('repositories').select('id').where('gone', '=', 0).where('synced', '=', 0);
      return (await unread.where('tracked_since', '>', now - FIRST_READING).executeTakeFirst()) !== undefined;
    },
    async days(group, from, before) {
      const rows = db.selectFrom('group_days').selectAll().where('group_id', '=', group);
      const wanted = rows.where('day', '>=', from).where('day', '<', before).orderBy('day');
      return (await wanted.execute()).map(toDay);
    },
    spans: (since, hide) => spans(session, since, hide),
    decisions: (since, hide) => decisions(session, since, hide),
    async closedUndecided({ id, label }, since, hide) {
      const closed = (hide ? shown(session, hide) : present(session))
        .where('issues.is_pull_request', '=', 0)
        .where('issues.state', '=', 'closed')
        .where('issues.created_at', '>=', since)
        .where(says(session, label))
        .where(sql<boolean>`not exists (${decidedBy(id)})`);
      const count = closed.select((of) => of.fn.countAll<number>().as('n'));
      return (await count.executeTakeFirstOrThrow()).n;
    },
    keep: (group, days) =>
      keep(
        session,
        days.map((day) => toRow(group, day)),
      ),
  };
}

/** How long reading a repository for the first time may take, GitHub's limits and all, in ms. */
const FIRST_READING = 2 * DAY;

/** Two questions, each with an index of its own: one with an "or" would read every issue there is. */
async function spans(session: Session, since: Instant, hide: readonly string[]): Promise<Span[]> {
  const all = shown(session, hide).select([
    'issues.repo_id',
    'issues.number',
    'issues.labels',
    'issues.is_pull_request',
    'issues.created_at',
    'issues.closed_at',
  ]);
  const opened = await all.where('issues.created_at', '>=', since).execute();
  const closed = await all
    .where('issues.closed_at', '>=', since)
    .where('issues.created_at', '<', since)
    .execute();
  return [...opened, ...closed].map((row) => ({
    labels: JSON.parse(row.labels) as string[],
    isPullRequest: row.is_pull_request === 1,
    createdAt: row.created_at,
    closedAt: row.closed_at ?? undefined,
  }));
}

/** What is a decision of the group's about the issue: domain/history.ts, `decidedFor`, in SQL. */
function decidedBy(group: string) {
  return sql`select 1 from verdicts as v where ${sameIssue('v')}
    and (v.group_id = ${group} or (v.group_id = '' and v.kind <> 'closed'))
    and (v.ended_at is null or v.ended_at <> v.at)`;
}

function shown(session: Session, hide: readonly string[]) {
  return present(session).where(isShown(session, hide));
}

function present({ db }: Session) {
  return db
    .selectFrom('issues')
    .innerJoin('repositories', 'repositories.id', 'issues.repo_id')
    .where('issues.seen', '=', 1)
    .where('issues.document', '=', 0)
    .where('issues.gone', 'is', null)
    .where('repositories.gone', '=', 0);
}

async function decisions(session: Session, since: Instant, hide: readonly string[]): Promise<Decisions[]> {
  const facts = await factsSince(session, since);
  const found: Decisions[] = [];
  const ids = [...facts.keys()];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    for (const row of await facingOf(session, ids.slice(from, from + AT_ONCE), hide)) {
      const id = issueId(row.repo_id, row.number);
      const issue = {
        labels: JSON.parse(row.labels) as string[],
        createdAt: row.created_at,
        existedBefore: row.existed_before === 1,
      };
      found.push({ issue, verdicts: decisionsFrom(id, facts.get(id) ?? []) });
    }
  }
  return found;
}

/** How many issues stand in one statement. */
const AT_ONCE = 500;

/** All facts of the issues of which anything was heard since then. */
async function factsSince({ db }: Session, since: Instant): Promise<Map<IssueId, Fact[]>> {
  const heard = db.selectFrom('audit').select('issue').where('fact', 'is not', null).where('at', '>=', since);
  const rows = db.selectFrom('audit').select(['issue', 'fact']).where('fact', 'is not', null);
  const facts = new Map<IssueId, Fact[]>();
  for (const { issue, fact } of await rows.where('issue', 'in', heard).orderBy('id').execute()) {
    const known = facts.get(issue ?? '') ?? [];
    facts.set(issue ?? '', known);
    known.push(JSON.parse(fact ?? '') as Fact);
  }
  return facts;
}

function facingOf(session: Session, ids: readonly IssueId[], hide: readonly string[]) {
  const pairs = ids.map(keyOf).map(({ repo_id, number }) => sql`(${sql.lit(repo_id)}, ${sql.lit(number)})`);
  return shown(session, hide)
    .select([
      'issues.repo_id',
      'issues.number',
      'issues.labels',
      'issues.created_at',
      'issues.existed_before',
    ])
    .where('issues.is_pull_request', '=', 0)
    .where(sql<boolean>`(issues.repo_id, issues.number) in (values ${sql.join(pairs)})`)
    .execute();
}

async function keep({ db }: Session, rows: readonly GroupDaysTable[]): Promise<void> {
  if (rows.length === 0) return;
  const counted = (column: 'open' | 'untriaged' | 'pulls') =>
    sql<number | null>`case when group_days.estimated = 1 then ${sql.ref(`excluded.${column}`)}
      else ${sql.ref(`group_days.${column}`)} end`;
  await db
    .insertInto('group_days')
    .values(rows)
    .onConflict((on) =>
      on.columns(['group_id', 'day']).doUpdateSet((of) => ({
        open: counted('open'),
        untriaged: counted('untriaged'),
        pulls: counted('pulls'),
        opened: of.ref('excluded.opened'),
        closed: of.ref('excluded.closed'),
        pulls_opened: of.ref('excluded.pulls_opened'),
        pulls_closed: of.ref('excluded.pulls_closed'),
        triaged: of.ref('excluded.triaged'),
        waits: of.ref('excluded.waits'),
        deciders: of.ref('excluded.deciders'),
        estimated: sql<number>`group_days.estimated * excluded.estimated`,
      })),
    )
    .execute();
}

function toRow(group: string, day: GroupDay): GroupDaysTable {
  const { pullsOpened, pullsClosed, waits, deciders, estimated, ...rest } = day;
  return {
    group_id: group,
    ...rest,
    open: day.open ?? null,
    untriaged: day.untriaged ?? null,
    pulls: day.pulls ?? null,
    triaged: day.triaged ?? null,
    pulls_opened: pullsOpened,
    pulls_closed: pullsClosed,
    waits: JSON.stringify(waits.map(({ from, to }) => [from, to])),
    deciders: JSON.stringify(deciders),
    estimated: Number(estimated),
  };
}

function toDay({ group_id: _group, ...row }: Selectable<GroupDaysTable>): GroupDay {
  const waits = JSON.parse(row.waits) as [Instant, Instant][];
  return {
    day: row.day,
    open: row.open ?? undefined,
    untriaged: row.untriaged ?? undefined,
    pulls: row.pulls ?? undefined,
    opened: row.opened,
    closed: row.closed,
    pullsOpened: row.pulls_opened,
    pullsClosed: row.pulls_closed,
    triaged: row.triaged ?? undefined,
    waits: waits.map(([from, to]): Wait => ({ from, to })),
    deciders: JSON.parse(row.deciders) as Record<string, number>,
    estimated: row.estimated === 1,
  };
}
