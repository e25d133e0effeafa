import { describe, expect, test } from 'vitest';
import type { AgendaItem, Sitting } from '../../src/domain/agenda.ts';
import type { MeetingChange } from '../../src/domain/meeting-change.ts';
import type { Meeting } from '../../src/domain/meeting.ts';
import { timetableOf } from '../../src/domain/occurrence.ts';
import {
  beginnable,
  dueItems,
  followingKey,
  lastHeard,
  overBy,
  plannedEnd,
  sittingId,
  sittingKey,
} from '../../src/domain/sitting.ts';
import { MINUTE } from '../../src/domain/time.ts';

const rule = { rrule: 'FREQ=WEEKLY;BYDAY=TH', time: 600, zone: 'America/Los_Angeles' };
const weekly: Meeting = {
  id: 'sig-node/weekly',
  group: 'sig-node',
  title: 'Weekly',
  sessions: [{ written: {}, reading: { verdict: 'exact', reason: 'Said.', zone: rule.zone, rule } }],
  dates: [],
  minutes: 60,
  private: false,
};

const after = (...changes: MeetingChange[]) =>
  timetableOf(
    weekly,
    changes.map((change, at) => ({ id: String(at), meeting: weekly.id, change, by: 'U0DANA', at })),
  );
const at = (moment: string) => Date.parse(moment);
const sitting = (differs: Partial<Sitting> = {}): Sitting => ({
  meeting: weekly.id,
  key: '2026-12-03',
  startedAt: at('2026-12-03T18:02Z'),
  by: 'U0DANA',
  channel: 'C0NODE',
  present: [],
  ...differs,
});

describe('which occurrence can be begun, Thursdays 10:00 to 11:00 in Los Angeles', () => {
  test.each([
    ['more than an hour before', '2026-12-03T16:59Z', undefined],
    ['an hour before', '2026-12-03T17:00Z', '2026-12-03'],
    ['while it is on', '2026-12-03T18:59Z', '2026-12-03'],
    ['at its end', '2026-12-03T19:00Z', undefined],
    ['in summer, by the clock there', '2027-07-01T16:00Z', '2027-07-01'],
  ])('%s', (_when, now, key) => {
    expect(beginnable(after(), at(now))?.key).toBe(key);
  });

  test('none that was called off, and one that was moved at its new time', () => {
    expect(beginnable(after({ kind: 'skip', key: '2026-12-03' }), at('2026-12-03T18:00Z'))).toBeUndefined();
    const moved = after({ kind: 'move', key: '2026-12-03', to: at('2026-12-04T20:00Z') });
    expect(beginnable(moved, at('2026-12-03T18:00Z'))).toBeUndefined();
    expect(beginnable(moved, at('2026-12-04T20:10Z'))?.key).toBe('2026-12-03');
  });

  test('the one that is on comes before the one that is near', () => {
    const extra = after({ kind: 'extra', at: at('2026-12-03T17:15Z') });
    expect(beginnable(extra, at('2026-12-03T18:05Z'))?.start).toBe(at('2026-12-03T17:15Z'));
  });
});

test.each([
  ['as planned', [], '2026-12-03T19:00Z'],
  ['as long as it takes', [{ kind: 'duration', minutes: 30 }], '2026-12-03T18:30Z'],
  ['called off while it is on', [{ kind: 'skip', key: '2026-12-03' }], '2026-12-03T19:02Z'],
  [
    'moved away while it is on',
    [{ kind: 'move', key: '2026-12-03', to: at('2026-12-08T18:00Z') }],
    '2026-12-03T19:02Z',
  ],
] as [string, MeetingChange[], string][])('it is to end %s', (_how, changes, end) => {
  const timetable = after(...changes);
  const planned = plannedEnd(sitting(), timetable);
  expect(planned).toBe(at(end));
});

test.each([
  ['a week later', [], '2026-12-10'],
  ['the one after where that is called off', [{ kind: 'skip', key: '2026-12-10' }], '2026-12-17'],
  ['an extra one before', [{ kind: 'extra', at: at('2026-12-05T18:00Z') }], '2026-12-05T18:00:00Z'],
  ['the next day where there is no more', [{ kind: 'pause', from: '2026-12-04' }], '2026-12-04'],
] as [string, MeetingChange[], string][])('what is carried over goes on %s', (_when, changes, key) => {
  expect(followingKey(sitting(), after(...changes), at('2026-12-03T18:30Z'))).toBe(key);
});

const item = (differs: Partial<AgendaItem>): AgendaItem => ({
  id: 'a',
  meeting: weekly.id,
  from: '2026-12-03',
  text: 'A',
  by: 'U0DANA',
  at: 0,
  state: 'open',
  carried: 0,
  position: 0,
  ...differs,
});

test('topics are due from their occurrence on, until they are done', () => {
  const items = [
    item({}),
    item({ id: 'b', from: '2026-12-10' }),
    item({ id: 'c', from: '2026-11-26', state: 'done' }),
    item({ id: 'd', from: '2026-11-26' }),
  ];
  expect(dueItems(items, '2026-12-03').map(({ id }) => id)).toEqual(['a', 'd']);
  expect(dueItems(items, '2026-12-03T20:00:00Z').map(({ id }) => id)).toEqual(['a', 'd']);
});

test.each([
  [undefined, 100, undefined],
  [10, 9, undefined],
  [10, 10, 0],
  [10, 14, 0],
  [10, 15, 5],
  [10, 32, 20],
])('a time box of %s minutes after %s minutes', (minutes, passed, over) => {
  expect(overBy(item({ minutes }), 0, passed * MINUTE)).toBe(over);
});

test('the last word is a topic’s, or what was written down', () => {
  expect(lastHeard(sitting(), [])).toBe(at('2026-12-03T18:02Z'));
  expect(lastHeard(sitting({ itemSince: at('2026-12-03T18:10Z') }), [{ at: 5 }])).toBe(
    at('2026-12-03T18:10Z'),
  );
});

test('an id tells the meeting and the occurrence', () => {
  const id = sittingId({ meeting: 'sig-node/weekly', key: '2026-12-03T18:00:00Z' });
  expect(sittingKey(id)).toEqual({ meeting: 'sig-node/weekly', key: '2026-12-03T18:00:00Z' });
  expect(sittingKey('nothing')).toBeUndefined();
});
