import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/domain/time.ts';
import {
  dateIn,
  hoursText,
  isZone,
  nextAt,
  nextOpen,
  readHours,
  readTimeOfDay,
  timeText,
  type Hours,
} from '../../src/domain/zone.ts';

const at = (text: string) => Date.parse(text);
const iso = (moment: number) => new Date(moment).toISOString().slice(0, 16);

describe('a time of day', () => {
  test.each([
    ['9:00', 540],
    ['09:30', 570],
    ['00:00', 0],
    ['23:59', 1439],
    ['24:00', undefined],
    ['9:60', undefined],
    ['9', undefined],
    ['nine', undefined],
  ])('%s is %s', (text, time) => {
    expect(readTimeOfDay(text)).toBe(time);
  });
  test('is written as it is read', () => {
    expect(timeText(570)).toBe('09:30');
  });
});

describe('hours', () => {
  test.each<[string, Hours | undefined, string?]>([
    ['mon-fri 09:00-18:00', { from: 540, to: 1080, days: [1, 2, 3, 4, 5] }],
    ['9:00-17:30', { from: 540, to: 1050, days: [1, 2, 3, 4, 5] }, 'mon-fri 09:00-17:30'],
    ['Sun,Mon 8:00 to 16:00', { from: 480, to: 960, days: [1, 7] }, 'mon,sun 08:00-16:00'],
    [
      'sunday-thursday 08:00–16:00',
      { from: 480, to: 960, days: [1, 2, 3, 4, 7] },
      'mon,tue,wed,thu,sun 08:00-16:00',
    ],
    ['fri-mon 0:00-24:00', { from: 0, to: 1440, days: [1, 5, 6, 7] }, 'mon,fri,sat,sun 00:00-24:00'],
    ['18:00-09:00', undefined],
    ['mon-wed-fri 09:00-18:00', undefined],
    ['someday 09:00-18:00', undefined],
    ['mon-fri', undefined],
    ['', undefined],
  ])('%s', (text, hours, written = text) => {
    expect(readHours(text)).toEqual(hours);
    if (hours) expect(hoursText(hours)).toBe(written);
  });
});

describe('zones', () => {
  test.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Berlin', false],
    ['+02:00', false],
    ['', false],
  ])('%s: %s', (zone, known) => {
    expect(isZone(zone)).toBe(known);
  });
  test.each([
    ['2026-11-23T23:30Z', 'Asia/Tokyo', '2026-11-24'],
    ['2026-11-23T23:30Z', 'America/Los_Angeles', '2026-11-23'],
  ])('%s in %s is the %s', (moment, zone, date) => {
    expect(dateIn(zone, at(moment))).toBe(date);
  });
});

describe('the next nine o’clock', () => {
  test.each([
    ['before it', 'Europe/Berlin', '2026-11-23T07:00Z', '2026-11-23T08:00'],
    ['at it, the next day', 'Europe/Berlin', '2026-11-23T08:00Z', '2026-11-24T08:00'],
    ['over the end of summer time', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-25T08:00'],
    ['over its beginning', 'America/New_York', '2026-03-07T15:00Z', '2026-03-08T13:00'],
    ['where the day began already', 'Pacific/Auckland', '2026-11-23T21:00Z', '2026-11-24T20:00'],
  ])('%s', (_what, zone, now, next) => {
    expect(iso(nextAt(540, zone, at(now)))).toBe(next);
  });
  test('in a gap of summer time it is the moment after it', () => {
    expect(iso(nextAt(150, 'Europe/Berlin', at('2026-03-28T12:00Z')))).toBe('2026-03-29T01:30');
  });
});

describe('when an office opens', () => {
  const berlin: Hours = { from: 540, to: 1080, days: [1, 2, 3, 4, 5] };
  test.each([
    ['inside: now', '2026-11-23T10:00Z', '2026-11-23T10:00'],
    ['early: the same day', '2026-11-23T05:00Z', '2026-11-23T08:00'],
    ['late: the next day', '2026-11-23T17:00Z', '2026-11-24T08:00'],
    ['on Friday evening: on Monday', '2026-11-27T18:00Z', '2026-11-30T08:00'],
    ['on Saturday: on Monday', '2026-11-28T09:00Z', '2026-11-30T08:00'],
    ['over the end of summer time', '2026-10-24T09:00Z', '2026-10-26T08:00'],
  ])('%s', (_what, now, opens) => {
    expect(iso(nextOpen(berlin, 'Europe/Berlin', at(now)))).toBe(opens);
  });

  test('is the first minute from now on that lies within, whatever the hours', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
    );
    const hours = fc.record({
      from: fc.integer({ min: 0, max: 1000 }),
      length: fc.integer({ min: 1, max: 439 }),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    });
    const moments = fc.integer({
      min: at('2026-01-01T00:00Z') / MINUTE,
      max: at('2026-12-31T00:00Z') / MINUTE,
    });
    fc.assert(
      fc.property(zones, hours, moments, (zone, { from, length, days }, minute) => {
        const office = { from, to: from + length, days };
        const opens = nextOpen(office, zone, minute * MINUTE);
        const within = (moment: number) => isWithin(office, zone, moment);
        expect(within(opens)).toBe(true);
        if (opens > minute * MINUTE) expect(within(opens - MINUTE)).toBe(false);
        for (let step = minute * MINUTE; step < opens; step += 7 * MINUTE) expect(within(step)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

const walls = new Map<string, Intl.DateTimeFormat>();

function wallIn(timeZone: string): Intl.DateTimeFormat {
  const options = { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
  const wall = walls.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', options);
  walls.set(timeZone, wall);
  return wall;
}

/** The same by the clock on the wall, as Intl tells it. */
function isWithin({ from, to, days }: Hours, zone: string, moment: number): boolean {
  const parts = wallIn(zone).formatToParts(moment);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1;
  const time = Number(part('hour')) * 60 + Number(part('minute'));
  return days.includes(day) && time >= from && time < to;
}
