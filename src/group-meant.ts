import { UserError } from './domain/errors.ts';
import { findGroup, type Group } from './domain/group.ts';
import { nearest } from './domain/nearest.ts';
import type { Call } from './feature.ts';
import type { Ports } from './ports.ts';

/**
 * The group that was named, or the channel's where none was.
 * @param command what it is asked for: "meeting" of `/sig meeting node`
 * @throws UserError where there is no such group, or the channel belongs to none, or to several
 */
export function groupMeant(
  name: string,
  command: string,
  { channel }: Pick<Call, 'channel'>,
  { directory }: Pick<Ports, 'directory'>,
): Group {
  if (name === '') return groupHere(directory.groupsIn(channel), command);
  return groupNamed(name, directory.current().groups);
}

/**
 * The one group of a channel.
 * @throws UserError that asks which, where the channel belongs to none, or to several
 */
export function groupHere(here: readonly Group[], command: string): Group {
  const [group, ...more] = here;
  if (group && more.length === 0) return group;
  if (!group)
    throw new UserError(
      'This channel belongs to no group.',
      `Name one: \`/sig ${command} node\`. All groups: \`/sig list\``,
    );
  const names = here.map(({ title }) => title).join(', ');
  const ways = here.slice(0, 5).map(({ id }) => `\`/sig ${command} ${id}\``);
  throw new UserError(`This channel belongs to several groups: ${names}.`, `Name one: ${ways.join(' or ')}`);
}

/**
 * The group of that name.
 * @throws UserError where there is none; with the nearest one
 */
export function groupNamed(name: string, groups: readonly Group[]): Group {
  const group = findGroup(groups, name);
  if (group) return group;
  const names = groups.flatMap(({ id, name: plain }) => [id, plain.toLowerCase()]);
  const close = nearest(name.toLowerCase(), names);
  const guess = close === undefined ? '' : `Did you mean "${close}"? `;
  throw new UserError(`There is no group "${name}".`, `${guess}All groups: \`/sig list\``);
}
