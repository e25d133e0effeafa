import type { App } from './app.ts';
import { commit } from './commit.ts';
import { Overtaken } from './domain/errors.ts';
import { DAY, type Instant } from './domain/time.ts';
import type { Effect } from './effect.ts';
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

/** Under what is kept which minute each feature was well in last; by an older sigbot, all of them. */
const LAST = 'tick';
/** What fell due longer ago, while the bot was away, is of no use to anybody. */
const LOOKED_BACK = 7 * DAY;

/** Until when each feature has said what was due, by its name; or one for all. */
type Marks = Readonly<Record<string, Instant>> | Instant;

/**
 * Asks every feature what is due, and commits that. What two replicas both find due happens once all the same. A feature
 * that cannot say it is asked again in the next minute, from where it was well last; the others go on without it.
 * @throws AggregateError of what failed, after the rest is committed
 */
export async function tickFeatures(now: Instant, parts: Parts): Promise<void> {
  const { store, portsOver } = parts;
  if (portsOver(store).directory.current().groups.length === 0) return;
  const marks = JSON.parse((await store.kv.get(LAST)) ?? String(now)) as Marks;
  for (let tries = 1; ; tries += 1) {
    try {
      return await tickOnce(now, marks, parts);
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === TRIES) throw error;
    }
  }
}

/** What was read may be another's by the time it is committed: then the features are asked once more. */
const TRIES = 5;

async function tickOnce(now: Instant, marks: Marks, { store, app, outbox, portsOver }: Parts): Promise<void> {
  const effects: Effect[] = [];
  const next: Record<string, Instant> = {};
  const failed: unknown[] = [];
  for (const name of app.ticking) {
    const last = typeof marks === 'number' ? marks : (marks[name] ?? now);
    const since = Math.max(Math.min(last, now), now - LOOKED_BACK);
    try {
      const plan = await app.tick(now, portsOver(store), since, name);
      effects.push(...plan.effects);
      next[name] = plan.upTo ?? now;
    } catch (error) {
      failed.push(error);
      next[name] = last;
    }
  }
  await store.atomically(async (tx) => {
    await commit({ effects }, tx, app, portsOver(tx));
    await tx.kv.set(LAST, JSON.stringify(next));
  });
  if (effects.length > 0) outbox.wake();
  if (failed.length > 0) throw new AggregateError(failed, 'a feature could not say what is due');
}
