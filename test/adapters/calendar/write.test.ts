import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { calendarText } from '../../../src/adapters/calendar/write.ts';
import type { Series } from '../../../src/domain/schedule.ts';
import { iso, MINUTE } from '../../../src/domain/time.ts';
import { expanded } from '../../support/expanded.ts';
import { cases, seriesOf, tuesdays } from '../../support/series.ts';

const at = (text: string) => Date.parse(text);
const write = (over: Partial<Series> = {}) => calendarText('SIG Boats', [seriesOf(over)]);
/** Without the folds, a property a line. */
const linesOf = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');
const valuesOf = (text: string, property: string) =>
  linesOf(text).filter((line) => line.startsWith(`${property}:`) || line.startsWith(`${property};`));
const startsIn = (text: string, to: string) => expanded(text, at(to)).map(({ start }) => iso(start));

describe('what ical.js finds in the file', () => {
  test('is what the rule gives, over changes of the clocks in both hemispheres and the year’s end', () => {
    fc.assert(
      fc.property(cases, ({ series, to, starts }) => {
        expect(startsIn(calendarText('Boats', [series]), iso(to))).toEqual(starts.map(iso));
      }),
      { numRuns: 150, seed: 5545 },
    );
  });

  const sundays = tuesdays({ rrule: 'FREQ=WEEKLY;BYDAY=SU' });
  test.each<[string, Partial<Series>, string, string[]]>([
    [
      'a time that is skipped',
      { since: '2027-03-07', rules: [{ ...sundays, time: 150 }] },
      '2027-03-22T00:00Z',
      ['2027-03-07T10:30:00Z', '2027-03-14T10:30:00Z', '2027-03-21T09:30:00Z'],
    ],
    [
      'a time that comes twice',
      { since: '2026-10-25', rules: [{ ...sundays, time: 90 }] },
      '2026-11-09T00:00Z',
      ['2026-10-25T08:30:00Z', '2026-11-01T08:30:00Z', '2026-11-08T09:30:00Z'],
    ],
    [
      'a first start in the hour that comes twice',
      { since: '2026-11-01', rules: [{ ...sundays, time: 90 }] },
      '2026-11-09T00:00Z',
      ['2026-11-01T08:30:00Z', '2026-11-08T09:30:00Z'],
    ],
    [
      'half an hour that is skipped on Lord Howe',
      { since: '2026-09-27', rules: [{ ...sundays, time: 135, zone: 'Australia/Lord_Howe' }] },
      '2026-10-12T00:00Z',
      ['2026-09-26T15:45:00Z', '2026-10-03T15:45:00Z', '2026-10-10T15:15:00Z'],
    ],
    [
      'a first day that begins, with its skipped time, on the day before in UTC',
      { since: '2026-10-04', rules: [{ ...sundays, time: 120, zone: 'Australia/Sydney' }] },
      '2026-10-12T00:00Z',
      ['2026-10-03T16:00:00Z', '2026-10-10T15:00:00Z'],
    ],
    [
      'a skipped time that was moved',
      {
        since: '2027-03-07',
        rules: [{ ...sundays, time: 150 }],
        moved: [{ key: at('2027-03-14T10:30Z'), start: at('2027-03-15T18:00Z'), minutes: 60 }],
      },
      '2027-03-22T00:00Z',
      ['2027-03-07T10:30:00Z', '2027-03-15T18:00:00Z', '2027-03-21T09:30:00Z'],
    ],
    [
      'one moved into the hour that comes twice',
      {
        since: '2026-10-27',
        moved: [{ key: at('2026-10-27T16:30Z'), start: at('2026-11-01T08:30Z'), minutes: 60 }],
      },
      '2026-11-04T00:00Z',
      ['2026-11-01T08:30:00Z', '2026-11-03T17:30:00Z'],
    ],
    [
      'two sessions of one meeting',
      {
        rules: [
          tuesdays({ rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', anchor: '2024-09-10' }),
          tuesdays({ rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', anchor: '2024-09-03', time: 1020 }),
        ],
      },
      '2026-12-10T00:00Z',
      ['2026-11-25T01:00:00Z', '2026-12-01T17:30:00Z', '2026-12-09T01:00:00Z'],
    ],
    [
      'single ones alone',
      { rules: [], extra: [{ key: at('2026-12-01T17:00Z'), start: at('2026-12-02T17:00Z'), minutes: 30 }] },
      '2027-01-01T00:00Z',
      ['2026-12-02T17:00:00Z'],
    ],
    [
      'nothing of a rule that has ended',
      { rules: [tuesdays({ rrule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20261001T000000Z' })] },
      '2027-01-01T00:00Z',
      [],
    ],
    [
      'nothing of what was skipped or moved of another rule',
      {
        skipped: [at('2026-11-25T17:30Z')],
        moved: [{ key: at('2026-11-26T17:30Z'), start: at('2026-11-27T17:30Z'), minutes: 60 }],
      },
      '2026-12-02T00:00Z',
      ['2026-11-24T17:30:00Z', '2026-12-01T17:30:00Z'],
    ],
  ])('%s', (_, over, to, starts) => {
    expect(startsIn(write(over), to)).toEqual(starts);
  });

  test('lasts as long as it does where it ends in the hour that comes twice', () => {
    const text = write({ since: '2026-11-01', rules: [{ ...sundays, time: 30 }], minutes: 90 });
    expect(expanded(text, at('2026-11-20')).map(({ minutes }) => minutes)).toEqual([90, 90, 90]);
  });
});

describe('how it is written', () => {
  const moved = [
    { key: at('2026-12-01T17:30Z'), start: at('2026-12-03T18:00Z'), minutes: 45, note: 'For once' },
  ];
  const whole = write({ skipped: [at('2026-12-08T17:30Z')], moved, description: 'On the quay.' });

  test('as an event that repeats', () => {
    expect(linesOf(whole).slice(linesOf(whole).indexOf('BEGIN:VEVENT'), -1)).toMatchInlineSnapshot(`
      [
        "BEGIN:VEVENT",
        "UID:sig-boats-weekly@sigbot",
        "SEQUENCE:2",
        "DTSTAMP:20261120T090000Z",
        "DTSTART;TZID=America/Los_Angeles:20261124T093000",
        "DTEND;TZID=America/Los_Angeles:20261124T103000",
        "RRULE:FREQ=WEEKLY;BYDAY=TU",
        "EXDATE;TZID=America/Los_Angeles:20261208T093000",
        "SUMMARY:SIG Boats weekly",
        "TRANSP:TRANSPARENT",
        "DESCRIPTION:On the quay.",
        "STATUS:CONFIRMED",
        "LAST-MODIFIED:20261120T090000Z",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:sig-boats-weekly@sigbot",
        "SEQUENCE:2",
        "DTSTAMP:20261120T090000Z",
        "DTSTART;TZID=America/Los_Angeles:20261203T100000",
        "DTEND;TZID=America/Los_Angeles:20261203T104500",
        "RECURRENCE-ID;TZID=America/Los_Angeles:20261201T093000",
        "SUMMARY:SIG Boats weekly",
        "TRANSP:TRANSPARENT",
        "DESCRIPTION:For once\\n\\nOn the quay.",
        "STATUS:CONFIRMED",
        "LAST-MODIFIED:20261120T090000Z",
        "END:VEVENT",
        "END:VCALENDAR",
      ]
    `);
  });

  test('the uid stays, whatever changes', () => {
    const uids = (text: string) => [...new Set(valuesOf(text, 'UID'))];
    expect(uids(whole)).toEqual(uids(write({ sequence: 3, rules: [tuesdays({ zone: 'Europe/Warsaw' })] })));
    expect(uids(calendarText('SIG Boats', [seriesOf()], { host: 'sigs.harbour.example' }))).toEqual([
      'UID:sig-boats-weekly@sigs.harbour.example',
    ]);
  });

  test('sessions, single ones, and meetings have uids of their own', () => {
    const extra = [1, 2].map((n) => ({ key: n * MINUTE, start: at('2026-12-02T17:00Z'), minutes: 30 }));
    const other = seriesOf({ uid: 'sig-boats weekly' });
    const uids = valuesOf(
      calendarText('All', [seriesOf({ rules: [tuesdays(), tuesdays()], extra }), other]),
      'UID',
    );
    expect(new Set(uids).size).toBe(5);
  });

  test.each([
    ['US/Pacific', 'America/Los_Angeles'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['EST', 'America/Panama'],
  ])('%s is a link: its VTIMEZONE and its times have the same name', (zone, tzid) => {
    const text = write({ rules: [tuesdays({ zone })] });
    expect(valuesOf(text, 'TZID')).toEqual([`TZID:${tzid}`]);
    expect(valuesOf(text, 'DTSTART').at(-1)).toBe(`DTSTART;TZID=${tzid}:20261124T093000`);
  });

  test.each(['UTC', 'Etc/UTC', 'GMT', 'Zulu'])('%s needs no VTIMEZONE', (zone) => {
    const text = write({ rules: [tuesdays({ zone })] });
    expect(text).not.toContain('VTIMEZONE');
    expect(valuesOf(text, 'DTSTART')).toEqual(['DTSTART:20261124T093000Z']);
  });

  test('a zone that many use is written once', () => {
    const text = calendarText('All', [
      seriesOf(),
      seriesOf({ uid: 'b', rules: [tuesdays({ zone: 'US/Pacific' })] }),
    ]);
    expect(valuesOf(text, 'TZID')).toEqual(['TZID:America/Los_Angeles']);
  });

  test('UNTIL is the moment of the last start, in UTC', () => {
    const text = write({ rules: [tuesdays({ rrule: 'FREQ=WEEKLY;UNTIL=20261215T235959Z;BYDAY=TU' })] });
    expect(valuesOf(text, 'RRULE').at(-1)).toBe('RRULE:FREQ=WEEKLY;UNTIL=20261215T173000Z;BYDAY=TU');
  });

  test('the same series give the same text, wherever the server stands', () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Asia/Tokyo';
    const there = write();
    process.env['TZ'] = 'America/New_York';
    expect(write()).toBe(there);
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
});

describe('what never gets out', () => {
  const secret = {
    title: 'SIG Boats dana@harbour.example',
    description: 'Join https://zoom.example/j/1?pwd=s3cret\nPasscode: 77777\nAsk dana@harbour.example',
    url: 'https://zoom.example/j/1?pwd=s3cret&uname=boats',
    moved: [
      {
        key: at('2026-11-24T17:30Z'),
        start: at('2026-11-25T17:30Z'),
        minutes: 30,
        note: 'password is s3cret9',
      },
    ],
  };

  test('passcodes and e-mail addresses, in any of the texts', () => {
    const text = calendarText('Boats of dana@harbour.example', [seriesOf(secret)]).replaceAll('\r\n ', '');
    expect(text).not.toMatch(/s3cret|77777|dana/);
    expect(valuesOf(text, 'URL')).toEqual(
      Array(2).fill('URL;VALUE=URI:https://zoom.example/j/1?uname=boats'),
    );
  });

  test('a link that cannot be shown', () => {
    expect(write({ url: 'javascript:alert(1)' })).not.toContain('URL');
  });
});

describe('a strict reader', () => {
  const hostile = fc.string({ unit: 'binary', maxLength: 120 });

  test('understands every line, whatever the texts are', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, title, description) => {
        const text = calendarText(name, [seriesOf({ title, description, uid: title })]);
        expect(faultsIn(text)).toEqual([]);
        expect(expanded(text, at('2026-12-02')).length).toBe(2);
      }),
      { numRuns: 100, seed: 5545 },
    );
  });

  test('understands a feed that has everything', () => {
    const moved = [{ key: at('2026-12-01T17:30Z'), start: at('2026-12-03T18:00Z'), minutes: 45 }];
    const long = 'Segeln, Rudern; Treiben lassen — 帆船 '.repeat(40);
    const text = write({
      moved,
      skipped: [at('2026-12-08T17:30Z')],
      description: long,
      url: 'https://x.example/a,b;c',
    });
    expect(faultsIn(text)).toEqual([]);
    const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
    expect(event?.getFirstPropertyValue('description')).toBe(long);
    expect(event?.getFirstPropertyValue('url')).toBe('https://x.example/a%2Cb%3Bc');
  });
});

/** What RFC 5545 would mind: lines, their ends, their length, names nobody knows, the order of the calendar's parts. */
function faultsIn(text: string): string[] {
  const lines = text.split('\r\n');
  const root = new ICAL.Component(ICAL.parse(text));
  const parts = [root, ...root.getAllSubcomponents()];
  const all = parts.concat(parts.slice(1).flatMap((part) => part.getAllSubcomponents()));
  const known = [...Object.keys(ICAL.design.icalendar.property), 'name', 'refresh-interval'];
  const names = all.flatMap((part) => part.getAllProperties().map(({ name }) => name));
  const first = lines.findIndex((line) => /^BEGIN:(?:VTIMEZONE|VEVENT)$/.test(line));
  const late = lines.slice(first).filter((line) => /^(?:X-PUBLISHED|REFRESH|METHOD|NAME|X-WR)/.test(line));
  return [
    ...(lines.at(-1) === '' ? [] : ['the last line has no end']),
    ...(/[^\r]\n|\r[^\n]/.test(text) ? ['a line end that is not CRLF'] : []),
    ...lines.filter((line) => Buffer.byteLength(line) > 75).map((line) => `too long: ${line}`),
    ...all.filter(({ name }) => !/^(?:vcalendar|vtimezone|vevent|standard|daylight)$/.test(name)).map(String),
    ...names.filter((name) => !known.includes(name) && !name.startsWith('x-')),
    ...late.map((line) => `after the first component: ${line}`),
  ];
}

describe('one occurrence by itself', () => {
  const eventsIn = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  const valueOf = (event: ICAL.Component, name: string) => String(event.getFirstPropertyValue(name) ?? '');
  const identity = (event: ICAL.Component) =>
    `${valueOf(event, 'uid')} ${event.getFirstProperty('recurrence-id')?.toICALString() ?? ''}`;

  /** The calendar of somebody who subscribes and has put this one into it as well. */
  function withBoth(whole: string, one: string): string {
    const calendar = new ICAL.Component(ICAL.parse(whole));
    const known = new Set(calendar.getAllSubcomponents('vevent').map(identity));
    const uids = new Set(calendar.getAllSubcomponents('vevent').map((event) => valueOf(event, 'uid')));
    for (const event of eventsIn(one)) {
      expect(uids).toContain(valueOf(event, 'uid'));
      if (!known.has(identity(event))) calendar.addSubcomponent(event);
    }
    return calendar.toString();
  }

  test('is the same event as in the calendar of all: who has both sees it once', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ series, to, starts }, pick) => {
        const key = [...starts, ...series.moved.map((one) => one.key)][pick % (starts.length || 1)];
        const moved = series.moved.find((one) => one.start === key);
        const only = moved?.key ?? key;
        if (only === undefined) return;
        const whole = calendarText('Boats', [series]);
        const one = calendarText('Boats', [{ ...series, only }]);
        expect(eventsIn(one)).toHaveLength(1);
        const [event] = eventsIn(one);
        const start = new ICAL.Event(event).startDate.toUnixTime() * 1000;
        expect(iso(start)).toBe(iso(moved?.start ?? only));
        expect(startsIn(withBoth(whole, one), iso(to))).toEqual(starts.map(iso));
      }),
      { numRuns: 100, seed: 5545 },
    );
  });

  test('also an extra one, and one of the second session', () => {
    const start = at('2026-12-30T18:00Z');
    const series = seriesOf({
      rules: [tuesdays(), tuesdays({ time: 60, zone: 'Asia/Kolkata' })],
      extra: [{ key: start, start, minutes: 30 }],
    });
    const whole = calendarText('Boats', [series]);
    for (const only of [start, at('2026-11-30T19:30Z')]) {
      const one = calendarText('Boats', [{ ...series, only }]);
      expect(eventsIn(one)).toHaveLength(1);
      expect(startsIn(withBoth(whole, one), '2027-01-31T00:00Z')).toEqual(
        startsIn(whole, '2027-01-31T00:00Z'),
      );
    }
  });
});
