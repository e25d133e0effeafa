import { allHealth } from '../../all-health.ts';
import { UserError } from '../../domain/errors.ts';
import { findGroup, type Channel, type Group } from '../../domain/group.ts';
import { dayOf } from '../../domain/history.ts';
import { mayLead } from '../../domain/person.ts';
import { dueReports } from '../../domain/steering.ts';
import type { Instant } from '../../domain/time.ts';
import { subjectKey, type Effect, type Subject } from '../../effect.ts';
import type { Call, Message, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { foldersOfGroup } from './health-folders.ts';
import { allCsvMessage, allMessage, allPage, type ShownAll } from './all-blocks.ts';

/** In place of a group's id, where all are meant. */
export const ALL = 'all';

/** "health all": for those who steer, lead or operate. */
export async function askAll(how: 'show' | 'csv', call: Call, ports: Ports): Promise<Reply> {
  const shown = await shownFor(dayOf(call.now), call, ports);
  return { message: how === 'csv' ? allCsvMessage(shown) : allMessage(shown) };
}

/** "Show all", and the pages behind it. */
export async function turnAll(value: string, call: Call, ports: Ports): Promise<Reply> {
  const [day = dayOf(call.now), page = '0', turned] = value.split(' ');
  const shown = await shownFor(day, call, ports);
  return { view: allPage(shown, Number(page)), replace: turned !== undefined, message: allMessage(shown) };
}

export async function csvOfAll(day: string, call: Call, ports: Ports): Promise<Reply> {
  return { message: allCsvMessage(await shownFor(day, call, ports)) };
}

/** The reports that those who steer are told of, each once; drawn when they are sent. */
export function reportsDue(now: Instant, ports: Ports, since: Instant): Effect[] {
  const channel = channelOfSteering(ports);
  if (!channel) return [];
  return dueReports(ports.policy.steering, since, now).map(({ day, until }) => {
    const subject: Subject = { kind: 'health', id: `${ALL}/${day}` };
    return { kind: 'slack.post', channel: channel.id, subject, once: subjectKey(subject), until };
  });
}

/** How all groups fare, in the channel of those who steer. */
export async function renderAll(day: string, channel: string, ports: Ports): Promise<Message | undefined> {
  const posted = await ports.messages.of({ kind: 'health', id: `${ALL}/${day}` });
  const isNew = !posted.some((message) => message.channel === channel);
  if (isNew && channelOfSteering(ports)?.id !== channel) return undefined;
  return allMessage(await shownOf(day, ports));
}

/** Undefined where nobody is to be told, or Slack does not know the channel. */
function channelOfSteering({ directory, policy }: Ports): Channel | undefined {
  const { group, channel } = policy.steering;
  if (group === undefined) return undefined;
  if (channel !== undefined) return directory.find(channel);
  const found = findGroup(directory.current().groups, group);
  return found && directory.channelOf(found);
}

/** @throws UserError where somebody leads no group, and does not operate the bot either */
async function shownFor(day: string, { user }: Call, ports: Ports): Promise<ShownAll> {
  const person = await ports.people.find(user);
  if (ports.directory.current().groups.some((group) => mayLead(person, group))) return shownOf(day, ports);
  throw new UserError(
    'How all groups fare is told to the members of committees, to the leads of groups and to sigbot’s operators.',
    'Ask a lead of your group. If you are one: `/sig whoami`',
  );
}

/** How many days before it is compared with. */
const AGO = { monthly: 28, weekly: 7 };

async function shownOf(day: string, ports: Ports): Promise<ShownAll> {
  const { groups } = ports.directory.current();
  const { kinds, post } = ports.policy.steering;
  const told = groups.filter((group: Group) => kinds.includes(group.kind));
  const now = ports.calendar.now();
  const thin = async (group: Group) => (await foldersOfGroup(group, ports, now))?.thin.length;
  const health = await allHealth(told, { day, ago: AGO[post] }, ports, now, thin);
  const byId = new Map(told.map((group) => [group.id, group]));
  const channelOf = (id: string) => {
    const group = byId.get(id);
    return group && ports.directory.channelOf(group);
  };
  return { ...health, channelOf, now };
}
