import { expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { useWorld, type Backend } from './backend.ts';
import { delivery } from './facts.ts';
import { START } from './start.ts';

export function inboxSuite(backend: Backend): void {
  const world = useWorld(backend);
  const lease = START + MINUTE;
  const keys = (rows: { key: string }[]) => rows.map(({ key }) => key);

  it('keeps a delivery once, however often and at the same time it comes', async () => {
    const { inbox } = world.store;
    const same = () => inbox.put(delivery('a'));
    const together = await Promise.all([same(), same(), same()]);
    const later = await Promise.all([same(), inbox.put(delivery('b')), same()]);
    expect(together.map(({ fresh }) => fresh)).toEqual([true, false, false]);
    expect(later.map(({ fresh }) => fresh)).toEqual([false, true, false]);
    expect(new Set([...together, later[0], later[2]].map((put) => put?.id)).size).toBe(1);
    expect(await inbox.depth()).toBe(2);
  });

  it('tells sources apart that use the same key', async () => {
    const { inbox } = world.store;
    await inbox.put(delivery('a'));
    expect(await inbox.put(delivery('a', { source: 'slack' }))).toMatchObject({ fresh: true });
    expect(await inbox.put(delivery('a', { source: 'slack' }))).toMatchObject({ fresh: false });
  });

  it('puts all of one turn with one statement', async () => {
    const many = Array.from({ length: 300 }, (_, n) => world.store.inbox.put(delivery(`k${n}`)));
    const ids = (await Promise.all(many)).map(({ id }) => id);
    expect(world.statements).toHaveLength(1);
    expect(new Set(ids).size).toBe(300);
    expect(await world.store.inbox.depth()).toBe(300);
  });

  it('takes more in a turn than one statement can hold', async () => {
    const many = Array.from({ length: 1700 }, (_, n) => world.store.inbox.put(delivery(`k${n % 1600}`)));
    const fresh = (await Promise.all(many)).filter((put) => put.fresh);
    expect(fresh).toHaveLength(1600);
    expect(await world.store.inbox.depth()).toBe(1600);
  });

  it('gives out the oldest first', async () => {
    const { inbox } = world.store;
    for (const key of ['a', 'b', 'c']) await inbox.put(delivery(key));
    const first = await inbox.claim('x', 2, lease);
    expect(keys(first)).toEqual(['a', 'b']);
    expect(first[0]).toMatchObject({ ...delivery('a'), receivedAt: START, attempts: 1 });
    expect(keys(await inbox.claim('y', 2, lease))).toEqual(['c']);
    expect(await inbox.claim('x', 9, lease)).toEqual([]);
  });

  it('gives out each to one of many who ask at the same time', async () => {
    const { inbox } = world.store;
    for (const key of ['a', 'b', 'c', 'd', 'e']) await inbox.put(delivery(key));
    const claims = await Promise.all(['x', 'y', 'z'].map((owner) => inbox.claim(owner, 2, lease)));
    expect(claims.flatMap(keys).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('gives out again what somebody did not finish within the lease', async () => {
    const { inbox } = world.store;
    await inbox.put(delivery('a'), { owner: 'x', leaseUntil: lease });
    expect(await inbox.claim('y', 9, lease)).toEqual([]);
    world.clock.at = lease;
    expect(await inbox.claim('y', 9, lease + MINUTE)).toMatchObject([{ key: 'a', attempts: 2 }]);
  });

  it('gives out nothing before it is to be tried again', async () => {
    const { inbox } = world.store;
    const { id } = await inbox.put(delivery('a'), { owner: 'x', leaseUntil: lease });
    await inbox.later(id, START + 5 * MINUTE, 'GitHub is away');
    world.clock.at = START + 5 * MINUTE - 1;
    expect(await inbox.claim('x', 9, lease)).toEqual([]);
    world.clock.at += 1;
    expect(keys(await inbox.claim('x', 9, lease))).toEqual(['a']);
  });

  it('drops the body of what is done, keeps that of what failed, and gives out neither', async () => {
    const { inbox } = world.store;
    const done = await inbox.put(delivery('a'));
    const failed = await inbox.put(delivery('b'));
    await inbox.done(done.id, { issue: '1#1', because: ['no group has its labels'] });
    await inbox.failed(failed.id, { because: ['not JSON'] });
    expect(await world.database.query('select body from inbox order by id')).toEqual([
      { body: '' },
      { body: delivery('b').body },
    ]);
    expect(await inbox.claim('x', 9, lease)).toEqual([]);
    expect(await inbox.depth()).toBe(0);
    expect(await inbox.put(delivery('a'))).toEqual({ id: done.id, fresh: false });
  });

  it('lets a delivery end once: the slower worker’s effects are rolled back', async () => {
    const { store } = world;
    const { id } = await store.inbox.put(delivery('a'));
    const finish = (key: string) =>
      store.atomically(async (tx) => {
        await tx.kv.set(key, 'done');
        await tx.inbox.done(id, { because: [] });
      });
    await finish('first');
    await expect(finish('second')).rejects.toThrow(`delivery ${id} has ended already`);
    await store.inbox.later(id, START, 'too late');
    expect(await store.kv.get('first')).toBe('done');
    expect(await store.kv.get('second')).toBeUndefined();
    expect(await store.inbox.depth()).toBe(0);
  });

  it('takes everything back at the start of the only process', async () => {
    const { inbox } = world.store;
    await inbox.put(delivery('a'), { owner: 'x', leaseUntil: lease });
    await inbox.put(delivery('b'));
    expect(await inbox.reclaim()).toBe(1);
    expect(keys(await inbox.claim('y', 9, lease))).toEqual(['a', 'b']);
  });

  it('keeps no body of Slack’s, whose response address is a secret, and names the issue of what failed', async () => {
    const { inbox, ledger } = world.store;
    const body = '{"response_url":"https://hooks.slack.com/actions/T1/2/three"}';
    const { id } = await inbox.put(delivery('a', { source: 'slack', event: 'press', body }));
    await inbox.failed(id, { issue: '1#1', because: ['an error of ours'] });
    expect(await world.database.query('select body from inbox')).toEqual([{ body: '' }]);
    expect((await ledger.of('1#1')).deliveries).toMatchObject([
      { event: 'press', state: 'failed', because: ['an error of ours'] },
    ]);
  });

  it('forgets what has ended and is old, nothing else', async () => {
    const { inbox } = world.store;
    const old = await inbox.put(delivery('old'));
    const given = await inbox.put(delivery('failed'));
    await inbox.put(delivery('waiting'));
    await inbox.done(old.id, { because: [] });
    await inbox.failed(given.id, { because: [] });
    world.clock.at = START + DAY;
    const young = await inbox.put(delivery('young'));
    await inbox.failed(young.id, { because: [] });
    expect(await inbox.forget(START + DAY)).toBe(2);
    const left = await world.database.query('select key from inbox order by id');
    expect(left.map(({ key }) => key)).toEqual(['waiting', 'young']);
  });

  it('tells everybody who waits when the database refuses', async () => {
    const broken = { ...delivery('a'), body: null } as unknown as ReturnType<typeof delivery>;
    const puts = [world.store.inbox.put(delivery('b')), world.store.inbox.put(broken)];
    const ends = await Promise.allSettled(puts);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await world.store.inbox.put(delivery('b'))).toMatchObject({ fresh: true });
  });
}
