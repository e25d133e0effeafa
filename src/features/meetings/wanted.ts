import { UserError } from '../../domain/errors.ts';
import type { MeetingChange } from '../../domain/meeting-change.ts';
import type { Session } from '../../domain/meeting.ts';
import {
  dayOfKey,
  MOVED_BY_AT_MOST,
  nextOccurrences,
  occurrencesBetween,
  zoneOf,
  type Timetable,
} from '../../domain/occurrence.ts';
import { readSchedule } from '../../domain/schedule-words.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { dateIn, dayText, momentAt } from '../../domain/zone.ts';
import type { DateSaid, TimeSaid } from '../../domain/said.ts';

/** A change before it is known which of several meetings is meant. */
export interface Wanted {
  /** What it comes to for a meeting; undefined where the meeting has no such occurrence. */
  change(timetable: Timetable): MeetingChange | undefined;
  /** What is said where no meeting has it. */
  none: string;
}

/** Which occurrence: the next, the one of that key, or of a day as it was typed. */
export type DaySaid = 'next' | { key: string } | { date: DateSaid; text: string };

type Reason = string | undefined;

export function skipWanted(day: DaySaid, reason: Reason, now: Instant): Wanted {
  return {
    change: (timetable) => {
      const key = keyOn(timetable, day, now);
      return key === undefined ? undefined : { kind: 'skip', key, reason };
    },
    none: noneOn(day),
  };
}

/** @param moved without a date it stays on its day, without a time it stays at its time */
export function moveWanted(
  moved: { day: DaySaid; date: DateSaid | undefined; time: TimeSaid | undefined; reason: Reason },
  now: Instant,
): Wanted {
  const { day, time, reason } = moved;
  return {
    change(timetable) {
      const key = keyOn(timetable, day, now);
      if (key === undefined) return undefined;
      const own = zoneOf(timetable);
      const [{ start } = { start: now }] = on(timetable, key);
      const zone = time?.zone ?? own;
      const date = moved.date?.(zone) ?? dateIn(zone, start);
      const to = time === undefined ? sameTime(date, start, own) : momentAt(date, time.time, zone);
      if (to <= now)
        throw new UserError(`${date} is over, or that time of it.`, 'Move it to a time to come.');
      if (Math.abs(to - start) >= MOVED_BY_AT_MOST - DAY)
        throw new UserError(
          `${date} is too far from the day it is moved from.`,
          'Skip that one, and add one: `/sig meeting extra 2027-03-02 18:00`',
        );
      return { kind: 'move', key, to, reason };
    },
    none: noneOn(day),
  };
}

export function extraWanted(
  added: { date: DateSaid; time: TimeSaid; minutes: number | undefined; reason: Reason },
  now: Instant,
): Wanted {
  const { time, minutes, reason } = added;
  return {
    change(timetable) {
      const zone = time.zone ?? zoneOf(timetable);
      const date = added.date(zone);
      const start = momentAt(date, time.time, zone);
      if (start <= now)
        throw new UserError(`${date} is over, or that time of it.`, 'An extra meeting is still to come.');
      if (start > now + 365 * DAY)
        throw new UserError(`${date} is more than a year ahead.`, 'Add it when it is nearer.');
      return { kind: 'extra', at: start, minutes, reason };
    },
    none: 'The group has no meeting to which one could be added.',
  };
}

export function pauseWanted(
  pause: { from: DateSaid | undefined; until: DateSaid | undefined; reason: Reason },
  now: Instant,
): Wanted {
  const remedy = 'For example `/sig meeting pause until 2027-01-10 winter break`';
  return {
    change(timetable) {
      const zone = zoneOf(timetable);
      const today = dateIn(zone, now);
      const [from, until] = [pause.from?.(zone) ?? today, pause.until?.(zone)];
      if (until !== undefined && until <= today) throw new UserError(`${until} is over.`, remedy);
      if (until !== undefined && until <= from)
        throw new UserError('The pause ends before it begins.', remedy);
      return { kind: 'pause', from, until, reason: pause.reason };
    },
    none: 'The group has no meeting to pause.',
  };
}

export function anchorWanted(said: DateSaid, text: string, now: Instant): Wanted {
  const fits = ({ written }: Session, date: string) => {
    const { rule, zones } = readSchedule({ ...written, anchor: date });
    return rule !== undefined || zones !== undefined;
  };
  return {
    change(timetable) {
      const { sessions } = timetable;
      const date = said(zoneOf(timetable));
      const asked = sessions.findIndex((one) => one.reading.verdict === 'needs_anchor' && fits(one, date));
      const session = asked === -1 ? sessions.findIndex((one) => fits(one, date)) : asked;
      return session === -1 ? undefined : { kind: 'anchor', session, date };
    },
    none: `By the days the directory gives, no meeting of the group takes place on ${nameOf(said, text, now)}.`,
  };
}

/** "Fri 25 Dec (2026-12-25)": which weekday it is tells what is wrong with it. */
function nameOf(said: DateSaid, text: string, now: Instant): string {
  const date = said('UTC');
  return date === text ? `${dayText(date, now)} (${date})` : `${dayText(date, now)} (${text})`;
}

export function zoneWanted(zone: string): Wanted {
  return {
    change: ({ sessions }) => {
      const asked = sessions.findIndex(({ reading }) => reading.zones !== undefined);
      return sessions.length === 0 ? undefined : { kind: 'zone', session: Math.max(0, asked), zone };
    },
    none: 'The group has no meeting that recurs.',
  };
}

export function durationWanted(minutes: number): Wanted {
  return { change: () => ({ kind: 'duration', minutes }), none: 'The group has no meeting.' };
}

export function remindWanted(stages: readonly number[]): Wanted {
  return { change: () => ({ kind: 'remind', stages }), none: 'The group has no meeting.' };
}

function noneOn(day: DaySaid): string {
  if (day === 'next') return 'The group has no meeting to come that can be computed.';
  return `No meeting of the group takes place on ${'key' in day ? day.key : day.text}.`;
}

function keyOn(timetable: Timetable, day: DaySaid, now: Instant): string | undefined {
  if (day === 'next') return nextOccurrences(timetable, now, 1)[0]?.key;
  const wanted = 'key' in day ? day.key : day.date(zoneOf(timetable));
  return on(timetable, wanted).find(({ end }) => end > now)?.key;
}

/** The occurrence of that key, or those of that day: what the rule has counts over what was added or moved to it. */
function on(timetable: Timetable, day: string) {
  const noon = Date.parse(`${day.slice(0, 10)}T12:00:00Z`);
  const near = occurrencesBetween(timetable, noon - MOVED_BY_AT_MOST, noon + MOVED_BY_AT_MOST);
  const zone = zoneOf(timetable);
  const known = near.filter(({ key }) => key === day);
  const others = near.filter(({ key }) => dayOfKey(key, timetable) === day);
  const moved = near.filter((one) => one.moved && dateIn(zone, one.start) === day);
  return [known, others, moved].find((found) => found.length > 0) ?? [];
}

function sameTime(date: string, start: Instant, zone: string): Instant {
  const midnight = momentAt(dateIn(zone, start), 0, zone);
  return momentAt(date, Math.round((start - midnight) / 60_000), zone);
}
