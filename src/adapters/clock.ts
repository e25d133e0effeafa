import { schedule } from 'node-cron';
import type { Instant } from '../domain/time.ts';

/**
 * One tick a minute, in UTC. The only use of cron: what is due is computed from the tick's time, because cron's own
 * time zones skip what falls into a daylight-saving gap.
 * @returns a function that stops the ticks
 */
export function everyMinute(tick: (now: Instant) => void): () => Promise<void> {
  const task = schedule('* * * * *', () => tick(Date.now()), { timezone: 'UTC', name: 'minute' });
  return async () => {
    await task.destroy();
  };
}
