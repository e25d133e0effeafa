import type { App } from './app.ts';
import { commit } from './commit.ts';
import type { Instant } from './domain/time.ts';
import type { Outbox } from './outbox.ts';
import type { Ports } from './ports.ts';
import type { Store, StoreParts } from './adapters/store/store.ts';

interface TicksOptions {
  store: Store;
  app: App;
  portsOver: (parts: StoreParts) => Ports;
  outbox: Pick<Outbox, 'wake'>;
}

/** Asks every feature what is due, and commits that: one transaction a minute. */
export function createTicks({ store, app, portsOver, outbox }: TicksOptions) {
  return async (now: Instant): Promise<void> => {
    if (portsOver(store).directory.current().groups.length === 0) return;
    await store.atomically(async (tx) => {
      const ports = portsOver(tx);
      const { effects } = await app.tick(now, ports);
      await commit({ effects }, tx, app, ports);
    });
    outbox.wake();
  };
}
