import type { Sitting } from './agenda.ts';
import type { CharterFinding, MeetingDay, MissingRecords } from './health.ts';
import { daysFrom } from './history.ts';
import { dayOfKey, occurrencesBetween, zoneOf, type Occurrence, type Timetable } from './occurrence.ts';
import { lacking } from './sitting.ts';
import { MINUTE, type Instant } from './time.ts';
import { dateIn, dayText } from './zone.ts';

/** What became of an occurrence that has passed, and what is known of one that was held. */
export interface PastMeeting extends MeetingDay {
  /** The meeting's id, and the occurrence's key. */
  meeting: string;
  key: string;
  /** How long it took or was to take, whichever is longer. */
  minutes: number;
  /** What is not linked of what the charter asks for; nothing where it was not held. */
  lacks: readonly ('notes' | 'recording')[];
  /** Slack ids of who said that they were there. */
  present: readonly string[];
}

/**
 * The meetings of a group from one moment until another, oldest first. A sitting tells that one was held, a lead's word
 * that it was off; of the others nothing is known.
 * @param sittings of the timetable's meeting, in any order
 */
export function pastMeetings(
  timetable: Timetable,
  sittings: readonly Sitting[],
  from: Instant,
  until: Instant,
): PastMeeting[] {
  const over = occurrencesBetween(timetable, from, until).filter(({ end }) => end <= until);
  const held = sittings.filter(
    ({ startedAt, endedAt }) => startedAt >= from && endedAt !== undefined && endedAt <= until,
  );
  const keys = new Set(sittings.map(({ key }) => key));
  const others = over.filter(({ key }) => !keys.has(key));
  return [...held.map((one) => heldOf(one, timetable)), ...others.map((one) => passedOf(one, timetable))];
}

function heldOf(sitting: Sitting, timetable: Timetable): PastMeeting {
  const { meeting, key, startedAt, endedAt = startedAt, present } = sitting;
  return {
    meeting,
    key,
    date: dateIn(zoneOf(timetable), startedAt),
    was: 'held',
    minutes: Math.max(timetable.minutes, Math.round((endedAt - startedAt) / MINUTE)),
    lacks: lacking(sitting, timetable.meeting),
    present,
  };
}

function passedOf(occurrence: Occurrence, timetable: Timetable): PastMeeting {
  const { meeting, key, start, end, moved, skipped } = occurrence;
  const date = moved ? dateIn(zoneOf(timetable), start) : dayOfKey(key, timetable);
  const minutes = Math.round((end - start) / MINUTE);
  return { meeting, key, date, was: skipped ? 'off' : 'unrecorded', minutes, lacks: [], present: [] };
}

/** Of those held, how many lack notes or a recording; undefined where none is known to have been held. */
export function missingOf(meetings: readonly PastMeeting[]): MissingRecords {
  const held = meetings.filter(({ was }) => was === 'held');
  const without = (what: 'notes' | 'recording') => held.filter(({ lacks }) => lacks.includes(what)).length;
  return held.length === 0
    ? { held: 0, notes: undefined, recordings: undefined }
    : { held: held.length, notes: without('notes'), recordings: without('recording') };
}

/** The longest that a SIG may go without a meeting, in days outside of November and December, and the shortest meeting. */
const CHARTER = { days: 21, minutes: 30, free: ['11', '12'] };

/**
 * Where a SIG stands with "meet regularly, at least for 30 minutes every 3 weeks, except November and December"
 * (kubernetes/community, committee-steering/governance/sig-governance.md). Where it has occurrences of which nothing is
 * known, nobody can say that the rule was broken.
 * @param from the first day of which anything is known
 */
export function charterFinding(
  meetings: readonly PastMeeting[],
  from: string,
  today: string,
): CharterFinding {
  const held = meetings.filter(({ was, minutes }) => was === 'held' && minutes >= CHARTER.minutes);
  const marks = [from, ...held.map(({ date }) => date).toSorted(), today];
  const gaps = marks.slice(1).map((end, index) => gapBetween(marks[index] ?? from, end));
  const longest = gaps.reduce((one, other) => (other.days > one.days ? other : one));
  if (longest.days <= CHARTER.days) return withoutGap(held.length, gapBetween(from, today).days, from);
  const { begin, end } = longest;
  const silent = meetings.filter(
    ({ was, date }) => was === 'unrecorded' && date >= begin && date <= end,
  ).length;
  const between = `between ${dayText(begin)} and ${dayText(end)}`;
  if (silent > 0)
    return {
      verdict: 'unknown',
      text: `Nothing is recorded of ${silent} ${silent === 1 ? 'meeting' : 'meetings'} ${between}`,
    };
  const aside = daysFrom(begin, end).length > longest.days ? ', November and December aside' : '';
  return {
    verdict: 'broken',
    text: `No meeting for ${Math.floor(longest.days / 7)} weeks, ${between}${aside}`,
  };
}

function withoutGap(held: number, counted: number, from: string): CharterFinding {
  if (held > 0) return { verdict: 'met', text: 'At least one every 3 weeks, as the charter asks' };
  if (counted === 0) return { verdict: 'met', text: 'No meeting is asked for in November and December' };
  return { verdict: 'unknown', text: `Too early to say: it is counted since ${dayText(from)}` };
}

interface Gap {
  begin: string;
  end: string;
  /** Outside of November and December. */
  days: number;
}

function gapBetween(begin: string, end: string): Gap {
  const days = daysFrom(begin, end).filter((day) => !CHARTER.free.includes(day.slice(5, 7))).length;
  return { begin, end, days };
}
