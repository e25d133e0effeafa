import type { KnownBlock } from '@slack/types';
import {
  actions,
  button,
  channelLink,
  context,
  escape,
  header,
  section,
  sections,
  when,
} from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import type { Instant } from '../../domain/time.ts';
import { actionBlocks, claimBlocks, linkButtons } from './blocks.ts';
import type { Mine, MyMeeting } from './plan.ts';
import { issueLine, meetingLine, morningText, waitingHead } from './words.ts';

/** How many groups Home has room for: two blocks each, of Slack's hundred. */
const MOST_GROUPS = 20;

/** How much of the rest is shown. */
const MOST = { waiting: 8, actions: 8, meetings: 5 } as const;

/** One of somebody's groups, and what waits for it. */
export interface MyGroup {
  group: Group;
  /** Its channel's id. */
  channel: string | undefined;
  /** How many issues wait for triage, and when the oldest was opened. */
  waits: number;
  oldest: Instant | undefined;
  /** Whether they decide for it, as far as can be told without asking GitHub, and whether they lead it. */
  triages: boolean;
  leads: boolean;
}

/** What a Home tab shows. */
export interface MyHome extends Mine {
  own: readonly MyGroup[];
  /** Whether calendars have an address. */
  calendars: boolean;
  /** Whether they have one of their own. */
  calendar: boolean;
}

/** A person's Home tab, at most 80 blocks: what waits, their queue, groups, meetings, promises and settings. */
export function homeBlocks(home: MyHome): KnownBlock[] {
  if (isNewHere(home)) return welcome(home);
  const parts = [waiting(home), queue(home), groups(home), meetings(home), promises(home), settings(home)];
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [{ type: 'divider' as const }, ...part]));
}

/** Somebody of whom nothing is known yet, who has no part in anything, and wants to be told nothing. */
function isNewHere({ person, groups: own, claims, actions: promised, choice: { morning } }: MyHome): boolean {
  return !person.github && own.length + claims.length + promised.length === 0 && !morning;
}

function welcome(home: MyHome): KnownBlock[] {
  const first = linkButtons(home);
  const lines = [
    'sigbot brings this community’s groups and their GitHub issues together in Slack.',
    'A group’s new issues come into its channel as cards, and its members decide there what becomes of them.',
    ...(first.length > 0
      ? [
          'Link your GitHub account and choose groups, and this page shows what waits for you and when they meet.',
        ]
      : [waitingHead(home), 'Choose groups, and this page shows when they meet and what waits for them.']),
  ];
  const other = first.length > 0 ? [] : [button('All groups', 'directory:list', 'all')];
  return [
    section(lines.join('\n')),
    actions(...first, button('Choose groups…', 'mine:settings', 'open'), ...other),
  ];
}

function waiting(home: MyHome): KnownBlock[] {
  const { total, found } = home.waiting;
  const shown = found.slice(0, MOST.waiting);
  const more = total > shown.length ? [button('Show all', 'mine:all', JSON.stringify({ page: 0 }))] : [];
  const buttons = [...more, ...linkButtons(home)];
  return [
    header('What waits for you'),
    ...sections([waitingHead(home), ...shown.map(issueLine)]),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  ];
}

/** What waits for their decision in all their groups, most of it in the one that opens, and what they have before them. */
function queue(home: MyHome): KnownBlock[] {
  const triaged = home.own.filter(({ triages }) => triages);
  const busy = triaged.filter(({ waits }) => waits > 0).toSorted((one, other) => other.waits - one.waits);
  const [most] = busy;
  const claims = claimBlocks(home);
  if (triaged.length === 0 && claims.length === 0) return [];
  if (!most) return [header('Your queue'), section('Nothing waits for triage.'), ...claims];
  const total = busy.reduce((sum, { waits }) => sum + waits, 0);
  const oldest = Math.min(...busy.map(({ oldest: at = Infinity }) => at));
  const where = busy.length === 1 ? `in ${escape(most.group.title)}` : `most in ${escape(most.group.title)}`;
  const text = `${total} ${total === 1 ? 'issue waits' : 'issues wait'} for triage, ${where}; the oldest was opened ${when(oldest)}`;
  return [header('Your queue'), section(text, button('Triage', 'triage:queue', most.group.id)), ...claims];
}

function groups({ own, meetings: all }: MyHome): KnownBlock[] {
  const shown = withRoom(own);
  const more = own.length - shown.length;
  return [
    header('Your groups'),
    ...(shown.length === 0
      ? [section('You follow no group yet.', button('Choose groups…', 'mine:settings', 'open'))]
      : []),
    ...shown.flatMap((one) => groupBlocks(one, all)),
    ...(more > 0 ? [context(`and ${more} more: \`/sig list\``)] : []),
  ];
}

/** As many as there is room for, in their order: first of all those in which something waits for this person. */
function withRoom(own: readonly MyGroup[]): MyGroup[] {
  const asked = own.filter(({ triages, waits }) => triages && waits > 0);
  const first = [...new Set([...asked, ...own])].slice(0, MOST_GROUPS);
  return own.filter((one) => first.includes(one));
}

function groupBlocks(
  { group, channel, waits, triages, leads }: MyGroup,
  all: readonly MyMeeting[],
): KnownBlock[] {
  const { id, title, label } = group;
  const next = all.find(({ of }) => of === id);
  const place = channel === undefined ? '' : ` · ${channelLink(channel)}`;
  const facts = [
    ...(label === undefined ? [] : [waits === 0 ? 'nothing waits for triage' : `${waits} for triage`]),
    next ? `next meeting ${when(next.start, '{date_short_pretty}, {time}')}` : 'no meeting is known to come',
  ];
  return [
    section(`*${escape(title, 80)}*${place}\n${facts.join(' · ')}`),
    actions(
      ...(triages && waits > 0 ? [button(`Triage ${waits}`, 'triage:queue', id)] : []),
      ...(next ? [button('Agenda', 'agenda:show', id)] : []),
      button('Meetings', 'meetings:show', id),
      ...(leads
        ? [
            button('Health', 'health:show', id),
            button('Settings…', 'settings:open', id),
            button('Digests…', 'digest:settings', id),
          ]
        : []),
    ),
  ];
}

function meetings({ meetings: all }: MyHome): KnownBlock[] {
  if (all.length === 0) return [];
  return [header('Next meetings'), ...sections(all.slice(0, MOST.meetings).map(meetingLine))];
}

function promises({ actions: promised }: MyHome): KnownBlock[] {
  if (promised.length === 0) return [];
  const more = promised.length - MOST.actions;
  return [
    header('To do from meetings'),
    ...actionBlocks(promised, MOST.actions),
    ...(more > 0 ? [actions(button(`${more} more`, 'mine:all', JSON.stringify({ page: 0 })))] : []),
  ];
}

function settings({ person, choice, groups: own, calendars, calendar }: MyHome): KnownBlock[] {
  const who =
    person.github === undefined
      ? 'You are not linked with a GitHub account.'
      : `You are ${escape(person.github, 40)} on GitHub.`;
  const subscribed = calendar ? ['You have a calendar of your own: `/sig calendar mine`'] : [];
  const ids = own.map(({ id }) => id).join(' ');
  return [
    header('Settings'),
    section([who, morningText(choice.morning), ...subscribed].join('\n')),
    actions(
      button('Groups and mornings…', 'mine:settings', 'open'),
      ...(choice.morning ? [button('Turn mornings off', 'mine:quiet', 'morning')] : []),
      ...(calendars ? [button('Calendars', 'calendar:show', ids.slice(0, 2000))] : []),
      button('All groups', 'directory:list', 'all'),
      button('All commands', 'help:all', 'all'),
    ),
    context(
      'In a channel write `/sig`, in a thread `@sigbot` (`@sigbot accept` under a card means its issue), or use “Triage this issue” on a message.',
    ),
  ];
}
