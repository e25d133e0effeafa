import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { createDeliveries, type DeliveriesOptions } from '../src/deliveries.ts';
import type { Delivery } from '../src/adapters/store/store.ts';

const BACKLOG = 100;

test('a backlog leaves the event loop a turn after each delivery, so that what comes in is acknowledged', async () => {
  const waiting = Array.from({ length: BACKLOG }, (_, id) => aDelivery(id));
  let done = 0;
  const doneByTurn: number[] = [];
  const deliveries = createDeliveries({
    store: { inbox: { claim: (_owner: string, limit: number) => Promise.resolve(waiting.splice(0, limit)) } },
    replay: () => Promise.resolve(),
    observe: () => void (done += 1),
    outbox: { wake: () => undefined },
    owner: 'test',
    now: Date.now,
    log: pino({ enabled: false }),
  } as unknown as DeliveriesOptions);

  const watch = () => {
    doneByTurn.push(done);
    if (done < BACKLOG) setImmediate(watch);
  };
  setImmediate(watch);
  deliveries.start();
  await vi.waitFor(() => expect(done).toBe(BACKLOG));
  await deliveries.stop();

  const steps = doneByTurn.map((count, at) => count - (doneByTurn[at - 1] ?? 0));
  expect(Math.max(...steps)).toBe(1);
});

/** Of Slack's, so that working it off is one call. */
function aDelivery(id: number): Delivery {
  return { id, source: 'slack', key: `k${id}`, event: 'command', body: '{}', receivedAt: 0, attempts: 1 };
}
