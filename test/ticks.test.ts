import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../src/adapters/store/store.ts';
import { createApp } from '../src/app.ts';
import { MINUTE } from '../src/domain/time.ts';
import { tickFeatures } from '../src/ticks.ts';
import { NOW } from './support/facts.ts';
import { portsOf } from './support/ports.ts';

const begun = {
  meeting: 'sig-node/weekly',
  key: '2026-12-03',
  startedAt: 1,
  by: 'U0DANA',
  channel: 'C0NODE',
};

let store: Store;
beforeEach(async () => {
  store = await openStore('sqlite::memory:', { log: pino({ enabled: false }), clock: { now: () => NOW } });
  await store.sittings.put(begun);
});
afterEach(() => store.close());

/** A minute of a bot whose only feature ends the sitting, as it was read at each of these revisions. */
async function tick(...revisions: number[]): Promise<number> {
  let asked = 0;
  const app = createApp([
    {
      name: 'ending',
      tick: () => {
        const revision = revisions[Math.min(asked, revisions.length - 1)];
        asked += 1;
        const sitting = { ...begun, endedAt: 9, revision };
        return Promise.resolve({ effects: [{ kind: 'sitting.put', sitting }], because: [] });
      },
    },
  ]);
  await tickFeatures(NOW, { store, app, outbox: { wake: () => undefined }, portsOver: () => portsOf() });
  return asked;
}

test('who was overtaken since the features were asked asks them once more', async () => {
  expect(await tick(7, 1)).toBe(2);
  expect(await store.sittings.sitting(begun.meeting, begun.key)).toMatchObject({ endedAt: 9, revision: 2 });
});

test('who is overtaken for ever gives up, and nothing of that minute is kept', async () => {
  await expect(tick(7)).rejects.toThrow('was changed by somebody else');
  expect(await store.sittings.openSittings()).toHaveLength(1);
  expect(await store.kv.get('tick')).toBeUndefined();
});

test('a feature that fails holds up no other, and is asked for the same time again', async () => {
  const asked: Record<string, number[]> = { frail: [], steady: [] };
  let broken = false;
  const feature = (name: 'frail' | 'steady') => ({
    name,
    tick: (_now: number, _ports: unknown, since: number) => {
      asked[name]?.push((since - NOW) / MINUTE);
      if (broken && name === 'frail') return Promise.reject(new Error('out of order'));
      return Promise.resolve({ effects: [], because: [] });
    },
  });
  const app = createApp([feature('frail'), feature('steady')]);
  const parts = { store, app, outbox: { wake: () => undefined }, portsOver: () => portsOf() };
  await tickFeatures(NOW, parts);
  broken = true;
  await expect(tickFeatures(NOW + MINUTE, parts)).rejects.toMatchObject({
    errors: [new Error('out of order')],
  });
  broken = false;
  await tickFeatures(NOW + 2 * MINUTE, parts);
  expect(asked).toEqual({ frail: [0, 0, 0], steady: [0, 0, 1] });
});

test('a feature that has more to do than fits into a minute is asked for the rest in the next', async () => {
  const asked: number[] = [];
  const app = createApp([
    {
      name: 'busy',
      tick: (now, _ports, since) => {
        asked.push((since - NOW) / MINUTE);
        return Promise.resolve({ effects: [], because: [], upTo: Math.min(now, NOW + 5 * MINUTE) });
      },
    },
  ]);
  const parts = { store, app, outbox: { wake: () => undefined }, portsOver: () => portsOf() };
  for (const minute of [0, 60, 61]) await tickFeatures(NOW + minute * MINUTE, parts);
  expect(asked).toEqual([0, 0, 5]);
});

test('what fell due before features were asked each by itself is not forgotten', async () => {
  await store.kv.set('tick', String(NOW - 3 * MINUTE));
  const since: number[] = [];
  const app = createApp([
    {
      name: 'late',
      tick: (_now, _ports, from) => (since.push(from), Promise.resolve({ effects: [], because: [] })),
    },
  ]);
  await tickFeatures(NOW, { store, app, outbox: { wake: () => undefined }, portsOver: () => portsOf() });
  expect(since).toEqual([NOW - 3 * MINUTE]);
});
