import type { Clock } from '../../src/adapters/clock.ts';

/** A calendar that stands still until a test sets it forward. */
export interface HandCalendar extends Clock {
  /** Sets it to a moment ("2026-12-24T18:00Z"), at which a minute begins; resolves when all is done that is due then. */
  to(moment: string): Promise<void>;
  /** As `to`, without a minute that begins: while the bot is away. */
  turn(moment: string): void;
}

export function handCalendar(begin: string): HandCalendar {
  let now = Date.parse(begin);
  const ticks = new Set<(at: number) => Promise<void>>();
  return {
    now: () => now,
    everyMinute(tick) {
      ticks.add(tick);
      return () => {
        ticks.delete(tick);
        return Promise.resolve();
      };
    },
    turn(moment) {
      now = Date.parse(moment);
    },
    async to(moment) {
      now = Date.parse(moment);
      await Promise.all([...ticks].map((tick) => tick(now)));
    },
  };
}
