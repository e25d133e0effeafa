import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../src/adapters/store/store.ts';
import { createApp } from '../src/app.ts';
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
