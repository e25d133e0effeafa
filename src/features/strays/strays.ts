import { fingerprint } from '../../blocks.ts';
import { groupsWithLabels } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import { isPrivate, isShown, showsPrivate } from '../../domain/privacy.ts';
import { SHOWN } from '../../domain/similar.ts';
import {
  fromLabels,
  fromOwners,
  fromPaths,
  fromSimilar,
  suggestGroups,
  tellingLabels,
  type SuggestedGroup,
} from '../../domain/suggest.ts';
import { HOUR } from '../../domain/time.ts';
import type { Feature } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { strayMessage } from './blocks.ts';
import { isStray, strayOf, tell, type StrayFacts } from './plan.ts';

/** Issues that no group has go to a channel where somebody finds them one. */
export const strays: Feature = {
  name: 'strays',

  async tick(now, ports) {
    const channel = ports.strays.channel();
    const { strays: policy } = ports.policy;
    if (!channel || !policy) return NOTHING;
    const room = policy.perHour - (await ports.strays.toldSince(channel.id, now - HOUR));
    if (room <= 0) return NOTHING;
    const { privacy } = ports.policy;
    const hide = showsPrivate(channel, privacy) ? undefined : privacy.labels;
    const labels = ports.directory.current().groups.flatMap(({ label }) => label ?? []);
    if (labels.length === 0) return NOTHING;
    const found = await ports.strays.waiting({ labels, before: now - policy.after, hide, limit: room });
    return {
      effects: tell(found, channel.id),
      because: found.map(({ id }) => `${id} has been without a group for too long`),
    };
  },

  async touched(issue, ports) {
    const subject = strayOf(issue);
    const posted = await ports.messages.of(subject);
    const effects = [];
    for (const { channel, shown } of posted) {
      const now = fingerprint(strayMessage(await factsOf(issue, channel, ports)));
      if (shown !== now) effects.push({ kind: 'slack.update' as const, channel, subject });
    }
    return { effects, because: effects.map(() => 'the message about an issue without a group follows') };
  },

  renders: {
    async stray(subject, channel, ports) {
      const issue = await ports.issues.byId(subject.id);
      if (!issue) return undefined;
      const facts = await factsOf(issue, channel, ports);
      const posted = await ports.messages.of(subject);
      const isNew = !posted.some((message) => message.channel === channel);
      return isNew && !(isStray(facts) && facts.mayShow) ? undefined : strayMessage(facts);
    },
  },
};

const NOTHING = { effects: [], because: [] };

async function factsOf(issue: Issue, channel: string, ports: Ports): Promise<StrayFacts> {
  const { directory, policy } = ports;
  const all = directory.current().groups;
  const homes = groupsWithLabels(all, issue.labels);
  return {
    issue,
    homes: homes.map((group) => ({ group, channel: directory.channelOf(group) })),
    suggested: homes.length > 0 ? [] : await suggestedFor(issue, ports),
    groups: all.filter(({ label }) => label !== undefined),
    mayShow: isShown(issue, directory.channel(channel), policy.privacy),
  };
}

/** What a suggestion comes from. Private issues speak for others of their kind alone: a reason names them. */
async function suggestedFor(issue: Issue, ports: Ports): Promise<SuggestedGroup[]> {
  const { directory, issues, policy } = ports;
  const groups = directory.current().groups.filter(({ label, paused }) => label !== undefined && !paused);
  const labels = tellingLabels(issue, groups);
  const taken = groups.flatMap(({ label }) => label ?? []);
  const precedents = labels.length > 0 ? await ports.strays.precedents(labels, taken) : [];
  const similar = await issues.similar(issue.id, SHOWN);
  const named = isPrivate(issue, policy.privacy)
    ? similar
    : similar.filter((one) => !isPrivate(one.issue, policy.privacy));
  const tree = await ports.owners.of(issue.repo);
  const text = `${issue.title}\n${(await issues.excerpt(issue.id)) ?? ''}`;
  return suggestGroups([
    ...fromLabels(precedents, groups),
    ...fromPaths(text, policy.strays?.paths ?? [], groups),
    ...(tree ? fromOwners(text, { repo: issue.repo, tree }, groups) : []),
    ...fromSimilar(issue, named, groups),
  ]);
}
