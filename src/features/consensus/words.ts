import type { BusinessHours } from '../../domain/business-time.ts';
import type { Allowance } from '../../domain/clock-policy.ts';
import { lacking, openConcerns, type Consensus, type Lack } from '../../domain/consensus.ts';
import { deadlineAfter, FARTHEST } from '../../domain/consensus-policy.ts';
import { UserError } from '../../domain/errors.ts';
import { takeDate, takeTime } from '../../domain/said.ts';
import { peopleIn, plainText, type Names } from '../../domain/slack-text.ts';
import { DAY, HOUR, type Instant } from '../../domain/time.ts';
import { momentAt, thereText } from '../../domain/zone.ts';
import { readZone } from '../../domain/zone-words.ts';

/** What can be done to a consensus by a typed command; anything else is a group's name. */
export type Verb = 'start' | 'extend' | 'stop' | 'show';

const ALSO: Readonly<Record<string, Verb>> = {
  start: 'start',
  extend: 'extend',
  stop: 'stop',
  end: 'stop',
  show: 'show',
};

export function verbOf(word = ''): Verb | undefined {
  const said = word.toLowerCase();
  return Object.hasOwn(ALSO, said) ? ALSO[said] : undefined;
}

/** Longest proposal, concern or answer that is kept, in characters. */
export const LONGEST = 500;

const EXAMPLES: Readonly<Record<Verb, string>> = {
  start: 'consensus start 4711 "We drop the old flag in 1.38" until 72 business hours',
  extend: 'consensus extend 4711 until friday',
  stop: 'consensus stop 4711 "We merged the other one"',
  show: 'consensus show 4711',
};

export function exampleOf(verb: Verb): string {
  return `For example \`/sig ${EXAMPLES[verb]}\``;
}

/** What was typed after a verb, before anything is looked up. */
export interface Typed {
  /** An issue as typed; absent in a card's thread. */
  issue?: string | undefined;
  /** The proposal, or why it is stopped. */
  text: string;
  /** A deadline as typed. */
  until?: string | undefined;
  /** Slack ids of who is asked; none where nobody was named. */
  asked: readonly string[];
}

const ISSUE = /^(?:this|#?\d{1,10}|[\w.-]+\/[\w.-]+#\d{1,10}|<?https?:\/\/\S+\/(?:issues|pull)\/\d+\S*)$/i;

/**
 * Reads `4711 "text" until friday asking @dana @noor`.
 * @throws UserError where something else than people follows "asking"
 */
export function readTyped(verb: Verb, words: readonly string[], names: Names): Typed {
  const [first = ''] = words;
  const issue = ISSUE.test(first) ? first : undefined;
  const rest = issue === undefined ? words : words.slice(1);
  const asking = verb === 'start' ? lastOf('asking', rest) : rest.length;
  const said = rest.slice(0, asking);
  const until = verb === 'stop' ? said.length : lastOf('until', said);
  return {
    issue,
    text: lineOf(said.slice(0, until).join(' '), names),
    until: said.slice(until + 1).join(' ') || undefined,
    asked: readPeople(rest.slice(asking + 1)),
  };
}

/** The place of a word as it stands alone; the end where it does not. */
function lastOf(wanted: string, words: readonly string[]): number {
  const at = words.findLastIndex((word) => word.toLowerCase() === wanted);
  return at === -1 ? words.length : at;
}

function readPeople(words: readonly string[]): string[] {
  const strange = words.find((word) => peopleIn(word).length === 0 && !/^(?:and|,)$/i.test(word));
  if (strange === undefined) return peopleIn(words.join(' '));
  throw new UserError(
    `“${strange}” is nobody who could be asked.`,
    'Mention people as Slack offers them: `asking @dana`.',
  );
}

/**
 * One line of plain text, short enough to be kept whole.
 * @throws UserError where it is not
 */
export function lineOf(text: string, names: Names): string {
  const line = plainText(text, names).replace(/\s+/g, ' ').trim();
  if (line.length <= LONGEST) return line;
  throw new UserError(`That is longer than ${LONGEST} characters.`, 'Say it shorter, or link to more.');
}

const BUSINESS = /^(\d{1,4}) ?(?:(?:business|working) )?(h|hours?|d|days?)$/;
const WEEKS = /^(?:(\d{1,2}|a|one|two) weeks?|(a fortnight))$/;

/** By what a deadline is understood: somebody's zone, and the group's offices. */
export interface Around {
  zone: string;
  hours: BusinessHours;
  now: Instant;
}

/**
 * The moment of "72 business hours", "3d", "2 weeks", "friday", "2026-12-04", "4 December 18:00 Berlin". A day without a
 * time is meant whole: until its last minute.
 * @throws UserError where it is none of these
 */
export function readUntil(said: string, { zone, hours, now }: Around): Instant {
  const text = said.trim();
  const [, count = '', unit = ''] = BUSINESS.exec(text.toLowerCase()) ?? [];
  if (unit !== '') return afterBusiness(allowanceOf(Number(count), unit), hours, now);
  const [weeks, number = 'two'] = WEEKS.exec(text.toLowerCase()) ?? [];
  if (weeks !== undefined) return now + (NUMBERS[number] ?? Number(number)) * 7 * DAY;
  const day = takeDate(text, now);
  if (!day) throw notUnderstood(said);
  if (day.rest === '') return momentAt(day.date(zone), LAST_MINUTE, zone);
  const time = takeTime(day.rest, `/sig ${EXAMPLES.extend} 18:00`);
  const there = time && (time.zone ?? (time.rest === '' ? zone : zoneIn(time.rest)));
  if (!time || there === undefined) throw notUnderstood(said);
  return momentAt(day.date(there), time.time, there);
}

/** A day that ends at midnight reads as the next one's. */
const LAST_MINUTE = 24 * 60 - 1;

/** "Berlin", "London time": a zone that people write by its place; undefined where it is none, or one of several. */
function zoneIn(text: string): string | undefined {
  const read = readZone(text);
  return 'zone' in read ? read.zone : undefined;
}

const NUMBERS: Readonly<Record<string, number>> = { a: 1, one: 1, two: 2 };

function allowanceOf(count: number, unit: string): Allowance {
  return unit.startsWith('h') ? { ms: count * HOUR, in: 'hours' } : { ms: count * DAY, in: 'days' };
}

function afterBusiness(allowance: Allowance, hours: BusinessHours, now: Instant): Instant {
  const deadline = allowance.ms > 0 ? deadlineAfter(allowance, hours, now) : now;
  if (deadline !== undefined) return deadline;
  throw new UserError(
    'The group is never at work, so business time never ends.',
    'Name a day: `until 2026-12-04`',
  );
}

function notUnderstood(said: string): UserError {
  return new UserError(
    `“${said}” is no time sigbot understands.`,
    'Write a day (`2026-12-04`, `friday 18:00`) or business time (`72 business hours`, `3 business days`).',
  );
}

/** @throws UserError where a deadline is nearer than it may be, with the earliest there can be; or too far */
export function checkDeadline(
  deadline: Instant,
  { earliest, why }: { earliest: Instant; why: string },
  { zone, now }: Around,
): void {
  if (deadline < earliest) throw new UserError(why, `The earliest is ${thereText(earliest, zone, now)}.`);
  if (deadline > now + FARTHEST)
    throw new UserError('That is more than 90 days ahead: nobody would remember it.', 'Name an earlier day.');
}

/** "72 business hours", "3 business days" */
export function allowanceText({ ms, in: unit }: Allowance): string {
  const count = Math.round((ms / (unit === 'hours' ? HOUR : DAY)) * 10) / 10;
  return `${count} business ${count === 1 ? unit.slice(0, -1) : unit}`;
}

const LACKS: Readonly<Record<Lack, (consensus: Consensus) => string>> = {
  concern: (consensus) => {
    const open = openConcerns(consensus).length;
    return `${open} ${open === 1 ? 'concern is' : 'concerns are'} open`;
  },
  agreement: ({ agreed, least }) => `${agreed.length} of ${least} said +1`,
  answer: () => 'not everybody who was asked agreed',
};

/** What a proposal lacks, or lacked: "1 concern is open, 1 of 2 said +1". */
export function lackText(consensus: Consensus): string {
  const lacks = lacking(consensus).map((lack) => LACKS[lack](consensus));
  return lacks.length === 0 ? 'nothing is in its way any more' : lacks.join(', ');
}
