import { sql } from 'kysely';
import type { Send } from '../../effect.ts';
import { collapseKeyOf, laneOf } from '../../lanes.ts';
import type { IssueId } from '../../domain/issue.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import type { OutboxState } from '../../ports.ts';
import { claim, type OutboxRow } from './claim.ts';
import { heads, rest, wake } from './lanes.ts';
import { EXCLUSIVE, exclusively, locked, within, type Session } from './session.ts';

/** How an effect ended, or when it is to be tried or looked up again. */
export type Settlement =
  | { state: 'done' | 'failed' | 'skipped'; result: string }
  | { state: 'waiting' | 'unknown'; notBefore: Instant; result: string };

/** Something the bot does; without `doneAt` it is still under way. */
export interface Act {
  effect: Send;
  plannedAt: Instant;
  doneAt?: Instant | undefined;
}

/** What the bot is to do, in order within each lane. */
export interface Outbox {
  /**
   * Returns how many rows were really added. Not added is what has a `once` that was ever there, and what a
   * waiting row does as well: that row stays unsent until this transaction ends.
   */
  add(effects: readonly { effect: Send; issue?: IssueId }[], delivery?: number): Promise<number>;
  /**
   * Takes the first of each lane that is due, of one service ("slack") or of all; a lane with something under way
   * gives nothing.
   */
  claim(
    owner: string,
    limit: number,
    now: Instant,
    leaseUntil: Instant,
    service?: string,
  ): Promise<OutboxRow[]>;
  /**
   * Ends an attempt. False where it is not this attempt's to end: its lease expired, and the row is somebody else's or
   * has ended. What was skipped created nothing, so its `once` is free again.
   */
  settle(claimed: Pick<OutboxRow, 'id' | 'attempts'>, as: Settlement): Promise<boolean>;
  /** The effect has made this issue: it belongs to it from now on. */
  belongs(id: number, issue: IssueId): Promise<void>;
  /** The lane ("slack/C012AB3CD"), or the whole service ("slack"), sends nothing before; never shortens a rest. */
  rest(lane: string, until: Instant): Promise<void>;
  /**
   * Opens the lane, and lets what waits in it go at once. What a dead process may still be sending keeps waiting for the
   * end of its lease.
   */
  wake(lane: string): Promise<void>;
  /**
   * What was being sent when its lease expired becomes unknown; with `all`, everything that was being sent,
   * to be looked up when its lease ends. Returns how many.
   */
  reclaim(now: Instant, all: boolean): Promise<number>;
  /** What the bot did on GitHub about an issue, or is about to do. */
  acts(issue: IssueId): Promise<Act[]>;
  /** `waiting` counts what is being sent as well. */
  depth(): Promise<{ waiting: number; unknown: number; failed: number }>;
  /** When the next effect (of these services) can be claimed; undefined where none waits. */
  nextDue(now: Instant, services?: readonly string[]): Promise<Instant | undefined>;
  /** Deletes what ended before that moment; what has a `once` is kept for 400 days. */
  forget(before: Instant): Promise<number>;
}

const ONCE_KEPT = 400 * DAY;

/** The calendar dates what is planned and done; when something is due, whoever asks says by the machine's clock. */
export function outboxOf(session: Session, calendar: { now(): Instant }): Outbox {
  return {
    add: (effects, delivery) => within(session, (tx) => add(tx, effects, { delivery, now: calendar.now() })),
    claim: (owner, limit, now, leaseUntil, service) =>
      exclusively(session, EXCLUSIVE.claim, (tx) =>
        claim(tx, { owner, limit, now, at: calendar.now(), leaseUntil, service }),
      ),
    settle: (claimed, as) => settle(session, claimed, as, calendar.now()),
    async belongs(id, issue) {
      await session.db.updateTable('outbox').set({ issue }).where('id', '=', id).execute();
    },
    rest: (lane, until) => rest(session, lane, until),
    wake: (lane) => within(session, (tx) => wake(tx, lane)),
    reclaim: (now, all) => reclaim(session, now, all),
    acts: (issue) => acts(session, issue),
    depth: () => depth(session),
    nextDue: (now, services) => nextDue(session, now, services),
    forget: (before) => forget(session, before, calendar.now()),
  };
}

async function add(
  tx: Session,
  effects: readonly { effect: Send; issue?: IssueId }[],
  by: { delivery: number | undefined; now: Instant },
): Promise<number> {
  const rows = effects.map((of) => toRow(of, by));
  const keys = new Set(rows.map((row) => row.collapse).filter((key) => key !== null));
  const waiting = await holdWaiting(tx, [...keys]);
  const wanted = rows.filter(({ collapse }, at) => {
    if (collapse === null) return true;
    return !waiting.has(collapse) && rows.findIndex((row) => row.collapse === collapse) === at;
  });
  if (wanted.length === 0) return 0;
  const added = await tx.db
    .insertInto('outbox')
    .values(wanted)
    .onConflict((on) => on.column('once').doNothing())
    .returning('id')
    .execute();
  return added.length;
}

function toRow(
  { effect, issue }: { effect: Send; issue?: IssueId },
  by: { delivery: number | undefined; now: Instant },
) {
  const lane = laneOf(effect);
  return {
    lane,
    service: lane.split('/', 1)[0] ?? lane,
    effect: JSON.stringify(effect),
    once: 'once' in effect ? effect.once : null,
    collapse: collapseKeyOf(effect) ?? null,
    state: 'waiting' as const,
    planned_at: by.now,
    delivery: by.delivery ?? null,
    issue: issue ?? null,
  };
}

/** Which of the keys wait already. Those rows stay locked: sent before we commit, they would not show what we changed. */
async function holdWaiting(tx: Session, keys: readonly string[]): Promise<Set<string | null>> {
  if (keys.length === 0) return new Set();
  const rows = tx.db.selectFrom('outbox').select('collapse').where('done_at', 'is', null);
  const held = await locked(
    tx,
    rows.where('state', '=', 'waiting').where('collapse', 'in', keys).orderBy('id'),
  ).execute();
  return new Set(held.map((row) => row.collapse));
}

async function settle(
  { db }: Session,
  { id, attempts }: Pick<OutboxRow, 'id' | 'attempts'>,
  as: Settlement,
  now: Instant,
): Promise<boolean> {
  const row = db.updateTable('outbox').where('id', '=', id).where('attempts', '=', attempts);
  const { state, result } = as;
  const until = 'notBefore' in as ? { not_before: as.notBefore } : { done_at: now };
  const key = state === 'skipped' ? { once: null } : {};
  const settled = row
    .where('state', '=', 'sending')
    .set({ state, result, owner: null, lease_until: null, ...until, ...key });
  return (await settled.returning('id').execute()).length > 0;
}

async function reclaim({ db }: Session, now: Instant, all: boolean): Promise<number> {
  const sending = db.updateTable('outbox').where(is('sending'));
  const lost = all ? sending : sending.where('lease_until', '<=', now);
  // The lease stays, so that waking the lane does not cut it short.
  const until = sql<number>`coalesce(lease_until, 0)`;
  const unknown = { state: 'unknown', owner: null, not_before: until } as const;
  return (await lost.set(unknown).returning('id').execute()).length;
}

/** Written out, not bound: SQLite uses the index of one state only where it reads that state in the statement. */
function is(state: OutboxState) {
  return sql<boolean>`state = ${sql.lit(state)}`;
}

async function acts({ db }: Session, issue: IssueId): Promise<Act[]> {
  const rows = db
    .selectFrom('outbox')
    .select(['effect', 'planned_at', 'done_at'])
    .where('issue', '=', issue)
    .where('service', '=', 'github')
    .where('state', 'not in', ['failed', 'skipped']);
  return (await rows.orderBy('id').execute()).map(({ effect, planned_at, done_at }) => ({
    effect: JSON.parse(effect) as Send,
    plannedAt: planned_at,
    doneAt: done_at ?? undefined,
  }));
}

async function depth({ db }: Session): Promise<{ waiting: number; unknown: number; failed: number }> {
  const outbox = db.selectFrom('outbox').select((of) => of.fn.countAll<number>().as('n'));
  const open = await outbox.select('state').where('done_at', 'is', null).groupBy('state').execute();
  const failed = await outbox.where(is('failed')).executeTakeFirstOrThrow();
  const count = (state: OutboxState) => open.find((row) => row.state === state)?.n ?? 0;
  return { waiting: count('waiting') + count('sending'), unknown: count('unknown'), failed: failed.n };
}

async function nextDue(
  session: Session,
  now: Instant,
  services: readonly string[] | undefined,
): Promise<Instant | undefined> {
  const times = ['outbox.not_before as row', 'l.open_at as lane', 's.open_at as service'] as const;
  const waiting = await heads(session)
    .select(times)
    .$if(services !== undefined, (of) => of.where('outbox.service', 'in', [...(services ?? []), '']))
    .execute();
  if (waiting.length === 0) return undefined;
  const due = waiting.map(({ row, lane, service }) => Math.max(row, lane ?? 0, service ?? 0));
  return Math.max(
    now,
    due.reduce((a, b) => Math.min(a, b)),
  );
}

async function forget({ db }: Session, before: Instant, now: Instant): Promise<number> {
  const long = Math.min(before, now - ONCE_KEPT);
  const old = db
    .deleteFrom('outbox')
    .where('done_at', '<', before)
    .where((of) => of.or([of('once', 'is', null), of('done_at', '<', long)]));
  return Number((await old.executeTakeFirst()).numDeletedRows);
}
