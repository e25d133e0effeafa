import { expect, it } from 'vitest';
import type { OutboxRow } from '../../../src/adapters/store/store.ts';
import type { OwnAct } from '../../../src/domain/own-act.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { anAuthority } from '../../support/facts.ts';
import { useWorld, type Backend } from './backend.ts';
import { delivery, label, NO_ROW, notice, post, saying, update } from './facts.ts';
import { START } from './start.ts';

export function outboxSuite(backend: Backend): void {
  const world = useWorld(backend);
  const lease = START + MINUTE;
  const claim = (now = START) => world.store.outbox.claim('x', 50, now, now + MINUTE);
  const done = (row: Pick<OutboxRow, 'id' | 'attempts'> = NO_ROW) =>
    world.store.outbox.settle(row, { state: 'done', result: 'ok' });

  it('gives back what was added', async () => {
    const { outbox } = world.store;
    expect(await outbox.add([post('C1', '1#1')], 7)).toBe(1);
    expect(await claim()).toEqual([
      {
        id: expect.any(Number),
        lane: 'slack/C1',
        effect: post('C1', '1#1').effect,
        once: 'card:1#1/C1',
        state: 'waiting',
        attempts: 1,
        plannedAt: START,
        delivery: 7,
        issue: '1#1',
      },
    ]);
  });

  it('creates once for ever, also within one plan and after it was done', async () => {
    const { outbox } = world.store;
    expect(await outbox.add([post('C1', '1#1'), post('C1', '1#1'), post('C2', '1#1')])).toBe(2);
    expect(await outbox.add([post('C1', '1#1')])).toBe(0);
    for (const row of await claim()) await done(row);
    expect(await outbox.add([post('C1', '1#1')])).toBe(0);
    expect(await claim()).toEqual([]);
  });

  it('keeps one of the updates that wait for a message, and a new one for what is under way', async () => {
    const { outbox } = world.store;
    expect(await outbox.add([update('C1', '1#1'), update('C1', '1#1'), update('C1', '1#2')])).toBe(2);
    expect(await outbox.add([update('C1', '1#1'), update('C2', '1#1')])).toBe(1);
    const [first] = await claim();
    expect(await outbox.add([update('C1', '1#1')])).toBe(1);
    await done(first);
    const rest = [];
    for (let rows = await claim(); rows.length > 0; rows = await claim()) {
      for (const row of rows) await done(row);
      rest.push(...rows.map(saying));
    }
    expect(rest).toEqual(['update 1#2 in slack/C1', 'update 1#1 in slack/C1']);
  });

  it('sends the older of two updates for both where the first went back to waiting', async () => {
    const { outbox } = world.store;
    await outbox.add([update('C1', '1#1')]);
    const [first] = await claim();
    await outbox.add([update('C1', '1#1')]);
    await outbox.settle(first ?? NO_ROW, { state: 'waiting', notBefore: START, result: '429' });
    const [again] = await claim();
    expect(again?.id).toBe(first?.id);
    await done(again);
    expect(await claim()).toEqual([]);
    expect(await outbox.depth()).toEqual({ waiting: 0, unknown: 0, failed: 0 });
  });

  it('keeps the later update where the first is only looked up', async () => {
    const { outbox } = world.store;
    await outbox.add([update('C1', '1#1')]);
    const [first] = await claim();
    await outbox.add([update('C1', '1#1')]);
    await outbox.settle(first ?? NO_ROW, { state: 'unknown', notBefore: START, result: 'timeout' });
    const [again] = await claim();
    expect(again).toMatchObject({ id: first?.id, state: 'unknown', attempts: 2 });
    await done(again);
    expect((await claim()).map(saying)).toEqual(['update 1#1 in slack/C1']);
  });

  it('adds nothing for nothing', async () => {
    expect(await world.store.outbox.add([])).toBe(0);
  });

  it('gives out each row to one of many claimers', async () => {
    const { outbox } = world.store;
    await outbox.add(Array.from({ length: 40 }, (_, n) => post(`C${n}`, `1#${n}`)));
    const claimers = Array.from({ length: 8 }, (_, n) => outbox.claim(`owner ${n}`, 7, START, lease));
    const ids = (await Promise.all(claimers)).flat().map(({ id }) => id);
    expect(ids).toHaveLength(40);
    expect(new Set(ids).size).toBe(40);
  });

  it('makes a send unknown when its lease has expired, to be looked up before it is repeated', async () => {
    const { outbox } = world.store;
    await outbox.add([post('C1', '1#1')]);
    await claim();
    expect(await outbox.reclaim(lease - 1, false)).toBe(0);
    expect(await outbox.reclaim(lease, false)).toBe(1);
    expect(await outbox.depth()).toEqual({ waiting: 0, unknown: 1, failed: 0 });
    expect(await claim(lease)).toMatchObject([{ state: 'unknown', attempts: 2 }]);
  });

  it('takes back everything at once where it is the only process, but looks it up no sooner', async () => {
    const { outbox } = world.store;
    await outbox.add([post('C1', '1#1'), post('C2', '1#1')]);
    const [first] = await claim();
    await done(first);
    expect(await outbox.reclaim(START, true)).toBe(1);
    expect(await claim(lease - 1)).toEqual([]);
    expect(await outbox.nextDue(START)).toBe(lease);
    expect(await claim(lease)).toMatchObject([{ state: 'unknown', lane: 'slack/C2' }]);
  });

  it('leaves an end as it is, whoever comes later', async () => {
    const { outbox } = world.store;
    await outbox.add([post('C1', '1#1')]);
    const [row = NO_ROW] = await claim();
    expect(await done(row)).toBe(true);
    expect(await outbox.settle(row, { state: 'waiting', notBefore: START, result: 'late' })).toBe(false);
    expect(await outbox.settle(row, { state: 'failed', result: 'later' })).toBe(false);
    expect(await claim()).toEqual([]);
    expect(await outbox.depth()).toEqual({ waiting: 0, unknown: 0, failed: 0 });
  });

  it('lets an attempt end nothing once its lease has expired, neither before the next attempt nor during it', async () => {
    const { outbox } = world.store;
    await outbox.add([post('C1', '1#1')]);
    const [slow] = await claim();
    await outbox.reclaim(lease, false);
    expect(await done(slow)).toBe(false);
    const [next] = await claim(lease);
    expect(await done(slow)).toBe(false);
    expect(next).toMatchObject({ state: 'unknown', attempts: 2 });
    expect(await done(next)).toBe(true);
  });

  it('counts what waits, what is unknown and what failed', async () => {
    const { outbox } = world.store;
    await outbox.add([
      post('C1', '1#1'),
      post('C2', '1#1'),
      post('C3', '1#1'),
      post('C3', '1#2'),
      notice('hm'),
    ]);
    const [one, two] = await claim();
    await outbox.settle(one ?? NO_ROW, { state: 'failed', result: 'not_in_channel' });
    await outbox.settle(two ?? NO_ROW, { state: 'unknown', notBefore: START, result: 'timeout' });
    expect(await outbox.depth()).toEqual({ waiting: 3, unknown: 1, failed: 1 });
  });

  it('forgets what ended long ago, and what creates only after 400 days', async () => {
    const { outbox } = world.store;
    const bug = (number: number) => label({ repo: 'ahoy/boats', number }, 'kind/bug');
    await outbox.add([post('C1', '1#1'), bug(1), bug(2), post('C2', '1#2'), post('C3', '1#3')]);
    const rows = await claim();
    for (const row of rows.slice(0, 2)) await done(row);
    for (const row of rows.slice(2, 4)) await outbox.settle(row, { state: 'failed', result: 'no' });
    world.clock.at = START + 30 * DAY;
    expect(await outbox.forget(START)).toBe(0);
    expect(await outbox.forget(START + 29 * DAY)).toBe(2);
    expect(await outbox.add([post('C1', '1#1'), post('C2', '1#2')])).toBe(0);
    world.clock.at = START + 401 * DAY;
    expect(await outbox.forget(START + 371 * DAY)).toBe(2);
    expect(await outbox.depth()).toEqual({ waiting: 1, unknown: 0, failed: 0 });
  });

  it('tells what people said of a pull request, and how that ended; what was handed over was not said', async () => {
    const { outbox, ownActs } = world.store;
    const ref = { repo: 'ahoy/boats', number: 1 };
    const under = { ...anAuthority({ through: 'prow' }), write: 'as-person' as const };
    const by = { login: 'dana', user: 'U0DANA', under };
    const said = (act: OwnAct, once: string, head?: string) => ({
      effect: { kind: 'github.act' as const, issue: ref, act, head, once, by },
      issue: '1#1',
    });
    const comment = { kind: 'github.comment' as const, issue: ref, body: '/close', once: 'c', by };
    await outbox.add([said('lgtm', 'a', 'abc'), said('hold', 'b'), { effect: comment, issue: '1#1' }]);
    for (const state of ['done', 'skipped'] as const) {
      const [row = NO_ROW] = await claim();
      await outbox.settle(row, { state, result: 'so' });
    }
    expect(await outbox.add([said('lgtm', 'a', 'abc'), said('hold', 'b'), said('approve', 'd')])).toBe(2);
    const kept = { githubId: 101, at: START };
    expect(await ownActs.before('1#1')).toEqual([
      { ...kept, act: 'lgtm', head: 'abc', state: 'done' },
      { ...kept, act: 'hold', head: undefined, state: 'going' },
      { ...kept, act: 'approve', head: undefined, state: 'going' },
    ]);
    expect(await ownActs.before('1#2')).toEqual([]);
  });

  it('commits a delivery’s end and its effects together, or neither', async () => {
    const { store } = world;
    const { id } = await store.inbox.put(delivery('a'));
    const work = store.atomically(async (tx) => {
      await tx.outbox.add([post('C1', '1#1')], id);
      await tx.inbox.done(id, { because: ['sig/deck is its label'] });
      await tx.verdicts.set('1#1', [{ issue: '1#1', kind: 'accepted', at: START, via: 'github' }]);
      throw new Error('the lights went out');
    });
    await expect(work).rejects.toThrow('the lights went out');
    expect(await claim()).toEqual([]);
    expect(await store.verdicts.of('1#1')).toEqual([]);
    expect(await store.inbox.claim('x', 9, lease)).toMatchObject([{ key: 'a' }]);
  });
}
