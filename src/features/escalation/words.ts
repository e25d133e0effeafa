import { UserError } from '../../domain/errors.ts';
import { findGroup, type Group } from '../../domain/group.ts';
import { groupNamed } from '../../group-meant.ts';

export const EXAMPLE = 'For example `/sig escalate 4711 steering "We do not agree on who owns it"`';

/** Longest reason or answer that is kept, in characters. */
export const LONGEST = 500;

/** What was typed: an issue, if one was named, to whom, and why. */
export interface Typed {
  issue?: string | undefined;
  to: Group;
  why: string;
}

const ISSUE = /^(?:this|#?\d{1,10}|[\w.-]+\/[\w.-]+#\d{1,10}|<?https?:\/\/\S+\/(?:issues|pull)\/\d+\S*)$/i;

/**
 * Reads `4711 steering "why"`. A group's name may have several words: the most that are one's name count.
 * @throws UserError where no group is named, or there is none of that name
 */
export function readTyped(words: readonly string[], groups: readonly Group[]): Typed {
  const [first = ''] = words;
  const issue = ISSUE.test(first) ? first : undefined;
  const rest = (issue === undefined ? words : words.slice(1)).filter((word) => word.toLowerCase() !== 'to');
  if (rest.length === 0) throw new UserError('To whom?', EXAMPLE);
  for (let count = Math.min(rest.length, MOST_WORDS); count > 0; count -= 1) {
    const to = findGroup(groups, rest.slice(0, count).join(' '));
    if (to) return { issue, to, why: rest.slice(count).join(' ') };
  }
  return { issue, to: groupNamed(rest[0] ?? '', groups), why: rest.slice(1).join(' ') };
}

/** No group's name has more. */
const MOST_WORDS = 6;

/**
 * One line, short enough to be kept whole.
 * @throws UserError where it is not
 */
export function lineOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= LONGEST) return line;
  throw new UserError(`That is longer than ${LONGEST} characters.`, 'Say it shorter, or link to more.');
}

/** How a group is reached that is spoken to in no channel: its pages and its members, never an e-mail address. */
export function waysTo({ id, mailingListUrl, charterUrl, leads }: Group): string {
  const names = leads.slice(0, 8).map(({ github }) => github);
  const more = leads.length > names.length ? ` and ${leads.length - names.length} more` : '';
  return [
    ...(mailingListUrl === undefined ? [] : [`Its list: ${mailingListUrl}.`]),
    ...(charterUrl === undefined ? [] : [`How it works: ${charterUrl}.`]),
    ...(names.length === 0 ? [] : [`Its members on GitHub: ${names.join(', ')}${more}.`]),
    `\`/sig info ${id}\` says more.`,
  ].join(' ');
}
