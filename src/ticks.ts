import type { App } from './app.ts';
import { commit } from './commit.ts';
import type { Instant } from './domain/time.ts';
import type { Outbox } from './outbox.ts';
import type { Ports } from './ports.ts';
import type { Store, StoreParts } from './adapters/store/store.ts';

/** What everything that is done by the clock works with. */
export interface Parts {
  store: Store;
  app: App;
  outbox: Pick<Outbox, 'wake'>;
  portsOver: (parts: StoreParts) => Ports;
}

/** Asks every feature what is due, and commits that. What two replicas both find due happens once all the same. */
export async function tickFeatures(now: Instant, { store, app, outbox, portsOver }: Parts): Promise<void> {
  const ports = portsOver(store);
  if (ports.directory.current().groups.length === 0) return;
  const { effects } = await app.tick(now, ports);
  if (effects.length === 0) return;
  await store.atomically((tx) => commit({ effects }, tx, app, portsOver(tx)));
  outbox.wake();
}
