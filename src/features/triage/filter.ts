import { UserError } from '../../domain/errors.ts';
import { findGroup, type Group } from '../../domain/group.ts';
import { nearest } from '../../domain/nearest.ts';

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

/** What the words of a filter can mean. */
export interface Known {
  groups: readonly Group[];
  /** The groups of the channel it was typed in. */
  here: readonly Group[];
  /** "owner/name" */
  repositories: readonly string[];
}

/**
 * Reads "[group] [kind/bug] [repository]" in any order; without a group it is the channel's.
 * @throws UserError at a word that is none of these, or where no group is named and the channel belongs to none, or to
 * several
 */
export function parseFilter(words: readonly string[], { groups, here, repositories }: Known): QueueFilter {
  let named: Group | undefined;
  let kind: string | undefined;
  let repo: string | undefined;
  for (const word of words) {
    const group = named ? undefined : findGroup(groups, word);
    if (/^kind\/\S+$/i.test(word)) kind = word.toLowerCase();
    else if (group) named = group;
    else if (repositories.some((name) => isRepository(word, name))) repo = word.toLowerCase();
    else throw unknownWord(word, groups, repositories);
  }
  const group = named ?? groupOfChannel(here);
  return { group: group.id, kind, repo, offset: 0 };
}

/** Whether "website" or "kubernetes/website" means that repository. */
function isRepository(word: string, name: string): boolean {
  const [lower, whole] = [word.toLowerCase(), name.toLowerCase()];
  return whole === lower || whole.endsWith(`/${lower}`);
}

function unknownWord(word: string, groups: readonly Group[], repositories: readonly string[]): UserError {
  const names = [...groups.flatMap(({ id, name }) => [id, name.toLowerCase()]), ...repositories];
  const short = repositories.map((name) => name.split('/')[1] ?? name);
  const close = nearest(word.toLowerCase(), [...names, ...short]);
  const guess = close === undefined ? '' : `Did you mean \`/sig triage ${close}\`? `;
  return new UserError(
    `"${word}" is no group, kind or repository here.`,
    `${guess}All groups: \`/sig list\`. A decision starts with the issue: \`/sig triage 12345 accept\``,
  );
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
