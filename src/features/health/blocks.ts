import { actions, button, channelLink, context, escape, preformatted, say, section } from '../../blocks.ts';
import { countText, hoursText, lastKnown, meetingCounts, shortDay } from '../../domain/health-words.ts';
import type { Channel } from '../../domain/group.ts';
import type { Health, HealthWeek, MissingRecords } from '../../domain/health.ts';
import { weeksCsv } from '../../domain/health-table.ts';
import type { Message } from '../../feature.ts';
import type { ToldHealth } from '../../group-health.ts';
import { picture } from '../../picture-blocks.ts';
import { folderBlocks, folderTable } from './folder-blocks.ts';
import type { ToldFolders } from './health-folders.ts';
import { healthInWords } from '../../domain/health-words.ts';

/** What is shown of a group's health. */
export interface Shown extends ToldHealth {
  /** Where its picture is; undefined where the bot has no public address. */
  address: string | undefined;
}

/** A group's health: its picture, and the numbers beside it. */
export function healthMessage(shown: Shown): Message {
  const { health, address } = shown;
  const title = `${escape(health.group)}, twelve weeks to ${shortDay(health.day)}`;
  return {
    text: `${title}. ${numbers(health).join('. ')}`,
    blocks: [
      section(`*${title}*`),
      picture(address, healthInWords(health)),
      section(
        numbers(health)
          .map((line) => `• ${line}`)
          .join('\n'),
      ),
      context(...caveats(shown)),
    ],
  };
}

/** The same for one of its leads, who may show it to the group, with the folders that have too few approvers. */
export function leadsMessage(
  shown: Shown,
  group: { id: string; channel: Channel | undefined },
  folders?: ToldFolders,
): Message {
  const { text, blocks } = healthMessage(shown);
  const share =
    group.channel === undefined ? [] : [button(`Show it in #${group.channel.name}…`, 'health:ask', group.id)];
  const more = folderBlocks(folders);
  return { text, blocks: [...blocks, ...more, actions(...share, button('As CSV', 'health:csv', group.id))] };
}

/** What is asked before everybody in the channel sees it. */
export function askMessage(title: string, group: { id: string; channel: Channel }): Message {
  const text = `Show everybody in ${channelLink(group.channel.id)} how ${escape(title)} fares? It names who triaged, and how much.`;
  return { text, blocks: [section(text), actions(button('Show it', 'health:share', group.id, 'primary'))] };
}

/** The weeks as CSV, to copy, and the folders with too few approvers. */
export function csvMessage({ group, weeks, day }: Health, folders?: ToldFolders): Message {
  if (weeks.length === 0)
    return say(`${escape(group)} has no label, so no issue is its own and there are no weeks to tell.`);
  const text = `${escape(group)}, week by week to ${shortDay(day)}`;
  return {
    text,
    blocks: [
      section(text),
      ...preformatted(weeksCsv(weeks).trimEnd().replaceAll('\r\n', '\n')),
      ...folderTable(folders),
    ],
  };
}

/** The numbers of a year, to copy into the annual report. */
export function reportMessage(group: { id: string; title: string }, year: number, markdown: string): Message {
  const text = `What sigbot knows of ${escape(group.title)} in ${year}, for the annual report. It is Markdown, to copy.`;
  const other = context(`Another year: \`/sig health report ${escape(group.id)} ${year - 1}\``);
  return { text, blocks: [section(text), ...preformatted(markdown), other] };
}

/** The numbers in at most seven lines. */
function numbers(health: Health): string[] {
  const { weeks } = health;
  return [
    openLine(weeks),
    flowLine(weeks.at(-1), 'This week'),
    flowLine(weeks.at(-2), 'Last week'),
    paceLine(weeks),
    loadLine(health),
    meetingLine(health),
    missingLine(health.missing),
  ].filter((line) => line !== '');
}

function openLine(weeks: readonly HealthWeek[]): string {
  const [open, untriaged] = [lastKnown(weeks, 'open'), lastKnown(weeks, 'untriaged')];
  if (weeks.length === 0) return 'It has no label, so no issue is its own';
  if (!open) return 'Open: not known';
  const [first] = weeks;
  const before =
    first?.open === undefined || weeks.length === 1
      ? ''
      : ` (${countText(first.open)} in the week of ${shortDay(first.from)})`;
  return `Open: ${countText(open.value)} ${open.value === 1 ? 'issue' : 'issues'}${before}; untriaged: ${untriaged ? countText(untriaged.value) : 'not known'}`;
}

function flowLine(week: HealthWeek | undefined, when: string): string {
  if (week?.opened === undefined || week.closed === undefined) return '';
  const triaged = week.triaged === undefined ? '' : `, ${countText(week.triaged)} triaged`;
  return `${when}: ${countText(week.opened)} opened, ${countText(week.closed)} closed${triaged}`;
}

function paceLine(weeks: readonly HealthWeek[]): string {
  const [median, p90] = [lastKnown(weeks, 'medianHours'), lastKnown(weeks, 'p90Hours')];
  if (!median || !p90) return weeks.length === 0 ? '' : 'Time to triage: nothing yet';
  const week =
    median.at === weeks.length - 1 ? 'this week' : `in the week of ${shortDay(weeks[median.at]?.from ?? '')}`;
  return `Time to triage ${week}: half within ${hoursText(median.value)}, 90 % within ${hoursText(p90.value)}`;
}

/** How many are named. */
const NAMED = 5;

function loadLine({ triagers, weeks }: Health): string {
  if (triagers.length === 0) return weeks.length === 0 ? '' : 'Triaged by: nobody yet';
  const named = triagers.slice(0, NAMED).map(({ name, count }) => `${escape(name, 60)} ${countText(count)}`);
  const more = triagers.length - named.length;
  return `Triaged by: ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

function meetingLine(health: Health): string {
  const { held, off, unrecorded } = meetingCounts(health);
  const counts = [
    `${held} held`,
    ...(off > 0 ? [`${off} called off`] : []),
    ...(unrecorded > 0 ? [`${unrecorded} without a record`] : []),
  ];
  return health.meetings.length === 0
    ? `Meetings: ${health.charter.text}`
    : `Meetings: ${counts.join(', ')}. ${health.charter.text}`;
}

function missingLine({ held, notes, recordings }: MissingRecords): string {
  if (!notes && !recordings) return '';
  const lacks = [
    ...(notes ? [`${notes} without notes`] : []),
    ...(recordings ? [`${recordings} without a recording`] : []),
  ];
  return `Of the ${held === 1 ? 'one' : held} held: ${lacks.join(', ')}`;
}

/** What a reader should know before believing the numbers. */
function caveats({ health: { weeks, meetings }, since, business, reading }: Shown): string[] {
  const known = `Who waits, and for how long, is known since ${shortDay(since)}.`;
  const estimated = estimatedText(weeks);
  const silent = meetings.some(({ was }) => was === 'unrecorded');
  return [
    ...(reading
      ? ['GitHub’s issues are still being read for the first time: there may be more than these.']
      : []),
    ...(estimated === '' ? [] : [`${estimated} from GitHub’s dates and the labels of today. ${known}`]),
    ...(silent
      ? ['Without a record: neither called off, nor begun with `/sig meeting start`; it may have been held.']
      : []),
    ...(business ? ['Times to triage count business hours alone, 24 to a day.'] : []),
    'Private issues and meetings are not counted. Weeks begin on Monday, UTC.',
  ];
}

/** "Weeks before 23 Nov are estimated", "3 of the 12 weeks are estimated"; "" where none is. */
function estimatedText(weeks: readonly HealthWeek[]): string {
  const count = weeks.filter(({ estimated }) => estimated).length;
  if (count === 0) return '';
  if (count === weeks.length) return 'All weeks are estimated';
  const next = weeks.slice(0, count).every(({ estimated }) => estimated) ? weeks[count] : undefined;
  if (next) return `Weeks before ${shortDay(next.from)} are estimated`;
  return count === 1
    ? `One of the ${weeks.length} weeks is estimated`
    : `${count} of the ${weeks.length} weeks are estimated`;
}
