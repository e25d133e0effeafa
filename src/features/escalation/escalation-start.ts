import { actFor } from '../../acting.ts';
import { schedule } from '../../agenda-topic.ts';
import { UserError } from '../../domain/errors.ts';
import { isWith } from '../../domain/escalation.ts';
import { groupsWithLabels, type Channel, type Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { hasLabel } from '../../domain/label.ts';
import { mayLead, readsOnly, type Person } from '../../domain/person.ts';
import { isShown, privateRefusal } from '../../domain/privacy.ts';
import type { Call, Reply } from '../../feature.ts';
import { theirName } from '../../escalation-words.ts';
import { issueMeant } from '../../issue-meant.ts';
import { plainWords } from '../../plain-words.ts';
import type { Ports } from '../../ports.ts';
import { doneMessage } from './blocks.ts';
import { announced, begin, byHand, onGithub, type OnGithub } from './plan.ts';
import { EXAMPLE, lineOf, readTyped, waysTo } from './words.ts';

/** "escalate 4711 steering "why"" */
export async function escalate(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const { groups } = ports.directory.current();
  const { issue: named, to, why: said } = readTyped(words, groups);
  const issue = await issueMeant(named, 'escalate', call, ports);
  const { person, group } = await leaderOf(issue, call, ports);
  if (group.id === to.id)
    throw new UserError(`${to.title} has it already.`, `Name another group. ${EXAMPLE}`);
  const channel = placeFor(issue, to, ports);
  await mustBeFree(issue, to, ports);
  const why = lineOf(await plainWords(said, ports));
  const add = await labelFor(issue, to, ports);
  const actions = [...(add.length > 0 ? ['label' as const] : []), 'comment' as const];
  const { by, way } = await actFor(person, issue, { group, actions, lead: true }, call, ports);
  const about = { text: `Escalated by ${group.title}: ${issue.title}`, by: call.user, now: call.now };
  const topic = await schedule(to, issue, about, ports);
  const escalation = begin({
    issue: issue.id,
    from: group.id,
    to: to.id,
    by: call.user,
    at: call.now,
    channel: channel.id,
    ...(why === '' ? {} : { why }),
    ...(topic && { topic: topic.item.id }),
  });
  const what = `${group.title} escalates this to ${theirName(to)}.`;
  const once = `comment:escalation:${escalation.id}`;
  const { labels: policy } = ports.policy;
  const told: OnGithub = { issue, what, why: why || undefined, add, remove: [], policy, by, once };
  const handed =
    way.way === 'handoff' ? { because: way.because, text: byHand(told, by.under.through) } : undefined;
  const text = `Escalated to ${theirName(to)}, in <#${channel.id}>.`;
  return {
    message: doneMessage(text, handed),
    effects: [
      ...announced(escalation),
      ...(topic?.effects ?? []),
      ...(way.way === 'handoff' ? [] : onGithub(told, way.way)),
      ...(handed
        ? [
            {
              kind: 'handoff.keep' as const,
              handed: { user: call.user, issue: issue.id, what, ...handed, at: call.now },
            },
          ]
        : []),
    ],
    because: [
      `${person.github ?? call.user}, for ${group.title}: escalated ${refText(issue)} to ${to.title}`,
    ],
    issue,
  };
}

/**
 * Who asks, and for which of the issue's groups: one they lead, the channel's first.
 * @throws UserError where they lead none: who does
 */
async function leaderOf(
  issue: Issue,
  call: Call,
  { directory, people }: Ports,
): Promise<{ person: Person; group: Group }> {
  const person = await people.find(call.user);
  const theirs = groupsWithLabels(directory.current().groups, issue.labels);
  const here = directory.groupsIn(call.channel);
  const inOrder = [...theirs.filter((group) => here.includes(group)), ...theirs];
  const group = inOrder.find((one) => mayLead(person, one));
  if (group) return { person, group };
  const reads = readsOnly(person);
  if (theirs.length === 0)
    throw new UserError(
      'No group has this issue, so none can escalate it.',
      `Give it to one first: \`/sig triage ${issue.number} to …\``,
    );
  const names = [...new Set(theirs.flatMap(({ leads }) => leads.map(({ github }) => github)))].slice(0, 6);
  const titles = theirs.map(({ title }) => title).join(' and ');
  throw new UserError(
    `${reads === undefined ? '' : `${reads} `}The leads of ${titles} escalate its issues${names.length === 0 ? '' : `: ${names.join(', ')}`}.`,
    person.github === undefined && reads === undefined
      ? 'If you are one of them: `/sig link`. Otherwise ask one of them.'
      : 'Ask one of them.',
  );
}

/**
 * The channel of who is escalated to.
 * @throws UserError where nothing is told them in a channel, there is none, or it may not show the issue
 */
function placeFor(issue: Issue, to: Group, { directory, policy }: Ports): Channel {
  if (issue.gone !== undefined) throw new UserError(`${refText(issue)} is no longer there.`);
  if (policy.steering.private.includes(to.id))
    throw new UserError(`What ${theirName(to)} hears is not for a channel. Nothing was changed.`, waysTo(to));
  const channel = directory.channelOf(to);
  if (!channel)
    throw new UserError(
      `sigbot may post in no channel of ${theirName(to)}. Nothing was changed.`,
      waysTo(to),
    );
  if (!isShown(issue, channel, policy.privacy)) throw privateRefusal(policy.privacy);
  return channel;
}

/** @throws UserError where it is with them already */
async function mustBeFree(issue: Issue, to: Group, { escalations }: Ports): Promise<void> {
  const there = (await escalations.about(issue.id)).find((one) => one.to === to.id && isWith(one));
  if (there) throw new UserError(`It is with ${theirName(to)} already.`, `Look in <#${there.channel}>.`);
}

/** Their label, where the issue lacks it, and the repository is not known to. */
async function labelFor(issue: Issue, { label }: Group, { issues }: Ports): Promise<string[]> {
  if (label === undefined || hasLabel(issue.labels, label)) return [];
  const labels = await issues.labels(issue.repo);
  return labels && !hasLabel([...labels], label) ? [] : [label];
}
