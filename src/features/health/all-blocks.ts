import type { ModalView } from '@slack/types';
import {
  actions,
  button,
  channelLink,
  context,
  escape,
  fitting,
  notice,
  preformatted,
  sections,
  when,
} from '../../blocks.ts';
import type { Channel } from '../../domain/group.ts';
import {
  amissIn,
  groupsCsv,
  type AllHealth,
  type Amiss,
  type GroupStanding,
} from '../../domain/groups-health.ts';
import { countText, hoursText, shortDay } from '../../domain/health-words.ts';
import { sum } from '../../domain/weeks.ts';
import type { Instant } from '../../domain/time.ts';
import type { Message } from '../../feature.ts';

/** How all groups fare, as it is shown. */
export interface ShownAll extends AllHealth {
  /** Of each group, by its id. */
  channelOf(group: string): Channel | undefined;
  now: Instant;
}

/** How many groups a message and a page name: two screens, and well under Slack's limits. */
const FEW = 12;
const PAGE = 20;

/** Those in need in one message, a row a group; all of them stand behind “Show all”. */
export function allMessage(shown: ShownAll): Message {
  const lines = fitting(shown.groups.slice(0, FEW).map((group) => groupLine(group, shown)));
  const rest = shown.groups.length - lines.length;
  const row = [
    ...(rest > 0 ? [button('Show all', 'health:page', pageValue(shown, 0))] : []),
    button('As CSV', 'health:all-csv', shown.day),
  ];
  return {
    text: `${titleOf(shown)}. ${totalsOf(shown)}`,
    blocks: [
      ...sections([`*${titleOf(shown)}*`, totalsOf(shown)]),
      ...sections(lines),
      ...(rest > 0 ? [context(`and ${rest} more`)] : []),
      actions(...row),
      context(...caveats(shown)),
    ],
  };
}

/** A page of them, as things stand now. */
export function allPage(shown: ShownAll, wanted: number): ModalView {
  const pages = Math.max(1, Math.ceil(shown.groups.length / PAGE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const turn = (label: string, to: number, place: number) =>
    button(label, `health:page.${place}`, pageValue(shown, to, true));
  const turns = [
    ...(page > 0 ? [turn('Earlier', page - 1, 0)] : []),
    ...(page < pages - 1 ? [turn('Later', page + 1, 1)] : []),
  ];
  const lines = shown.groups.slice(page * PAGE, (page + 1) * PAGE).map((group) => groupLine(group, shown));
  return notice('All groups', [
    ...sections([`*${titleOf(shown)}*`, ...lines]),
    ...(turns.length > 0 ? [actions(...turns)] : []),
    context(`Page ${page + 1} of ${pages}`),
  ]);
}

/** The groups as CSV, to copy. */
export function allCsvMessage(shown: ShownAll): Message {
  const text = titleOf(shown);
  const table = groupsCsv(shown).trimEnd().replaceAll('\r\n', '\n');
  return { text, blocks: [...sections([text]), ...preformatted(table)] };
}

/** What a button of a page carries: the day, the page, and whether it stands on a page itself. */
function pageValue({ day }: AllHealth, page: number, turned = false): string {
  return `${day} ${page}${turned ? ' turned' : ''}`;
}

function titleOf({ day }: AllHealth): string {
  return `How the groups fare, ${shortDay(day)}`;
}

function totalsOf({ groups, before }: AllHealth): string {
  const open = sum(groups.map((one) => one.open));
  const [now, then] = [
    sum(groups.map(({ untriaged }) => untriaged)),
    sum(groups.map(({ untriagedBefore }) => untriagedBefore)),
  ];
  const count = `${groups.length} ${groups.length === 1 ? 'group' : 'groups'}`;
  const since = then === undefined ? '' : `, ${countText(then)} on ${shortDay(before)}`;
  return `${count}: ${numberText(open)} open, ${numberText(now)} untriaged${since}.`;
}

/** "*SIG Node* #sig-node: 120 open, 14 untriaged (11 before), the oldest of 3 Nov · triaged within 2 days · …" */
function groupLine(group: GroupStanding, { channelOf, now }: ShownAll): string {
  const channel = channelOf(group.id);
  const name = `*${escape(group.title, 60)}*${channel ? ` ${channelLink(channel.id)}` : ''}`;
  const bad = new Set(amissIn(group, now));
  const parts = [
    waitingText(group, bad),
    group.medianHours === undefined ? '' : `half triaged within ${hoursText(group.medianHours)}`,
    meetingText(group, bad),
    bad.has('notes') ? `*${group.notes} without notes*` : '',
    bad.has('folders') ? `*${group.thin} folders with too few approvers*` : '',
  ];
  return `• ${name}: ${parts.filter((part) => part !== '').join(' · ')}`;
}

function waitingText(group: GroupStanding, bad: ReadonlySet<Amiss>): string {
  const { open, untriaged, untriagedBefore, oldest } = group;
  if (open === undefined) return 'no issues are known to be its own';
  const before =
    untriagedBefore === undefined || untriagedBefore === untriaged
      ? ''
      : ` (${countText(untriagedBefore)} before)`;
  const waits = `${numberText(untriaged)} untriaged${before}`;
  const since = oldest === undefined ? '' : `the oldest of ${when(oldest, '{date_short}')}`;
  return [
    `${countText(open)} open`,
    bad.has('rising') ? `*${waits}*` : waits,
    ...(since === '' ? [] : [bad.has('waiting') ? `*${since}*` : since]),
  ].join(', ');
}

function meetingText({ held, unrecorded, charter }: GroupStanding, bad: ReadonlySet<Amiss>): string {
  if (bad.has('charter')) return `*${charter.text.charAt(0).toLowerCase()}${charter.text.slice(1)}*`;
  const silent = unrecorded > 0 ? `, ${unrecorded} without a record` : '';
  return held + unrecorded === 0 ? '' : `${held} ${held === 1 ? 'meeting' : 'meetings'} held${silent}`;
}

function numberText(count: number | undefined): string {
  return count === undefined ? 'unknown' : countText(count);
}

function caveats({ reading, before }: AllHealth): string[] {
  return [
    ...(reading
      ? ['GitHub’s issues are still being read for the first time: there may be more than these.']
      : []),
    `In bold what is amiss: no meeting as the charter asks, a wait of over 30 days, more untriaged than on ${shortDay(before)}, notes or approvers missing. Most of it first.`,
    'Meetings are those of twelve weeks. Private issues and meetings are not counted.',
  ];
}
