import type { App } from './app.ts';
import { commit } from './commit.ts';
import { Overtaken } from './domain/errors.ts';
import { DAY, type Instant } from './domain/time.ts';
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

/** The minute that was looked at last. */
const LAST = 'tick';
/** What fell due longer ago, while the bot was away, is of no use to anybody. */
const LOOKED_BACK = 7 * DAY;

/** Asks every feature what is due, and commits that. What two replicas both find due happens once all the same. */
export async function tickFeatures(now: Instant, { store, app, outbox, portsOver }: Parts): Promise<void> {
  const ports = portsOver(store);
  if (ports.directory.current().groups.length === 0) return;
  const last = Number((await store.kv.get(LAST)) ?? now);
  const since = Math.max(Math.min(last, now), now - LOOKED_BACK);
  for (let tries = 1; ; tries += 1) {
    try {
      const { effects } = await app.tick(now, ports, since);
      await store.atomically(async (tx) => {
        await commit({ effects }, tx, app, portsOver(tx));
        await tx.kv.set(LAST, String(now));
      });
      if (effects.length > 0) outbox.wake();
      return;
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === TRIES) throw error;
    }
  }
}

/** What was read may be another's by the time it is committed: then the features are asked once more. */
const TRIES = 5;
