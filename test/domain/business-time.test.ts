import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterBusiness,
  beforeBusiness,
  businessDays,
  businessTime,
  type BusinessHours,
  type Office,
} from '../../src/domain/business-time.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { readHours } from '../../src/domain/zone.ts';

const at = (text: string) => Date.parse(text);

function office(hours: string, zone: string, holidays: readonly string[] = []): Office {
  const read = readHours(hours);
  if (!read) throw new Error(`no hours: ${hours}`);
  return { ...read, zone, holidays };
}

const BERLIN = office('mon-fri 09:00-17:00', 'Europe/Berlin', ['2026-12-25', '2027-01-01']);
const LONDON = office('mon-fri 09:00-17:00', 'Europe/London');
const ANGELES = office('mon-fri 09:00-17:00', 'America/Los_Angeles', ['2026-11-26']);
const SYDNEY = office('mon-fri 09:00-17:00', 'Australia/Sydney');
const KOLKATA = office('mon-fri 10:00-18:30', 'Asia/Kolkata', ['2026-11-24']);
const AMMAN = office('sun-thu 08:00-16:00', 'Asia/Amman');
const RIYADH = office('sun,mon,tue,wed,thu 08:00-16:00', 'Asia/Riyadh');
const NIGHTS = [office('mon-fri 22:00-24:00', 'UTC'), office('tue-sat 00:00-06:00', 'UTC')];
const SUNDAY = office('sun 00:00-24:00', 'Europe/Berlin');
const SMALL_HOURS = office('sun 01:00-04:00', 'Europe/Berlin');
const GAP = office('sun 02:00-03:00', 'Europe/Berlin');
const CHATHAM = office('mon-fri 09:00-17:00', 'Pacific/Chatham');
const HOWE = office('mon-sun 00:00-24:00', 'Australia/Lord_Howe');

describe('business time', () => {
  test.each<[string, BusinessHours, string, string, string]>([
    ['no office: every minute', [], '2026-11-21T00:00Z', '2026-11-23T01:30Z', '49:30'],
    ['nothing at all', [BERLIN], '2026-11-23T10:00Z', '2026-11-23T10:00Z', '0:00'],
    ['backwards', [BERLIN], '2026-11-23T12:00Z', '2026-11-23T10:00Z', '0:00'],
    ['backwards, no office', [], '2026-11-23T12:00Z', '2026-11-23T10:00Z', '0:00'],
    ['within a day', [BERLIN], '2026-11-23T10:00+01:00', '2026-11-23T12:30+01:00', '2:30'],
    ['a minute', [BERLIN], '2026-11-23T10:00+01:00', '2026-11-23T10:01+01:00', '0:01'],
    ['before the day to after it', [BERLIN], '2026-11-23T01:00+01:00', '2026-11-23T23:00+01:00', '8:00'],
    ['the very hours', [BERLIN], '2026-11-23T09:00+01:00', '2026-11-23T17:00+01:00', '8:00'],
    [
      'from the end to the next beginning',
      [BERLIN],
      '2026-11-23T17:00+01:00',
      '2026-11-24T09:00+01:00',
      '0:00',
    ],
    ['overnight', [BERLIN], '2026-11-23T16:00+01:00', '2026-11-24T10:00+01:00', '2:00'],
    ['over a weekend', [BERLIN], '2026-11-20T16:00+01:00', '2026-11-23T10:00+01:00', '2:00'],
    ['a weekend alone', [BERLIN], '2026-11-21T00:00+01:00', '2026-11-23T00:00+01:00', '0:00'],
    ['a week', [BERLIN], '2026-11-16T00:00+01:00', '2026-11-23T00:00+01:00', '40:00'],
    ['over a month’s end', [BERLIN], '2026-11-30T16:00+01:00', '2026-12-01T10:00+01:00', '2:00'],
    ['a holiday on a Friday', [BERLIN], '2026-12-24T16:00+01:00', '2026-12-28T10:00+01:00', '2:00'],
    ['over a year’s end', [BERLIN], '2026-12-31T16:00+01:00', '2027-01-04T10:00+01:00', '2:00'],
    [
      'a holiday on a weekend changes nothing',
      [office('mon-fri 09:00-17:00', 'UTC', ['2026-11-22'])],
      '2026-11-20T16:00Z',
      '2026-11-23T10:00Z',
      '2:00',
    ],
    ['a whole year of weeks', [LONDON], '2026-01-05T00:00Z', '2027-01-04T00:00Z', '2080:00'],
    ['the leap day', [LONDON], '2028-02-28T09:00Z', '2028-03-02T09:00Z', '24:00'],
    ['no leap day', [LONDON], '2027-02-26T09:00Z', '2027-03-02T09:00Z', '16:00'],
    ['before 1970', [LONDON], '1969-12-29T00:00Z', '1970-01-03T00:00Z', '40:00'],
    ['two offices that overlap', [BERLIN, LONDON], '2026-11-23T00:00Z', '2026-11-24T00:00Z', '9:00'],
    ['the same office twice', [BERLIN, BERLIN], '2026-11-23T00:00Z', '2026-11-24T00:00Z', '8:00'],
    [
      'two that are never open together',
      [BERLIN, ANGELES],
      '2026-11-23T00:00Z',
      '2026-11-24T08:00Z',
      '16:00',
    ],
    [
      'one ends as the other begins',
      [office('mon-fri 08:00-12:00', 'UTC'), office('mon-fri 12:00-16:00', 'UTC')],
      '2026-11-23T11:00Z',
      '2026-11-23T13:00Z',
      '2:00',
    ],
    [
      'one within the other',
      [office('mon-fri 08:00-18:00', 'UTC'), office('mon-fri 10:00-11:00', 'UTC')],
      '2026-11-23T00:00Z',
      '2026-11-24T00:00Z',
      '10:00',
    ],
    [
      'Thanksgiving in one of two',
      [BERLIN, ANGELES],
      '2026-11-26T00:00-08:00',
      '2026-11-27T00:00-08:00',
      '8:00',
    ],
    ['Thanksgiving where it is one', [ANGELES], '2026-11-25T16:00-08:00', '2026-11-27T10:00-08:00', '2:00'],
    ['around the globe', [BERLIN, ANGELES, SYDNEY], '2026-11-23T00:00Z', '2026-11-24T00:00Z', '21:00'],
    ['Friday’s evening there is Saturday here', [ANGELES], '2026-11-21T00:00Z', '2026-11-22T00:00Z', '1:00'],
    ['half an hour off the hour', [KOLKATA], '2026-11-23T10:00+05:30', '2026-11-23T12:00+05:30', '2:00'],
    ['half an hour off, a holiday', [KOLKATA], '2026-11-23T18:00+05:30', '2026-11-25T10:30+05:30', '1:00'],
    ['three quarters of an hour off', [CHATHAM], '2026-11-22T19:15Z', '2026-11-23T19:15Z', '8:00'],
    ['a Friday and Saturday weekend', [AMMAN], '2026-11-19T15:00+03:00', '2026-11-22T09:00+03:00', '2:00'],
    ['a Friday where it is a weekend', [RIYADH], '2026-11-20T00:00+03:00', '2026-11-21T00:00+03:00', '0:00'],
    ['a Sunday where it is none', [RIYADH], '2026-11-22T00:00+03:00', '2026-11-23T00:00+03:00', '8:00'],
    ['two weekends united', [BERLIN, RIYADH], '2026-11-22T00:00Z', '2026-11-29T00:00Z', '60:00'],
    ['over midnight', NIGHTS, '2026-11-23T20:00Z', '2026-11-24T08:00Z', '8:00'],
    ['nights of a week', NIGHTS, '2026-11-23T00:00Z', '2026-11-30T00:00Z', '40:00'],
    ['clocks go forward, Berlin', [SUNDAY], '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00', '23:00'],
    ['clocks go back, Berlin', [SUNDAY], '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00', '25:00'],
    ['open while clocks go forward', [SMALL_HOURS], '2026-03-29T00:00Z', '2026-03-30T00:00Z', '2:00'],
    ['open while clocks go back', [SMALL_HOURS], '2026-10-24T12:00Z', '2026-10-26T00:00Z', '4:00'],
    ['an hour that clocks skip', [GAP], '2026-03-28T12:00Z', '2026-03-30T00:00Z', '0:00'],
    ['an hour that clocks show twice', [GAP], '2026-10-24T12:00Z', '2026-10-26T00:00Z', '2:00'],
    [
      'a working week in which clocks change',
      [BERLIN],
      '2026-03-27T16:00+01:00',
      '2026-03-30T10:00+02:00',
      '2:00',
    ],
    [
      'two zones that change a week apart',
      [BERLIN, LONDON, ANGELES],
      '2026-10-26T00:00Z',
      '2026-10-27T00:00Z',
      '16:00',
    ],
    [
      'clocks go forward in the south',
      [office('sun 00:00-24:00', 'Australia/Sydney')],
      '2026-10-03T14:00Z',
      '2026-10-04T13:00Z',
      '23:00',
    ],
    [
      'clocks go back in the south',
      [office('sun 00:00-24:00', 'Australia/Sydney')],
      '2026-04-04T13:00Z',
      '2026-04-05T14:00Z',
      '25:00',
    ],
    ['a change of half an hour', [HOWE], '2026-04-04T13:00Z', '2026-04-05T13:30Z', '24:30'],
    [
      'a day that was left out',
      [office('fri 09:00-17:00', 'Pacific/Apia')],
      '2011-12-29T00:00Z',
      '2012-01-02T00:00Z',
      '0:00',
    ],
    [
      'nobody works',
      [office('mon-fri 09:00-17:00', 'UTC', ['2026-11-23'])],
      '2026-11-23T00:00Z',
      '2026-11-24T00:00Z',
      '0:00',
    ],
  ])('%s', (_what, hours, from, to, expected) => {
    expect(hm(businessTime(hours, at(from), at(to)))).toBe(expected);
  });

  test('days of business are whole ones, but no weekend and no holiday', () => {
    const days = businessDays([BERLIN]);
    expect(hm(businessTime(days, at('2026-12-24T15:00+01:00'), at('2026-12-28T15:00+01:00')))).toBe('24:00');
    expect(afterBusiness(days, at('2026-12-24T15:00+01:00'), 3 * DAY)).toBe(at('2026-12-30T15:00+01:00'));
    expect(afterBusiness(days, at('2026-12-26T11:00+01:00'), DAY)).toBe(at('2026-12-29T00:00+01:00'));
  });
});

describe('when so much business time has passed', () => {
  test.each<[string, BusinessHours, string, string, string | undefined]>([
    ['at once', [BERLIN], '2026-11-21T12:00Z', '0:00', '2026-11-21T12:00Z'],
    ['no office', [], '2026-11-21T12:00Z', '30:00', '2026-11-22T18:00Z'],
    ['the same day', [BERLIN], '2026-11-23T10:00+01:00', '4:00', '2026-11-23T14:00+01:00'],
    ['to the very end of the day', [BERLIN], '2026-11-23T09:00+01:00', '8:00', '2026-11-23T17:00+01:00'],
    ['a minute more', [BERLIN], '2026-11-23T09:00+01:00', '8:01', '2026-11-24T09:01+01:00'],
    ['over a weekend', [BERLIN], '2026-11-20T16:00+01:00', '4:00', '2026-11-23T12:00+01:00'],
    ['begun on a Sunday', [BERLIN], '2026-11-22T16:00+01:00', '4:00', '2026-11-23T13:00+01:00'],
    ['over Christmas', [BERLIN], '2026-12-24T16:00+01:00', '2:00', '2026-12-28T10:00+01:00'],
    [
      'where another office takes over',
      [BERLIN, ANGELES],
      '2026-11-23T16:00+01:00',
      '3:00',
      '2026-11-23T11:00-08:00',
    ],
    [
      'nobody ever works',
      [office('mon 09:00-17:00', 'UTC', [])].map((one) => ({ ...one, days: [] })),
      '2026-11-23T00:00Z',
      '0:01',
      undefined,
    ],
    ['more than ten years bring', [office('mon 09:00-09:01', 'UTC')], '2026-11-23T00:00Z', '9:00', undefined],
  ])('%s', (_what, hours, from, length, expected) => {
    const [hour = 0, minute = 0] = length.split(':').map(Number);
    const after = afterBusiness(hours, at(from), hour * HOUR + minute * MINUTE);
    expect(after === undefined ? undefined : isoOf(after)).toBe(expected && isoOf(at(expected)));
  });

  test('backwards, to the last moment from which it has', () => {
    const monday = at('2026-11-23T11:00+01:00');
    expect(beforeBusiness([BERLIN], monday, 4 * HOUR)).toBe(at('2026-11-20T15:00+01:00'));
    expect(beforeBusiness([BERLIN], monday, 2 * HOUR)).toBe(at('2026-11-23T09:00+01:00'));
    expect(beforeBusiness([BERLIN], monday, 0)).toBe(monday);
    expect(beforeBusiness([], monday, HOUR)).toBe(monday - HOUR);
    expect(beforeBusiness([{ ...BERLIN, days: [] }], monday, 1)).toBeUndefined();
  });
});

const offices = fc.record({
  zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'),
  times: fc.tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 48 })).filter(([a, b]) => a < b),
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  holidays: fc.subarray(['2026-03-29', '2026-10-26', '2026-11-01', '2026-11-23']),
});
const hoursOf = fc
  .array(offices, { minLength: 1, maxLength: 3 })
  .map((all): BusinessHours =>
    all.map(({ times: [from, to], ...rest }) => ({ ...rest, from: from * 30, to: to * 30 })),
  );
/** Minutes, near a change of the clocks as often as not. */
const moments = fc
  .tuple(
    fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-25', '2026-11-01', '2026-11-23'),
    fc.integer({ min: -1440, max: 1440 }),
  )
  .map(([day, minutes]) => at(`${day}T00:00Z`) + minutes * MINUTE);

describe('of any hours', () => {
  test('business time is what a count of each minute comes to', () => {
    fc.assert(
      fc.property(hoursOf, moments, fc.integer({ min: 0, max: 2000 }), (hours, from, minutes) => {
        const all = Array.from({ length: minutes }, (_, index) => from + index * MINUTE);
        const open = all.filter((minute) => hours.some((one) => isOpen(one, minute))).length;
        expect(businessTime(hours, from, from + minutes * MINUTE)).toBe(open * MINUTE);
      }),
      { numRuns: 80, seed: 1 },
    );
  });

  test('it adds up', () => {
    const length = fc.integer({ min: 0, max: 400 * 1440 });
    fc.assert(
      fc.property(hoursOf, moments, length, length, (hours, from, one, other) => {
        const [middle, to] = [from + one * MINUTE, from + (one + other) * MINUTE];
        const parts = businessTime(hours, from, middle) + businessTime(hours, middle, to);
        expect(parts).toBe(businessTime(hours, from, to));
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  test('forwards and backwards agree on what has had its time', () => {
    const spans = fc.integer({ min: 0, max: 6000 }).map((minutes) => minutes * MINUTE);
    fc.assert(
      fc.property(hoursOf, moments, spans, spans, (hours, start, ms, later) => {
        const due = afterBusiness(hours, start, ms);
        if (due === undefined) return;
        expect(businessTime(hours, start, due)).toBe(ms);
        for (const now of [due, due - MINUTE, due + later]) {
          const cut = beforeBusiness(hours, now, ms) ?? -Infinity;
          expect([now, start <= cut]).toEqual([now, due <= now]);
        }
      }),
      { numRuns: 100, seed: 3 },
    );
  });
});

const CLOCKS = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock there shows, by another way than the one under test. */
function isOpen({ zone, days, from, to, holidays }: Office, moment: number): boolean {
  const clock =
    CLOCKS.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  CLOCKS.set(zone, clock);
  const [date = '', time = ''] = clock.format(moment).split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const weekday = new Date(`${date}T00:00Z`).getUTCDay() || 7;
  const shown = hour * 60 + minute;
  return days.includes(weekday) && !holidays.includes(date) && shown >= from && shown < to;
}

function hm(ms: number): string {
  return `${Math.floor(ms / HOUR)}:${String((ms % HOUR) / MINUTE).padStart(2, '0')}`;
}

function isoOf(moment: number): string {
  return new Date(moment).toISOString();
}
