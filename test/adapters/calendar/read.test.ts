import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFeed } from '../../../src/adapters/calendar/read.ts';
import { calendarText } from '../../../src/adapters/calendar/write.ts';
import { UserError } from '../../../src/domain/errors.ts';
import { iso } from '../../../src/domain/time.ts';
import { cases } from '../../support/series.ts';

const NOVEMBER = { title: '', from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 11, 31) };
const file = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) => [
  'BEGIN:VEVENT',
  'UID:boats',
  'SUMMARY:SIG Boats weekly',
  ...lines,
  'END:VEVENT',
];
const read = (lines: string[], wish = NOVEMBER) => readFeed(file(...lines), wish);
const weekly = ['DTSTART;TZID=Europe/Warsaw:20261102T170000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=4'];
/** "2026-11-02T16:00:00Z", with what is uncommon about it. */
const told = (lines: string[]) =>
  read(lines).events.map(({ key, start, cancelled }) =>
    [iso(start), ...(key === start ? [] : [`for ${iso(key)}`]), ...(cancelled ? ['cancelled'] : [])].join(
      ' ',
    ),
  );

describe('what takes place', () => {
  test('is what was written, over any rule × zone × range', () => {
    fc.assert(
      fc.property(cases, ({ series, to, starts }) => {
        const from = Date.parse(series.since) - 86_400_000;
        const { events } = readFeed(calendarText('Boats', [series]), { title: 'boats', from, to });
        const found = events.filter(({ start }) => start < to).map(({ start }) => iso(start));
        expect(found).toEqual(starts.map(iso));
      }),
      { numRuns: 100, seed: 5545 },
    );
  });

  const four = ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'].map((day) => `${day}T16:00:00Z`);
  const [first = '', second = '', third = '', fourth = ''] = four;
  const override = (...lines: string[]) =>
    event('RECURRENCE-ID;TZID=Europe/Warsaw:20261109T170000', ...lines);
  const later = 'DTSTART;TZID=Europe/Warsaw:20261110T180000';
  test.each<[string, string[], string[]]>([
    ['a rule', event(...weekly), four],
    ['one excluded', event(...weekly, 'EXDATE;TZID=Europe/Warsaw:20261109T170000'), [first, third, fourth]],
    ['one excluded in UTC', event(...weekly, 'EXDATE:20261109T160000Z'), [first, third, fourth]],
    ['a day excluded', event(...weekly, 'EXDATE;VALUE=DATE:20261109'), [first, third, fourth]],
    [
      'one excluded after one that never was',
      event(...weekly, 'EXDATE:20261108T160000Z', 'EXDATE:20261109T160000Z'),
      [first, third, fourth],
    ],
    ['one more', event(...weekly, 'RDATE:20261125T160000Z'), [...four, '2026-11-25T16:00:00Z']],
    ['dates alone', event(weekly[0] ?? '', 'RDATE;TZID=Europe/Warsaw:20261109T170000'), [first, second]],
    [
      'one moved',
      [...event(...weekly), ...override(later)],
      [first, `2026-11-10T17:00:00Z for ${second}`, third, fourth],
    ],
    [
      'one moved, written in another zone',
      [
        ...event(...weekly),
        ...event('RECURRENCE-ID:20261109T160000Z', 'DTSTART;TZID=America/New_York:20261110T120000'),
      ],
      [first, `2026-11-10T17:00:00Z for ${second}`, third, fourth],
    ],
    [
      'one cancelled',
      [...event(...weekly), ...override(weekly[0]?.replace('1102', '1109') ?? '', 'STATUS:CANCELLED')],
      [first, `${second} cancelled`, third, fourth],
    ],
    ['all cancelled', event(...weekly, 'STATUS:CANCELLED'), four.map((start) => `${start} cancelled`)],
    [
      'all that follow moved',
      [
        ...event(...weekly),
        ...event('RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Warsaw:20261109T170000', later),
      ],
      [
        first,
        `2026-11-10T17:00:00Z for ${second}`,
        `2026-11-17T17:00:00Z for ${third}`,
        `2026-11-24T17:00:00Z for ${fourth}`,
      ],
    ],
    ['an override without its series', override(later), [`2026-11-10T17:00:00Z for ${second}`]],
    [
      'the newer of two overrides',
      [
        ...event(...weekly),
        ...override(later, 'SEQUENCE:2'),
        ...override(later, 'SEQUENCE:1', 'STATUS:CANCELLED'),
      ],
      [first, `2026-11-10T17:00:00Z for ${second}`, third, fourth],
    ],
    [
      'a calendar taken back',
      ['METHOD:CANCEL', ...event(...weekly)],
      four.map((start) => `${start} cancelled`),
    ],
  ])('%s', (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });
});

describe('zones', () => {
  const pacific = (name: string) => [
    'BEGIN:VTIMEZONE',
    `TZID:${name}`,
    'BEGIN:STANDARD',
    'DTSTART:16010101T020000',
    'TZOFFSETFROM:-0700',
    'TZOFFSETTO:-0800',
    'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11',
    'END:STANDARD',
    'BEGIN:DAYLIGHT',
    'DTSTART:16010101T020000',
    'TZOFFSETFROM:-0800',
    'TZOFFSETTO:-0700',
    'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3',
    'END:DAYLIGHT',
    'END:VTIMEZONE',
  ];
  const at = (tzid: string, wall: string, ...zone: string[]) => {
    const wish = { title: '', from: Date.UTC(2026, 0, 1), to: Date.UTC(2028, 0, 1) };
    return read([...zone, ...event(`DTSTART;TZID=${tzid}:${wall}`)], wish).events.map(({ start }) =>
      iso(start),
    );
  };

  test.each(['Pacific Standard Time', '(UTC-08:00) Pacific Time (US & Canada)', 'Customised'])(
    '%s is what the file says, over changes of the clocks',
    (name) => {
      const zone = pacific(name);
      const tzid = `"${name}"`;
      expect(at(tzid, '20261124T093000', ...zone)).toEqual(['2026-11-24T17:30:00Z']);
      expect(at(tzid, '20260724T093000', ...zone)).toEqual(['2026-07-24T16:30:00Z']);
      expect(at(tzid, '20270314T023000', ...zone)).toEqual(['2027-03-14T10:30:00Z']);
      expect(at(tzid, '20261101T013000', ...zone)).toEqual(['2026-11-01T08:30:00Z']);
    },
  );

  test('a name of the IANA database counts more than what an old file says of it', () => {
    expect(at('Europe/Warsaw', '20261124T173000', ...pacific('Europe/Warsaw'))).toEqual([
      '2026-11-24T16:30:00Z',
    ]);
  });

  test.each([
    ['tzone://Microsoft/Utc', '2026-11-24T09:30:00Z'],
    ['/freeassociation.sourceforge.net/Europe/Warsaw', '2026-11-24T08:30:00Z'],
    ['/America/Argentina/Buenos_Aires', '2026-11-24T12:30:00Z'],
  ])('%s is known', (tzid, start) => {
    expect(at(`"${tzid}"`, '20261124T093000')).toEqual([start]);
  });

  test('a time without a zone is in the calendar’s own', () => {
    expect(told(['X-WR-TIMEZONE:Asia/Kolkata', ...event('DTSTART:20261124T093000')])).toEqual([
      '2026-11-24T04:00:00Z',
    ]);
  });

  test('UNTIL in UTC counts where the clocks of the event are', () => {
    const rule = 'RRULE:FREQ=WEEKLY;UNTIL=20261111T013000Z';
    expect(told(event('DTSTART;TZID=America/Los_Angeles:20261103T173000', rule))).toEqual([
      '2026-11-04T01:30:00Z',
      '2026-11-11T01:30:00Z',
    ]);
  });
});

describe('what is kept of an event', () => {
  const details = (...lines: string[]) => read(event(...weekly.slice(0, 2), ...lines)).events[0];

  test('neither people nor passcodes', () => {
    const told = details(
      'ORGANIZER;CN=Dana Okafor:mailto:dana@harbour.example',
      'ATTENDEE;CN=Dana Okafor:mailto:dana@harbour.example',
      'DESCRIPTION:Join https://harbour.zoom.us/j/1?pwd=s3cret ask dana@harbour.example\\nPasscode: 77777',
    );
    expect(told).toEqual({
      uid: 'boats',
      key: Date.UTC(2026, 10, 2, 16),
      start: Date.UTC(2026, 10, 2, 16),
      minutes: 60,
      title: 'SIG Boats weekly',
      cancelled: false,
      url: 'https://harbour.zoom.us/j/1',
    });
  });

  test.each([
    [
      'the room before the page',
      ['URL:https://harbour.example/1', 'LOCATION:https://meet.google.com/a-b'],
      'https://meet.google.com/a-b',
    ],
    [
      'the page where there is no room',
      ['URL:https://harbour.example/1', 'LOCATION:The quay'],
      'https://harbour.example/1',
    ],
    ['no page of the description', ['DESCRIPTION:Notes: https://harbour.example/notes'], undefined],
  ])('%s', (_, lines, url) => {
    expect(details(...lines)?.url).toBe(url);
  });

  test('only series of the title, however it is written', () => {
    const other = event(...weekly).map((line) => line.replace('Boats', 'Nets').replace(':boats', ':nets'));
    const { events } = read([...event(...weekly), ...other], { ...NOVEMBER, title: 'sig BOATS' });
    expect(new Set(events.map(({ title }) => title))).toEqual(new Set(['SIG Boats weekly']));
  });
});

describe('what cannot be used', () => {
  test.each([
    ['DTSTART;VALUE=DATE:20261124', '1 event without a time of day: left out.'],
    ['DTSTART:20261124T093000', '1 event whose time zone nobody can tell: left out.'],
    ['DTSTART;TZID=Atlantis:20261124T093000', '1 event whose time zone nobody can tell: left out.'],
  ])('%s: %s', (line, note) => {
    expect(read(event(line))).toEqual({ events: [], notes: [note] });
  });

  test.each([
    'FREQ=SECONDLY',
    'FREQ=MINUTELY;INTERVAL=1',
    'FREQ=HOURLY',
    'FREQ=DAILY;INTERVAL=999999999',
    'FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3',
  ])('%s is followed by nobody', (rule) => {
    const { events, notes } = read(event('DTSTART:16010101T000000Z', `RRULE:${rule}`));
    expect({ events, notes }).toEqual({
      events: [],
      notes: ['1 event whose dates cannot be followed: left out.'],
    });
  });

  test.each(['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=YEARLY;INTERVAL=90', 'FREQ=YEARLY;BYDAY=53MO'])(
    '%s gives its first start at most',
    (rule) => {
      expect(told(event('DTSTART:20261124T090000Z', `RRULE:${rule}`))).toEqual(['2026-11-24T09:00:00Z']);
    },
  );

  const whole = file(...event(...weekly));
  test.each([
    ['nothing', ''],
    ['a page', '<!doctype html><title>Sign in</title>'],
    ['half of a calendar', whole.slice(0, whole.length / 2)],
    ['a rule that is none', whole.replace('WEEKLY', 'OFTEN')],
    ['an address book', 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Dana\r\nEND:VCARD\r\n'],
    ['zeroes', '\0'.repeat(100_000)],
    ['calendars without an end', 'BEGIN:VCALENDAR\r\n'.repeat(50_000)],
  ])('%s is no calendar', (_, text) => {
    expect(() => readFeed(text, NOVEMBER)).toThrow(UserError);
  });

  test('one whose dates are none does not spoil the others', () => {
    const bad = event('DTSTART:20261102T160000Z', 'RDATE;VALUE=PERIOD:a/b').map((line) =>
      line.replace(':boats', ':nets'),
    );
    const { events, notes } = read([...bad, ...event(...weekly)]);
    expect([events.length, notes]).toEqual([4, ['1 event whose dates cannot be followed: left out.']]);
  });

  test('any text is a calendar or none', () => {
    const lines = [
      ...event(...weekly),
      ...event('DTSTART;TZID=X:20261102T170000', 'EXDATE:x', 'RDATE;VALUE=PERIOD:a/b'),
    ];
    const broken = fc
      .subarray(lines, { minLength: 1 })
      .chain((kept) => fc.tuple(fc.constant(kept), fc.nat(kept.length - 1), fc.string({ maxLength: 30 })));
    fc.assert(
      fc.property(broken, ([kept, at, noise]) => {
        try {
          readFeed(file(...kept.toSpliced(at, 0, noise)), NOVEMBER);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 300, seed: 5545 },
    );
  });

  test('a file full of dates or of overrides takes no time', () => {
    const dates = (name: string) =>
      Array.from(
        { length: 2000 },
        (_, at) => `${name}:${'20261102T160000Z,'.repeat(12)}202611${10 + (at % 20)}T160000Z`,
      );
    const overrides = Array.from({ length: 2000 }, (_, at) =>
      event(`RECURRENCE-ID;RANGE=THISANDFUTURE:2026110${at % 10}T160000Z`, 'DTSTART:20261102T160000Z'),
    );
    const told = [[...event(...weekly, ...dates('RDATE'), ...dates('EXDATE'))], overrides.flat()].map(
      (lines) => read(lines).events.length,
    );
    expect(told).toEqual([1, 10]);
  });

  test('of an endless number only so many are read', () => {
    const daily = (at: number) =>
      event('DTSTART:20200101T000000Z', 'RRULE:FREQ=DAILY').map((line) => line.replace(':boats', `:${at}`));
    const { events, notes } = read(Array.from({ length: 40 }, (_, at) => daily(at)).flat());
    expect(events.length).toBe(2000);
    expect(notes).toEqual(['It has more than 2000 occurrences: only the first are used.']);
  });
});
