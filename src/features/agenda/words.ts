import { UserError } from '../../domain/errors.ts';
import { peopleIn, plainText, type Names } from '../../domain/slack-text.ts';

/** What can be done to an agenda by a typed command. */
export const VERBS = ['add', 'defer', 'drop', 'owner', 'up', 'down', 'time'] as const;
export type Verb = (typeof VERBS)[number];

/** What else people call them. */
const ALSO: Readonly<Record<string, Verb>> = {
  remove: 'drop',
  delete: 'drop',
  postpone: 'defer',
  assign: 'owner',
  box: 'time',
  timebox: 'time',
};

function verbOf(word = ''): Verb | undefined {
  const said = word.toLowerCase();
  return VERBS.find((verb) => verb === said) ?? (Object.hasOwn(ALSO, said) ? ALSO[said] : undefined);
}

/** A typed command: whose agenda, what to do, and of which meeting where the group has several. */
export interface Typed {
  group: string;
  verb?: Verb | undefined;
  rest: readonly string[];
  /** A part of the meeting's title. */
  of?: string | undefined;
}

/**
 * Reads "[group] [verb …] [of title]"; of a topic's own words "of …" is read only by `withMeeting`.
 * @throws UserError where a topic's number follows a word that is no verb
 */
export function readTyped(words: readonly string[]): Typed {
  const at = words.findIndex((word) => verbOf(word) !== undefined);
  const verb = at === -1 ? undefined : verbOf(words[at]);
  const plain = splitOf(words).words;
  const strange = plain.find((_word, index) => /^#?\d{1,4}\.?$/.test(plain[index + 1] ?? ''));
  if (verb === undefined && strange !== undefined)
    throw new UserError(
      `“${strange}” is nothing that can be done to a topic.`,
      `What can: ${VERBS.map((one) => `\`${one}\``).join(', ')}. For example \`/sig agenda drop 2\``,
    );
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
export function readTopic(words: readonly string[], names: Names = NOBODY): TypedTopic {
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
  return { ...topic, text: lineOf(words.slice(0, end).join(' '), names) };
}

const NOBODY: Names = { person: () => undefined, channel: () => undefined };

/** One line of plain text. */
export function lineOf(text: string, names: Names = NOBODY): string {
  const line = plainText(text, names).replace(/\s+/g, ' ').trim();
  return line.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '');
}

/** A time box where nothing else can be meant: "20", "20 minutes", "1 h" as well. */
export function readBoxAlone(text: string): number | undefined {
  const said = text.trim().toLowerCase().replace(/\s+/g, '');
  const short = said.replace(/h(?:ours?|rs?)/, 'h').replace(/m(?:inutes?|ins)$/, 'm');
  return readBox(/^\d+$/.test(short) ? `${short}m` : short);
}

/** "10m", "10min", "1h", "1h30m" → minutes, four hours at most; undefined where it is none of these. */
function readBox(text: string): number | undefined {
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
