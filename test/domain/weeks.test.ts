import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysFrom, type GroupDay } from '../../src/domain/history.ts';
import { HOUR } from '../../src/domain/time.ts';
import { elapsedIn, loadOf, median, mondayOf, percentile, weeksOf } from '../../src/domain/weeks.ts';

const aDay = (day: string, over: Partial<GroupDay> = {}): GroupDay => ({
  day,
  open: 10,
  untriaged: 4,
  pulls: 2,
  opened: 2,
  closed: 1,
  pullsOpened: 0,
  pullsClosed: 0,
  triaged: 1,
  waits: [],
  deciders: {},
  estimated: false,
  ...over,
});
const wait = (hours: number) => ({ from: 0, to: hours * HOUR });
const weeks = (days: GroupDay[], today = '2026-11-25') => weeksOf(days, today, elapsedIn([]));

describe('weeks from days', () => {
  test('twelve of them, from Monday to Sunday, the last as far as it has come', () => {
    const told = weeks(daysFrom('2026-08-01', '2026-11-26').map((day) => aDay(day)));
    expect(told).toHaveLength(12);
    expect(told[0]).toMatchObject({ from: '2026-09-07', opened: 14, closed: 7, triaged: 7 });
    expect(told.at(-1)).toMatchObject({ from: '2026-11-23', opened: 6, triaged: 3 });
  });

  test('a week ends as its last day of which that is known', () => {
    const days = [
      aDay('2026-11-23', { open: 7, untriaged: 1 }),
      aDay('2026-11-24', { open: 8, untriaged: undefined }),
    ];
    expect(weeks(days)).toMatchObject([{ open: 8, untriaged: 1 }]);
  });

  test('begin with the first that is known; a gap between is not known, rather than nothing', () => {
    const told = weeks([aDay('2026-11-09'), aDay('2026-11-24')]);
    expect(told.map(({ from, opened, estimated }) => [from, opened, estimated])).toEqual([
      ['2026-11-09', 2, false],
      ['2026-11-16', undefined, true],
      ['2026-11-23', 2, false],
    ]);
  });

  test('nobody knows what was triaged before the bot came', () => {
    const days = [
      aDay('2026-11-16', { triaged: undefined, estimated: true }),
      aDay('2026-11-23', { triaged: undefined }),
      aDay('2026-11-24', { triaged: 3 }),
    ];
    expect(weeks(days)).toMatchObject([
      { triaged: undefined, medianHours: undefined, estimated: true },
      { triaged: 3, estimated: false },
    ]);
  });

  test('the hours of a week are those of all its waits together', () => {
    const days = [
      aDay('2026-11-23', { waits: [wait(1), wait(100)] }),
      aDay('2026-11-24', { waits: [wait(3)] }),
    ];
    expect(weeks(days)).toMatchObject([{ medianHours: 3, p90Hours: 100 }]);
  });

  test('counts business hours alone, where the group has some', () => {
    const office = { from: 9 * 60, to: 17 * 60, days: [1, 2, 3, 4, 5], zone: 'UTC', holidays: [] };
    const waits = [{ from: Date.parse('2026-11-20T16:00Z'), to: Date.parse('2026-11-23T10:00Z') }];
    const [week] = weeksOf([aDay('2026-11-23', { waits })], '2026-11-25', elapsedIn([office]));
    expect(week?.medianHours).toBe(2);
  });

  test('of nothing are none', () => {
    expect(weeks([])).toEqual([]);
  });

  test.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2027-01-01', '2026-12-28'],
    ['2028-02-29', '2028-02-28'],
  ])('%s is in the week of %s', (day, monday) => {
    expect(mondayOf(day)).toBe(monday);
  });
});

describe('the middle and the slowest', () => {
  test.each<[number[], number | undefined, number | undefined]>([
    [[], undefined, undefined],
    [[5], 5, 5],
    [[9, 1], 5, 9],
    [[3, 1, 2], 2, 3],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5.5, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10],
  ])('%j', (numbers, middle, slow) => {
    expect([median(numbers), percentile(numbers, 90)]).toEqual([middle, slow]);
  });

  test('as many are below the middle as above it, and nine of ten not above the 90th', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 }), (numbers) => {
        const [middle = NaN, slow = NaN] = [median(numbers), percentile(numbers, 90)];
        const half = numbers.length / 2;
        expect(numbers.filter((one) => one < middle).length).toBeLessThanOrEqual(half);
        expect(numbers.filter((one) => one > middle).length).toBeLessThanOrEqual(half);
        expect(numbers.filter((one) => one <= slow).length / numbers.length).toBeGreaterThanOrEqual(0.9);
        expect(numbers).toContain(slow);
      }),
    );
  });
});

test('the load: the busiest first, leads by name', () => {
  const days = [
    aDay('2026-11-23', { deciders: { lee: 2, dana: 1 } }),
    aDay('2026-11-24', { deciders: { dana: 4, ann: 2 } }),
  ];
  const leads = [{ github: 'Dana', name: 'Dana Okafor', role: 'chair' as const }];
  expect(loadOf(days, leads)).toEqual([
    { name: 'Dana Okafor', login: 'dana', count: 5 },
    { name: 'ann', login: 'ann', count: 2 },
    { name: 'lee', login: 'lee', count: 2 },
  ]);
});
