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

/** Under what is kept which minute was looked at last: of each feature by itself, and before that of all of them. */
const LAST = 'tick';
/** What fell due longer ago, while the bot was away, is of no use to anybody. */
const LOOKED_BACK = 7 * DAY;

/**
 * Asks every feature what is due, and commits that. What two replicas both find due happens once all the same. A feature
 * that fails is asked again in the next minute for what fell due since it was last well; the others go on without it.
 * @throws AggregateError of what failed, after all were asked
 */
export async function tickFeatures(now: Instant, parts: Parts): Promise<void> {
  if (parts.portsOver(parts.store).directory.current().groups.length === 0) return;
  const failed: unknown[] = [];
  for (const name of parts.app.ticking) {
    await tickOne(name, now, parts).catch((error: unknown) => failed.push(error));
  }
  if (failed.length > 0) throw new AggregateError(failed, 'a feature could not say what is due');
}

async function tickOne(name: string, now: Instant, { store, app, outbox, portsOver }: Parts): Promise<void> {
  const key = `${LAST}/${name}`;
  const last = Number((await store.kv.get(key)) ?? (await store.kv.get(LAST)) ?? now);
  const since = Math.max(Math.min(last, now), now - LOOKED_BACK);
  for (let tries = 1; ; tries += 1) {
    try {
      const { effects } = await app.tick(now, portsOver(store), since, name);
      await store.atomically(async (tx) => {
        await commit({ effects }, tx, app, portsOver(tx));
        await tx.kv.set(key, String(now));
      });
      if (effects.length > 0) outbox.wake();
      return;
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === TRIES) throw error;
    }
  }
}

/** What was read may be another's by the time it is committed: then the feature is asked once more. */
const TRIES = 5;
