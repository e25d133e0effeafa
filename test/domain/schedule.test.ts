import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { readRrule } from '../../src/domain/rrule.ts';
import { ruleText } from '../../src/domain/rule-text.ts';
import {
  anchored,
  DAY_CODES,
  fallsOn,
  nextStarts,
  startsOf,
  type Reading,
  type Rule,
} from '../../src/domain/schedule.ts';
import { DAY } from '../../src/domain/time.ts';

const at = (text: string) => Date.parse(text);
const minutes = (starts: readonly number[]) =>
  starts.map((start) => new Date(start).toISOString().slice(0, 16));
const rule = (rrule: string, zone: string, time = 540, anchor?: string): Rule => ({
  rrule,
  time,
  zone,
  ...(anchor ? { anchor } : {}),
});

describe('the next starts', () => {
  test.each<[string, Rule, string, string[]]>([
    [
      'keep the time on the wall when clocks change',
      rule('FREQ=WEEKLY;BYDAY=WE', 'America/Los_Angeles', 600),
      '2026-02-26T00:00Z',
      ['2026-03-04T18:00', '2026-03-11T17:00'],
    ],
    [
      'begin with one that is now',
      rule('FREQ=WEEKLY;BYDAY=WE', 'UTC'),
      '2026-03-04T09:00Z',
      ['2026-03-04T09:00', '2026-03-11T09:00'],
    ],
    [
      'count weeks from the anchor',
      rule('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'America/Los_Angeles', 480, '2024-09-10'),
      '2026-11-23T08:00Z',
      ['2026-12-01T16:00', '2026-12-15T16:00'],
    ],
    [
      'do not come before the anchor',
      rule('FREQ=WEEKLY;BYDAY=TU', 'UTC', 480, '2027-05-04'),
      '2026-11-23T08:00Z',
      ['2027-05-04T08:00', '2027-05-11T08:00'],
    ],
    [
      'leave out months without a fifth',
      rule('FREQ=MONTHLY;BYDAY=5MO', 'UTC'),
      '2026-11-23T08:00Z',
      ['2026-11-30T09:00', '2027-03-29T09:00'],
    ],
    [
      'end where the rule does',
      rule('FREQ=WEEKLY;BYDAY=TU;UNTIL=20261201T160000Z', 'America/Los_Angeles', 480),
      '2026-11-23T08:00Z',
      ['2026-11-24T16:00', '2026-12-01T16:00'],
    ],
    [
      'in a gap come by the offset before it (RFC 5545 §3.3.5)',
      rule('FREQ=WEEKLY;BYDAY=SU', 'Europe/Berlin', 150),
      '2026-03-28T12:00Z',
      ['2026-03-29T01:30', '2026-04-05T00:30'],
    ],
    [
      'where a time occurs twice are the first',
      rule('FREQ=WEEKLY;BYDAY=SU', 'America/St_Johns', 90),
      '2026-10-31T12:00Z',
      ['2026-11-01T04:00', '2026-11-08T05:00'],
    ],
    [
      'know a change of half an hour',
      rule('FREQ=WEEKLY;BYDAY=MO', 'Australia/Lord_Howe'),
      '2026-10-01T00:00Z',
      ['2026-10-04T22:00', '2026-10-11T22:00'],
    ],
    [
      'pass a day that was left out',
      rule('FREQ=WEEKLY;BYDAY=FR', 'Pacific/Apia'),
      '2011-12-20T00:00Z',
      ['2011-12-23T19:00', '2011-12-30T19:00', '2012-01-05T19:00'],
    ],
  ])('%s', (_what, of, now, expected) => {
    expect(minutes(nextStarts(of, at(now), expected.length))).toEqual(expected);
  });

  test('are few where it ends', () => {
    expect(nextStarts(rule('FREQ=DAILY;UNTIL=20200101T000000Z', 'UTC'), at('2026-11-23'), 3)).toEqual([]);
  });
});

const zones = fc.constantFrom(
  'UTC',
  'America/Los_Angeles',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'America/Santiago',
  'Pacific/Apia',
);
const days = fc.integer({ min: 1, max: 7 });

test('every week a meeting is on its day and at its time, whatever the clocks do', () => {
  const moments = fc.integer({ min: at('2011-11-01') / DAY, max: at('2030-01-01') / DAY });
  fc.assert(
    fc.property(zones, days, fc.integer({ min: 0, max: 1439 }), moments, (zone, day, time, since) => {
      const weekly = rule(`FREQ=WEEKLY;BYDAY=${DAY_CODES[day - 1]}`, zone, time);
      const starts = startsOf(weekly, since * DAY, (since + 140) * DAY);
      expect([19, 20, 21]).toContain(starts.length);
      for (const start of starts) {
        const wall = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone);
        const shown = wall.hour * 60 + wall.minute;
        const planned = Temporal.PlainDateTime.from(wall.toPlainDate()).add({ minutes: time });
        const isInGap = shown !== time || wall.dayOfWeek !== day;
        if (isInGap) expect(leftOut(wall, day, time)).toBe(true);
        else
          expect(planned.toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds).toBe(start);
      }
    }),
    { numRuns: 120 },
  );
});

test('an anchored rule gives the days that a calendar has, counted by hand', () => {
  const first = fc.integer({ min: 0, max: 2000 });
  const due = fc.oneof(
    fc.record({ weeks: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ months: fc.integer({ min: 1, max: 4 }) }),
  );
  fc.assert(
    fc.property(zones, first, due, (zone, ahead, often) => {
      const anchor = Temporal.PlainDate.from('2024-01-01').add({ days: ahead });
      const days = [anchor.dayOfWeek];
      const made = anchored(
        { verdict: 'needs_anchor', reason: '', zone, time: 720, due: { days, ...often } },
        String(anchor),
      );
      const from = anchor.add({ days: 100 });
      const expected = Array.from({ length: 200 }, (_, day) => from.add({ days: day })).filter((day) =>
        isDue(day, anchor, often),
      );
      const [start, end] = [from, from.add({ days: 200 })].map(
        (day) => day.toZonedDateTime(zone).epochMilliseconds,
      );
      const found = startsOf(made ?? rule('', zone), start ?? 0, end ?? 0).map((moment) =>
        Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate().toString(),
      );
      expect(found).toEqual(expected.map(String));
    }),
    { numRuns: 80 },
  );
});

function isDue(
  day: Temporal.PlainDate,
  anchor: Temporal.PlainDate,
  often: { weeks: number } | { months: number },
): boolean {
  if (day.dayOfWeek !== anchor.dayOfWeek) return false;
  if ('weeks' in often) return anchor.until(day).days % (7 * often.weeks) === 0;
  const months = 12 * (day.year - anchor.year) + day.month - anchor.month;
  const sameWeek =
    anchor.day > 28 ? day.day + 7 > day.daysInMonth : Math.ceil(day.day / 7) === Math.ceil(anchor.day / 7);
  return months % often.months === 0 && sameWeek;
}

/** Whether clocks there never showed that time on that day, of the week before this moment. */
function leftOut(wall: Temporal.ZonedDateTime, day: number, time: number): boolean {
  const date = wall.toPlainDate().subtract({ days: (wall.dayOfWeek - day + 7) % 7 });
  const planned = date.toPlainDateTime().add({ minutes: time });
  return !planned.toZonedDateTime(wall.timeZoneId).toPlainDateTime().equals(planned);
}

describe('an anchor', () => {
  const reading = (due: Reading['due']): Reading => ({
    verdict: 'needs_anchor',
    reason: '',
    zone: 'UTC',
    time: 540,
    due,
  });
  test.each<[string, Reading['due'], string, string | undefined]>([
    ['counts weeks', { days: [4], weeks: 2 }, '2026-12-03', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH'],
    ['names the week of the month', { days: [4] }, '2026-12-03', 'FREQ=MONTHLY;BYDAY=1TH'],
    ['on the 28th is the fourth', { days: [6] }, '2026-11-28', 'FREQ=MONTHLY;BYDAY=4SA'],
    ['after the 28th is the last', { days: [4] }, '2026-12-31', 'FREQ=MONTHLY;BYDAY=-1TH'],
    ['counts months', { days: [4], months: 3 }, '2026-12-10', 'FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH'],
    [
      'agrees with which of the month is known',
      { days: [4], months: 3, nth: -1 },
      '2026-12-31',
      'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1TH',
    ],
    ['is none where it does not', { days: [4], months: 3, nth: -1 }, '2026-12-24', undefined],
    ['is none on another day', { days: [4], weeks: 2 }, '2026-12-04', undefined],
    ['is none that the calendar lacks', { days: [4], weeks: 2 }, '2026-13-04', undefined],
    ['is nothing to what is not due', undefined, '2026-12-03', undefined],
  ])('%s', (_what, due, date, rrule) => {
    const made = anchored(reading(due), date);
    expect(made).toEqual(rrule && { rrule, time: 540, zone: 'UTC', anchor: date });
    if (made) expect(fallsOn(made, date)).toBe(true);
  });
});

describe('a rule in words', () => {
  test.each([
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'every two weeks on Tuesday'],
    ['FREQ=WEEKLY;BYDAY=TU,TH', 'every week on Tuesday and Thursday'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every week from Monday to Friday'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'every day'],
    ['FREQ=MONTHLY;BYDAY=1WE,3WE', 'every first and third Wednesday of the month'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'every last Friday of the month'],
    ['FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH', 'every three months on the second Thursday'],
    [
      'FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=22,23,24,25,26,27,28',
      'every month on the Wednesday between the 22nd and the 28th',
    ],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=6', 'every year in December on the 6th day of the month'],
  ])('%s', (rrule, words) => {
    expect(ruleText(rule(rrule, 'America/Los_Angeles', 480))).toBe(
      `${words}, 08:00 Pacific time (America/Los_Angeles)`,
    );
  });
  test.each([
    ['UTC', '08:00 UTC'],
    ['Etc/GMT-2', '08:00 UTC+02:00 (Etc/GMT-2)'],
    ['Europe/Warsaw', '08:00 Central European time (Europe/Warsaw)'],
  ])('in %s', (zone, words) => {
    expect(ruleText(rule('FREQ=WEEKLY;BYDAY=TU', zone, 480))).toBe(`every week on Tuesday, ${words}`);
  });
});

describe('an RRULE that somebody writes', () => {
  test.each<[string, string]>([
    ['FREQ=WEEKLY;BYDAY=TU;COUNT=3', 'Leave COUNT out'],
    ['DTSTART:20260101\nRRULE:FREQ=WEEKLY', 'Leave DTSTART out'],
    ['FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231', 'Write UNTIL as a moment in UTC'],
    ['FREQ=HOURLY', 'Write FREQ=DAILY'],
    ['FREQ=DAILY;BYHOUR=9', 'Leave BYHOUR out'],
    ['FREQ=WEEKLY;BYDAY=XX', 'no rule of RFC 5545'],
    ['FREQ=MONTHLY;BYDAY=9TU', 'never takes place'],
    ['every Tuesday', 'Write FREQ='],
  ])('%s is refused', (written, why) => {
    expect(readRrule(written)).toEqual({ problem: expect.stringContaining(why) as string });
  });
  test.each<[string, object]>([
    ['rrule:freq=weekly;byday=tu', { rrule: 'FREQ=WEEKLY;BYDAY=TU' }],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', { due: { days: [2], weeks: 2 } }],
    ['FREQ=WEEKLY', { rrule: 'FREQ=WEEKLY', counts: true }],
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU', { rrule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU', counts: true }],
  ])('%s', (written, read) => {
    expect(readRrule(written)).toEqual(read);
  });
});
