import { calendarAt, type Calendar, type Stretch } from '../../playground/calendar.ts';
import type { Clock } from '../../src/adapters/clock.ts';

/** A calendar that stands still until a test sets it forward. */
export interface HandCalendar extends Clock {
  /** Sets it to a moment ("2026-12-24T18:00Z"), at which a minute begins; resolves when all is done that is due then. */
  to(moment: string): Promise<void>;
  /** As `to`, without a minute that begins: while the bot is away. */
  turn(moment: string): void;
  /** The same for the world around the bot: by it GitHub dates what happens there. */
  world: Calendar;
}

export function handCalendar(begin: string): HandCalendar {
  let now = Date.parse(begin);
  const ticks = new Set<(at: number) => Promise<void>>();
  const course: [Stretch, ...Stretch[]] = [{ real: 0, at: now, speed: 0 }];
  const turn = (moment: string) => {
    now = Date.parse(moment);
    course.push({ real: Date.now(), at: now, speed: 0 });
  };
  return {
    now: () => now,
    everyMinute(tick) {
      ticks.add(tick);
      return () => {
        ticks.delete(tick);
        return Promise.resolve();
      };
    },
    turn,
    world: {
      course: () => course,
      now: () => now,
      // What is emulated dates in whole seconds, and a test may set the calendar forward within one.
      at: (real) => calendarAt(course, real + 999),
      go: () => undefined,
      listeners: [],
    },
    async to(moment) {
      turn(moment);
      await Promise.all([...ticks].map((tick) => tick(now)));
    },
  };
}
