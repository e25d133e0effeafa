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
import { dateIn, dayText, isDate, isZone, momentAt, readTimeOfDay } from '../../domain/zone.ts';

/** What can be done to a meeting by a typed command. */
export const VERBS = [
  'skip',
  'move',
  'extra',
  'pause',
  'resume',
  'anchor',
  'zone',
  'duration',
  'undo',
  'remind',
] as const;
export type Verb = (typeof VERBS)[number];

/** A typed command: whose meetings, what to do, and which of them where the group has several. */
export interface Typed {
  group: string;
  verb?: Verb | undefined;
  rest: readonly string[];
  /** A part of the meeting's title. */
  of?: string | undefined;
}

/** Reads "[group] [verb …] [of title]". */
export function readTyped(words: readonly string[]): Typed {
  const at = words.findIndex((word) => VERBS.some((verb) => verb === word.toLowerCase()));
  if (at === -1) return { group: words.join(' '), rest: [] };
  const verb = VERBS.find((one) => one === words[at]?.toLowerCase());
  const rest = words.slice(at + 1);
  const of = rest.findLastIndex((word) => word.toLowerCase() === 'of');
  const group = words.slice(0, at).join(' ');
  if (of === -1) return { group, verb, rest };
  return { group, verb, rest: rest.slice(0, of), of: rest.slice(of + 1).join(' ') };
}

/**
 * As it was typed, or with "of" and what follows in the reason, where no title has that: "skip next most of us are away".
 * After a date, a time, a length or nothing a title was meant all the same.
 */
export function withReason(typed: Typed, titles: readonly string[]): Typed {
  const { rest, of } = typed;
  const before = rest.at(-1) ?? '';
  if (of === undefined || /^$|^\d|^(?:next|off)$/i.test(before) || isZone(before)) return typed;
  if (titles.some((title) => hasPart(title, of))) return typed;
  return { ...typed, rest: [...rest, 'of', of], of: undefined };
}

/** Whether a title has those words. */
export function hasPart(title: string, part: string): boolean {
  return title.toLowerCase().includes(part.toLowerCase());
}

/** A change before it is known which of several meetings is meant. */
export interface Wanted {
  /** What it comes to for a meeting; undefined where the meeting has no such occurrence. */
  change(timetable: Timetable): MeetingChange | undefined;
  /** What is said where no meeting has it. */
  none: string;
}

/**
 * What was typed after the verb.
 * @throws UserError where it cannot be read
 */
export function readWanted(verb: Verb, words: readonly string[], now: Instant): Wanted {
  switch (verb) {
    case 'skip':
      return readSkip(words, now);
    case 'move':
      return readMove(words, now);
    case 'extra':
      return readExtra(words, now);
    case 'pause':
      return readPause(words, now);
    case 'anchor':
      return readAnchor(words);
    case 'zone':
      return readZone(words);
    case 'duration':
      return readDuration(words);
    case 'remind':
      return readRemind(words);
    default:
      throw new UserError(`${verb} takes no more words.`, `\`/sig meeting ${verb}\``);
  }
}

function readSkip([day = '', ...reason]: readonly string[], now: Instant): Wanted {
  const wanted = dayWanted(day, 'skip 2026-12-24 public holiday');
  return {
    change: (timetable) => {
      const key = keyOn(timetable, wanted, now);
      return key === undefined ? undefined : { kind: 'skip', key, reason: reasonOf(reason) };
    },
    none: `No meeting of the group takes place on ${day}.`,
  };
}

function readMove(words: readonly string[], now: Instant): Wanted {
  const example = 'move 2026-12-24 to 2026-12-29 18:00';
  const [day = '', ...rest] = words;
  const [date = '', time = '', ...reason] = rest[0]?.toLowerCase() === 'to' ? rest.slice(1) : rest;
  const wanted = dayWanted(day, example);
  const at = readTimeOfDay(time);
  if (!isDate(date) || (time !== '' && at === undefined))
    throw new UserError('To when is it moved?', `For example \`/sig meeting ${example}\``);
  return {
    change(timetable) {
      const key = keyOn(timetable, wanted, now);
      if (key === undefined) return undefined;
      const zone = zoneOf(timetable);
      const [{ start } = { start: now }] = on(timetable, key);
      const to = at === undefined ? sameTime(date, start, zone) : momentAt(date, at, zone);
      if (to <= now) throw new UserError(`${date} ${time} is over.`, 'Move it to a time to come.');
      if (Math.abs(to - start) >= MOVED_BY_AT_MOST - DAY)
        throw new UserError(
          `${date} is too far from the day it is moved from.`,
          'Skip that one, and add one: `/sig meeting extra 2027-03-02 18:00`',
        );
      return { kind: 'move', key, to, reason: reasonOf(reason) };
    },
    none: `No meeting of the group takes place on ${day}.`,
  };
}

function readExtra([date = '', time = '', ...rest]: readonly string[], now: Instant): Wanted {
  const at = readTimeOfDay(time);
  if (!isDate(date) || at === undefined)
    throw new UserError(
      'When is the extra meeting?',
      'For example `/sig meeting extra 2026-12-30 18:00 30m`',
    );
  const minutes = readMinutes(rest[0] ?? '');
  const reason = reasonOf(minutes === undefined ? rest : rest.slice(1));
  return {
    change(timetable) {
      const start = momentAt(date, at, zoneOf(timetable));
      if (start <= now) throw new UserError(`${date} ${time} is over.`, 'An extra meeting is still to come.');
      if (start > now + 365 * DAY)
        throw new UserError(`${date} is more than a year ahead.`, 'Add it when it is nearer.');
      return { kind: 'extra', at: start, minutes, reason };
    },
    none: 'The group has no meeting to which one could be added.',
  };
}

function readPause(words: readonly string[], now: Instant): Wanted {
  const example = 'pause until 2027-01-10 winter break';
  const rest = [...words];
  const dated = (name: string): string | undefined => {
    if (rest[0]?.toLowerCase() !== name) return undefined;
    const [, date = ''] = rest.splice(0, 2);
    if (isDate(date)) return date;
    throw new UserError(`“${date}” is no date.`, `For example \`/sig meeting ${example}\``);
  };
  const from = dated('from');
  const until = dated('until');
  const reason = reasonOf(rest);
  if (from !== undefined && until !== undefined && until <= from)
    throw new UserError('The pause ends before it begins.', `For example \`/sig meeting ${example}\``);
  return {
    change(timetable) {
      const today = dateIn(zoneOf(timetable), now);
      if (until !== undefined && until <= today)
        throw new UserError(`${until} is over.`, `For example \`/sig meeting ${example}\``);
      return { kind: 'pause', from: from ?? today, until, reason };
    },
    none: 'The group has no meeting to pause.',
  };
}

function readAnchor([date = '']: readonly string[]): Wanted {
  if (!isDate(date))
    throw new UserError('On which day does it take place?', 'For example `/sig meeting anchor 2026-12-03`');
  const fits = ({ written }: Session) => {
    const { rule, zones } = readSchedule({ ...written, anchor: date });
    return rule !== undefined || zones !== undefined;
  };
  return {
    change({ sessions }) {
      const asked = sessions.findIndex((one) => one.reading.verdict === 'needs_anchor' && fits(one));
      const session = asked === -1 ? sessions.findIndex((one) => fits(one)) : asked;
      return session === -1 ? undefined : { kind: 'anchor', session, date };
    },
    none: `By the days the directory gives, no meeting of the group takes place on ${dayText(date)} (${date}).`,
  };
}

function readZone([zone = '']: readonly string[]): Wanted {
  if (!isZone(zone))
    throw new UserError('Which zone is meant?', 'For example `/sig meeting zone Asia/Kolkata`');
  return {
    change: ({ sessions }) => {
      const asked = sessions.findIndex(({ reading }) => reading.zones !== undefined);
      return sessions.length === 0 ? undefined : { kind: 'zone', session: Math.max(0, asked), zone };
    },
    none: 'The group has no meeting that recurs.',
  };
}

function readDuration([text = '']: readonly string[]): Wanted {
  const minutes = readMinutes(text);
  if (minutes === undefined)
    throw new UserError('How long does it take?', 'For example `/sig meeting duration 45m`');
  return { change: () => ({ kind: 'duration', minutes }), none: 'The group has no meeting.' };
}

function readRemind(words: readonly string[]): Wanted {
  const off = words.join(' ').toLowerCase() === 'off';
  const stages = off ? [] : words.map(readLead);
  const readable = stages.filter((minutes) => minutes !== undefined);
  if (readable.length < stages.length || (!off && words.length === 0) || words.length > 3)
    throw new UserError(
      'How long before the meeting?',
      'For the channel, by a lead: `/sig meeting remind 1d 10m`, or `remind off`. For yourself: `/sig meeting remind me`, or `remind me not`',
    );
  return { change: () => ({ kind: 'remind', stages: readable }), none: 'The group has no meeting.' };
}

/** "1d", "2h", "10m" → minutes, a week at most. */
function readLead(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,3})([dhm])$/.exec(text.toLowerCase()) ?? [];
  const minutes = Number(count) * ({ d: 1440, h: 60, m: 1 }[unit] ?? Number.NaN);
  return minutes > 0 && minutes <= 7 * 1440 ? minutes : undefined;
}

/** "45m", "1h", "1h30m", "90" → minutes, from 5 minutes to 12 hours; undefined where it is none of these. */
export function readMinutes(text: string): number | undefined {
  const [, hours = '0', minutes = '0'] = /^(?:(\d{1,2})h)?(?:(\d{1,3})m?)?$/.exec(text.trim()) ?? [];
  const all = Number(hours) * 60 + Number(minutes);
  return all >= 5 && all <= 12 * 60 ? all : undefined;
}

/** A day as it was typed: a date, or the next occurrence. */
type Day = { date: string } | 'next';

function dayWanted(text: string, example: string): Day {
  if (text.toLowerCase() === 'next') return 'next';
  if (isDate(text)) return { date: text };
  const what = text === '' ? 'Which day?' : `“${text}” is no date.`;
  throw new UserError(what, `Write it as year-month-day, or \`next\`: \`/sig meeting ${example}\``);
}

function keyOn(timetable: Timetable, day: Day, now: Instant): string | undefined {
  if (day === 'next') return nextOccurrences(timetable, now, 1)[0]?.key;
  return on(timetable, day.date).find(({ end }) => end > now)?.key;
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

function reasonOf(words: readonly string[]): string | undefined {
  return words.length === 0 ? undefined : words.join(' ').slice(0, 200);
}
