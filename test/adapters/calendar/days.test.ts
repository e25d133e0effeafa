import { describe, expect, test } from 'vitest';
import { isCalendar, readCalendarDays } from '../../../src/adapters/calendar/days.ts';

const NOW = Date.parse('2026-11-23T12:00Z');

const calendar = (...events: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.map((event) => `BEGIN:VEVENT\n${event.replaceAll(' | ', '\n')}\nEND:VEVENT`),
    'END:VCALENDAR',
  ]
    .join('\n')
    .replaceAll('\n', '\r\n');
const christmas = 'UID:1 | DTSTART;VALUE=DATE:20261225';

describe('the days of a calendar', () => {
  test.each<[string, string[], string[]]>([
    ['one', [christmas], ['2026-12-25']],
    [
      'until the day before the end',
      [`${christmas} | DTEND;VALUE=DATE:20261227`],
      ['2026-12-25', '2026-12-26'],
    ],
    ['the end is the same day', [`${christmas} | DTEND;VALUE=DATE:20261225`], ['2026-12-25']],
    ['so many days', [`${christmas} | DURATION:P2D`], ['2026-12-25', '2026-12-26']],
    [
      'over a year’s end',
      ['UID:1 | DTSTART;VALUE=DATE:20261231 | DTEND;VALUE=DATE:20270102'],
      ['2026-12-31', '2027-01-01'],
    ],
    [
      'in order, each once',
      [
        'UID:1 | DTSTART;VALUE=DATE:20261226',
        'UID:2 | DTSTART;VALUE=DATE:20261225',
        'UID:3 | DTSTART;VALUE=DATE:20261226',
      ],
      ['2026-12-25', '2026-12-26'],
    ],
    [
      'every year, some times',
      [`${christmas} | RRULE:FREQ=YEARLY;COUNT=3`],
      ['2026-12-25', '2027-12-25', '2028-12-25'],
    ],
    ['every year until', [`${christmas} | RRULE:FREQ=YEARLY;UNTIL=20280101`], ['2026-12-25', '2027-12-25']],
    [
      'but for one year',
      [`${christmas} | RRULE:FREQ=YEARLY;COUNT=3 | EXDATE;VALUE=DATE:20271225`],
      ['2026-12-25', '2028-12-25'],
    ],
    [
      'moved in one year',
      [
        `${christmas} | RRULE:FREQ=YEARLY;COUNT=2`,
        'UID:1 | RECURRENCE-ID;VALUE=DATE:20271225 | DTSTART;VALUE=DATE:20271227',
      ],
      ['2026-12-25', '2027-12-27'],
    ],
    [
      'called off in one year',
      [
        `${christmas} | RRULE:FREQ=YEARLY;COUNT=2`,
        'UID:1 | RECURRENCE-ID;VALUE=DATE:20271225 | DTSTART;VALUE=DATE:20271225 | STATUS:CANCELLED',
      ],
      ['2026-12-25'],
    ],
    [
      'the fourth Thursday of November',
      ['UID:1 | DTSTART;VALUE=DATE:20261126 | RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2'],
      ['2026-11-26', '2027-11-25'],
    ],
    [
      'no event with a time of day',
      ['UID:1 | DTSTART:20261225T100000Z', 'UID:2 | DTSTART;VALUE=DATE:20261226'],
      ['2026-12-26'],
    ],
    ['none that is called off', [`${christmas} | STATUS:CANCELLED`], []],
  ])('%s', (_what, events, days) => {
    expect(readCalendarDays(calendar(...events), NOW)).toEqual(days);
  });

  test('of a rule without an end, those some years around now', () => {
    const days = readCalendarDays(calendar('UID:1 | DTSTART;VALUE=DATE:19901225 | RRULE:FREQ=YEARLY'), NOW);
    expect(days).toContain('2016-12-25');
    expect(days).toContain('2036-12-25');
    expect(days.length).toBeLessThan(30);
  });

  test('half a calendar is none', () => {
    expect(isCalendar('BEGIN:VCALENDAR\r\n')).toBe(true);
    expect(isCalendar('2026-12-25')).toBe(false);
    expect(() => readCalendarDays('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n', NOW)).toThrow('iCalendar');
  });
});
