import { fingerprint } from '../../blocks.ts';
import { groupsWithLabels } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import { standing } from '../../domain/verdict.ts';
import type { Feature } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { cardBlocks } from './blocks.ts';
import { planCards, type CardFacts } from './plan.ts';

/** One card for an issue in each channel whose group has its label, kept true for as long as the issue lives. */
export const cards: Feature = {
  name: 'cards',

  async touched(issue, ports) {
    const facts = await factsOf(issue, ports);
    const current = (channel: string) => fingerprint(cardBlocks(facts, channel));
    return planCards(facts, await ports.messages.of({ kind: 'card', id: issue.id }), current);
  },

  renders: {
    async card(subject, channel, ports) {
      const issue = await ports.issues.byId(subject.id);
      if (!issue) return undefined;
      const sent = (await ports.messages.of(subject)).some((message) => message.channel === channel);
      const facts = await factsOf(issue, ports);
      const wanted = facts.homes.some((home) => home.channel?.id === channel && !home.group.paused);
      if (!sent && (issue.state === 'closed' || issue.gone !== undefined || !wanted)) return undefined;
      return cardBlocks(facts, channel);
    },
  },
};

async function factsOf(issue: Issue, ports: Ports): Promise<CardFacts> {
  const groups = groupsWithLabels(ports.directory.current().groups, issue.labels);
  const verdicts = await ports.verdicts.of(issue.id);
  return {
    issue,
    homes: groups.map((group) => ({ group, channel: ports.directory.channelOf(group) })),
    standings: standing(issue, verdicts, groups, ports.policy.labels, ports.clock.now()),
  };
}
