import { UserError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import { isZone } from '../../domain/zone.ts';
import { readZone } from '../../domain/zone-words.ts';
import { readMinutes, takeDate, takeLength, takeStart, takeTime } from '../../domain/said.ts';
import {
  anchorWanted,
  durationWanted,
  extraWanted,
  moveWanted,
  pauseWanted,
  remindWanted,
  skipWanted,
  zoneWanted,
  type DaySaid,
  type Wanted,
} from './wanted.ts';

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
  if (
    of === undefined ||
    /^$|^\d|^(?:next|off|[ap]m|noon|h(?:ou)?rs?|min(?:ute)?s?)$/i.test(before) ||
    isZone(before)
  )
    return typed;
  if (titles.some((title) => hasPart(title, of))) return typed;
  return { ...typed, rest: [...rest, 'of', of], of: undefined };
}

/** Whether a title has those words. */
export function hasPart(title: string, part: string): boolean {
  return title.toLowerCase().includes(part.toLowerCase());
}

/**
 * What was typed after the verb: what is clear is taken, as "6pm", "24 December" or "1 hour".
 * @throws UserError where it cannot be read, or can be read in two ways
 */
export function readWanted(verb: Verb, words: readonly string[], now: Instant): Wanted {
  const said = words.join(' ').trim();
  switch (verb) {
    case 'skip':
      return readSkip(said, now);
    case 'move':
      return readMove(said, now);
    case 'extra':
      return readExtra(said, now);
    case 'pause':
      return readPause(said, now);
    case 'anchor':
      return readAnchor(said, now);
    case 'zone':
      return readZoneMeant(said);
    case 'duration':
      return readDuration(said);
    case 'remind':
      return readRemind(said);
    default:
      throw new UserError(`${verb} takes no more words.`, `\`/sig meeting ${verb}\``);
  }
}

/** Which of its occurrences, and what follows. */
function takeDay(said: string, now: Instant, example: string): { day: DaySaid; rest: string } {
  const [whole, what] = /^next(?: (?:meeting|one)\b| (\w+))?/i.exec(said) ?? [];
  if (whole !== undefined && what !== undefined && takeDate(what, now)?.isWeekday)
    throw new UserError(`“next ${what}”: this week, or the week after?`, `Write its date: \`${example}\``);
  if (whole !== undefined)
    return { day: 'next', rest: said.slice(what === undefined ? whole.length : 'next'.length).trim() };
  const found = takeDate(said, now);
  if (found) return { day: { date: found.date, text: found.text }, rest: found.rest };
  const [word = ''] = said.split(' ');
  throw new UserError(
    word === '' ? 'Which day?' : `“${word}” is no date.`,
    `Write it as year-month-day, or \`next\`: \`${example}\``,
  );
}

function readSkip(said: string, now: Instant): Wanted {
  const { day, rest } = takeDay(said, now, '/sig meeting skip 2026-12-24 public holiday');
  return skipWanted(day, reasonOf(rest), now);
}

function readMove(said: string, now: Instant): Wanted {
  const example = '/sig meeting move 2026-12-24 to 2026-12-29 18:00';
  const { day, rest } = takeDay(said, now, example);
  const to = rest.replace(/^to\b\s*/i, '');
  const date = takeDate(to, now);
  const time = takeTime(date?.rest ?? to, example);
  if (!date && !time) throw new UserError('To when is it moved?', `For example \`${example}\``);
  const reason = reasonOf(time?.rest ?? date?.rest ?? '');
  return moveWanted({ day, date: date?.date, time, reason }, now);
}

function readExtra(said: string, now: Instant): Wanted {
  const example = '/sig meeting extra 2026-12-30 18:00 30m';
  const date = takeDate(said, now);
  const time = date && takeTime(date.rest, example);
  if (!time) throw new UserError('When is the extra meeting?', `For example \`${example}\``);
  const length = takeLength(time.rest);
  const reason = reasonOf(length?.rest ?? time.rest);
  return extraWanted({ date: date.date, time, minutes: length?.minutes, reason }, now);
}

function readPause(said: string, now: Instant): Wanted {
  const example = '/sig meeting pause until 2027-01-10 winter break';
  const from = takeStart(said, 'from', now, example);
  const until = takeStart(from?.rest ?? said, 'until', now, example);
  const reason = reasonOf(until?.rest ?? from?.rest ?? said);
  return pauseWanted({ from: from?.date, until: until?.date, reason }, now);
}

function readAnchor(said: string, now: Instant): Wanted {
  const found = takeDate(said, now);
  if (found) return anchorWanted(found.date, found.text, now);
  throw new UserError('On which day does it take place?', 'For example `/sig meeting anchor 2026-12-03`');
}

function readZoneMeant(said: string): Wanted {
  const read = readZone(said);
  if ('zone' in read) return zoneWanted(read.zone);
  const trouble = 'trouble' in read ? ` ${read.trouble}` : '';
  const example = 'zones' in read ? (read.zones[0] ?? '') : 'Asia/Kolkata';
  throw new UserError(`Which zone is meant?${trouble}`, `For example \`/sig meeting zone ${example}\``);
}

function readDuration(said: string): Wanted {
  const minutes = readMinutes(said);
  if (minutes !== undefined) return durationWanted(minutes);
  throw new UserError('How long does it take?', 'For example `/sig meeting duration 45m`');
}

function readRemind(said: string): Wanted {
  const leads = said.match(LEAD) ?? [];
  const stages = leads.map(readLead);
  const readable = stages.filter((minutes) => minutes !== undefined);
  const rest = said.replace(LEAD, '').replace(/\band\b|before|[\s,]/gi, '');
  const isOff = said.toLowerCase() === 'off';
  if (!isOff && (rest !== '' || readable.length < stages.length || ![1, 2, 3].includes(stages.length)))
    throw new UserError(
      'How long before the meeting?',
      'For the channel, by a lead: `/sig meeting remind 1d 10m`, or `remind off`. For yourself: `/sig meeting remind me`, or `remind me not`',
    );
  return remindWanted(readable);
}

const LEAD = /\b\d{1,3}\s*(?:d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?)\b/gi;

/** "1d", "2 hours", "10m" → minutes, a week at most. */
function readLead(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+)\s*([dhm])/i.exec(text) ?? [];
  const minutes = Number(count) * ({ d: 1440, h: 60, m: 1 }[unit.toLowerCase()] ?? Number.NaN);
  return minutes > 0 && minutes <= 7 * 1440 ? minutes : undefined;
}

function reasonOf(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim().slice(0, 200);
}
