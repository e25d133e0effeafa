import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { openStore, type Store } from '../../../src/adapters/store/store.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { START } from './start.ts';
import { delivery, post, saying } from './facts.ts';

/** A process that works with the store, says what it has done, and goes on until it is killed. */
setInterval(() => undefined, 1000);
const [url = '', part = ''] = process.argv.slice(2);
const store = await openStore(url, { log: pino({ level: 'silent' }), clock: { now: () => START } });
const parts: Record<string, (store: Store) => Promise<void>> = { deliver, decide, send, hold };
await parts[part]?.(store);

async function deliver({ inbox }: Store): Promise<void> {
  for (let round = 0; ; round += 1) {
    const keys = Array.from({ length: 7 }, (_, n) => `k${round}-${n}`);
    await Promise.all(keys.map((key) => inbox.put(delivery(key)).then(() => say(key))));
  }
}

async function decide(store: Store): Promise<void> {
  const { id } = await store.inbox.put(delivery('a'), { owner: 'x', leaseUntil: START + MINUTE });
  await store.atomically(async (tx) => {
    await tx.outbox.add([post('C1', '1#1')], id);
    await tx.inbox.done(id, { because: [] });
    say('deciding');
    await new Promise(() => undefined);
  });
}

async function send({ outbox }: Store): Promise<void> {
  await outbox.add([post('C1', '1#1')]);
  for (const row of await outbox.claim('x', 9, START, START + MINUTE)) say(saying(row));
}

async function hold(): Promise<void> {
  say('open');
}

/** Written at once: what was said had happened, however the process ends. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
