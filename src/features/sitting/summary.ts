import type { KnownBlock } from '@slack/types';
import { actions, button, context, escape, header, link, section, sections, when } from '../../blocks.ts';
import { carriedText, type Covered, type Minute } from '../../domain/agenda.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { occurrenceOf, zoneOf } from '../../domain/occurrence.ts';
import { sittingId } from '../../domain/sitting.ts';
import { dateIn, dayText } from '../../domain/zone.ts';
import type { Message } from '../../feature.ts';
import { minuteLine, presentLine, type Issues } from './blocks.ts';
import type { Room } from './plan.ts';
import { LONGEST } from './words.ts';

/** How many characters each part may take: Slack refuses a message of about 12,000 in all. */
const ROOM = { decisions: 2600, actions: 2600, notes: 1800, topics: 1200 } as const;

/** How many characters of each thing that was said are shown. */
const SHOWN = 300;

/** A meeting after its end: who was there, what was decided and is to be done, and what goes on to the next one. */
export function summaryMessage(room: Room, issues: Issues): Message {
  const { sitting, timetable, group } = room;
  const title = `${group.title}: ${meetingTitle(timetable.meeting)}, ${dayText(dateOf(room))}`;
  const { decisions, actions: todo, notes } = kindsOf(room.minutes);
  const line = (minute: Minute) => minuteLine(minute, issues, SHOWN);
  const covered = sitting.covered ?? [];
  const parts = [
    part('Decisions', decisions.map(line), ROOM.decisions),
    part('Actions', todo.map(line), ROOM.actions),
    part('Notes', notes.map(line), ROOM.notes),
    part('Talked about', covered.filter(({ how }) => how === 'done').map(topicLine), ROOM.topics),
    part(
      'Goes on to the next meeting',
      covered.filter(({ how }) => how === 'carried').map(topicLine),
      ROOM.topics,
    ),
  ].filter((one) => one !== undefined);
  return {
    text: `${escape(title, 140)}: ${counted(decisions, 'decision')}, ${counted(todo, 'action')}`,
    blocks: [
      header(title),
      section(`${heldText(room)}\n${presentLine(sitting.present, true)}`),
      ...parts.map(({ text }) => section(text)),
      ...(parts.length === 0 ? [section('Nothing was written down.')] : []),
      ...linksOf(room),
      ...buttons(room, parts.some(({ cut }) => cut) || room.minutes.some(({ text }) => text.length > SHOWN)),
    ],
  };
}

/** The minutes by what they are, each kind in the order in which it was said. */
export function kindsOf(minutes: readonly Minute[]) {
  const of = (kind: Minute['kind']) => minutes.filter((minute) => minute.kind === kind);
  return { decisions: of('decision'), actions: of('action'), notes: of('note') };
}

/** The day of the meeting where it is held, "2026-12-03". */
export function dateOf({ sitting, timetable }: Pick<Room, 'sitting' | 'timetable'>): string {
  const planned = occurrenceOf(timetable, sitting.key)?.planned;
  return dateIn(zoneOf(timetable), planned ?? sitting.startedAt);
}

/** The decisions of a sitting that belong to issues, and are neither there nor on their way. */
export function unsent(minutes: readonly Minute[]): Minute[] {
  return minutes.filter(
    (minute) =>
      minute.kind === 'decision' &&
      minute.issue !== undefined &&
      minute.sentAt === undefined &&
      !isUnderWay(minute),
  );
}

/** Whether a comment that tells of the decision waits for GitHub. */
export function isUnderWay({ askedAt, sentAt, refusedAt }: Minute): boolean {
  return askedAt !== undefined && sentAt === undefined && (refusedAt === undefined || refusedAt < askedAt);
}

function counted(all: readonly unknown[], what: string): string {
  return `${all.length} ${what}${all.length === 1 ? '' : 's'}`;
}

function heldText({ sitting: { startedAt, endedAt = startedAt, by } }: Room): string {
  return `${when(startedAt, '{time}')} to ${when(endedAt, '{time}')}, led by <@${by}>`;
}

function topicLine({ text, how, carried }: Covered): string {
  return `• ${escape(text, 150)}${how === 'carried' ? ` (${carriedText(carried)})` : ''}`;
}

/** A heading and as many lines as fit, and how many did not; undefined where there are none. */
function part(
  title: string,
  lines: readonly string[],
  max: number,
): { text: string; cut: boolean } | undefined {
  if (lines.length === 0) return undefined;
  const shown: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > max) break;
    shown.push(line);
  }
  const more = lines.length - shown.length;
  const text = [`*${title}*`, ...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
  return { text, cut: more > 0 };
}

function linksOf({ sitting, timetable: { meeting } }: Room): KnownBlock[] {
  const notes = sitting.notesUrl ?? meeting.notesUrl;
  const recording = sitting.recordingUrl ?? meeting.recordingsUrl;
  const links = [
    ...(notes === undefined ? [] : [link(notes, 'Notes')]),
    ...(recording === undefined
      ? []
      : [link(recording, sitting.recordingUrl === undefined ? 'Recordings' : 'Recording')]),
  ];
  return links.length > 0 ? [section(links.join(' · '))] : [];
}

function buttons({ sitting, minutes }: Room, cut: boolean): KnownBlock[] {
  const id = sittingId(sitting);
  const open = unsent(minutes);
  const waiting = open.length;
  const elements = [
    ...(cut ? [button('Show all', 'sitting:all', JSON.stringify({ id, page: 0 }))] : []),
    ...(waiting > 0 ? [button(`Tell GitHub (${waiting})…`, 'sitting:post', id)] : []),
    ...(sitting.notesUrl === undefined
      ? [button('Notes…', 'sitting:link.1', JSON.stringify({ id, what: 'notes' }))]
      : []),
    ...(sitting.recordingUrl === undefined
      ? [button('Recording…', 'sitting:link.2', JSON.stringify({ id, what: 'recording' }))]
      : []),
  ];
  const refused = open.filter(({ refusedAt }) => refusedAt !== undefined).length;
  const tried = refused === 0 ? '' : `, ${refused === waiting ? '' : `${refused} of them `}tried in vain`;
  const why = `${counted(open, 'decision')} not on GitHub yet${tried}: whoever may comment there sends ${waiting === 1 ? 'it' : 'them'} with “Tell GitHub”.`;
  return [...(waiting > 0 ? [context(why)] : []), ...(elements.length > 0 ? [actions(...elements)] : [])];
}

/** How many characters a page of everything holds: well inside what Slack takes. */
const PAGE = 8000;

/** All that was said and came of the topics, page by page. */
export function pageMessage(room: Room, issues: Issues, page: number): Message {
  const { decisions, actions: todo, notes } = kindsOf(room.minutes);
  const lines = [
    ...[...decisions, ...todo, ...notes].map((minute) => minuteLine(minute, issues, LONGEST)),
    ...(room.sitting.covered ?? []).map(topicLine),
  ];
  const pages = pagesOf(lines);
  const at = Math.min(Math.max(0, page), pages.length - 1);
  const id = sittingId(room.sitting);
  const to = (wanted: number) => JSON.stringify({ id, page: wanted });
  const turns = [
    ...(at > 0 ? [button('Back', 'sitting:page.1', to(at - 1))] : []),
    ...(at < pages.length - 1 ? [button('More', 'sitting:page.2', to(at + 1))] : []),
  ];
  const text = `All that was said, ${at + 1} of ${Math.max(1, pages.length)}`;
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...sections(pages[at] ?? []),
      ...(turns.length > 0 ? [actions(...turns)] : []),
    ],
  };
}

function pagesOf(lines: readonly string[]): string[][] {
  const pages: string[][] = [];
  let length = Infinity;
  for (const line of lines) {
    length += line.length + 1;
    if (length > PAGE) {
      pages.push([]);
      length = line.length;
    }
    pages.at(-1)?.push(line);
  }
  return pages;
}
