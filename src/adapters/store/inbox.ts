import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import { lockedFree, within, type Session } from './session.ts';
import type { InboxTable } from './tables.ts';

/** Where a delivery came from. */
export type Source = InboxTable['source'];

/** Something that came in. */
export interface Delivery {
  id: number;
  source: Source;
  /** Unique within its source: GitHub's delivery id, Slack's event or trigger id. */
  key: string;
  event: string;
  body: string;
  receivedAt: Instant;
  /** How often it was taken up, this time included. */
  attempts: number;
}

export type NewDelivery = Pick<Delivery, 'source' | 'key' | 'event' | 'body'>;

/** What came in, each delivery once. */
export interface Inbox {
  /**
   * Keeps a delivery; resolves after the durable commit. `fresh` is false where it was there already.
   * All that is put in one turn of the event loop shares one statement.
   */
  put(
    delivery: NewDelivery,
    as?: 'waiting' | { owner: string; leaseUntil: Instant },
  ): Promise<{ id: number; fresh: boolean }>;
  /** Takes the oldest that wait, or whose lease has expired. */
  claim(owner: string, limit: number, leaseUntil: Instant): Promise<Delivery[]>;
  /**
   * Ends a delivery and drops its body.
   * @throws Error where it has ended already, so that the effects planned for it twice are rolled back
   */
  done(id: number, of: { issue?: IssueId; event?: string; because: readonly string[] }): Promise<void>;
  /** Gives a delivery up. GitHub's body is kept to be looked at; Slack's is dropped, for it holds a bearer secret. */
  failed(id: number, of: { issue?: IssueId; because: readonly string[] }): Promise<boolean>;
  /** Back to waiting, not before `retryAt`. */
  later(id: number, retryAt: Instant, error: string): Promise<void>;
  /** Embedded only: whatever was worked on waits again. Returns how many. */
  reclaim(): Promise<number>;
  /** Deletes what has ended and came in before that moment. Returns how many. */
  forget(before: Instant): Promise<number>;
  /** How many deliveries are waiting or worked on. */
  depth(): Promise<number>;
}

interface Put extends NewDelivery {
  as: 'waiting' | { owner: string; leaseUntil: Instant };
}

/** Far below what either database allows in one statement (32,766 values on SQLite). */
const ROWS_PER_STATEMENT = 500;

const COLUMNS = ['id', 'source', 'key', 'event', 'body', 'received_at', 'attempts'] as const;

/** By the `clock` a delivery is due and its lease ends; by the `calendar` it came in and was done. */
interface Times {
  clock: { now(): Instant };
  calendar: { now(): Instant };
}

export function inboxOf(session: Session, { clock, calendar }: Times): Inbox {
  const { db } = session;
  const putInTurn = inOneTurn((batch: Put[]) => insertAll(session, batch, calendar.now()));
  const open = (id: number) => db.updateTable('inbox').where('id', '=', id).where('done_at', 'is', null);
  return {
    put: (delivery, as = 'waiting') => putInTurn({ ...delivery, as }),
    claim: (owner, limit, leaseUntil) => claim(session, { owner, limit, leaseUntil, now: clock.now() }),
    async done(id, { issue, event, because }) {
      const ended = await open(id)
        .set({
          state: 'done',
          body: '',
          because: JSON.stringify(because),
          done_at: calendar.now(),
          owner: null,
        })
        .set({ ...(issue !== undefined && { issue }), ...(event !== undefined && { event }) })
        .returning('id')
        .execute();
      if (ended.length === 0) throw new Error(`delivery ${id} has ended already`);
    },
    async failed(id, { issue, because }) {
      const ended = await open(id)
        .set({ state: 'failed', because: JSON.stringify(because), done_at: calendar.now(), owner: null })
        .set((of) => ({ body: of.case('source').when('slack').then('').else(of.ref('body')).end() }))
        .set({ ...(issue !== undefined && { issue }) })
        .executeTakeFirst();
      return ended.numUpdatedRows > 0n;
    },
    async later(id, retryAt, error) {
      await open(id).set({ state: 'waiting', due: retryAt, error, owner: null }).execute();
    },
    async reclaim() {
      const held = db.updateTable('inbox').where('done_at', 'is', null).where('state', '=', 'working');
      const back = await held.set({ state: 'waiting', due: 0, owner: null }).returning('id').execute();
      return back.length;
    },
    async forget(before) {
      const old = db.deleteFrom('inbox').where('done_at', 'is not', null).where('received_at', '<', before);
      return Number((await old.executeTakeFirst()).numDeletedRows);
    },
    async depth() {
      const open = db.selectFrom('inbox').where('done_at', 'is', null);
      return (await open.select((of) => of.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;
    },
  };
}

/** Gathers what is asked for in one turn of the event loop and performs it together. */
function inOneTurn<In, Out>(perform: (batch: In[]) => Promise<Out[]>): (item: In) => Promise<Out> {
  let gathered: { item: In; resolve(out: Out): void; reject(reason: unknown): void }[] = [];
  const flush = async () => {
    const batch = gathered;
    gathered = [];
    try {
      const results = await perform(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, at) => resolve(results[at] as Out));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      if (gathered.push({ item, resolve, reject }) === 1) setImmediate(() => void flush());
    });
}

async function insertAll(
  session: Session,
  batch: Put[],
  now: Instant,
): Promise<{ id: number; fresh: boolean }[]> {
  const unique = [...new Map(batch.toReversed().map((put) => [keyOf(put), put])).values()].toReversed();
  const ids = new Map<string, number>();
  const fresh = new Set<string>();
  for (let from = 0; from < unique.length; from += ROWS_PER_STATEMENT) {
    const some = unique.slice(from, from + ROWS_PER_STATEMENT);
    for (const row of await insert(session, some, now)) {
      ids.set(keyOf(row), row.id);
      fresh.add(keyOf(row));
    }
    const known = some.filter((put) => !ids.has(keyOf(put)));
    for (const row of await find(session, known)) ids.set(keyOf(row), row.id);
  }
  return batch.map((put) => {
    const id = ids.get(keyOf(put));
    if (id === undefined) throw new Error(`delivery ${put.key} was forgotten while it came again`);
    // Of the same delivery put twice in one turn, the first is the fresh one.
    return { id, fresh: fresh.delete(keyOf(put)) };
  });
}

function keyOf(of: { source: Source; key: string }): string {
  return `${of.source} ${of.key}`;
}

function insert({ db }: Session, puts: Put[], now: Instant) {
  const rows = puts.map(({ source, key, event, body, as }) => {
    const row = { source, key, event, body, received_at: now };
    if (as === 'waiting') return { ...row, state: as, due: 0, attempts: 0, owner: null };
    return { ...row, state: 'working' as const, due: as.leaseUntil, attempts: 1, owner: as.owner };
  });
  return db
    .insertInto('inbox')
    .values(rows)
    .onConflict((on) => on.columns(['source', 'key']).doNothing())
    .returning(['id', 'source', 'key'])
    .execute();
}

async function find({ db }: Session, puts: Put[]) {
  if (puts.length === 0) return [];
  const sources = [...new Set(puts.map(({ source }) => source))];
  const keys = puts.map(({ key }) => key);
  const found = db.selectFrom('inbox').where('source', 'in', sources).where('key', 'in', keys);
  return found.select(['id', 'source', 'key']).execute();
}

async function claim(
  session: Session,
  by: { owner: string; limit: number; leaseUntil: Instant; now: Instant },
): Promise<Delivery[]> {
  return within(session, async (tx) => {
    const oldest = tx.db
      .selectFrom('inbox')
      .select(COLUMNS)
      .where('done_at', 'is', null)
      .where('due', '<=', by.now);
    const taken = await lockedFree(tx, oldest.orderBy('id').limit(by.limit), 'inbox').execute();
    if (taken.length === 0) return [];
    await tx.db
      .updateTable('inbox')
      .where(
        'id',
        'in',
        taken.map(({ id }) => id),
      )
      .set((of) => ({
        state: 'working',
        owner: by.owner,
        due: by.leaseUntil,
        attempts: of('attempts', '+', 1),
      }))
      .execute();
    return taken.map(({ received_at, ...row }) => ({
      ...row,
      receivedAt: received_at,
      attempts: row.attempts + 1,
    }));
  });
}
