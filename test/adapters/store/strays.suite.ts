import { beforeEach, expect, it } from 'vitest';
import type { StrayQuery } from '../../../src/ports.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

const QUERY: StrayQuery = { labels: ['SIG/Deck', 'sig/mast'], before: START, limit: 10 };

/** Issues that no group has, and what those like them got. */
export function straysSuite(backend: Backend): void {
  const world = useWorld(backend);
  const seen = { opened: true };
  const waiting = async (over: Partial<StrayQuery> = {}) =>
    (await world.store.strays.waiting({ ...QUERY, ...over })).map(({ number }) => number);

  beforeEach(async () => {
    const { mirror } = world.store;
    await mirror.put(snapshot(1, { labels: ['needs-sig'], createdAt: START - 5 }), seen);
    await mirror.put(snapshot(2, { labels: [], createdAt: START - 9 }), seen);
    await mirror.put(snapshot(3, { labels: ['Sig/Deck'], createdAt: START - 9 }), seen);
    await mirror.put(snapshot(4, { labels: [], createdAt: START + 1 }), seen);
    await mirror.put(snapshot(5, { labels: [], state: 'closed', createdAt: START - 9 }), seen);
    await mirror.put(snapshot(6, { labels: [], isPullRequest: true, createdAt: START - 9 }), seen);
    await mirror.put(snapshot(7, { labels: [], createdAt: START - 99 }), { opened: false });
    await mirror.put(snapshot(8, { labels: [], createdAt: START - 9 }), seen);
    await mirror.gone(1, 8, 'deleted');
  });

  it('are open, new, old enough and without a group, oldest first', async () => {
    expect(await waiting()).toEqual([2, 1]);
    expect(await waiting({ limit: 1 })).toEqual([2]);
    expect(await waiting({ before: START - 6 })).toEqual([2]);
    expect(await waiting({ labels: [] })).toEqual([2, 3, 1]);
  });

  it('are told of once', async () => {
    const { messages, outbox, strays } = world.store;
    const subject = { kind: 'stray', id: '1#1' } as const;
    expect(await strays.toldSince('C1', START - 1)).toBe(0);
    await outbox.add([{ effect: { kind: 'slack.post', channel: 'C1', subject, once: 'stray:1#1' } }]);
    expect(await strays.toldSince('C1', START - 1)).toBe(1);
    expect(await strays.toldSince('C1', START)).toBe(0);
    expect(await strays.toldSince('C2', START - 1)).toBe(0);
    await messages.sent({ subject: { kind: 'stray', id: '1#2' }, channel: 'C1', ts: '1.1', shown: 'a' });
    expect(await waiting()).toEqual([]);
    expect(await messages.at('C1', '1.1')).toEqual({ kind: 'stray', id: '1#2' });
  });

  it('are not the private ones, where they may not be shown', async () => {
    const { mirror } = world.store;
    expect(await waiting({ hide: ['Needs-Sig'] })).toEqual([2]);
    await mirror.track({ id: 1, name: 'ahoy/boats', private: true });
    expect(await waiting({ hide: [] })).toEqual([]);
    expect(await waiting()).toEqual([2, 1]);
  });

  it('what issues of a label got is counted', async () => {
    const { mirror, strays } = world.store;
    const put = (number: number, labels: string[]) => mirror.put(snapshot(number, { labels }), seen);
    await put(11, ['Area/Hull', 'sig/deck']);
    await put(12, ['area/hull', 'sig/deck', 'sig/mast']);
    await put(13, ['area/hull']);
    await put(14, ['area/sail', 'sig/mast']);
    expect(await strays.precedents(['area/hull', 'area/none'], ['SIG/Deck', 'sig/mast'])).toEqual([
      {
        label: 'area/hull',
        issues: 2,
        groups: [
          { label: 'sig/deck', issues: 2 },
          { label: 'sig/mast', issues: 1 },
        ],
      },
      { label: 'area/none', issues: 0, groups: [] },
    ]);
    expect(await strays.precedents(['area/hull'], [])).toEqual([]);
  });
}
