import { describe, expect, test } from 'vitest';
import { feedChange } from '../../src/domain/feed-change.ts';
import type { MeetingChange } from '../../src/domain/meeting-change.ts';
import type { CalendarEvent, CalendarReading } from '../../src/domain/meeting.ts';
import { timetableOf } from '../../src/domain/occurrence.ts';
import { DAY } from '../../src/domain/time.ts';

const NOW = Date.parse('2026-12-01T12:00Z');
const MEETING = {
  id: 'sig-tide/weekly',
  group: 'sig-tide',
  title: 'Weekly',
  sessions: [],
  dates: [],
  feed: { url: 'https://tides.example/a.ics' },
  minutes: 60,
  private: false,
};

/** Every Thursday at 18:00 from 2026-11-26 on, so many. */
const thursdays = (count: number): CalendarEvent[] =>
  Array.from({ length: count }, (_, week) => {
    const start = Date.parse('2026-11-26T18:00Z') + week * 7 * DAY;
    return { key: start, start, minutes: 60, cancelled: false };
  });
const reading = (events: readonly CalendarEvent[], differs: Partial<CalendarReading> = {}) => ({
  source: 'tides',
  at: NOW,
  until: NOW + 400 * DAY,
  events,
  ...differs,
});

function changed(
  told: CalendarReading | undefined,
  read: CalendarReading,
  ...said: readonly MeetingChange[]
) {
  const made = said.map((change, at) => ({ id: `${at}`, meeting: MEETING.id, change, by: 'U0DANA', at }));
  return feedChange(timetableOf({ ...MEETING, events: read.events }, made), told, read, NOW);
}

const weeks = thursdays(10);
const [past, first, second, third, ...later] = weeks as [
  CalendarEvent,
  CalendarEvent,
  CalendarEvent,
  CalendarEvent,
];
const off = (event: CalendarEvent) => ({ ...event, cancelled: true });
const dated = (key: string, what: string, start: number) => ({ key, what, start });

describe('what a calendar says otherwise', () => {
  test.each<[string, CalendarEvent[], CalendarEvent[], unknown[]]>([
    ['nothing', weeks, weeks, []],
    ['what is over', weeks, [first, second, third, ...later], []],
    ['one is cancelled', [past, first], [past, off(first)], [dated('2026-12-03', 'off', first.start)]],
    ['one is gone', [past, first], [past], [dated('2026-12-03', 'off', first.start)]],
    ['it was cancelled, and is gone', [past, off(first)], [past], []],
    ['it takes place after all', [off(first)], [first], [dated('2026-12-03', 'on', first.start)]],
    ['one is new', [first], [first, second], [dated('2026-12-10', 'added', second.start)]],
    [
      'one is moved, one is off',
      [first, second],
      [{ ...first, start: first.start + DAY }, off(second)],
      [dated('2026-12-03', 'moved', first.start + DAY), dated('2026-12-10', 'off', second.start)],
    ],
  ])('%s', (_what, before, after, dates) => {
    const change = changed(reading(before), reading(after));
    expect(change?.dates ?? []).toEqual(dates);
    expect(change === undefined).toBe(dates.length === 0);
  });

  test('of many changes only how many they are', () => {
    const change = changed(reading(weeks), reading(weeks.map(off)));
    expect(change).toEqual({ kind: 'feed', first: false, dates: [], more: 9 });
  });

  test('of a first reading, also of another calendar, that it is the first', () => {
    const one = { kind: 'feed', first: true, dates: [], more: 0 };
    expect(changed(undefined, reading(weeks))).toEqual(one);
    expect(changed(reading(weeks), reading([], { source: 'other' }))).toEqual(one);
  });

  test('not what lies beyond either reading: it comes nearer with each day', () => {
    const short = reading([first, second], { until: second.start + 1 });
    expect(changed(short, reading([first, second, third]))).toBeUndefined();
    expect(changed(reading([first, second, third]), short)).toBeUndefined();
  });

  test('not what a lead has said: that counts before and after', () => {
    const skip = { kind: 'skip', key: '2026-12-03' } as const;
    expect(changed(reading([first]), reading([off(first)]), skip)).toBeUndefined();
    const move = { kind: 'move', key: '2026-12-03', to: first.start + DAY } as const;
    expect(changed(reading([first]), reading([off(first)]), move)).toBeUndefined();
  });
});
