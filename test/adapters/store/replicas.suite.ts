import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { openStore, type Store } from '../../../src/adapters/store/store.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { gate, untilSomebodyWaits, useWorld, type Backend } from './backend.ts';
import { delivery, NO_ROW, post, saying, snapshot, update } from './facts.ts';
import { START } from './start.ts';

/** What holds when several processes share one PostgreSQL. */
export function replicasSuite(backend: Backend): void {
  const world = useWorld(backend);
  const lease = START + MINUTE;
  const claim = (store: Store) => store.outbox.claim('x', 50, START, lease);

  it('keeps a delivery once that reaches both', async () => {
    const other = await world.another();
    const puts = await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 ? world.store : other).inbox.put(delivery(`k${n >> 2}`))),
    );
    expect(puts.filter(({ fresh }) => fresh)).toHaveLength(10);
    expect(await other.inbox.depth()).toBe(10);
  });

  it('gives out each delivery to one of them', async () => {
    const other = await world.another();
    await Promise.all(Array.from({ length: 50 }, (_, n) => world.store.inbox.put(delivery(`k${n}`))));
    const claims = Array.from({ length: 10 }, (_, n) =>
      (n % 2 ? world.store : other).inbox.claim(`${n}`, 5, lease),
    );
    const keys = (await Promise.all(claims)).flat().map(({ key }) => key);
    // Who meets a locked row takes the next: some may come back short, none twice.
    const left = (await other.inbox.claim('last', 50, lease)).map(({ key }) => key);
    expect([...keys, ...left]).toHaveLength(50);
    expect(new Set([...keys, ...left]).size).toBe(50);
  });

  it('does everything once and in order, with one send at a time in each lane', async () => {
    const other = await world.another();
    const lanes = ['C1', 'C2', 'C3', 'C4'];
    const rows = Array.from({ length: 60 }, (_, n) => post(lanes[n % 4] ?? '', `1#${n}`));
    await world.store.outbox.add(rows);
    const busy = new Set<string>();
    const sent = new Map<string, number[]>(lanes.map((lane) => [`slack/${lane}`, []]));
    const worker = async (store: Store) => {
      while ((await store.outbox.depth()).waiting > 0) {
        for (const row of await store.outbox.claim('x', 2, START, lease)) {
          expect(busy).not.toContain(row.lane);
          busy.add(row.lane);
          await store.ping();
          sent.get(row.lane)?.push(row.id);
          busy.delete(row.lane);
          await store.outbox.settle(row, { state: 'done', result: 'ok' });
        }
      }
    };
    await Promise.all([world.store, other, world.store, other].map(worker));
    for (const ids of sent.values()) {
      expect(ids).toHaveLength(15);
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    }
  });

  it('keeps one send under way in a lane where an older row is committed late', async () => {
    const { store } = world;
    const other = await world.another();
    const [added, commit] = [gate(), gate()];
    const slow = store.atomically(async (tx) => {
      await tx.outbox.add([post('C1', '1#1')]);
      added.open();
      await commit.opened;
    });
    await added.opened;
    await other.outbox.add([post('C1', '1#2')]);
    const [quick] = await claim(other);
    commit.open();
    await slow;
    expect(quick && saying(quick)).toBe('post 1#2 in slack/C1');
    expect(await claim(store)).toEqual([]);
    await store.outbox.settle(quick ?? NO_ROW, { state: 'done', result: 'ok' });
    expect((await claim(other)).map(saying)).toEqual(['post 1#1 in slack/C1']);
  });

  it('keeps one send under way where an older row is committed while its successor is being taken', async () => {
    const { store } = world;
    const other = await world.another();
    const [added, taken, commit, finish] = [gate(), gate(), gate(), gate()];
    const slow = store.atomically(async (tx) => {
      await tx.outbox.add([post('C1', '1#1')]);
      added.open();
      await commit.opened;
    });
    await added.opened;
    await other.outbox.add([post('C1', '1#2')]);
    const taking = other.atomically(async (tx) => {
      const rows = await tx.outbox.claim('x', 9, START, lease);
      taken.open();
      await finish.opened;
      return rows;
    });
    await taken.opened;
    commit.open();
    await slow;
    const next = claim(store);
    await untilSomebodyWaits(world);
    finish.open();
    expect((await taking).map(saying)).toEqual(['post 1#2 in slack/C1']);
    expect(await next).toEqual([]);
  });

  it('creates once where both plan the same', async () => {
    const other = await world.another();
    const both = Array.from({ length: 10 }, (_, n) =>
      (n % 2 ? world.store : other).outbox.add([post('C1', '1#1')]),
    );
    expect((await Promise.all(both)).reduce((a, b) => a + b)).toBe(1);
  });

  describe('collapsing', () => {
    it('keeps the waiting update unsent until what relies on it is committed', async () => {
      const other = await world.another();
      await world.store.outbox.add([update('C1', '1#1'), update('C2', '1#1')]);
      const [added, commit] = [gate(), gate()];
      const work = world.store.atomically(async (tx) => {
        expect(await tx.outbox.add([update('C1', '1#1')])).toBe(0);
        added.open();
        await commit.opened;
      });
      await added.opened;
      expect((await claim(other)).map(saying)).toEqual(['update 1#1 in slack/C2']);
      commit.open();
      await work;
      expect((await claim(other)).map(saying)).toEqual(['update 1#1 in slack/C1']);
    });

    it('adds another update where the waiting one is taken at that moment', async () => {
      const other = await world.another();
      await world.store.outbox.add([update('C1', '1#1')]);
      const [taken, commit] = [gate(), gate()];
      const taking = world.store.atomically(async (tx) => {
        expect(await tx.outbox.claim('x', 1, START, lease)).toHaveLength(1);
        taken.open();
        await commit.opened;
      });
      await taken.opened;
      const adding = other.outbox.add([update('C1', '1#1')]);
      await untilSomebodyWaits(world);
      commit.open();
      await taking;
      expect(await adding).toBe(1);
    });

    it('sends one update where both added one at the same time', async () => {
      const other = await world.another();
      const [added, commit] = [gate(), gate()];
      const slow = world.store.atomically(async (tx) => {
        await tx.outbox.add([update('C1', '1#1')]);
        added.open();
        await commit.opened;
      });
      await added.opened;
      expect(await other.outbox.add([update('C1', '1#1')])).toBe(1);
      commit.open();
      await slow;
      const [row] = await claim(other);
      await other.outbox.settle(row ?? NO_ROW, { state: 'done', result: 'ok' });
      expect(await claim(world.store)).toEqual([]);
    });
  });

  it('keeps an issue’s end where the news of it and of its opening meet', async () => {
    const other = await world.another();
    const [told, commit] = [gate(), gate()];
    const opening = world.store.atomically(async (tx) => {
      await tx.mirror.put(snapshot(1), { opened: true });
      told.open();
      await commit.opened;
    });
    await told.opened;
    const ending = other.mirror.gone(1, 1, 'deleted');
    await untilSomebodyWaits(world);
    commit.open();
    await opening;
    expect(await ending).toMatchObject({ gone: 'deleted' });
    expect(await other.mirror.open(1)).toEqual([]);
  });

  it('lets a delivery end once where two work on it', async () => {
    const other = await world.another();
    const { id } = await world.store.inbox.put(delivery('a'));
    const finish = (store: Store, to: string) =>
      store.atomically(async (tx) => {
        await tx.outbox.add(
          [{ effect: { kind: 'slack.update', channel: to, subject: { kind: 'card', id: '1#1' } } }],
          id,
        );
        await tx.inbox.done(id, { because: [] });
      });
    const ends = await Promise.allSettled([finish(world.store, 'C1'), finish(other, 'C2')]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.store.outbox.depth()).toMatchObject({ waiting: 1 });
  });

  it('starts many at once on an empty database', async () => {
    const fresh = await backend.create();
    const open = () => openStore(fresh.url, { log: pino({ level: 'silent' }), clock: world.clock });
    const stores = await Promise.all(Array.from({ length: 5 }, open));
    await Promise.all(stores.map((store, n) => store.kv.set(`${n}`, 'up')));
    const names = await fresh.query('select name from migrations');
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
    for (const store of stores) await store.close();
    await fresh.drop();
  });

  it('outlives the loss of its connections', async () => {
    await world.store.ping();
    await world.database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await vi.waitFor(() => world.store.ping());
    expect(await world.store.inbox.put(delivery('a'))).toMatchObject({ fresh: true });
  });
}
