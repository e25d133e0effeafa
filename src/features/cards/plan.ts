import type { Effect } from '../../effect.ts';
import type { Channel, Group } from '../../domain/group.ts';
import type { Handover } from '../../domain/handover.ts';
import type { Issue } from '../../domain/issue.ts';
import { bundleId, placeNew, silencedBy, type Noise } from '../../domain/noise.ts';
import type { Path } from '../../domain/path.ts';
import type { Clock } from '../../domain/service-level.ts';
import type { Instant } from '../../domain/time.ts';
import type { Similar } from '../../domain/similar.ts';
import type { Standing } from '../../domain/verdict.ts';
import type { ToldEscalation } from '../../escalation-words.ts';
import type { Plan } from '../../feature.ts';
import type { Merging } from '../../merging.ts';
import type { JoinedBundle, PostedMessage } from '../../ports.ts';

/** A group that the issue belongs to now, and where that group lives. */
export interface Home {
  group: Group;
  channel: Channel | undefined;
}

/** What a group's channel is to hear of, and what it heard in the last hour. */
export interface Loudness {
  noise: Noise;
  /** Cards that its channel got, or is about to get, within the last hour. */
  posted: number;
}

/** What else decides about new messages. */
export interface Surroundings {
  posted: readonly PostedMessage[];
  bundles: readonly JoinedBundle[];
  /** Channels where it stands as something else: as what was escalated to them. */
  told: readonly string[];
  /** By group id. */
  loudness: ReadonlyMap<string, Loudness>;
  robots: readonly string[];
  now: Instant;
  /** The fingerprint of what a channel's card shows now. */
  current(channel: string): string;
}

/** The clocks of an issue with one of its groups. */
export interface GroupClocks {
  group: Group;
  clocks: readonly Clock[];
}

/** All that a card is made from. */
export interface CardFacts {
  issue: Issue;
  homes: readonly Home[];
  /** Older issues it may be a duplicate of, most alike first. */
  similar: readonly Similar[];
  /** One for each home. */
  standings: readonly Standing[];
  /** Who gave the issue to whom, and the channel of the group that had it. */
  handovers: readonly (Handover & { channel: Channel | undefined })[];
  /** Of the groups that have such levels. */
  clocks: readonly GroupClocks[];
  /** Of a proposal: its way, and whether it could be put on an agenda. */
  path?: { path: Path; schedulable: boolean } | undefined;
  /** To whom it was handed because its group could not settle it, the latest first. */
  escalations: readonly ToldEscalation[];
  /** Of a pull request. */
  merging?: Merging | undefined;
  /** Whether the issue may be shown in a channel, by its id: a private one in few. */
  mayShow(channel: string): boolean;
}

/**
 * Posts what is missing and edits what shows something else. A card whose group left is edited too: it then shows where
 * the issue went. Where the group wants few messages a new issue joins a bundle instead.
 */
export function planCards(facts: CardFacts, around: Surroundings): Plan {
  const { issue, homes } = facts;
  const { posted, bundles } = around;
  const subject = { kind: 'card', id: issue.id } as const;
  const decisions = homes.map((home) => decideHome(facts, home, around));
  const shown = new Set([...[...posted, ...bundles].map(({ channel }) => channel), ...around.told]);
  const effects: Effect[] = [
    ...oncePerChannel(decisions)
      .filter(({ channel }) => !shown.has(channel))
      .flatMap((place) => newMessage(issue, place, around.now)),
    ...posted
      .filter((message) => message.shown !== around.current(message.channel))
      .map(({ channel }) => ({ kind: 'slack.update' as const, channel, subject })),
    ...bundles.filter(({ announced }) => announced).map(({ bundle, channel }) => announce(bundle, channel)),
  ];
  return { effects, because: reasons(issue, decisions, posted) };
}

interface Place {
  channel: string;
  /** Where it joins a bundle instead of getting a card. */
  bundle?: { id: string; due: Instant };
}

interface HomeDecision {
  because: string;
  place?: Place;
}

/** Of groups that share a channel, one that wants a card outweighs those that bundle. */
function oncePerChannel(decisions: readonly HomeDecision[]): Place[] {
  const places = decisions.flatMap(({ place }) => place ?? []);
  const cardsFirst = [...places.filter(({ bundle }) => !bundle), ...places.filter(({ bundle }) => bundle)];
  return [...new Map(cardsFirst.toReversed().map((place) => [place.channel, place])).values()].toReversed();
}

function newMessage(issue: Issue, { channel, bundle }: Place, now: Instant): Effect[] {
  if (!bundle) {
    const subject = { kind: 'card', id: issue.id } as const;
    return [{ kind: 'slack.post', channel, subject, once: `card:${channel}:${issue.id}` }];
  }
  const { id, due } = bundle;
  const join = { kind: 'bundle.join', bundle: id, channel, issue: issue.id, due } as const;
  return due > now ? [join] : [join, announce(id, channel)];
}

/**
 * Posts a bundle's message, or edits it where it was posted. Where nothing of it was news when it was due it was not, and
 * comes with the first of its issues that is opened again.
 */
export function announce(bundle: string, channel: string): Effect {
  const subject = { kind: 'bundle', id: bundle } as const;
  return { kind: 'slack.post', channel, subject, once: `bundle:${channel}:${bundle}` };
}

const HIDDEN = 'the issue is private, and the configuration lets this channel show no private ones';
const ALREADY = 'the issue is shown there already';

/** Whether and how a group's channel hears of this issue, and the rule that says so. */
function decideHome(facts: CardFacts, { group, channel }: Home, around: Surroundings): HomeDecision {
  const { issue } = facts;
  const rule = `${group.label} → ${group.title}`;
  if (!channel) return { because: `${rule}: no card, it has no channel the bot may post in` };
  const where = `${rule} → #${channel.name}`;
  if (!facts.mayShow(channel.id)) return { because: `${where}: no card, ${HIDDEN}` };
  const loudness = around.loudness.get(group.id);
  const given = facts.handovers.some(({ to }) => to.id === group.id);
  const silent =
    whyNot(issue, group, given) ?? (loudness && silencedBy(issue, loudness.noise, around.robots));
  if (silent !== undefined || !loudness) return { because: `${where}: no new card, ${silent ?? ALREADY}` };
  const placed = placeNew(loudness.noise, around.now, loudness.posted);
  if (placed.as === 'card') return { because: `${where}: card`, place: { channel: channel.id } };
  const bundle = { id: bundleId(group.id, placed.due), due: placed.due };
  return {
    because: `${where}: in the bundle ${bundle.id}, ${placed.because}`,
    place: { channel: channel.id, bundle },
  };
}

/** `given`: somebody handed it over to the group, which then hears of an old issue as well. */
function whyNot(issue: Issue, group: Group, given: boolean): string | undefined {
  if (issue.gone !== undefined) return `the issue was ${issue.gone}`;
  if (issue.state === 'closed') return 'the issue is closed';
  if (issue.existedBefore && !given) return 'the issue is older than the bot in its repository';
  if (issue.document) return 'it holds an agenda of the bot’s own';
  return group.paused ? 'the group is paused' : undefined;
}

function reasons(
  issue: Issue,
  decisions: readonly HomeDecision[],
  posted: readonly PostedMessage[],
): string[] {
  const wanted = new Set(decisions.flatMap(({ place }) => place?.channel ?? []));
  const left = posted.filter(({ channel }) => !wanted.has(channel) && issue.state === 'open');
  const none = `no card: no group has one of its labels (${issue.labels.join(', ') || 'it has none'})`;
  return [
    ...(decisions.length === 0 ? [none] : decisions.map(({ because }) => because)),
    ...left.map(({ channel }) => `the card in ${channel} follows: it says where the issue is now`),
  ];
}
