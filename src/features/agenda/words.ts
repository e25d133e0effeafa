import { UserError } from '../../domain/errors.ts';
import { peopleIn, plainText } from '../../domain/slack-text.ts';

/** What can be done to an agenda by a typed command. */
export const VERBS = ['add', 'defer', 'drop', 'owner', 'up', 'down', 'time'] as const;
export type Verb = (typeof VERBS)[number];

/** A typed command: whose agenda, what to do, and of which meeting where the group has several. */
export interface Typed {
  group: string;
  verb?: Verb | undefined;
  rest: readonly string[];
  /** A part of the meeting's title. */
  of?: string | undefined;
}

/** Reads "[group] [verb …] [of title]"; of a topic's own words "of …" is read only by `withMeeting`. */
export function readTyped(words: readonly string[]): Typed {
  const at = words.findIndex((word) => VERBS.some((verb) => verb === word.toLowerCase()));
  const verb = VERBS.find((one) => one === words[at]?.toLowerCase());
  const before = splitOf(at === -1 ? words : words.slice(0, at));
  return { group: before.words.join(' '), verb, rest: at === -1 ? [] : words.slice(at + 1), of: before.of };
}

/** With "… of triage" taken off the end, where that is a part of one of the group's meetings' titles. */
export function withMeeting(typed: Typed, titles: readonly string[]): Typed {
  const { words, of } = splitOf(typed.rest);
  const named = of !== undefined && titles.some((title) => title.toLowerCase().includes(of.toLowerCase()));
  return named ? { ...typed, rest: words, of } : typed;
}

function splitOf(words: readonly string[]): { words: readonly string[]; of?: string | undefined } {
  const at = words.findLastIndex((word) => word.toLowerCase() === 'of');
  if (at === -1 || at === words.length - 1) return { words };
  return { words: words.slice(0, at), of: words.slice(at + 1).join(' ') };
}

/** A topic as it was typed, before its issue is looked up. */
export interface TypedTopic {
  text: string;
  minutes?: number | undefined;
  /** As written: "#123", "owner/name#123", an address. */
  issue?: string | undefined;
  /** Slack user id. */
  owner?: string | undefined;
  /** For the occurrence after the next one. */
  next: boolean;
}

/** A topic's words at most, in characters. */
export const LONGEST = 200;

const ISSUE = /^(?:#\d{1,10}|[\w.-]+\/[\w.-]+#\d{1,10}|<?https?:\/\/\S+\/(?:issues|pull)\/\d+\S*)$/;

/** What was typed after `add`: words, and at their end in any order a time box, an issue, a person and "next". */
export function readTopic(words: readonly string[]): TypedTopic {
  const topic: TypedTopic = { text: '', next: false };
  let end = words.length;
  for (; end > 0; end -= 1) {
    const word = words[end - 1] ?? '';
    const [person] = /^<@[^<>]+>$/.test(word) ? peopleIn(word) : [];
    const minutes = readBox(word);
    if (word.toLowerCase() === 'next' && end > 1) topic.next = true;
    else if (minutes !== undefined) topic.minutes ??= minutes;
    else if (ISSUE.test(word)) topic.issue ??= word;
    else if (person !== undefined) topic.owner ??= person;
    else break;
  }
  return { ...topic, text: lineOf(words.slice(0, end).join(' ')) };
}

/** One line of plain text. */
export function lineOf(text: string): string {
  const nobody = { person: () => undefined, channel: () => undefined };
  const line = plainText(text, nobody).replace(/\s+/g, ' ').trim();
  return line.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '');
}

/** "10m", "10min", "1h", "1h30m" → minutes, four hours at most; undefined where it is none of these. */
export function readBox(text: string): number | undefined {
  const [whole, hours = '0', minutes = '0'] = /^(?:(\d)h)?(?:(\d{1,3})m(?:in)?)?$/i.exec(text.trim()) ?? [];
  const all = Number(hours) * 60 + Number(minutes);
  return whole !== undefined && all >= 1 && all <= 240 ? all : undefined;
}

/**
 * The number of a topic, as the agenda shows it.
 * @throws UserError where there is none
 */
export function readNumber(word = '', verb: Verb): number {
  const [, number] = /^#?(\d{1,4})\.?$/.exec(word) ?? [];
  if (number !== undefined) return Number(number);
  throw new UserError('Which topic?', `By its number on the agenda: \`/sig agenda ${verb} 2\``);
}
