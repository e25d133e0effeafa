import { UserError } from '../../domain/errors.ts';
import { findGroup, type Group } from '../../domain/group.ts';

/** Which part of which queue to show. Travels in a button's value. */
export interface QueueFilter {
  /** The group's id. */
  group: string;
  /** A whole label: "kind/bug". */
  kind?: string | undefined;
  /** "owner/name" or "name". */
  repo?: string | undefined;
  offset: number;
}

/**
 * Reads "[group] [kind/bug] [repository]" in any order; without a group it is the channel's.
 * A word with a slash that is not a kind is a repository; a word without one is a group, else a repository.
 * @throws UserError where no group is named and the channel belongs to none, or to several
 */
export function parseFilter(
  words: readonly string[],
  groups: readonly Group[],
  here: readonly Group[],
): QueueFilter {
  let named: Group | undefined;
  let kind: string | undefined;
  let repo: string | undefined;
  for (const word of words) {
    const group = named ? undefined : findGroup(groups, word);
    if (/^kind\/\S+$/i.test(word)) kind = word.toLowerCase();
    else if (group) named = group;
    else repo = word;
  }
  const group = named ?? groupOfChannel(here);
  return { group: group.id, kind, repo, offset: 0 };
}

function groupOfChannel(here: readonly Group[]): Group {
  const [only, ...more] = here.filter(({ label }) => label !== undefined);
  if (only && more.length === 0) return only;
  const names = [only, ...more].map((group) => group?.id).join(', ');
  throw new UserError(
    only ? `This channel belongs to several groups: ${names}.` : 'This channel belongs to no group.',
    `Name one: \`/sig triage ${only?.id ?? 'sig-node'}\`. All groups: \`/sig list\``,
  );
}
