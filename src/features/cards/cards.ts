import { setImmediate as nextTurn } from 'node:timers/promises';
import { fingerprint } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import { findGroup, groupsWithLabels, type Group } from '../../domain/group.ts';
import { handoversOf } from '../../domain/handover.ts';
import { issuesNamedIn, type Issue, type IssueRef } from '../../domain/issue.ts';
import { hasLabel, isUntriaged } from '../../domain/label.ts';
import { groupOfBundle } from '../../domain/noise.ts';
import { isPrivate, isShown } from '../../domain/privacy.ts';
import { SHOWN, type Similar } from '../../domain/similar.ts';
import { HOUR } from '../../domain/time.ts';
import type { Effect, Subject } from '../../effect.ts';
import type { Feature, SlackMessage } from '../../feature.ts';
import { issueAt, issueMeant } from '../../issue-meant.ts';
import { standing } from '../../domain/verdict.ts';
import { mergingOf } from '../../merging.ts';
import type { Ports } from '../../ports.ts';
import { bundleMessage, cardBlocks, issueShown, issuesModal } from './blocks.ts';
import { clocksFor, overdueSince } from './cards-due.ts';
import { escalationsOf, pathShown } from './cards-path.ts';
import { announce, planCards, type CardFacts, type Loudness, type Surroundings } from './plan.ts';

/** One card for an issue in each channel whose group has its label, kept true for as long as the issue lives. */
export const cards: Feature = {
  name: 'cards',

  commands: [
    {
      name: 'show',
      usage: ['show <issue>'],
      inThread: ['show'],
      summary: 'Shows an issue’s card to you alone, with its buttons.',
      who: 'Anyone.',
      examples: ['show 12345', 'show kubernetes/kubernetes#12345'],
      run: async ([ref, ...more], call, ports) => {
        if (more.length > 0) throw new UserError('Which issue?', 'For example `/sig show 12345`.');
        const issue = await issueMeant(ref, 'show', call, ports);
        return { message: issueShown(await factsOf(issue, ports)), issue };
      },
    },
  ],

  presses: {
    'cards:show': async (id, _call, ports) => {
      const issue = await ports.issues.byId(id);
      if (!issue) throw new UserError('sigbot does not know this issue any more.', 'Look at it on GitHub.');
      return { message: issueShown(await factsOf(issue, ports)), issue };
    },
  },

  shortcuts: {
    'cards:triage': async (message, _call, ports) => {
      const { issues, hidden } = message ? await issuesOf(message, ports) : NONE;
      if (issues.length === 0) throw new UserError(NAMES_NONE, NAMES_NONE_REMEDY);
      const shown = [];
      for (const issue of issues.slice(0, MOST_SHOWN)) shown.push(issueShown(await factsOf(issue, ports)));
      return { view: issuesModal(shown, issues.length - shown.length, hidden) };
    },
  },

  async touched(issue, ports) {
    const facts = await factsOf(issue, ports);
    return planCards(facts, await surroundingsOf(facts, ports));
  },

  async tick(now, ports, since) {
    const due = await ports.bundles.due(now);
    const turned = await overdueSince(since, now, ports);
    const edits = [];
    for (const issue of turned.flatMap(({ issues }) => issues)) {
      edits.push(...(await editsOf(issue, ports)));
      // There may be hundreds, and SQLite answers without letting anybody else have a turn.
      await nextTurn();
    }
    const left = turned.flatMap(({ upTo }) => upTo ?? []);
    return {
      ...(left.length > 0 && { upTo: Math.min(...left) }),
      effects: [...due.map(({ bundle, channel }) => announce(bundle, channel)), ...edits],
      because: [
        ...due.map(({ bundle }) => `the bundle ${bundle} is due`),
        ...turned.map(({ group, issues }) => `${group.title}: ${issues.length} more overdue`),
      ],
    };
  },

  renders: {
    async card(subject, channel, ports) {
      const issue = await ports.issues.byId(subject.id);
      if (!issue) return undefined;
      const sent = await isSent(subject, channel, ports);
      const facts = await factsOf(issue, ports);
      const here = facts.homes.some((home) => home.channel?.id === channel && !home.group.paused);
      const wanted = here && facts.mayShow(channel);
      const isOver = issue.state === 'closed' || issue.gone !== undefined || issue.document === true;
      if (!sent && (isOver || !wanted)) return undefined;
      return cardBlocks(facts, channel);
    },

    async bundle(subject, channel, ports) {
      const group = findGroup(ports.directory.current().groups, groupOfBundle(subject.id));
      if (!group) return undefined;
      const ids = await ports.bundles.issuesIn(subject.id, channel);
      const issues = (await Promise.all(ids.map(ports.issues.byId))).filter((issue) => issue !== undefined);
      const fresh = (issue: Issue) => isStillOf(group)(issue) && mayShow(issue, channel, ports);
      const sent = await isSent(subject, channel, ports);
      // The group may live elsewhere by now, or nowhere.
      if (!sent && (group.paused || ports.directory.channelOf(group)?.id !== channel)) return undefined;
      const shown = sent ? issues : issues.filter(fresh);
      if (shown.length === 0) return undefined;
      const entries = [];
      for (const issue of shown) entries.push(await factsOf(issue, ports));
      return bundleMessage(group, channel, entries);
    },
  },
};

/** What a card's clock asks for: to show something else where it stands, never to be posted. */
async function editsOf(issue: Issue, ports: Ports): Promise<Effect[]> {
  const facts = await factsOf(issue, ports);
  const { effects } = planCards(facts, await surroundingsOf(facts, ports));
  return effects.filter(({ kind }) => kind === 'slack.update');
}

async function isSent(subject: Subject, channel: string, ports: Ports): Promise<boolean> {
  const posted = await ports.messages.of(subject);
  return posted.some((message) => message.channel === channel && message.ts !== undefined);
}

/** What was closed, or left the group, before its bundle came is no news. */
function isStillOf({ label = '' }: Group): (issue: Issue) => boolean {
  return (issue) =>
    issue.state === 'open' && issue.gone === undefined && !issue.document && hasLabel(issue.labels, label);
}

async function surroundingsOf(facts: CardFacts, ports: Ports): Promise<Surroundings> {
  const { issue, homes } = facts;
  const now = ports.calendar.now();
  const posted = await ports.messages.of({ kind: 'card', id: issue.id });
  const bundles = await ports.bundles.of(issue.id);
  const told = facts.escalations.map(({ escalation }) => escalation.channel);
  const shown = new Set([...[...posted, ...bundles].map(({ channel }) => channel), ...told]);
  const loudness = new Map<string, Loudness>();
  for (const { group, channel } of homes) {
    if (!channel || shown.has(channel.id)) continue;
    const cards = await ports.messages.cardsSince(channel.id, now - HOUR);
    loudness.set(group.id, { noise: await ports.policy.noise(group), posted: cards });
  }
  const current = (channel: string) => fingerprint(cardBlocks(facts, channel));
  return { posted, bundles, told, loudness, robots: ports.policy.triage.robots, now, current };
}

const NAMES_NONE = 'This message names no issue that sigbot knows, and its thread is not about one.';
const NAMES_NONE_REMEDY = 'Use it on a card, in a card’s thread, or on a message with an issue’s address.';

/** How many issues of one message are shown. */
const MOST_SHOWN = 5;

/** What a message is about, and how many more issues it names that are private. */
interface Named {
  issues: readonly Issue[];
  hidden: number;
}

const NONE: Named = { issues: [], hidden: 0 };

/** What a message is about: as a card its issue, else the issues it names, else the issue of the thread's card. */
async function issuesOf({ channel, ts, thread, text, links }: SlackMessage, ports: Ports): Promise<Named> {
  const own = await issueAt(channel, ts, ports);
  if (own) return { issues: [own], hidden: 0 };
  const named = await readableOf(issuesNamedIn([text, ...links].join(' ')), ports);
  if (named.issues.length > 0) return named;
  const root = thread === undefined ? undefined : await issueAt(channel, thread, ports);
  return root ? { issues: [root], hidden: 0 } : NONE;
}

/**
 * The issues among those named that may be read here.
 * @throws UserError where there are some, and all are private
 */
async function readableOf(refs: readonly IssueRef[], ports: Ports): Promise<Named> {
  const issues: Issue[] = [];
  const refusals: UserError[] = [];
  for (const ref of refs) {
    try {
      issues.push(...(await ports.issues.like(ref)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refusals.push(error);
    }
  }
  const [refusal] = refusals;
  if (refusal && issues.length === 0) throw refusal;
  return { issues, hidden: refusals.length };
}

async function factsOf(issue: Issue, ports: Ports): Promise<CardFacts> {
  const { calendar, directory, policy } = ports;
  const all = directory.current().groups;
  const groups = groupsWithLabels(all, issue.labels);
  const verdicts = await ports.verdicts.of(issue.id);
  const standings = standing(issue, verdicts, groups, policy.labels, calendar.now());
  const shownPath = await pathShown(issue, standings, ports);
  return {
    issue,
    ...(shownPath && { path: shownPath }),
    escalations: await escalationsOf(issue, ports),
    homes: groups.map((group) => ({ group, channel: directory.channelOf(group) })),
    similar: await similarTo(issue, ports),
    clocks: await clocksFor(issue, verdicts, ports),
    ...(issue.isPullRequest ? { merging: await mergingOf(issue, ports) } : {}),
    standings,
    mayShow: (channel) => mayShow(issue, channel, ports),
    handovers: handoversOf(issue, verdicts, all).map((handover) => ({
      ...handover,
      channel: directory.channelOf(handover.from),
    })),
  };
}

function mayShow(issue: Issue, channel: string, { directory, policy }: Ports): boolean {
  return isShown(issue, directory.channel(channel), policy.privacy);
}

/**
 * Shown while somebody has yet to decide about the issue; then they have been seen. Private ones are named on the cards
 * of private ones alone.
 */
async function similarTo(issue: Issue, { issues, policy }: Ports): Promise<readonly Similar[]> {
  const waits = issue.state === 'open' && isUntriaged(issue, policy.labels.untriaged);
  if (!waits || issue.isPullRequest) return [];
  const similar = await issues.similar(issue.id, SHOWN);
  const { privacy } = policy;
  return isPrivate(issue, privacy) ? similar : similar.filter((one) => !isPrivate(one.issue, privacy));
}
