import { pino } from 'pino';
import { expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/store/store.ts';
import { useWorld, type Backend } from './backend.ts';
import { delivery, snapshot } from './facts.ts';
import { START } from './start.ts';

export function databaseSuite(backend: Backend): void {
  const world = useWorld(backend);
  const log = pino({ level: 'silent' });

  it('leaves nothing of a transaction that fails', async () => {
    const { store } = world;
    const work = store.atomically(async (tx) => {
      await tx.kv.set('a', '1');
      await tx.mirror.put(snapshot(1), { opened: true });
      await tx.inbox.put(delivery('a'));
      throw new Error('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(await store.kv.get('a')).toBeUndefined();
    expect(await store.mirror.byId('1#1')).toBeUndefined();
    expect(await store.mirror.repositories()).toEqual([]);
    expect(await store.inbox.depth()).toBe(0);
  });

  it('returns what the work returns, and reads what it wrote', async () => {
    const value = await world.store.atomically(async (tx) => {
      await tx.kv.set('a', '1');
      return tx.kv.get('a');
    });
    expect(value).toBe('1');
    expect(await world.store.kv.get('a')).toBe('1');
  });

  it('refuses the store itself inside a transaction, and works again after it', async () => {
    const { store } = world;
    const work = store.atomically(async (tx) => {
      await tx.kv.set('a', '1');
      await store.kv.set('b', '2');
    });
    await expect(work).rejects.toThrow('inside atomically(), use what it gives you');
    expect(await store.kv.get('a')).toBeUndefined();
    const later = store.atomically(async () => ({ after: () => store.kv.get('a') }));
    expect(await (await later).after()).toBeUndefined();
  });

  it('does transactions on one issue one after the other', async () => {
    const { store } = world;
    const add = () =>
      store.atomically(async (tx) => {
        await tx.mirror.put(snapshot(1, { updatedAt: START }), { opened: false });
        const count = Number((await tx.kv.get('count')) ?? 0);
        await tx.kv.set('count', String(count + 1));
      });
    await store.mirror.put(snapshot(1), { opened: false });
    await Promise.all(Array.from({ length: 10 }, add));
    expect(await store.kv.get('count')).toBe('10');
  });

  it('gives numbers as numbers', async () => {
    const { store } = world;
    const { id } = await store.inbox.put(delivery('a'));
    const big = 9_007_199_254_740_991;
    await store.mirror.track({ id: big, name: 'ahoy/boats' });
    const repository = await store.mirror.repositoryById(big);
    const { issue } = await store.mirror.put(snapshot(1, { repoId: big }), { opened: false });
    expect([typeof id, typeof repository?.trackedSince, typeof issue.createdAt]).toEqual(
      Array(3).fill('number'),
    );
    expect(repository?.id).toBe(big);
    expect(await store.mirror.byId(`${big}#1`)).toMatchObject({
      number: 1,
      comments: 0,
      existedBefore: true,
    });
    expect(await store.inbox.depth()).toBe(1);
  });

  it('stores any text that can come', async () => {
    const { store } = world;
    const title = "nul \0, quote ', emoji 🛶, rtl \u202E, zero\u200Bwidth, half \uD800";
    await store.mirror.put(snapshot(1, { title, labels: ['a\0b'] }), { opened: true });
    const kept = await store.mirror.byId('1#1');
    expect(kept?.title).toBe(title.replace('\0', '\uFFFD').replace('\uD800', '\uFFFD'));
    expect(kept?.labels).toEqual(['a\0b']);
  });

  it('answers a ping, and says whether it is alone', async () => {
    await world.store.ping();
    expect(world.store.embedded).toBe(!backend.shared);
  });

  it('has the issues read once more whose text an older sigbot did not keep', async () => {
    const fresh = await backend.create();
    const open = () => openStore(fresh.url, { log, clock: world.clock });
    const old = await open();
    await old.mirror.put(snapshot(1, { body: 'It leaks' }), { opened: true });
    await old.mirror.setRepository(1, { synced: true });
    await old.close();
    const added = [
      'table issue_texts',
      'table similar_issues',
      ...(backend.shared ? [] : ['table issue_words']),
    ];
    for (const table of added) await fresh.query(`drop ${table}`);
    await fresh.query('alter table repositories drop column private');
    await fresh.query("delete from migrations where name = '006 what issues say'");
    const { mirror, close } = await open();
    expect(await mirror.repositoryById(1)).toMatchObject({ synced: false, private: undefined });
    expect(await mirror.excerpt('1#1')).toBeUndefined();
    const again = await mirror.put(snapshot(1, { body: 'It leaks' }), { opened: false });
    expect(again).toMatchObject({ changed: false, issue: { existedBefore: false } });
    expect(await mirror.excerpt('1#1')).toBe('It leaks');
    await close();
    await fresh.drop();
  });

  it('opens again what it made, and refuses what a newer one made', async () => {
    const fresh = await backend.create();
    const open = () => openStore(fresh.url, { log, clock: world.clock });
    const first = await open();
    await first.kv.set('a', '1');
    await first.close();
    const second = await open();
    expect(await second.kv.get('a')).toBe('1');
    await second.close();
    await fresh.query("insert into migrations (name, applied_at) values ('999 wonders', 1)");
    await expect(open()).rejects.toThrow('The database was made by a newer sigbot ("999 wonders").');
    await fresh.drop();
  });
}
