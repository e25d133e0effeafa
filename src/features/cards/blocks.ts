import type { KnownBlock, ModalView } from '@slack/types';
import {
  actions,
  button,
  channelLink,
  clip,
  context,
  escape,
  fitting,
  header,
  LIMITS,
  link,
  notice,
  option,
  plainLine,
  section,
  sections,
  select,
  triageButtons,
  when,
} from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import type { Handover } from '../../domain/handover.ts';
import { labelsUnder } from '../../domain/label.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { untold } from '../../domain/privacy.ts';
import { suggestionsFor } from '../../domain/similar.ts';
import { acceptable, waits, type Standing } from '../../domain/verdict.ts';
import { escalatedText } from '../../escalation-words.ts';
import type { Message } from '../../feature.ts';
import { assigneeText, dueText, similarText, standingsText, VERDICT_WORDS } from '../../issue-words.ts';
import { mergeState, sizeText } from '../../pull-words.ts';
import type { CardFacts, Home } from './plan.ts';
import { pathBlocks } from './path-blocks.ts';
import { mergeBlocks } from './pull-blocks.ts';

/** The card in one channel: in full where a group of that channel has the issue, else one line saying where it went. */
export function cardBlocks(facts: CardFacts, channel: string): Message {
  const { issue } = facts;
  if (!facts.mayShow(channel)) return hidden(issue);
  const here = facts.homes.filter((home) => home.channel?.id === channel);
  if (issue.gone === 'deleted') return deleted(issue);
  if (issue.gone === 'transferred') return line(issue, transferText(issue));
  return here.length === 0 ? line(issue, movedText(facts, channel)) : inFull(facts, channel);
}

/** The issue with all that its card says, for whoever asks, wherever they are. */
export function issueShown(facts: CardFacts): Message {
  return facts.issue.gone === undefined ? inFull(facts, undefined) : cardBlocks(facts, '');
}

/** Without a channel every group of the issue counts as the reader's own. */
function inFull(facts: CardFacts, channel: string | undefined): Message {
  const { issue, homes, standings } = facts;
  const here = homes.filter((home) => channel === undefined || home.channel?.id === channel);
  const ours = standings.filter(({ group }) => here.some((home) => home.group.id === group.id));
  const others = standings.filter((one) => !ours.includes(one));
  const title = `*${link(issue.url, issue.title)}*`;
  const state = stateText(facts, ours);
  const blocks = [
    section(
      `${title}\n${escape(refText(issue))} · opened by ${escape(issue.author)} ${when(issue.createdAt)}`,
    ),
    context(
      `*${state}*`,
      issue.locked ? 'locked' : '',
      facts.merging ? sizeText(issue, facts.merging.pull) : '',
      ...labelTexts(issue),
      assigneeText(issue),
    ),
    context(...givenTexts(facts, ours)),
    context(...otherGroups(facts, channel), facts.merging ? '' : standingsText(issue, [...ours, ...others])),
    context(...dueTexts(facts, ours)),
    context(similarText(issue, facts.similar)),
    context(...facts.escalations.slice(0, ESCALATED).map(escalatedText)),
    ...pathBlocks(facts),
    ...(facts.merging ? mergeBlocks(issue, facts.merging) : decisionButtons(facts, ours)),
  ].filter((block) => block.type !== 'context' || block.elements.length > 0);
  return { text: notification(issue, state), blocks };
}

/** How many escalations a card names, the latest. */
const ESCALATED = 2;

/** What can be decided about an open issue. */
function decisionButtons(facts: CardFacts, ours: readonly Standing[]): KnownBlock[] {
  const { issue } = facts;
  if (issue.state === 'closed') return [];
  const free = ours.some((one) => acceptable(one, issue));
  return [...duplicateButtons(facts), triageButtons(issue.id, free)];
}

/** What is due for the groups of one channel, or overdue; groups that say the same say it once. */
function dueTexts({ clocks }: CardFacts, ours: readonly Standing[]): string[] {
  const own = clocks.filter(({ group }) => ours.some((one) => one.group.id === group.id));
  return [...new Set(own.flatMap((one) => one.clocks.map(dueText)))];
}

/** One press says that it is what it is like. */
function duplicateButtons({ issue, similar }: CardFacts): KnownBlock[] {
  const buttons = suggestionsFor(issue, similar).map(({ name, ref }, index) =>
    button(`Duplicate of ${name}`, `triage:duplicate.${index + 1}`, `${issue.id} ${ref}`),
  );
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

/** Where the issue stands with the groups of one channel, in two or three words. */
function stateText({ issue, merging }: CardFacts, ours: readonly Standing[]): string {
  if (merging) return mergeState(issue, merging);
  if (issue.state === 'closed') {
    return issue.stateReason === 'not_planned' ? 'Closed as not planned' : 'Closed';
  }
  const [waiting] = ours.filter(({ state }) => state === 'waiting');
  if (waiting) return 'after' in waiting && waiting.after ? 'Waiting for triage again' : 'Waiting for triage';
  const decided = ours.find((one) => one.state === 'decided');
  if (decided) return capital(VERDICT_WORDS[decided.verdict.kind]);
  const labelled = labelsUnder(issue.labels, 'triage/').map((word) => word.replaceAll('-', ' '));
  return escape(capital(labelled.join(', ') || 'triaged'), 100);
}

/** How many issues of a bundle are named; the rest is counted. */
const NAMED = 40;

/** Several new issues of a group in one message, a line each; the menu shows one with its buttons. */
export function bundleMessage(group: Group, channel: string, entries: readonly CardFacts[]): Message {
  const title = `${entries.length} new ${entries.length === 1 ? 'issue' : 'issues'} for ${group.title}`;
  const all = entries.slice(0, NAMED).map((facts) => bundleLine(facts, group, channel));
  const lines = fitting(all, LIMITS.optionText);
  const more = entries.length - lines.length;
  const rest = more > 0 ? [context(`and ${more} more: \`/sig triage ${escape(group.id)}\``)] : [];
  const open = entries.slice(0, lines.length).filter((facts) => facts.mayShow(channel));
  const options = open.map(({ issue }) => option(`${refText(issue)} ${issue.title}`, issue.id));
  return {
    text: escape(title),
    blocks: [
      header(title),
      ...sections(lines),
      ...rest,
      ...(options.length > 0 ? [actions(select('cards:show', 'Show one…', options))] : []),
    ],
  };
}

function bundleLine(facts: CardFacts, group: Group, channel: string): string {
  const { issue } = facts;
  if (!facts.mayShow(channel)) return `• ${untold(issue)}`;
  const kinds = labelsUnder(issue.labels, 'kind/').slice(0, 2);
  const place = [escape(refText(issue)), ...kinds.map((kind) => escape(kind, 30))];
  const title = issue.gone === 'deleted' ? 'deleted on GitHub' : link(issue.url, issue.title, 90);
  return `• ${title} · ${[...place, ...bundledTexts(facts, group, channel)].join(' · ')}`;
}

/** Where an issue of a bundle stands with the bundle's group and from whom that has it, or where it went. */
function bundledTexts(facts: CardFacts, group: Group, channel: string): string[] {
  const { issue, standings } = facts;
  if (issue.gone !== undefined) return issue.gone === 'deleted' ? [] : [transferText(issue)];
  const ours = standings.filter((one) => one.group.id === group.id);
  return ours.length === 0
    ? [movedText(facts, channel)]
    : [stateText(facts, ours), ...givenTexts(facts, ours)];
}

/**
 * What "Triage this issue" opens: the issues that a message names, with their buttons; of many the first ones. `more`
 * and `hidden` count the others, and those that are private.
 */
export function issuesModal(shown: readonly Message[], more: number, hidden: number): ModalView {
  const rest = `${more} more ${more === 1 ? 'is' : 'are'} named in this message: \`/sig show\` shows each by its number`;
  const blocks = shown.flatMap((message, index) => [
    ...(index === 0 ? [] : [{ type: 'divider' as const }]),
    ...message.blocks,
  ]);
  const secret = `${hidden} more ${hidden === 1 ? 'is' : 'are'} private, and not shown in this channel`;
  const others = [more > 0 ? rest : '', hidden > 0 ? secret : ''].filter((text) => text !== '');
  return notice('Triage', [...blocks, ...(others.length > 0 ? [context(...others)] : [])]);
}

function line(issue: Issue, what: string): Message {
  const where = `${link(issue.url, issue.title, 120)} (${escape(refText(issue))})`;
  return { text: notification(issue, what), blocks: [context(`${where} · ${what}`)] };
}

/** What an issue said is often why it was deleted: only its number stays. */
function deleted(issue: Issue): Message {
  const text = `${escape(refText(issue))} was deleted on GitHub`;
  return { text, blocks: [context(text)], untold: true };
}

function hidden(issue: Issue): Message {
  const text = untold(issue);
  return { text, blocks: [context(text)], untold: true };
}

function transferText(issue: Issue): string {
  return issue.movedTo === undefined
    ? 'moved to another repository'
    : `moved to ${link(issue.movedTo, issue.movedTo.replace(/^https?:\/\/[^/]+\//, ''), 100)}`;
}

function movedText({ issue, homes, handovers }: CardFacts, channel: string): string {
  const handed = handovers.find((handover) => handover.channel?.id === channel);
  const to = homes.filter(({ group }) => group.id === handed?.to.id).map(placeText);
  const others = homes.filter(({ group }) => group.id !== handed?.to.id).map(placeText);
  if (handed) {
    const also = others.length > 0 ? ` · also with ${others.join(' and ')}` : '';
    return `handed to ${to.join(' and ')}${saidText(handed, ' by')}${also}`;
  }
  if (others.length > 0) return `now with ${others.join(' and ')}`;
  return issue.state === 'closed'
    ? 'closed, and no longer with a group of this channel'
    : 'no longer with a group';
}

function placeText({ group, channel }: Home): string {
  const title = escape(group.title);
  return channel ? `${title} in ${channelLink(channel.id)}` : title;
}

/** From whom the groups that wait have it, and why: "from SIG Node, by dana: "kube-proxy, not us"". */
function givenTexts({ issue, handovers }: CardFacts, ours: readonly Standing[]): string[] {
  const waiting = ours.filter((one) => waits(one, issue));
  return waiting.flatMap((one) => {
    const given = handovers.find(({ to }) => to.id === one.group.id);
    if (!given) return [];
    const back = one.state === 'waiting' && one.why === 'returned' ? 'back ' : '';
    return [`${back}from ${escape(given.from.title)}${saidText(given, ', by')}`];
  });
}

/** " by dana: "kube-proxy, not us"" */
function saidText({ by, because }: Handover, who: string): string {
  const name = by === undefined ? '' : `${who} ${escape(by, 40)}`;
  return because === undefined ? name : `${name}: "${escape(because, 300)}"`;
}

function labelTexts({ labels }: Issue): string[] {
  const shown = ['sig/', 'wg/', 'committee/', 'kind/', 'priority/', 'area/'].flatMap((prefix) =>
    labels.filter((label) => label.startsWith(prefix)),
  );
  const more = shown.length > 8 ? [`+${shown.length - 8} labels`] : [];
  return [[...shown.slice(0, 8).map((label) => escape(label, 50)), ...more].join(' · ')].filter(Boolean);
}

function otherGroups({ homes }: CardFacts, channel: string | undefined): string[] {
  const others = homes.filter((home) => home.channel?.id !== channel);
  if (others.length === 0) return [];
  const names = others
    .slice(0, 8)
    .map(({ group, channel: place }) => (place ? channelLink(place.id) : escape(group.title)));
  const more = others.length > 8 ? ` and ${others.length - 8} more` : '';
  return [`${channel === undefined ? '' : 'also '}with ${names.join(', ')}${more}`];
}

/** Plain text for notifications and screen readers; Slack parses it, so it is escaped too. */
function notification(issue: Issue, state: string): string {
  return clip(`${escape(refText(issue))}: ${escape(plainLine(issue.title), 200)} · ${state}`, 600);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
