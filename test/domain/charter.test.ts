import { describe, expect, test } from 'vitest';
import type { Sitting } from '../../src/domain/agenda.ts';
import { charterFinding, missingOf, pastMeetings, type PastMeeting } from '../../src/domain/charter.ts';
import type { MeetingChange } from '../../src/domain/meeting-change.ts';
import type { Meeting } from '../../src/domain/meeting.ts';
import { timetableOf } from '../../src/domain/occurrence.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';

const past = (was: PastMeeting['was'], ...dates: string[]): PastMeeting[] =>
  dates.map((date) => ({ meeting: 'm', key: date, date, was, minutes: 60, lacks: [], present: [] }));

describe('the charter’s rule', () => {
  const held = (...dates: string[]) => past('held', ...dates);

  test.each<[string, PastMeeting[], string, string, string, string]>([
    [
      'every three weeks to the day',
      held('2026-03-03', '2026-03-24', '2026-04-14'),
      '2026-03-01',
      '2026-05-05',
      'met',
      'At least one every 3 weeks, as the charter asks',
    ],
    [
      'a day longer',
      held('2026-03-03', '2026-03-25'),
      '2026-03-01',
      '2026-04-01',
      'broken',
      'No meeting for 3 weeks, between Tue 3 Mar and Wed 25 Mar',
    ],
    [
      'since the last one',
      held('2026-03-03'),
      '2026-03-01',
      '2026-04-14',
      'broken',
      'No meeting for 6 weeks, between Tue 3 Mar and Tue 14 Apr',
    ],
    [
      'called off again and again',
      past('off', '2026-03-10', '2026-03-17'),
      '2026-03-01',
      '2026-04-01',
      'broken',
      'No meeting for 4 weeks, between Sun 1 Mar and Wed 1 Apr',
    ],
    [
      'nobody said anything',
      [...held('2026-03-03'), ...past('unrecorded', '2026-03-10', '2026-03-17')],
      '2026-03-01',
      '2026-04-14',
      'unknown',
      'Nothing is recorded of 2 meetings between Tue 3 Mar and Tue 14 Apr',
    ],
    [
      'too short to count',
      held('2026-03-03').map((one) => ({ ...one, minutes: 25 })),
      '2026-03-01',
      '2026-04-01',
      'broken',
      'No meeting for 4 weeks, between Sun 1 Mar and Wed 1 Apr',
    ],
    [
      'over the free months',
      held('2026-10-29', '2027-01-12'),
      '2026-10-20',
      '2027-01-20',
      'met',
      'At least one every 3 weeks, as the charter asks',
    ],
    [
      'the free months and three weeks more',
      held('2026-10-20'),
      '2026-10-20',
      '2027-01-11',
      'broken',
      'No meeting for 3 weeks, between Tue 20 Oct and Mon 11 Jan, November and December aside',
    ],
    [
      'within the free months',
      [],
      '2026-11-02',
      '2026-12-30',
      'met',
      'No meeting is asked for in November and December',
    ],
    [
      'a fortnight after the bot came',
      past('unrecorded', '2026-03-03'),
      '2026-03-01',
      '2026-03-14',
      'unknown',
      'Too early to say: it is counted since Sun 1 Mar',
    ],
  ])('%s', (_what, meetings, from, today, verdict, text) => {
    expect(charterFinding(meetings, from, today)).toEqual({ verdict, text });
  });
});

const weekly: Meeting = {
  id: 'sig-boats/weekly',
  group: 'sig-boats',
  title: 'Weekly',
  sessions: [
    {
      written: {},
      reading: {
        verdict: 'exact',
        reason: 'Said.',
        zone: 'America/Los_Angeles',
        rule: { rrule: 'FREQ=WEEKLY;BYDAY=TU', time: 17 * 60, zone: 'America/Los_Angeles' },
      },
    },
  ],
  dates: [],
  minutes: 60,
  private: false,
};
/** 17:00 in Los Angeles, which is the day after in UTC. */
const start = (key: string) => Date.parse(`${key}T17:00-08:00`);
const sitting = (key: string, over: Partial<Sitting> = {}): Sitting => ({
  meeting: weekly.id,
  key,
  startedAt: start(key) + 5 * MINUTE,
  endedAt: start(key) + HOUR,
  by: 'U0DANA',
  channel: 'C0BOATS',
  present: ['U0DANA', 'U0LEE'],
  ...over,
});
const change = (said: MeetingChange) => ({
  id: JSON.stringify(said),
  meeting: weekly.id,
  change: said,
  by: 'U0DANA',
  at: 0,
});

describe('what became of a group’s meetings', () => {
  const told = (sittings: Sitting[], changes: MeetingChange[] = [], until = Date.parse('2027-01-28')) =>
    pastMeetings(timetableOf(weekly, changes.map(change)), sittings, Date.parse('2027-01-05T12:00Z'), until);

  test('a sitting tells that one was held, on the day where it was held', () => {
    const meetings = told([sitting('2027-01-12')], [{ kind: 'skip', key: '2027-01-19' }]);
    expect(Object.fromEntries(meetings.map(({ date, was }) => [date, was]))).toEqual({
      '2027-01-05': 'unrecorded',
      '2027-01-12': 'held',
      '2027-01-19': 'off',
      '2027-01-26': 'unrecorded',
    });
  });

  test('held all the same where it had been called off', () => {
    const meetings = told([sitting('2027-01-12')], [{ kind: 'skip', key: '2027-01-12' }]);
    expect(meetings.find(({ date }) => date === '2027-01-12')?.was).toBe('held');
  });

  test('one that is on, or is to come, is neither held nor without a record yet', () => {
    const { endedAt: _ended, ...on } = sitting('2027-01-26');
    const until = start('2027-01-26') + 20 * MINUTE;
    expect(told([on], [], until).map(({ date }) => date)).toEqual(['2027-01-05', '2027-01-12', '2027-01-19']);
  });

  test('counts as the day to which it was moved', () => {
    const to = start('2027-01-14');
    const meetings = told([], [{ kind: 'move', key: '2027-01-12', to }]);
    expect(meetings.map(({ date }) => date)).toContain('2027-01-14');
  });

  test('as long as it took or was to take, whichever is longer', () => {
    const lengths = [
      sitting('2027-01-12'),
      sitting('2027-01-19', { endedAt: start('2027-01-19') + 2 * HOUR }),
    ];
    expect(told(lengths).flatMap(({ was, minutes }) => (was === 'held' ? [minutes] : []))).toEqual([60, 115]);
  });

  test('a document with the notes of all meetings counts; a recording is each meeting’s own', () => {
    const lacking = told([
      sitting('2027-01-12'),
      sitting('2027-01-19', { recordingUrl: 'https://video.example/1' }),
    ]);
    expect(missingOf(lacking)).toEqual({ held: 2, notes: 2, recordings: 1 });
    const noted = { ...weekly, notesUrl: 'https://notes.example/all' };
    const [from, until] = [start('2027-01-12'), start('2027-01-13')];
    const [one] = pastMeetings(timetableOf(noted, []), [sitting('2027-01-12')], from, until);
    expect(one?.lacks).toEqual(['recording']);
  });

  test('nobody knows what is missing where none is known to have been held', () => {
    expect(missingOf(told([]))).toEqual({ held: 0, notes: undefined, recordings: undefined });
  });
});
