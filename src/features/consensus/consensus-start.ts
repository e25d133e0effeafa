import { decidesFor } from '../../acting.ts';
import { say, section, when } from '../../blocks.ts';
import { deadlineAfter } from '../../domain/consensus-policy.ts';
import { isLive } from '../../domain/consensus.ts';
import { UserError } from '../../domain/errors.ts';
import { groupsWithLabels, type Channel, type Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { readsOnly, type Person } from '../../domain/person.ts';
import { isShown, privateRefusal } from '../../domain/privacy.ts';
import type { Instant } from '../../domain/time.ts';
import type { Call, Reply } from '../../feature.ts';
import { issueMeant } from '../../issue-meant.ts';
import type { Ports } from '../../ports.ts';
import { namesIn } from '../../topics.ts';
import { DAY_AND_TIME, pasteBlocks } from './blocks.ts';
import { aroundOf, memberAsking } from './consensus-find.ts';
import { noteEffects, noteOf, writerFor } from './consensus-note.ts';
import { announced, begin } from './plan.ts';
import { allowanceText, checkDeadline, exampleOf, readTyped, readUntil, type Around } from './words.ts';

/** "start 4711 "proposal" until friday asking @dana" */
export async function start(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const typed = readTyped('start', words, await namesIn(words.join(' '), ports));
  const issue = await issueMeant(typed.issue, 'consensus start', call, ports);
  const group = groupFor(issue, call, ports);
  const person = await starterOf(group, issue, call, ports);
  if (typed.text === '') throw new UserError('What is proposed?', exampleOf('start'));
  const channel = await placeFor(issue, group, ports);
  await mustBeFree(issue, group, ports);
  const deadline = deadlineOf(typed.until, group, await aroundOf(group, call, ports), ports);
  const asked = await askedOf(typed.asked, group, call, ports);
  const writer = await writerFor(person, issue, group, call, ports);
  const account = 'writer' in writer ? { writer: writer.writer } : {};
  const begun = { group: group.id, issue: issue.id, by: call.user, now: call.now, channel: channel.id };
  const consensus = begin(
    { ...begun, ...account, proposal: typed.text, deadline, asked },
    ports.policy.consensus(group),
  );
  const text = `Asked in <#${channel.id}>, open until ${when(deadline, DAY_AND_TIME)}.`;
  const note = 'handOver' in writer ? await noteOf(consensus, ports) : undefined;
  const paste = 'handOver' in writer && note ? pasteBlocks(writer.handOver, note.markdown) : [];
  return {
    message: { ...say(text), blocks: [section(text), ...paste] },
    effects: [...announced(consensus), ...(await noteEffects(consensus, ports))],
    because: [`started a consensus of ${group.title} on ${refText(issue)}: ${typed.text}`],
    issue,
  };
}

/**
 * The channel's group, of several the one whose label the issue has; elsewhere the issue's only group.
 * @throws UserError where that is none, or more than one
 */
function groupFor(issue: Issue, call: Call, { directory }: Ports): Group {
  const here = directory.groupsIn(call.channel);
  const own = groupsWithLabels(here.length > 0 ? here : directory.current().groups, issue.labels);
  const [group, ...more] = own.length > 0 ? own : here;
  if (group && more.length === 0) return group;
  const names = [group, ...more].map((one) => one?.title).join(', ');
  throw new UserError(
    group ? `It could be asked of several groups: ${names}.` : `${refText(issue)} has no group’s label.`,
    'Start it in the channel of the group you mean.',
  );
}

/** @throws UserError where somebody decides nothing for the group */
async function starterOf(group: Group, issue: Issue, call: Call, ports: Ports): Promise<Person> {
  const person = await memberAsking(call, ports);
  if (await decidesFor(person, group, issue, ports)) return person;
  const names = group.leads.slice(0, 6).map(({ github }) => github);
  throw new UserError(
    `The leads and triagers of ${group.title} seek its consensus${names.length === 0 ? '' : `: ${names.join(', ')}`}.`,
    person.githubId === undefined
      ? 'Ask one of them to start it. Are you one? Link your GitHub account: `/sig link`'
      : 'Ask one of them to start it.',
  );
}

/** The group's channel. @throws UserError where there is none, or it may not show the issue */
async function placeFor(issue: Issue, group: Group, { directory, policy }: Ports): Promise<Channel> {
  if (issue.gone !== undefined) throw new UserError(`${refText(issue)} is no longer there.`);
  const channel = directory.channelOf(group);
  if (!channel)
    throw new UserError(
      `sigbot knows no channel of ${group.title}, so there is nobody to ask.`,
      'Whoever runs sigbot can name one: groups, channel.',
    );
  if (!isShown(issue, channel, policy.privacy)) throw privateRefusal(policy.privacy);
  return channel;
}

async function mustBeFree(issue: Issue, group: Group, { consensus }: Ports): Promise<void> {
  const live = (await consensus.about(issue.id)).find((one) => one.group === group.id && isLive(one));
  if (!live) return;
  throw new UserError(
    `${group.title} seeks consensus on it already: “${live.proposal}”`,
    `See it: \`/sig consensus show ${refText(issue)}\`. Another one can begin when it is over, or stopped.`,
  );
}

/** @throws UserError where it is too near, with the earliest moment there can be; or too far */
function deadlineOf(said: string | undefined, group: Group, around: Around, { policy }: Ports): Instant {
  const { within, shortest } = policy.consensus(group);
  const { hours, now } = around;
  const deadline = said === undefined ? deadlineAfter(within, hours, now) : readUntil(said, around);
  const earliest = deadlineAfter(shortest, hours, now);
  if (deadline === undefined || earliest === undefined)
    throw new UserError(
      `${group.title} is never at work, so business time never ends.`,
      'Whoever runs sigbot sets clocks.hours.',
    );
  const why = `That is too soon: ${group.title} leaves people ${allowanceText(shortest)} at least.`;
  checkDeadline(deadline, { earliest, why }, around);
  return deadline;
}

/** Those who were named, else the group's leads who are known in Slack; never who asks. */
async function askedOf(named: readonly string[], group: Group, call: Call, ports: Ports): Promise<string[]> {
  const { people } = ports;
  const users = named.length > 0 ? named : await people.slackOf(group.leads.map(({ github }) => github));
  for (const user of named) {
    const person = await people.find(user);
    if (readsOnly(person) !== undefined && person.standing !== 'unknown')
      throw new UserError(
        `<@${user}> is no full member of this Slack, and cannot answer.`,
        'Ask somebody else.',
      );
  }
  return users.filter((user) => user !== call.user);
}
