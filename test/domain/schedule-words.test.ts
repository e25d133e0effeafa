import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSchedule } from '../../src/domain/schedule-words.ts';
import {
  anchored,
  nextStarts,
  type Rule,
  type ScheduleVerdict,
  type WrittenSchedule,
} from '../../src/domain/schedule.ts';
import { DAY } from '../../src/domain/time.ts';

const tuesday: WrittenSchedule = { day: 'Tuesday', time: '9:00', tz: 'PT', frequency: 'weekly' };
const read = (written: WrittenSchedule) => readSchedule({ ...tuesday, ...written });
const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`;

describe('a time', () => {
  test.each<[string, number]>([
    ['9:00', 540],
    ['09:00', 540],
    ['9:00 AM', 540],
    ['9 a.m.', 540],
    ['2 PM', 840],
    ['2PM', 840],
    ['12:00 AM', 0],
    ['12:30pm', 750],
    ['17h', 1020],
    ['17h30', 1050],
    ['17.30', 1050],
    ['1730', 1050],
    ['noon', 720],
    ['10:00-11:00', 600],
    ['10:00 – 10:30', 600],
    ['10-11am', 600],
    ['08:30 - 09:30 PT', 510],
  ])('%s', (time, minutes) => {
    expect(read({ time })).toMatchObject({ verdict: 'exact', time: minutes });
  });

  test.each<[string, ScheduleVerdict, string]>([
    ['24:00', 'ambiguous', 'the day’s beginning, or its end?'],
    ['midnight', 'ambiguous', 'the day’s beginning, or its end?'],
    ['9', 'ambiguous', 'in the morning, or in the evening?'],
    ['11-1pm', 'ambiguous', 'does it begin before noon?'],
    ['9:00 / 17:00', 'ambiguous', 'more than one time'],
    ['8:00 (16:00 UTC)', 'ambiguous', 'more than one time'],
    ['17:00 UTC', 'ambiguous', 'more than one zone'],
    ['25:00', 'unschedulable', 'is no time of day'],
    ['13:00 AM', 'unschedulable', 'is no time of day'],
    ['morning', 'unschedulable', 'is no time of day'],
    ['TBD', 'unschedulable', 'It says “TBD” in place of a time.'],
    ['', 'unschedulable', 'It names no time.'],
  ])('%s is not one', (time, verdict, why) => {
    const reading = read({ time });
    expect(reading.verdict).toBe(verdict);
    expect(reading.reason).toContain(why);
  });
});

describe('a zone', () => {
  test.each([
    ['PT', 'America/Los_Angeles'],
    ['PT (Pacific Time)', 'America/Los_Angeles'],
    ['PST', 'America/Los_Angeles'],
    ['PST/PDT', 'America/Los_Angeles'],
    ['US/Pacific', 'America/Los_Angeles'],
    ['PST8PDT', 'America/Los_Angeles'],
    ['america/los_angeles', 'America/Los_Angeles'],
    ['EST (Eastern Time)', 'America/New_York'],
    ['Eastern Time (ET)', 'America/New_York'],
    ['EST/EDT', 'America/New_York'],
    ['New York', 'America/New_York'],
    ['CET (Central European Time)', 'Europe/Berlin'],
    ['CEST', 'Europe/Berlin'],
    ['Poland', 'Europe/Warsaw'],
    ['Warsaw', 'Europe/Warsaw'],
    ['London Time', 'Europe/London'],
    ['BST (London)', 'Europe/London'],
    ['Beijing', 'Asia/Shanghai'],
    ['CST (China)', 'Asia/Shanghai'],
    ['Indian Standard Time', 'Asia/Kolkata'],
    ['IST (India)', 'Asia/Kolkata'],
    ['AEST (Brisbane)', 'Australia/Brisbane'],
    ['GMT', 'UTC'],
    ['UTC (GMT)', 'UTC'],
    ['UTC+2', 'Etc/GMT-2'],
    ['UTC-08:00', 'Etc/GMT+8'],
  ])('%s is %s', (tz, zone) => {
    expect(read({ tz })).toMatchObject({ verdict: 'exact', zone });
  });

  test.each([
    ['IST', ['Asia/Kolkata', 'Asia/Jerusalem', 'Europe/Dublin']],
    ['EST', ['America/New_York', 'America/Jamaica']],
    ['CST', ['America/Chicago', 'Asia/Shanghai', 'America/Costa_Rica']],
    ['BST', ['Europe/London', 'Asia/Dhaka']],
    ['AEST', ['Australia/Sydney', 'Australia/Brisbane']],
    ['PT/CET', ['America/Los_Angeles', 'Europe/Berlin']],
    ['PT and ET', ['America/Los_Angeles', 'America/New_York']],
    ['PT (UTC-8)', ['America/Los_Angeles', 'Etc/GMT+8']],
    ['PT (in winter)', ['America/Los_Angeles']],
  ])('%s is ambiguous', (tz, zones) => {
    const reading = read({ tz });
    expect(reading).toMatchObject({ verdict: 'ambiguous', zones });
    expect(reading.zone).toBeUndefined();
  });

  test.each(['', 'TBD', 'Harbour time', 'Pacfic Time', 'UTC+20'])('“%s” is none', (tz) => {
    expect(read({ tz }).verdict).toBe('unschedulable');
  });
});

describe('a frequency that is exact', () => {
  test.each<[WrittenSchedule, string, string?]>([
    [{ frequency: 'weekly' }, 'FREQ=WEEKLY;BYDAY=TU'],
    [{ frequency: 'Every Tuesday' }, 'FREQ=WEEKLY;BYDAY=TU'],
    [{ day: 'Tuesdays', frequency: '' }, 'FREQ=WEEKLY;BYDAY=TU'],
    [{ frequency: 'weekly, you must be signed into a free zoom account to join' }, 'FREQ=WEEKLY;BYDAY=TU'],
    [{ day: 'Tue/Thu' }, 'FREQ=WEEKLY;BYDAY=TU,TH'],
    [{ day: 'Thursday and Tuesday', frequency: 'twice a week' }, 'FREQ=WEEKLY;BYDAY=TU,TH'],
    [{ day: 'Monday-Friday', frequency: 'daily' }, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    [{ day: '', frequency: 'every weekday' }, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    [{ frequency: 'first Tuesday of the month' }, 'FREQ=MONTHLY;BYDAY=1TU'],
    [{ frequency: 'monthly - last Tuesday every month' }, 'FREQ=MONTHLY;BYDAY=-1TU'],
    [{ frequency: 'Monthly on 4th Tuesday' }, 'FREQ=MONTHLY;BYDAY=4TU'],
    [{ frequency: 'every third Tuesday of the month' }, 'FREQ=MONTHLY;BYDAY=3TU'],
    [{ day: 'third Tuesday', frequency: 'monthly' }, 'FREQ=MONTHLY;BYDAY=3TU'],
    [{ frequency: '2nd and 4th Tuesday' }, 'FREQ=MONTHLY;BYDAY=2TU,4TU'],
    [{ frequency: '1st and 3rd of the month' }, 'FREQ=MONTHLY;BYDAY=1TU,3TU'],
    [
      { day: 'Wednesday', frequency: 'monthly - Wednesday, after the fourth Tuesday, every month' },
      'FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=23,24,25,26,27,28,29',
    ],
    [
      { frequency: 'biweekly starting Tuesday June 5th, 2018' },
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      '2018-06-05',
    ],
    [{ frequency: 'biweekly 2019 start date: Jan. 8th' }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2019-01-08'],
    [{ frequency: 'fortnightly from 25/06/2024' }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2024-06-25'],
    [
      { day: '', frequency: 'every 3 weeks starting 2018-06-05' },
      'FREQ=WEEKLY;INTERVAL=3;BYDAY=TU',
      '2018-06-05',
    ],
    [
      { day: 'Tuesdays (starting 4 September 2018)', frequency: 'weekly' },
      'FREQ=WEEKLY;BYDAY=TU',
      '2018-09-04',
    ],
    [{ frequency: 'monthly 2020 start date: Jan. 7th' }, 'FREQ=MONTHLY;BYDAY=1TU', '2020-01-07'],
    [{ frequency: 'monthly starting 2024-10-29' }, 'FREQ=MONTHLY;BYDAY=-1TU', '2024-10-29'],
    [{ frequency: 'quarterly starting 2024-01-09' }, 'FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU', '2024-01-09'],
    [{ frequency: 'bi-weekly', anchor: '2026-12-01' }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-01'],
    [{ rrule: 'FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=-1' }, 'FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=-1'],
  ])('%j', (written, rrule, anchor) => {
    const { verdict, rule } = read(written);
    expect(verdict).toBe('exact');
    expect(rule).toEqual({ rrule, time: 540, zone: 'America/Los_Angeles', ...(anchor ? { anchor } : {}) });
  });
});

describe('a frequency that needs an anchor', () => {
  test.each<[string, object]>([
    ['biweekly', { days: [2], weeks: 2 }],
    ['bi-weekly', { days: [2], weeks: 2 }],
    ['every other Tuesday', { days: [2], weeks: 2 }],
    ['biweekly - alternating with regular meeting', { days: [2], weeks: 2 }],
    ['Biweekly, interleaved with the Harbour Meeting', { days: [2], weeks: 2 }],
    ['bi-weekly ([upcoming meeting dates](#upcoming-meeting-dates))', { days: [2], weeks: 2 }],
    ['Alternate Tuesdays', { days: [2], weeks: 2 }],
    ['even weeks', { days: [2], weeks: 2 }],
    ['biweekly starting June 5', { days: [2], weeks: 2 }],
    ['every four weeks', { days: [2], weeks: 4 }],
    ['monthly', { days: [2] }],
    ['every two months', { days: [2], months: 2 }],
    ['last Tuesday of the quarter', { days: [2], months: 3, nth: -1 }],
  ])('%s', (frequency, due) => {
    const reading = read({ frequency });
    expect(reading).toMatchObject({ verdict: 'needs_anchor', zone: 'America/Los_Angeles', time: 540 });
    expect(reading.due).toEqual(due);
    expect(reading.rule).toBeUndefined();
  });
});

describe('a frequency that is ambiguous', () => {
  test.each<[WrittenSchedule, string]>([
    [{ frequency: 'weekly except on holidays' }, '“except” and “holidays” are not understood.'],
    [{ frequency: 'biweekly until June 5, 2024' }, '“until”'],
    [{ day: 'Tuesday morning' }, '“morning” is not understood.'],
    [{ frequency: 'bimonthly' }, 'twice a month, or every two months'],
    [{ frequency: 'twice a month' }, 'in which two weeks'],
    [{ frequency: 'every second Tuesday' }, 'or every so many weeks'],
    [{ frequency: 'first week of the month' }, 'or from its first Monday'],
    [{ frequency: 'biweekly on 1st and 3rd Tuesday' }, 'more than one frequency'],
    [{ frequency: 'weekly or biweekly' }, 'more than one frequency'],
    [{ frequency: 'monthly on Thursday' }, 'The day is Tuesday, and the frequency says Thursday.'],
    [{ day: 'Wed/Thu alternating' }, 'It alternates'],
    [{ day: 'Tuesday or Thursday' }, 'leaves open which day'],
    [{ day: 'Tue/Thu', frequency: 'biweekly' }, 'by turns?'],
    [{ frequency: 'daily' }, 'It is daily, and on Tuesday.'],
    [{ frequency: 'biweekly starting 05/06/2024' }, 'day first or month first'],
    [{ frequency: 'biweekly starting Feb 30, 2024' }, 'is no date'],
    [{ frequency: 'weekly starting June 5' }, 'no year'],
    [{ frequency: 'biweekly starting Thursday June 7, 2018' }, '2018-06-07, is a Thursday and not a Tuesday'],
    [{ frequency: 'biweekly starting Tuesday June 7, 2018' }, '2018-06-07 is a Thursday, and not a Tuesday'],
    [{ frequency: 'first Tuesday starting 2024-01-09' }, 'does not take place on 2024-01-09'],
    [{ day: 'first Tuesday', frequency: 'third Tuesday' }, 'different ones of the month'],
    [{ day: 'Wednesday', frequency: 'the day after the second Monday' }, '“day” is not understood'],
    [{ frequency: 'third Tuesday after the second Monday' }, 'more than one frequency'],
    [{ frequency: 'last Tuesday of the quarter starting 2024-01-23' }, 'does not take place on 2024-01-23'],
    [{ frequency: 'second last Tuesday' }, '“second last” is not understood'],
    [{ frequency: 'monthly, second to last Tuesday' }, '“second to last” is not understood'],
    [{ frequency: 'Tuesday after the last Monday' }, 'cannot be told'],
    [{ frequency: 'biweekly', anchor: '2026-12-03' }, 'is a Thursday and not a Tuesday'],
    [{ rrule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU' }, 'counts from a first day'],
    [{ frequency: `weekly${' '.repeat(400)}x` }, 'too long'],
  ])('%j', (written, why) => {
    const reading = read(written);
    expect(reading.verdict).toBe('ambiguous');
    expect(reading.reason).toContain(why);
  });
});

describe('a schedule that is none', () => {
  test.each<[WrittenSchedule, string]>([
    [{ frequency: 'as needed' }, 'It says “as needed”.'],
    [{ frequency: 'On demand' }, 'It says “On demand”.'],
    [{ frequency: 'ad hoc' }, 'It says “ad hoc”.'],
    [{ frequency: 'TBD' }, 'It says “TBD”.'],
    [{ frequency: 'N/A' }, 'It says “N/A”.'],
    [{ frequency: 'weekly (cancelled)' }, 'It says “cancelled”.'],
    [{ frequency: '' }, 'It does not say how often.'],
    [{ frequency: 'wekly' }, '“wekly” is not understood.'],
    [{ day: '' }, 'It names no day of the week.'],
    [{ day: 'Wendesday' }, '“Wendesday” is not understood.'],
    [{ time: '', tz: 'TBD' }, 'It names no time. It says “TBD” in place of a zone.'],
  ])('%j', (written, why) => {
    const reading = read(written);
    expect(reading.verdict).toBe('unschedulable');
    expect(reading.reason).toContain(why);
  });

  test('says all that it lacks, the worst first', () => {
    expect(read({ tz: 'IST', frequency: 'biweekly', time: '' }).reason).toBe(
      'It names no time. “IST” can be the time of Asia/Kolkata, Asia/Jerusalem or Europe/Dublin. ' +
        'Every two weeks on a Tuesday; no date is named.',
    );
  });
});

test('what is read of a good line is said in words', () => {
  expect(read({ tz: 'EST (Eastern Time)', frequency: 'biweekly', anchor: '2026-12-01' }).reason).toBe(
    'Every two weeks on Tuesday, 09:00 Eastern time (America/New_York), counted from 2026-12-01. ' +
      '“EST (Eastern Time)” is read as the time on the wall of America/New_York.',
  );
});

test('whatever is written is read, and exact only where all is known', () => {
  const word = fc.constantFrom(
    ...'weekly biweekly monthly every 1st 2nd last of the month starting June 7, 2018 Tuesday and / - Wed'.split(
      ' ',
    ),
    ...'TBD 9:00 24:00 10:00-11:00 PM IST PT (Pacific Time) UTC+2 after week two 2024-13-45 05/06/2024'.split(
      ' ',
    ),
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  );
  const field = fc.option(text, { nil: undefined });
  const schedule = fc.record({
    day: fc.oneof(field, fc.constant('Tuesday')),
    time: fc.oneof(field, fc.constant('9:00')),
    tz: fc.oneof(field, fc.constant('PT')),
    frequency: field,
    anchor: fc.option(text, { nil: undefined, freq: 9 }),
    rrule: fc.option(text, { nil: undefined, freq: 9 }),
  });
  fc.assert(
    fc.property(schedule, (written) => {
      const reading = readSchedule(written);
      expect(reading.reason).not.toBe('');
      expect(reading.rule !== undefined).toBe(reading.verdict === 'exact');
      if (reading.rule) {
        const { zone, time } = reading;
        expect(reading.rule).toMatchObject({ zone, time, rrule: expect.stringContaining('FREQ=') as string });
        nextStarts(reading.rule, 0, 1);
      }
      expect(reading.due !== undefined).toBe(reading.verdict === 'needs_anchor');
    }),
    { numRuns: 600 },
  );
});

test('a word more that nobody knows never leaves a line exact', () => {
  const line = fc.constantFrom('weekly', 'first Tuesday of the month', 'biweekly starting 2018-06-05');
  const strange = fc.stringMatching(/^[b-df-hj-np-tv-z]{4,9}$/).map((word) => `q${word}`);
  fc.assert(
    fc.property(line, strange, fc.boolean(), (frequency, word, before) => {
      const reading = read({ frequency: before ? `${word} ${frequency}` : `${frequency} ${word}` });
      expect(reading.verdict).toBe('ambiguous');
      expect(reading.reason).toContain(`“${word}”`);
    }),
    { numRuns: 60 },
  );
});

const DATA = new URL('../../../shared/data/meetings/', import.meta.url);
const lines = (name: string) => readFileSync(new URL(name, DATA), 'utf8').trim().split('\n');

interface Worked {
  id: string;
  raw: WrittenSchedule;
  now: string;
  verdict: ScheduleVerdict;
  zone?: string;
  zone_candidates?: string[];
  next_utc: string[];
  with_anchor?: { anchor: string; next_utc: string[] };
}

function worked(): Worked[] {
  return existsSync(DATA) ? lines('worked-examples.jsonl').map((line) => JSON.parse(line) as Worked) : [];
}

describe.skipIf(!existsSync(DATA))('real lines (skipped without ../shared/data)', () => {
  test.each(worked())('the worked example $id comes out', (example) => {
    const [reading, now] = [readSchedule(example.raw), Date.parse(example.now)];
    const next = (rule: Rule | undefined) => (rule ? nextStarts(rule, now, 3).map(minute) : []);
    expect(reading).toMatchObject({
      verdict: example.verdict,
      ...(example.zone ? { zone: example.zone } : {}),
      ...(example.zone_candidates ? { zones: example.zone_candidates } : {}),
    });
    expect(next(reading.rule)).toEqual(example.next_utc);
    const { with_anchor: given } = example;
    if (given) expect(next(anchored(reading, given.anchor))).toEqual(given.next_utc);
  });

  test('of 102 lines 44 can be computed, 57 need a date, one has three zones', () => {
    const counts: Partial<Record<ScheduleVerdict, number>> = {};
    for (const line of lines('all-102-lines.tsv').slice(1)) {
      const [count, day, time, tz, frequency] = line.split('\t');
      const { verdict, rule } = readSchedule({ day, time, tz, frequency });
      counts[verdict] = (counts[verdict] ?? 0) + Number(count);
      if (rule)
        expect(nextStarts(rule, Date.parse('2026-11-23'), 3).at(-1)).toBeLessThan(
          Date.parse('2026-11-23') + 100 * DAY,
        );
    }
    expect(counts).toEqual({ exact: 44, needs_anchor: 57, ambiguous: 1 });
  });
});
