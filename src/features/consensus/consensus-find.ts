import { isLive, type Consensus } from '../../domain/consensus.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { mayLead, readsOnly, type Person } from '../../domain/person.ts';
import type { Call } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import type { Around } from './words.ts';

/**
 * The consensus behind a button.
 * @throws UserError where it, or its issue, may not be read where somebody asks
 */
export async function consensusById(id: string, { consensus }: Ports): Promise<Consensus> {
  const found = await consensus.byId(id);
  if (found) return found;
  throw new UserError('What this is about may not be shown here any more.', 'Ask in a channel that may.');
}

/**
 * What a group seeks consensus on about an issue, the channel's group first; else what it sought last.
 * @throws UserError where there is none, or several groups have one
 */
export async function consensusOn(issue: Issue, { channel }: Call, ports: Ports): Promise<Consensus> {
  const here = ports.directory.groupsIn(channel).map(({ id }) => id);
  const all = await ports.consensus.about(issue.id);
  const own = all.filter(({ group }) => here.includes(group));
  const [found, ...others] =
    [own.filter(isLive), all.filter(isLive), own, all].find((some) => some.length > 0) ?? [];
  if (!found)
    throw new UserError(
      `Nobody has sought consensus on ${refText(issue)}.`,
      'Begin: `/sig consensus start 4711 "…" until 72 business hours`',
    );
  if (isLive(found) && others.some(({ group }) => group !== found.group))
    throw new UserError(
      `Several groups seek consensus on ${refText(issue)}.`,
      'Say it in the channel of the one you mean.',
    );
  return found;
}

/** Its group; undefined where the directory has it no more. */
export function groupOf({ group }: Consensus, { directory }: Ports): Group | undefined {
  return directory.current().groups.find(({ id }) => id === group);
}

/**
 * Whoever is a full member of this Slack.
 * @throws UserError
 */
export async function memberAsking({ user }: Pick<Call, 'user'>, { people }: Ports): Promise<Person> {
  const person = await people.find(user);
  const reads = readsOnly(person);
  if (reads === undefined) return person;
  throw new UserError(reads, 'Members of this Slack answer: ask one to speak for you.');
}

/**
 * Who may do what a lead may, or is who it belongs to.
 * @param own the Slack id of whose it is, and what they are in words: "Who started it"
 * @throws UserError saying who may
 */
export async function insistOnHand(
  consensus: Consensus,
  own: { user: string; called: string },
  does: string,
  call: Call,
  ports: Ports,
): Promise<void> {
  const person = await memberAsking(call, ports);
  const group = groupOf(consensus, ports);
  if (own.user === call.user || (group && mayLead(person, group))) return;
  const leads = (group?.leads ?? []).slice(0, 6).map(({ github }) => github);
  throw new UserError(
    `${own.called}, and the leads of ${group?.title ?? 'its group'}, ${does}.`,
    `Ask <@${own.user}>${leads.length === 0 ? '' : `, or one of the leads: ${leads.join(', ')}`}.`,
  );
}

/** By what somebody's words for a moment are understood: their own zone, as Slack has it, and the group's offices. */
export async function aroundOf(group: Group, { user, now }: Call, ports: Ports): Promise<Around> {
  const zone = (await ports.people.zoneOf(user)) ?? (await ports.policy.noise(group)).zone;
  return { zone, hours: ports.policy.clocks(group).hours, now };
}
