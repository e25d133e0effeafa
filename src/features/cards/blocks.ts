import type { ModalView } from '@slack/types';
import {
  actions,
  channelLink,
  clip,
  context,
  escape,
  header,
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
import { isUntriaged, labelsUnder, type LabelPolicy } from '../../domain/label.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Message } from '../../feature.ts';
import type { CardFacts } from './plan.ts';

/** The card in one channel: in full where a group of that channel has the issue, else one line saying where it went. */
export function cardBlocks(facts: CardFacts, channel: string): Message {
  const { issue } = facts;
  const here = facts.homes.filter((home) => home.channel?.id === channel);
  if (issue.gone === 'deleted') return deleted(issue);
  if (issue.gone === 'transferred') return line(issue, transferText(issue));
  return here.length === 0 ? line(issue, movedText(facts)) : inFull(facts, channel);
}

/** The issue with all that its card says, for whoever asks, wherever they are. */
export function issueShown(facts: CardFacts): Message {
  return facts.issue.gone === undefined ? inFull(facts, undefined) : cardBlocks(facts, '');
}

function inFull(facts: CardFacts, channel: string | undefined): Message {
  const { issue } = facts;
  const title = `*${link(issue.url, issue.title)}*`;
  const blocks = [
    section(
      `${title}\n${escape(refText(issue))} · opened by ${escape(issue.author)} ${when(issue.createdAt)}`,
    ),
    context(
      `*${stateText(issue, facts)}*`,
      issue.locked ? 'locked' : '',
      ...labelTexts(issue),
      assigneeText(issue),
    ),
    context(...otherGroups(facts, channel), ...verdictTexts(facts)),
    ...(issue.state === 'open'
      ? [triageButtons(issue.id, isUntriaged(issue.labels, facts.labels.untriaged))]
      : []),
  ].filter((block) => block.type !== 'context' || block.elements.length > 0);
  return { text: notification(issue, stateText(issue, facts)), blocks };
}

/** Where the issue stands, in two or three words. */
function stateText(issue: Issue, facts: Pick<CardFacts, 'labels'>): string {
  if (issue.state === 'closed') {
    return issue.stateReason === 'not_planned' ? 'Closed as not planned' : 'Closed';
  }
  if (isUntriaged(issue.labels, facts.labels.untriaged)) return 'Waiting for triage';
  const decided = labelsUnder(issue.labels, 'triage/').map((word) => word.replaceAll('-', ' '));
  return escape(capital(decided.join(', ') || 'triaged'), 100);
}

/** How many issues of a bundle are named; the rest is counted. */
const NAMED = 40;

/** Several new issues of a group in one message, a line each; the menu shows one with its buttons. */
export function bundleMessage(group: Group, issues: readonly Issue[], labels: LabelPolicy): Message {
  const title = `${issues.length} new ${issues.length === 1 ? 'issue' : 'issues'} for ${group.title}`;
  const named = issues.slice(0, NAMED);
  const more = issues.length - named.length;
  const rest = more > 0 ? [context(`and ${more} more: \`/sig triage ${escape(group.id)}\``)] : [];
  const options = named.map((issue) => option(`${refText(issue)} ${issue.title}`, issue.id));
  return {
    text: escape(title),
    blocks: [
      header(title),
      ...sections(named.map((issue) => bundleLine(issue, labels))),
      ...rest,
      actions(select('cards:show', 'Show one…', options)),
    ],
  };
}

function bundleLine(issue: Issue, labels: LabelPolicy): string {
  const kinds = labelsUnder(issue.labels, 'kind/').slice(0, 2);
  const state = issue.gone === undefined ? stateText(issue, { labels }) : `was ${issue.gone}`;
  const parts = [escape(refText(issue)), ...kinds.map((kind) => escape(kind, 30)), state];
  const title = issue.gone === 'deleted' ? 'deleted on GitHub' : link(issue.url, issue.title, 90);
  return `• ${title} · ${parts.join(' · ')}`;
}

/** What "Triage this issue" opens: the issues that a message names, with their buttons. */
export function issuesModal(shown: readonly Message[]): ModalView {
  const blocks = shown.flatMap((message, index) => [
    ...(index === 0 ? [] : [{ type: 'divider' as const }]),
    ...message.blocks,
  ]);
  return notice('Triage', blocks);
}

function line(issue: Issue, what: string): Message {
  const where = `${link(issue.url, issue.title, 120)} (${escape(refText(issue))})`;
  return { text: notification(issue, what), blocks: [context(`${where} · ${what}`)] };
}

/** What an issue said is often why it was deleted: only its number stays. */
function deleted(issue: Issue): Message {
  const text = `${escape(refText(issue))} was deleted on GitHub`;
  return { text, blocks: [context(text)] };
}

function transferText(issue: Issue): string {
  return issue.movedTo === undefined
    ? 'moved to another repository'
    : `moved to ${link(issue.movedTo, issue.movedTo.replace(/^https?:\/\/[^/]+\//, ''), 100)}`;
}

function movedText({ issue, homes }: CardFacts): string {
  const places = homes.map(({ group, channel }) =>
    channel ? `${escape(group.title)} in ${channelLink(channel.id)}` : escape(group.title),
  );
  if (places.length > 0) return `now with ${places.join(' and ')}`;
  return issue.state === 'closed'
    ? 'closed, and no longer with a group of this channel'
    : 'no longer with a group';
}

function labelTexts({ labels }: Issue): string[] {
  const shown = ['sig/', 'wg/', 'committee/', 'kind/', 'priority/', 'area/'].flatMap((prefix) =>
    labels.filter((label) => label.startsWith(prefix)),
  );
  const more = shown.length > 8 ? [`+${shown.length - 8} labels`] : [];
  return [[...shown.slice(0, 8).map((label) => escape(label, 50)), ...more].join(' · ')].filter(Boolean);
}

/** Logins, not mentions: nobody is notified who did not ask for it. */
function assigneeText({ assignees }: Issue): string {
  if (assignees.length === 0) return '';
  const names = assignees.slice(0, 5).map((login) => escape(login, 40));
  const more = assignees.length > 5 ? ` and ${assignees.length - 5} more` : '';
  return `assigned to ${names.join(', ')}${more}`;
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

function verdictTexts({ verdicts, homes }: CardFacts): string[] {
  const titleOf = (id: string) => homes.find(({ group }) => group.id === id)?.group.title ?? id;
  return verdicts.slice(0, 4).map((verdict) => {
    const note = verdict.note === undefined ? '' : ` (${escape(verdict.note, 80)})`;
    return `${escape(titleOf(verdict.group), 60)}: ${VERDICT_WORDS[verdict.kind]}${note} by ${escape(verdict.by, 40)} ${when(verdict.at)}`;
  });
}

const VERDICT_WORDS: Record<Verdict['kind'], string> = {
  accepted: 'accepted',
  'needs-information': 'needs information',
  'not-ours': 'handed over',
  duplicate: 'duplicate',
  closed: 'closed',
};

/** Plain text for notifications and screen readers; Slack parses it, so it is escaped too. */
function notification(issue: Issue, state: string): string {
  return clip(`${escape(refText(issue))}: ${escape(plainLine(issue.title), 200)} · ${state}`, 600);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
