import type { Effect } from '../../effect.ts';
import type { Channel, Group } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Standing } from '../../domain/verdict.ts';
import type { Plan } from '../../feature.ts';
import type { PostedMessage } from '../../ports.ts';

/** A group that the issue belongs to now, and where that group lives. */
export interface Home {
  group: Group;
  channel: Channel | undefined;
}

/** All that a card is made from. */
export interface CardFacts {
  issue: Issue;
  homes: readonly Home[];
  /** One for each home. */
  standings: readonly Standing[];
}

/**
 * Posts the cards that are missing and edits those that show something else. A card whose group left is edited
 * too: it then shows where the issue went. `current` is the fingerprint of what a channel's card shows now.
 */
export function planCards(
  facts: CardFacts,
  posted: readonly PostedMessage[],
  current: (channel: string) => string,
): Plan {
  const { issue, homes } = facts;
  const subject = { kind: 'card', id: issue.id } as const;
  const decisions = homes.map((home) => decideHome(issue, home));
  const wanted = new Set(decisions.flatMap(({ channel }) => channel ?? []));
  const missing = [...wanted].filter((channel) => !posted.some((message) => message.channel === channel));
  const effects: Effect[] = [
    ...missing.map((channel) => ({
      kind: 'slack.post' as const,
      channel,
      subject,
      once: `card:${channel}:${issue.id}`,
    })),
    ...posted
      .filter((message) => message.shown !== current(message.channel))
      .map(({ channel }) => ({ kind: 'slack.update' as const, channel, subject })),
  ];
  return { effects, because: reasons(issue, decisions, posted, wanted) };
}

interface HomeDecision {
  because: string;
  /** The channel that should have a card. */
  channel?: string;
}

/** Whether a group's channel gets a card of this issue, and the rule that says so. */
function decideHome(issue: Issue, { group, channel }: Home): HomeDecision {
  const rule = `${group.label} → ${group.title}`;
  if (!channel) return { because: `${rule}: no card, it has no channel the bot may post in` };
  const place = `${rule} → #${channel.name}`;
  if (issue.gone !== undefined) return { because: `${place}: no new card, the issue was ${issue.gone}` };
  if (issue.state === 'closed') return { because: `${place}: no new card, the issue is closed` };
  if (issue.existedBefore)
    return { because: `${place}: no card, the issue is older than the bot in its repository` };
  if (group.paused) return { because: `${place}: no card, the group is paused` };
  if (issue.isPullRequest && !group.pullRequests)
    return { because: `${place}: no card, pull requests are off for this group` };
  return { because: `${place}: card`, channel: channel.id };
}

function reasons(
  issue: Issue,
  decisions: readonly HomeDecision[],
  posted: readonly PostedMessage[],
  wanted: ReadonlySet<string>,
): string[] {
  const left = posted.filter(({ channel }) => !wanted.has(channel) && issue.state === 'open');
  const none = `no card: no group has one of its labels (${issue.labels.join(', ') || 'it has none'})`;
  return [
    ...(decisions.length === 0 ? [none] : decisions.map(({ because }) => because)),
    ...left.map(({ channel }) => `the card in ${channel} follows: it says where the issue is now`),
  ];
}
