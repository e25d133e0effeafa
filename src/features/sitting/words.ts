import { DATE, isoDate, readDate } from '../../domain/day-words.ts';
import { UserError } from '../../domain/errors.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { dateIn, dayText, momentAt, nextDays } from '../../domain/zone.ts';

/** What was typed to be kept; people, issues and days are not looked up yet. */
export interface TypedMinute {
  text: string;
  /** An issue as typed. */
  issue?: string | undefined;
  /** "me", "@login" or Slack's "<@U123>". */
  owner?: string | undefined;
  /** By when, as typed. */
  due?: string | undefined;
}

export type MinuteKind = 'decision' | 'action' | 'note';

const EXAMPLES: Readonly<Record<MinuteKind, string>> = {
  decision: 'decision "We ship it in 1.38" #123',
  action: 'action @who "write to the release team" by friday',
  note: 'note "Lee showed the numbers"',
};

/** Longest text kept of a decision, an action or a note, in characters. */
export const LONGEST = 500;

/** What belongs to an issue: "#123", "owner/name#123", or its address, in Slack's brackets too. */
const ISSUE =
  /^<?(?:#\d{1,10}|[\w.-]+\/[\w.-]+#\d{1,10}|https?:\/\/[^/\s]+\/[\w.-]+\/[\w.-]+\/(?:issues|pull)\/\d+\S*)>?$/;

/**
 * Reads what stands after "decision", "action" or "note": `@who "text" #123 by friday`.
 * @throws UserError where there is no text, or something else follows what was put in quotes
 */
export function readMinute(kind: MinuteKind, words: readonly string[]): TypedMinute {
  const rest = [...words];
  const owner = kind === 'action' && isPerson(rest[0] ?? '') ? rest.shift() : undefined;
  let [issue, due]: (string | undefined)[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    if (issue === undefined && rest.length > 1 && ISSUE.test(rest.at(-1) ?? '')) issue = rest.pop();
    if (kind === 'action' && due === undefined) due = takeDue(rest);
  }
  const said = rest.join(' ').trim();
  const within = kind === 'action' && due === undefined ? dueWithin(said) : { text: said, due };
  const { text } = within;
  const quoted = rest.findIndex((word) => /\s/.test(word));
  if (text === '') throw new UserError(`What is the ${kind}?`, `For example \`@sigbot ${EXAMPLES[kind]}\``);
  if (quoted !== -1 && quoted < rest.length - 1)
    throw new UserError(
      `“${rest.slice(quoted + 1).join(' ')}” is not understood.`,
      `For example \`@sigbot ${EXAMPLES[kind]}\``,
    );
  return { text: checkLength(text), issue, owner, due: within.due };
}

/**
 * The text, where it is short enough to be kept whole.
 * @throws UserError where it is not
 */
function checkLength(text: string): string {
  if (text.length <= LONGEST) return text;
  throw new UserError(`That is longer than ${LONGEST} characters.`, 'Say it shorter, or link to more.');
}

/** "by friday" from the end of the words; what is no day stays where it is. */
function takeDue(words: string[]): string | undefined {
  const by = words.findLastIndex((word) => word.toLowerCase() === 'by');
  const said = words
    .slice(by + 1)
    .join(' ')
    .toLowerCase()
    .replace(/[.,;!]$/, '');
  if (by < 1 || !isDue(said)) return undefined;
  words.splice(by);
  return said;
}

/** "Ask the smith by friday" → what is to be done, and by when; what is no day stays where it is. */
export function dueWithin(text: string): { text: string; due?: string | undefined } {
  const words = text.split(/(?<=\S)\s+/);
  const due = takeDue(words);
  return due === undefined ? { text } : { text: words.join(' '), due };
}

/** Whether a word names a person: "me", "@login" or Slack's "<@U123|name>". */
function isPerson(word: string): boolean {
  return /^(?:me|@[\w-]+|<@[UW]\w+(?:\|[^>]*)?>)$/i.test(word);
}

/** The Slack id in a mention; undefined where it is none. */
export function mentionIn(word: string): string | undefined {
  return /^<@([UW]\w+)(?:\|[^>]*)?>$/.exec(word)?.[1];
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const isDay = (said: string) => DAYS.some((day) => day === said || day.slice(0, 3) === said);

/** What else means a day. A week is over on its Friday. */
const SPANS: readonly string[] = [
  'today',
  'tomorrow',
  'this week',
  'end of week',
  'next week',
  'end of next week',
  'next meeting',
];

const DATE_ALONE = new RegExp(`^${DATE}$`, 'i');

const plainDue = (said: string) =>
  said
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\bthe /g, '');

/** Whether somebody meant a day by it, though there may be none such: "2026-13-01". */
export function isDue(said: string): boolean {
  const word = plainDue(said);
  return /^\d{4}-\d/.test(word) || SPANS.includes(word) || isDay(word) || DATE_ALONE.test(word);
}

/**
 * The day that was meant, "2026-12-11". A day of the week is the next one after today; by a week is by its Friday.
 * @param next the key of the following occurrence
 * @throws UserError where it is no day, may be one of two, or is over
 */
export function dueDay(said: string, zone: string, now: Instant, next: string): string {
  const word = plainDue(said);
  const today = dateIn(zone, now);
  const dayAfter = (day: number, at: Instant) => nextDays([day], zone, at, 1)[0] ?? today;
  switch (word) {
    case 'today':
      return today;
    case 'tomorrow':
      return dateIn(zone, now + DAY);
    case 'next meeting':
      return next.slice(0, 10);
    case 'this week':
    case 'end of week':
      return dayAfter(FRIDAY, now - DAY);
    case 'next week':
    case 'end of next week':
      return dayAfter(FRIDAY, momentAt(dayAfter(MONDAY, now), 12 * 60, zone));
  }
  if (isDay(word)) return dayAfter(DAYS.findIndex((name) => name.startsWith(word.slice(0, 3))) + 1, now);
  return dateMeant(word, today);
}

const [MONDAY, FRIDAY] = [1, 5];

/** So long ago a date without a year is one of this year that is over; longer ago it is next year's, in ms. */
const JUST_OVER = 90 * DAY;

function dateMeant(word: string, today: string): string {
  const date = DATE_ALONE.test(word) ? readDate(word) : undefined;
  if (date === 'twofold')
    throw new UserError(`“${word}” may be one of two days.`, 'Write 2026-12-10, or 10 December.');
  const year = Number(today.slice(0, 4));
  const day = date && isoDate({ ...date, year: date.year ?? year });
  if (date === undefined || day === undefined)
    throw new UserError(
      `“${word}” is no day.`,
      'Write 2026-12-10, 10 December, `friday`, `next week`, or `next meeting`.',
    );
  if (day >= today) return day;
  const ago = Date.parse(today) - Date.parse(day);
  const later = date.year === undefined && ago > JUST_OVER ? isoDate({ ...date, year: year + 1 }) : undefined;
  if (later === undefined) throw new UserError(`${dayText(day)} is over.`, 'Name a day to come.');
  return later;
}
