import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MadeChange, MeetingChange } from '../../src/domain/meeting-change.ts';
import type { Meeting } from '../../src/domain/meeting.ts';
import {
  nextOccurrences,
  occurrenceOf,
  occurrencesBetween,
  timetableOf,
  type Timetable,
} from '../../src/domain/occurrence.ts';
import { readSchedule } from '../../src/domain/schedule-words.ts';
import type { WrittenSchedule } from '../../src/domain/schedule.ts';
import { DAY, HOUR, iso, MINUTE } from '../../src/domain/time.ts';

const at = (text: string) => Date.parse(text);
const ID = 'sig-tide/weekly';

function meeting(differs: Partial<Meeting> = {}, ...written: WrittenSchedule[]): Meeting {
  return {
    id: ID,
    group: 'sig-tide',
    title: 'Weekly',
    sessions: written.map((schedule) => ({ written: schedule, reading: readSchedule(schedule) })),
    dates: [],
    minutes: 60,
    private: false,
    ...differs,
  };
}

/** Thursdays 10:00 in Los Angeles. */
const WEEKLY: WrittenSchedule = {
  day: 'Thursday',
  time: '10:00',
  tz: 'America/Los_Angeles',
  frequency: 'weekly',
};

/** Each change a minute after the one before. */
const changed = (of: Meeting, ...changes: MeetingChange[]): Timetable =>
  timetableOf(
    of,
    changes.map((change, index): MadeChange => ({
      id: `c${index}`,
      meeting: ID,
      change,
      by: 'U0DANA',
      at: index * MINUTE,
    })),
  );

/** "2026-12-24 18:00" for each that takes place in December, those that do not in brackets. */
function december(timetable: Timetable): string[] {
  return occurrencesBetween(timetable, at('2026-12-01T00:00Z'), at('2027-01-01T00:00Z')).map(
    ({ start, skipped }) => {
      const text = iso(start).slice(0, 16).replace('T', ' ');
      return skipped ? `(${text})` : text;
    },
  );
}

describe('what a lead changes', () => {
  const plain = [
    '2026-12-03 18:00',
    '2026-12-10 18:00',
    '2026-12-17 18:00',
    '2026-12-24 18:00',
    '2026-12-31 18:00',
  ];
  const skip = { kind: 'skip', key: '2026-12-24' } as const;
  const move = { kind: 'move', key: '2026-12-24', to: at('2026-12-29T17:00Z') } as const;

  test.each<[string, MeetingChange[], string[]]>([
    ['nothing', [], plain],
    ['one is skipped', [skip], [...plain.slice(0, 3), '(2026-12-24 18:00)', '2026-12-31 18:00']],
    ['one is moved', [move], [...plain.slice(0, 3), '2026-12-29 17:00', '2026-12-31 18:00']],
    [
      'what was said last counts',
      [move, skip],
      [...plain.slice(0, 3), '(2026-12-24 18:00)', '2026-12-31 18:00'],
    ],
    [
      'a moved one is skipped and moved again',
      [skip, move],
      [...plain.slice(0, 3), '2026-12-29 17:00', '2026-12-31 18:00'],
    ],
    [
      'an extra one',
      [{ kind: 'extra', at: at('2026-12-15T09:00Z') }],
      [...plain.slice(0, 2), '2026-12-15 09:00', ...plain.slice(2)],
    ],
    [
      'a pause, until the day on which it goes on',
      [{ kind: 'pause', from: '2026-12-17', until: '2026-12-31' }],
      [...plain.slice(0, 2), '(2026-12-17 18:00)', '(2026-12-24 18:00)', '2026-12-31 18:00'],
    ],
    [
      'a pause without an end',
      [{ kind: 'pause', from: '2026-12-20' }],
      [...plain.slice(0, 3), '(2026-12-24 18:00)', '(2026-12-31 18:00)'],
    ],
    [
      'one that is moved in a pause takes place',
      [{ kind: 'pause', from: '2026-12-20' }, move],
      [...plain.slice(0, 3), '2026-12-29 17:00', '(2026-12-31 18:00)'],
    ],
    [
      'an extra one in a pause takes place',
      [
        { kind: 'pause', from: '2026-12-01' },
        { kind: 'extra', at: at('2026-12-15T09:00Z') },
      ],
      [
        '(2026-12-03 18:00)',
        '(2026-12-10 18:00)',
        '2026-12-15 09:00',
        '(2026-12-17 18:00)',
        '(2026-12-24 18:00)',
        '(2026-12-31 18:00)',
      ],
    ],
    [
      'an extra one is skipped by its key',
      [
        { kind: 'extra', at: at('2026-12-15T09:00Z') },
        { kind: 'skip', key: '2026-12-15T09:00:00Z' },
      ],
      [...plain.slice(0, 2), '(2026-12-15 09:00)', ...plain.slice(2)],
    ],
    ['one of another day is no one’s', [{ kind: 'skip', key: '2026-12-23' }], plain],
  ])('%s', (_what, changes, expected) => {
    expect(december(changed(meeting({}, WEEKLY), ...changes))).toEqual(expected);
  });

  test('a change that was taken back never was', () => {
    const undone: MadeChange = {
      id: 'c',
      meeting: ID,
      change: skip,
      by: 'U0DANA',
      at: 1,
      undone: { by: 'U0LEE', at: 2 },
    };
    expect(december(timetableOf(meeting({}, WEEKLY), [undone]))).toEqual(plain);
    const elsewhere = { ...undone, undone: undefined, meeting: 'sig-tide/other' };
    expect(december(timetableOf(meeting({}, WEEKLY), [elsewhere]))).toEqual(plain);
  });

  test('stays with its occurrence when the directory changes the hour', () => {
    const later = { ...WEEKLY, time: '11:30' };
    expect(december(changed(meeting({}, later), skip))[3]).toBe('(2026-12-24 19:30)');
  });

  test('a new length and a day to count from count for all', () => {
    const fortnightly = { ...WEEKLY, frequency: 'biweekly' };
    const timetable = changed(
      meeting({}, fortnightly),
      { kind: 'anchor', session: 0, date: '2026-12-10' },
      { kind: 'duration', minutes: 45 },
    );
    expect(december(timetableOf(meeting({}, fortnightly), []))).toEqual([]);
    expect(december(timetable)).toEqual(['2026-12-10 18:00', '2026-12-24 18:00']);
    const [first] = nextOccurrences(timetable, at('2026-12-01T00:00Z'), 1);
    expect(first && first.end - first.start).toBe(45 * MINUTE);
  });

  test('the zone that was meant is read in place of the letters', () => {
    const unclear = { ...WEEKLY, tz: 'IST' };
    expect(december(timetableOf(meeting({}, unclear), []))).toEqual([]);
    const said = changed(meeting({}, unclear), { kind: 'zone', session: 0, zone: 'Asia/Kolkata' });
    expect(december(said)[0]).toBe('2026-12-03 04:30');
  });
});

describe('where a meeting has several times', () => {
  test('two sessions are one meeting, each occurrence known by its own key', () => {
    const apac = { ...WEEKLY, time: '18:00' };
    const keys = nextOccurrences(timetableOf(meeting({}, WEEKLY, apac), []), at('2026-12-01T00:00Z'), 3).map(
      ({ key, session }) => `${key} ${session}`,
    );
    expect(keys).toEqual(['2026-12-03 0', '2026-12-04T02:00:00Z 1', '2026-12-10 0']);
  });

  test('a calendar’s events take place as it says: moved, cancelled, each with its own length', () => {
    const key = at('2026-12-10T18:00Z');
    const events = [
      { key: at('2026-12-03T18:00Z'), start: at('2026-12-03T18:00Z'), minutes: 30, cancelled: true },
      { key, start: key + HOUR, minutes: 30, cancelled: false },
    ];
    const timetable = timetableOf(meeting({ events, zone: 'America/Los_Angeles' }), []);
    expect(december(timetable)).toEqual(['(2026-12-03 18:00)', '2026-12-10 19:00']);
    expect(occurrenceOf(timetable, '2026-12-10')).toMatchObject({
      moved: true,
      planned: key,
      end: key + 1.5 * HOUR,
    });
  });
});

test('every occurrence is found again by its key, whatever was changed', () => {
  const day = fc
    .integer({ min: 0, max: 60 })
    .map((days) => iso(at('2026-11-01T00:00Z') + days * DAY).slice(0, 10));
  const moment = fc.integer({ min: 0, max: 60 * 24 }).map((hours) => at('2026-11-01T00:00Z') + hours * HOUR);
  const change = fc.oneof(
    fc.record({ kind: fc.constant('skip' as const), key: day }),
    fc.record({ kind: fc.constant('move' as const), key: day, to: moment }),
    fc.record({ kind: fc.constant('extra' as const), at: moment }),
    fc.record({ kind: fc.constant('pause' as const), from: day, until: day }),
    fc.record({ kind: fc.constant('duration' as const), minutes: fc.integer({ min: 5, max: 600 }) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const timetable = changed(meeting({}, WEEKLY, { ...WEEKLY, day: 'Monday' }), ...changes);
      const all = occurrencesBetween(timetable, at('2026-11-01T00:00Z'), at('2027-01-15T00:00Z'));
      const keys = all.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const one of all) expect(occurrenceOf(timetable, one.key)).toEqual(one);
      for (const one of all) expect(one.end).toBeGreaterThan(one.start);
    }),
    { numRuns: 60 },
  );
});
