import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { messageOf } from './domain/errors.ts';
import { MINUTE, SECOND } from './domain/time.ts';
import type { Health } from './adapters/health.ts';

/** What insisting tells of, and what ends it. */
export interface InsistNeeds {
  health: Health;
  log: Logger;
  signal: AbortSignal;
}

/** Does what the bot cannot work without, for as long as it takes: again after 1 s, then doubling to a minute. */
export async function insist(
  part: string,
  work: () => Promise<void>,
  { health, log, signal }: InsistNeeds,
): Promise<void> {
  for (let wait = SECOND; !signal.aborted; wait = Math.min(MINUTE, wait * 2)) {
    try {
      await work();
      return health.good(part);
    } catch (error) {
      health.bad(part, messageOf(error));
      log.error({ err: error, part }, `not ready; the next try is in ${wait / SECOND} s`);
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}
