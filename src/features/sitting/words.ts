import { UserError } from '../../domain/errors.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { dateIn, isDate, nextDays } from '../../domain/zone.ts';

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
  const text = rest.join(' ').trim();
  const quoted = rest.findIndex((word) => /\s/.test(word));
  if (text === '') throw new UserError(`What is the ${kind}?`, `For example \`@sigbot ${EXAMPLES[kind]}\``);
  if (quoted !== -1 && quoted < rest.length - 1)
    throw new UserError(
      `“${rest.slice(quoted + 1).join(' ')}” is not understood.`,
      `For example \`@sigbot ${EXAMPLES[kind]}\``,
    );
  return { text: checkLength(text), issue, owner, due };
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

/** Whether somebody meant a day by it, though there may be none such: "2026-13-01". */
export function isDue(said: string): boolean {
  const word = said.trim().toLowerCase();
  return /^\d{4}-\d/.test(word) || ['today', 'tomorrow', 'next meeting'].includes(word) || isDay(word);
}

/**
 * The day that was meant, "2026-12-11". A day of the week is the next one after today.
 * @param next the key of the following occurrence
 * @throws UserError where it is no day, or is over
 */
export function dueDay(said: string, zone: string, now: Instant, next: string): string {
  const word = said.trim().toLowerCase();
  const today = dateIn(zone, now);
  if (word === 'today') return today;
  if (word === 'tomorrow') return dateIn(zone, now + DAY);
  if (word === 'next meeting') return next.slice(0, 10);
  if (isDay(word)) {
    const day = DAYS.findIndex((name) => name.startsWith(word.slice(0, 3))) + 1;
    return nextDays([day], zone, now, 1)[0] ?? today;
  }
  if (!isDate(word))
    throw new UserError(`“${said}” is no day.`, 'Write 2026-12-10, `friday`, or `next meeting`.');
  if (word < today) throw new UserError(`${word} is over.`, 'Name a day to come.');
  return word;
}
