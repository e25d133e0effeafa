import { UserError } from '../../domain/errors.ts';
import { findGroup, type Group } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import { mayTriage, mightTriage } from '../../domain/person.ts';
import type { Call, Reply } from '../../feature.ts';
import type { QueueQuery } from '../../ports/issue.ts';
import type { Ports } from '../../ports.ts';
import { PAGE, queueMessage } from './blocks.ts';
import { parseFilter, queryOf, type QueueFilter } from './filter.ts';
import { mentioned } from './triage-decide.ts';

/** The filter that was typed. */
export async function filterOf(words: readonly string[], call: Call, ports: Ports): Promise<QueueFilter> {
  const { groups } = ports.directory.current();
  const repositories = await ports.issues.repositories();
  const { priorities } = ports.policy.triage;
  const personOf = await mentioned(words, ports);
  return parseFilter(words, {
    groups,
    here: ports.directory.groupsIn(call.channel),
    repositories,
    priorities,
    personOf,
  });
}

/** A page of a group's queue, as a message. */
export async function showQueue(filter: QueueFilter, ports: Ports): Promise<Reply> {
  const group = queuedGroup(filter, ports);
  const page = await pageOf(group, filter, ports, { limit: PAGE, offset: filter.offset });
  return { message: queueMessage({ group, filter, ...page }) };
}

/**
 * The group whose queue it is.
 * @throws UserError where it is gone, or has no label
 */
export function queuedGroup(filter: QueueFilter, { directory }: Ports): Group {
  const group = findGroup(directory.current().groups, filter.group);
  if (!group) throw new UserError(`There is no group "${filter.group}" any more.`, 'All groups: `/sig list`');
  if (group.label === undefined) {
    throw new UserError(`${group.title} has no label, so no issue can belong to it.`);
  }
  return group;
}

/** Which part of the queue, and what to leave out. */
export type Part = Pick<QueueQuery, 'limit' | 'offset' | 'without' | 'freeFor'>;

/** A part of a group's queue, and how many wait in all. */
export function pageOf(
  group: Group,
  filter: QueueFilter,
  { issues, policy, calendar }: Ports,
  part: Part,
): Promise<{ issues: Issue[]; total: number }> {
  return issues.queue({ ...queryOf(filter, group, policy, calendar.now()), ...part });
}

/** Whether somebody decides for the group, as far as it can be told without asking GitHub. */
export async function mayPerhaps(group: Group, { user }: Call, { people }: Ports): Promise<boolean> {
  return mightTriage(await people.find(user), group);
}

/**
 * Whether somebody decides for the group; GitHub is asked where its word counts, of the repository of what waits. Where
 * nothing waits there is nothing to ask about, and nothing that could be kept from anybody.
 */
export async function mayCertainly(
  group: Group,
  [waiting]: readonly Issue[],
  call: Call,
  ports: Ports,
): Promise<boolean> {
  const perhaps = await mayPerhaps(group, call, ports);
  if (!perhaps || !waiting) return perhaps;
  const person = await ports.people.find(call.user);
  if (mayTriage(person, group)) return true;
  const { rights } = await ports.people.rights(person, waiting, { teams: group.triagers?.teams ?? [] });
  return mayTriage(person, group, rights);
}
