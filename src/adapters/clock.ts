import { schedule } from 'node-cron';
import type { Instant } from '../domain/time.ts';

/**
 * The community's time: what a date says, and when a minute begins. Leases, waits and timeouts are the machine's, and
 * go by Date.now().
 */
export interface Clock {
  now(): Instant;
  /**
   * Calls at the beginning of each minute, with its time.
   * @returns a function that stops that
   */
  everyMinute(tick: (at: Instant) => Promise<void>): () => Promise<void>;
}

/**
 * The machine's time as the community's, in UTC. The only use of cron: what is due is computed from the tick's time,
 * because cron's own time zones skip what falls into a daylight-saving gap.
 */
export const systemClock: Clock = {
  now: Date.now,
  everyMinute(tick) {
    const task = schedule('* * * * *', () => tick(Date.now()), { timezone: 'UTC', name: 'minute' });
    return async () => {
      await task.destroy();
    };
  },
};
