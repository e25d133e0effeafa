import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { openStore, type Store } from '../../../src/adapters/store/store.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import type { Backend, RawDatabase } from './backend.ts';
import { delivery, saying } from './facts.ts';
import { START } from './start.ts';

/** What holds when the process is killed. */
export function crashSuite(backend: Backend): void {
  it('keeps every delivery it acknowledged', async () => {
    await withDatabase(async (database) => {
      const acknowledged = await killedAfter(database.url, 'deliver', 150);
      await withStore(database, async (store) => {
        const again = await Promise.all(acknowledged.map((key) => store.inbox.put(delivery(key))));
        expect(acknowledged.length).toBeGreaterThanOrEqual(150);
        expect(again.filter(({ fresh }) => fresh)).toEqual([]);
      });
    });
  });

  it('leaves a delivery and its effects as they were when it dies before the commit', async () => {
    await withDatabase(async (database) => {
      expect(await killedAfter(database.url, 'decide', 1)).toEqual(['deciding']);
      await withStore(database, async (store) => {
        expect(await store.outbox.depth()).toEqual({ waiting: 0, unknown: 0, failed: 0 });
        // PostgreSQL takes a moment to notice the death, and holds the delivery's row until then.
        await vi.waitFor(async () => {
          const again = await store.inbox.claim('y', 9, START + 2 * MINUTE);
          expect(again).toMatchObject([{ key: 'a', attempts: 2 }]);
        });
      });
    });
  });

  it('remembers what was being sent', async () => {
    await withDatabase(async (database) => {
      expect(await killedAfter(database.url, 'send', 1)).toEqual(['post 1#1 in slack/C1']);
      await withStore(database, async ({ outbox }) => {
        expect(await outbox.claim('y', 9, START + MINUTE, START + 2 * MINUTE)).toEqual([]);
        expect(await outbox.reclaim(START + MINUTE, false)).toBe(1);
        const rows = await outbox.claim('y', 9, START + MINUTE, START + 2 * MINUTE);
        expect(rows.map((row) => [saying(row), row.state])).toEqual([['post 1#1 in slack/C1', 'unknown']]);
      });
    });
  });

  async function withDatabase(work: (database: RawDatabase) => Promise<void>): Promise<void> {
    const database = await backend.create();
    await work(database);
    await database.drop();
  }

  async function withStore(database: RawDatabase, work: (store: Store) => Promise<void>): Promise<void> {
    const clock = { now: () => START + MINUTE };
    const store = await openStore(database.url, { log: pino({ level: 'silent' }), clock });
    await work(store);
    await store.close();
  }
}

const VICTIM = fileURLToPath(new URL('./victim.ts', import.meta.url));

/** Runs the victim, kills it when it has said so many lines (after `before`), and returns all it had said. */
export async function killedAfter(
  url: string,
  part: string,
  lines: number,
  before?: () => Promise<void>,
): Promise<string[]> {
  const child = spawn(process.execPath, [VICTIM, url, part], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length !== lines) continue;
    await before?.();
    child.kill('SIGKILL');
  }
  await ended;
  return said;
}
