import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { calendarAt, EVEN, parseSpeed, realAt, turned, type Course } from '../../playground/calendar.ts';
import { hurriedClock } from '../../playground/hurried-clock.ts';

const START = Date.parse('2026-11-23T12:00:30Z');
const MINUTE = 60_000;
const WEEK_A_MINUTE = 10_080;

describe('a speed', () => {
  test.each<[string, number | undefined]>([
    ['1', 1],
    ['10080', WEEK_A_MINUTE],
    ['1w/min', WEEK_A_MINUTE],
    ['w/min', WEEK_A_MINUTE],
    ['2d/min', 2880],
    ['1h/s', 3600],
    ['1d/h', 24],
    ['3w/min', undefined],
    ['0', undefined],
    ['', undefined],
    ['-5', undefined],
    ['1min/h', undefined],
    ['fast', undefined],
  ])('%j is %s', (text, speed) => {
    expect(parseSpeed(text)).toBe(speed);
  });
});

describe('a calendar', () => {
  const hurried = turned(EVEN, START, WEEK_A_MINUTE);
  const stopped = turned(hurried, START + 1000, 0);
  const after = START + 10_080_000;

  test.each<[string, Course, real: number, at: number]>([
    ['is the machine’s time at first', EVEN, START, START],
    ['was that before it hurried', hurried, START - 5000, START - 5000],
    ['goes a week in a minute', hurried, START + MINUTE, START + 7 * 24 * 60 * MINUTE],
    ['stands still', stopped, START + 9000, after],
    ['still knows when it hurried', stopped, START + 500, START + 5_040_000],
    ['goes on from where it stood', turned(stopped, START + 9000, 1), START + 9500, after + 500],
  ])('%s', (_what, course, real, at) => {
    expect(calendarAt(course, real)).toBe(at);
  });

  test('never goes back, and finds the way back to the machine’s time, however its speed was changed', () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 50_000 }), fc.constantFrom(0, 1, 60, WEEK_A_MINUTE));
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 8 }),
        fc.nat(400_000),
        fc.nat(50_000),
        (changes, first, more) => {
          const course = courseOf(changes);
          const [a, b] = [START + first, START + first + more];
          expect(calendarAt(course, b)).toBeGreaterThanOrEqual(calendarAt(course, a));
          expect(realAt(course, calendarAt(course, a))).toBeLessThanOrEqual(a);
          expect(calendarAt(course, realAt(course, calendarAt(course, a)) + 1)).toBeGreaterThanOrEqual(
            calendarAt(course, a),
          );
        },
      ),
    );
  });
});

/** @param changes how long it goes as before, in ms, and its speed then */
function courseOf(changes: readonly (readonly [after: number, speed: number])[]): Course {
  let real = START;
  return changes.reduce<Course>((course, [after, speed]) => turned(course, (real += after), speed), EVEN);
}

describe('a hurried clock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: START }));
  afterEach(() => void vi.useRealTimers());

  /** The minutes it ticked for while this happened, and what it said at the end. */
  async function ticksWhile(
    happens: (follow: (speed: number) => void) => Promise<unknown>,
    tick: () => Promise<void> = () => Promise.resolve(),
  ): Promise<{ ticks: number[]; end: number }> {
    let course = EVEN;
    const clock = hurriedClock(course);
    const ticks: number[] = [];
    const stop = clock.everyMinute((at) => {
      ticks.push(at);
      return tick();
    });
    await happens((speed) => clock.follow((course = turned(course, Date.now(), speed))));
    await stop();
    return { ticks, end: clock.now() };
  }

  const minutesTo = (end: number) =>
    Array.from(
      { length: Math.floor((end - START + MINUTE / 2) / MINUTE) },
      (_, index) => START + MINUTE / 2 + index * MINUTE,
    );

  test('ticks for each minute once and in order, however its speed changes', async () => {
    const change = fc.tuple(fc.nat(2000), fc.constantFrom(0, 1, 60, 1440, WEEK_A_MINUTE));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
        vi.setSystemTime(START);
        const { ticks, end } = await ticksWhile(async (follow) => {
          for (const [after, speed] of [...changes, [100, 0] as const]) {
            await vi.advanceTimersByTimeAsync(after);
            follow(speed);
          }
          await vi.advanceTimersByTimeAsync(100);
        });
        expect(ticks).toEqual(minutesTo(end));
      }),
      { numRuns: 30 },
    );
  });

  test('waits for a slow tick, and catches up', async () => {
    let under = 0;
    let most = 0;
    let slow = true;
    const { ticks, end } = await ticksWhile(
      async (follow) => {
        follow(WEEK_A_MINUTE);
        await vi.advanceTimersByTimeAsync(1000);
        slow = false;
        await vi.advanceTimersByTimeAsync(1000);
      },
      async () => {
        most = Math.max(most, ++under);
        if (slow) await new Promise((resolve) => setTimeout(resolve, 300));
        under -= 1;
      },
    );
    expect(most).toBe(1);
    expect(ticks).toEqual(minutesTo(end));
    expect(end).toBe(START + 2000 * WEEK_A_MINUTE);
  });

  test('is silent once it is stopped', async () => {
    const { ticks } = await ticksWhile(() => vi.advanceTimersByTimeAsync(30_000));
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(ticks).toEqual([START + 30_000]);
  });
});
