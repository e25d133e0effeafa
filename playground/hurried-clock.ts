import type { Clock } from '../src/adapters/clock.ts';
import { calendarAt, realAt, type Course } from './calendar.ts';

/** A clock that follows a calendar whose speed may change. */
export interface HurriedClock extends Clock {
  follow(course: Course): void;
}

const MINUTE = 60_000;

/** How often it looks whether the calendar was stopped, set going or hurried meanwhile, in ms. */
const LOOK = 50;

/**
 * Ticks for each minute of the calendar once and in order, none left out. One tick is over before the next begins: where
 * ticks take longer than the calendar's minutes they come late, and catch up as fast as they can.
 */
export function hurriedClock(from: Course): HurriedClock {
  let course = from;
  const now = (): number => calendarAt(course, Date.now());
  return {
    now,
    follow: (changed) => void (course = changed),
    everyMinute(tick) {
      let next = now() - (now() % MINUTE) + MINUTE;
      let timer: NodeJS.Timeout | undefined;
      let isOver = false;
      let work: Promise<void> = Promise.resolve();
      const wait = (): void => {
        if (isOver) return;
        const left = Math.max(0, realAt(course, next) - Date.now());
        timer = setTimeout(() => void (work = due().finally(wait)), Math.min(LOOK, left));
      };
      const due = async (): Promise<void> => {
        while (!isOver && now() >= next) {
          next += MINUTE;
          await tick(next - MINUTE);
        }
      };
      wait();
      return async () => {
        isOver = true;
        clearTimeout(timer);
        await work;
      };
    },
  };
}
