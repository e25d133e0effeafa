import type { Config } from '../../config.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../../domain/time.ts';
import type { Kv, Repository } from '../store/store.ts';
import { sweep, tracked, type RoundOptions } from './rounds.ts';
import type { Turns } from './turns.ts';

export interface NightOptions extends Omit<RoundOptions, 'config' | 'signal'> {
  config: Pick<Config, 'repositories' | 'sweepAt'>;
  kv: Pick<Kv, 'get' | 'set'>;
}

/** How long a sweep that was begun is left alone, in ms: then it has failed, or whoever was at it is gone. */
const LEFT_ALONE = HOUR;

/**
 * Compares with GitHub each repository that was not since the last time it was due: a limit, or a night through which
 * the bot did not run, only puts it off.
 */
export async function sweepDue(at: Instant, options: NightOptions, turns: Turns): Promise<void> {
  const due = lastDue(options.config.sweepAt, at);
  for (const { repository } of await tracked(options.config, options.mirror)) {
    if (turns.resting()) return;
    if (!repository.synced || !(await begin(repository, { due, at, kv: options.kv }))) continue;
    await turns.take(`comparing ${repository.name} with GitHub`, async () => {
      // Named after when it was due, not after when it ran: the inbox takes the same from two replicas once.
      await sweep(repository, { ...options, signal: turns.signal }, due);
      await options.kv.set(keyOf(repository), `done ${at}`);
    });
  }
}

/** The last time that `sweepAt` ("03:10", UTC) has come. */
export function lastDue(sweepAt: string, at: Instant): Instant {
  const [hours = 0, minutes = 0] = sweepAt.split(':').map(Number);
  const today = at - (at % DAY) + hours * HOUR + minutes * MINUTE;
  return today <= at ? today : today - DAY;
}

/**
 * Whether this repository's sweep is due and nobody is at it; then it is noted as begun. The note keeps replicas from
 * all doing the same, as well as it can: two that look at the same moment both sweep, which costs requests and no more.
 */
async function begin(
  repository: Repository,
  { due, at, kv }: { due: Instant; at: Instant; kv: NightOptions['kv'] },
): Promise<boolean> {
  const noted = (await kv.get(keyOf(repository))) ?? `done ${repository.trackedSince}`;
  const [state, time] = noted.split(' ');
  const owed = state === 'begun' ? Number(time) + LEFT_ALONE <= at : Number(time) < due;
  if (owed) await kv.set(keyOf(repository), `begun ${at}`);
  return owed;
}

function keyOf({ id }: Repository): string {
  return `swept/${id}`;
}
