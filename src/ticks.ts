import type { App } from './app.ts';
import { commit } from './commit.ts';
import type { Instant } from './domain/time.ts';
import type { Outbox } from './outbox.ts';
import type { Ports } from './ports.ts';
import type { Store, StoreParts } from './adapters/store/store.ts';

interface Parts {
  store: Store;
  app: App;
  outbox: Pick<Outbox, 'wake'>;
  portsOver: (parts: StoreParts) => Ports;
}

/** Asks every feature what is due, and commits that: one transaction a minute. */
export async function tickFeatures(now: Instant, { store, app, outbox, portsOver }: Parts): Promise<void> {
  if (portsOver(store).directory.current().groups.length === 0) return;
  await store.atomically(async (tx) => {
    const ports = portsOver(tx);
    const { effects } = await app.tick(now, ports);
    await commit({ effects }, tx, app, ports);
  });
  outbox.wake();
}
