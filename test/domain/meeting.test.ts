import { describe, expect, test } from 'vitest';
import type { Group, MeetingLine, MeetingOverlay } from '../../src/domain/group.ts';
import { meetingDoubts } from '../../src/domain/meeting-doubts.ts';
import { meetingsOf } from '../../src/domain/meeting.ts';
import { iso } from '../../src/domain/time.ts';

const regular: MeetingLine = {
  description: 'Regular SIG Meeting',
  day: 'Tuesday',
  time: '9:00',
  tz: 'PT (Pacific Time)',
  frequency: 'biweekly',
  url: 'https://meet.example/tide',
  notesUrl: 'https://docs.example/tide',
};

function group(meetings: readonly MeetingLine[], meetingOverlays?: readonly MeetingOverlay[]): Group {
  return {
    id: 'sig-tide',
    kind: 'sig',
    name: 'Tide',
    title: 'SIG Tide',
    leads: [],
    meetings,
    subprojects: [],
    paused: false,
    pullRequests: false,
    ...(meetingOverlays ? { meetingOverlays } : {}),
  };
}

const meetings = (lines: readonly MeetingLine[], overlays?: readonly MeetingOverlay[]) =>
  meetingsOf(group(lines, overlays), { minutes: 60 });
const only = (lines: readonly MeetingLine[], overlays?: readonly MeetingOverlay[]) => {
  const [meeting, ...others] = meetings(lines, overlays);
  expect(others).toEqual([]);
  return meeting;
};

test('a line of the directory is a meeting', () => {
  expect(only([regular])).toMatchObject({
    id: 'sig-tide/regular-sig-meeting',
    group: 'sig-tide',
    title: 'Regular SIG Meeting',
    sessions: [{ reading: { verdict: 'needs_anchor', due: { days: [2], weeks: 2 } } }],
    dates: [],
    minutes: 60,
    url: 'https://meet.example/tide',
    notesUrl: 'https://docs.example/tide',
    private: false,
  });
});

describe('an id', () => {
  const boats = { description: 'Boats & Hulls', day: 'Monday' };
  test('has the subproject in it, and a number where another has it already', () => {
    const lines = [boats, { ...boats, day: 'Friday' }, { ...boats, subproject: 'hulls' }];
    expect(meetings(lines).map(({ id }) => id)).toEqual(['sig-tide/boats-hulls', 'sig-tide/boats-hulls-2']);
    expect(only([{ ...boats, subproject: 'hulls' }])?.id).toBe('sig-tide/hulls-boats-hulls');
  });

  test('is one for lines that say the same under several subprojects', () => {
    const line = (subproject: string) => ({ ...regular, subproject });
    expect(only([line('hulls'), line('sails'), line('oars')])?.subproject).toBe('hulls');
  });
});

describe('what the operator says', () => {
  const described = { description: 'regular sig meeting' };

  test('is in place of the directory, without case', () => {
    const meeting = only(
      [regular],
      [{ ...described, anchor: '2026-12-01', duration: 2_700_000, notes: 'https://docs.example/new' }],
    );
    expect(meeting).toMatchObject({ minutes: 45, url: regular.url, notesUrl: 'https://docs.example/new' });
    expect(meeting?.sessions[0]?.reading).toMatchObject({
      verdict: 'exact',
      rule: { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', anchor: '2026-12-01' },
    });
  });

  test('as a rule is in place of day and frequency', () => {
    const meeting = only([regular], [{ ...described, rrule: 'FREQ=MONTHLY;BYDAY=2WE' }]);
    expect(meeting?.sessions[0]?.reading.rule).toEqual({
      rrule: 'FREQ=MONTHLY;BYDAY=2WE',
      time: 540,
      zone: 'America/Los_Angeles',
    });
  });

  test('as sessions makes rules of one meeting', () => {
    const sessions = [
      { name: 'EU', anchor: '2026-12-01', tz: 'Europe/Berlin' },
      { name: 'APAC', frequency: 'weekly', day: 'Monday', time: '11:00', tz: 'Asia/Tokyo' },
    ];
    const rules = only([regular], [{ ...described, sessions }])?.sessions.map(({ name, reading }) => [
      name,
      reading.rule?.rrule,
      reading.rule?.zone,
    ]);
    expect(rules).toEqual([
      ['EU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'Europe/Berlin'],
      ['APAC', 'FREQ=WEEKLY;BYDAY=MO', 'Asia/Tokyo'],
    ]);
  });

  test('as dates is in the zone of the meeting', () => {
    const meeting = only([regular], [{ ...described, dates: ['2027-01-07 10:00', '2026-12-24 10:00'] }]);
    expect(meeting?.sessions).toEqual([]);
    expect(meeting?.dates.map(iso)).toEqual(['2026-12-24T18:00:00Z', '2027-01-07T18:00:00Z']);
  });

  test('as a feed leaves the times to it', () => {
    const feed = { url: 'https://calendar.example/tide.ics', title: 'Tide' };
    expect(only([regular], [{ ...described, feed }])).toMatchObject({ sessions: [], dates: [], feed });
  });

  test('of a description nobody has is a new meeting', () => {
    const harbour = {
      description: 'Harbour Round',
      day: 'Friday',
      time: '8:00',
      tz: 'UTC',
      frequency: 'weekly',
    };
    const [, added] = meetings([regular], [harbour]);
    expect(added).toMatchObject({
      id: 'sig-tide/harbour-round',
      sessions: [{ reading: { verdict: 'exact' } }],
    });
  });

  test('counts for the first of several lines of that description, the next for the next', () => {
    const lines = [regular, { ...regular, day: 'Friday' }];
    const found = meetings(lines, [
      { ...described, duration: 60_000 },
      { ...described, duration: 120_000 },
    ]);
    expect(found.map(({ minutes }) => minutes)).toEqual([1, 2]);
  });

  test('may be that it is none', () => {
    expect(meetings([regular], [{ ...described, ignore: true }])).toEqual([]);
  });
});

test('a private meeting is marked, and may be heard of in the channel that the operator names', () => {
  const keys: MeetingLine = { description: 'Keys', day: 'Friday', private: true };
  expect(only([keys])).toMatchObject({ private: true, channel: undefined });
  expect(only([keys], [{ description: 'Keys', channel: 'C0KEYS00001' }])?.channel).toBe('C0KEYS00001');
  expect(only([regular], [{ description: regular.description, channel: 'tide' }])?.channel).toBeUndefined();
});

describe('what an operator is told', () => {
  const told = (lines: readonly MeetingLine[], overlays?: readonly MeetingOverlay[]) =>
    meetingDoubts([group(lines, overlays)]).map(
      ({ severity, about, text }) => `${severity} ${about}: ${text}`,
    );

  test('nothing of what can be computed', () => {
    expect(told([{ ...regular, frequency: 'weekly' }])).toEqual([]);
  });

  test('how many cannot be, with an example of each kind', () => {
    expect(
      told([
        regular,
        { ...regular, description: 'Another' },
        { ...regular, tz: 'IST', frequency: 'weekly' },
        { description: 'Boats' },
      ]),
    ).toEqual([
      'note meetings: 2 meetings need an anchor (a date on which it takes place, under groups). For example sig-tide, “Regular SIG Meeting”: Every two weeks on a Tuesday; no date is named.',
      'note meetings: 1 meeting has several readings. For example sig-tide, “Regular SIG Meeting”: “IST” can be the time of Asia/Kolkata, Asia/Jerusalem or Europe/Dublin.',
      'note meetings: 1 meeting says no time that can be computed. For example sig-tide, “Boats”: It names no time. It names no zone. It does not say how often.',
    ]);
  });

  test('an overlay that is no line’s', () => {
    expect(
      told(
        [{ ...regular, frequency: 'weekly' }],
        [{ description: 'Regular SIG Meetin', duration: 60_000 }],
      )[0],
    ).toBe(
      'warning groups.sig-tide.meetings: “Regular SIG Meetin” is no meeting of the directory, and does not say when it takes place. Did you mean “Regular SIG Meeting”?',
    );
  });

  test('dates without a zone', () => {
    expect(told([], [{ description: 'Boats', dates: ['2026-12-24 10:00'] }])[0]).toBe(
      'warning groups.sig-tide.meetings: “Boats” has dates and no zone: write tz.',
    );
  });
});
