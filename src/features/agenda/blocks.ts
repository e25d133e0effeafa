import type { Button, KnownBlock } from '@slack/types';
import { actions, button, context, escape, link, section, when } from '../../blocks.ts';
import { agendaId, carriedText } from '../../domain/agenda.ts';
import type { Issue } from '../../domain/issue.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { dayOfKey, zoneOf } from '../../domain/occurrence.ts';
import { dayText, thereText } from '../../domain/zone.ts';
import type { Message } from '../../feature.ts';
import type { Meet } from '../../meets.ts';
import {
  headingOf,
  toldOf,
  type Agenda,
  type Because,
  type Entry,
  type Past,
  type Section,
} from './sections.ts';

/** A line, and the topic that its button edits. */
interface Line {
  text: string;
  edits?: string | undefined;
}

/**
 * How much of a message an agenda's parts may take: well under Slack's 50 blocks and about 12,000 characters, so that
 * head and foot have room as well.
 */
const ROOM = { blocks: 40, characters: 8500 };
/** What is kept free for the heading of each part that is still to come. */
const A_HEADING = 120;
/** Lines that stand together in one section; Slack takes 3,000 characters. */
const TOGETHER = 2800;

/** The agenda as it stands in the channel, and as `/sig agenda` shows it. */
export function agendaMessage(agenda: Agenda, leads: readonly string[] = []): Message {
  const { occurrence, now } = agenda;
  const title = titleText(agenda);
  if (occurrence.skipped) return offMessage(agenda);
  if (agenda.empty) return emptyMessage(agenda, leads);
  const { blocks, cut } = fitted(toldOf(agenda));
  const over = now >= occurrence.end;
  const note = agenda.forTriage ? 'A meeting for triage.' : '';
  return {
    text: `${title}: the agenda`,
    blocks: [
      section([`*${title}*`, startText(agenda), note].filter((line) => line !== '').join('\n')),
      ...blocks,
      ...(over ? [] : [actions(...footButtons(agenda, cut))]),
      ...hiddenLine(agenda),
      context(over ? '' : FOOT),
    ].filter((block) => block.type !== 'context' || block.elements.length > 0),
  };
}

const FOOT =
  'Anybody may add: `/sig agenda add "topic" 10m #123`, the label `agenda/…` or a comment `/agenda` on GitHub';

/** "SIG Node: Weekly Meeting" */
function titleText({ group, timetable }: Meet): string {
  return escape(`${group.title}: ${meetingTitle(timetable.meeting)}`, 160);
}

function startText({ occurrence, timetable, now }: Agenda): string {
  const zone = zoneOf(timetable);
  const there = thereText(occurrence.start, zone, now);
  return `${when(occurrence.start, '{date_short_pretty}, {time}')} (${there})`;
}

function offMessage(agenda: Agenda): Message {
  const { key, reason } = agenda.occurrence;
  const why = reason === undefined ? '' : `: ${escape(reason, 200)}`;
  const text = `${titleText(agenda)}: no meeting on ${dayText(dayOfKey(key, agenda.timetable), agenda.now)}${why}`;
  return { text, blocks: [section(text), context('Its topics go on to the next one.')] };
}

/** An agenda whose meeting has begun, without what waited then: something of that is private now. */
export function pastMessage(meet: Meet, { topics, hidden }: Past): Message {
  const day = dayText(dayOfKey(meet.occurrence.key, meet.timetable));
  const title = `${titleText(meet)}, ${day}`;
  const list = fitted([
    {
      name: 'topics',
      entries: topics.map((text, index) => ({ is: 'words', text: `${index + 1}. ${text}` })),
      total: topics.length,
    },
  ]);
  return {
    text: `${title}: the agenda`,
    blocks: [
      section(`*${title}*`),
      ...(topics.length > 0 ? list.blocks : []),
      ...hiddenLine({ hidden }),
      context('The rest of this agenda was taken away: something of it is private now.'),
    ],
  };
}

/** What leads are asked where nobody added anything and nothing waits; with what people still have to do, and what was accepted. */
function emptyMessage(agenda: Agenda, leads: readonly string[]): Message {
  const id = idOf(agenda);
  const title = titleText(agenda);
  const to = leads.length > 0 ? `${leads.map((user) => `<@${user}>`).join(' ')}: ` : '';
  const promised = toldOf(agenda).filter(({ name }) => name === 'actions' || name === 'accepted');
  const question = 'Nothing is on the agenda and nothing waits for triage. Cancel it, or use it for triage?';
  return {
    text: `${title}: nothing is on the agenda`,
    blocks: [
      section(`*${title}*\n${startText(agenda)}`),
      section(`${to}${question}`),
      ...fitted(promised).blocks,
      actions(
        button('Cancel the meeting', 'agenda:cancel', id, 'danger'),
        button('Use it for triage', 'agenda:triage', id),
        button('Add a topic', 'agenda:add', id),
      ),
      ...hiddenLine(agenda),
      context('Its leads answer; who has a topic adds it.'),
    ],
  };
}

function footButtons(agenda: Agenda, cut: boolean): Button[] {
  const id = idOf(agenda);
  return [
    button('Add a topic', 'agenda:add', id),
    ...((agenda.waiting ?? 0) > 0 ? [button('Triage the untriaged', 'triage:queue', agenda.group.id)] : []),
    ...(cut ? [button('Show all', 'agenda:page', JSON.stringify({ id, page: 0 }))] : []),
  ];
}

function hiddenLine({ hidden }: Pick<Agenda, 'hidden'>): KnownBlock[] {
  if (hidden === 0) return [];
  return [context(`${hidden} ${hidden === 1 ? 'topic is' : 'topics are'} about what may not be shown here.`)];
}

const idOf = ({ timetable, occurrence }: Meet) => agendaId(timetable.meeting.id, occurrence.key);

/** The parts within the room there is: of each at least its heading. `cut`: there is more than stands there. */
function fitted(sections: readonly Section[]): { blocks: KnownBlock[]; cut: boolean } {
  let { blocks: left, characters } = ROOM;
  let cut = false;
  const blocks = sections.flatMap((part, index) => {
    const toCome = sections.length - index - 1;
    const room = { blocks: left - toCome, characters: characters - toCome * A_HEADING };
    const lines = linesOf(part);
    const fitting = lines.slice(0, fittingOf(lines, room));
    const shown = { ...part, entries: part.entries.slice(0, fitting.length) };
    cut ||= shown.total > shown.entries.length;
    const made = blocksOf([{ text: `*${escape(headingOf(shown))}*` }, ...fitting]);
    left -= made.length;
    characters -= sizeOf([...fitting]) + A_HEADING;
    return made;
  });
  return { blocks, cut };
}

function linesOf(part: Section): Line[] {
  if (part.failed) return [{ text: 'This part could not be read just now.' }];
  if (part.total === 0) return [{ text: 'Nothing so far.' }];
  return part.entries.map(lineOf);
}

/** How many of the lines have room beneath their heading. */
function fittingOf(lines: readonly Line[], room: typeof ROOM): number {
  let count = 0;
  for (; count < lines.length; count += 1) {
    const some = lines.slice(0, count + 1);
    if (sizeOf(some) > room.characters - A_HEADING || blocksOf([{ text: '' }, ...some]).length > room.blocks)
      return count;
  }
  return count;
}

/** A button has a label as well. */
function sizeOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { text, edits }) => sum + text.length + 1 + (edits === undefined ? 0 : 5), 0);
}

/** A line that can be edited is a section of its own with its button; the others stand together. */
function blocksOf(lines: readonly Line[]): KnownBlock[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    const joins =
      last !== undefined &&
      line.edits === undefined &&
      last.every(({ edits }) => edits === undefined) &&
      sizeOf([...last, line]) <= TOGETHER;
    if (joins) last.push(line);
    else groups.push([line]);
  }
  return groups.map((group, index) => {
    const [{ edits } = { edits: undefined }] = group;
    const edit = edits === undefined ? undefined : button('Edit…', `agenda:edit.${index}`, edits);
    return section(group.map(({ text }) => text).join('\n'), edit);
  });
}

function lineOf(entry: Entry): Line {
  switch (entry.is) {
    case 'topic':
      return topicLine(entry);
    case 'action': {
      const { text, owner, due } = entry.action;
      const who = owner === undefined ? '' : ` · <@${owner}>`;
      return { text: `• ${escape(text, 200)}${who}${due === undefined ? '' : ` · by ${dayText(due)}`}` };
    }
    case 'issue':
      return { text: `• ${issueLink(entry.issue)}${becauseText(entry.because)}` };
    case 'proposal':
      return { text: `• ${link(entry.url, entry.name, 100)} · ${escape(entry.because, 200)}` };
    case 'words':
      return { text: escape(entry.text, 300) };
  }
}

function topicLine({ topic: { number, item, issue }, carried }: Extract<Entry, { is: 'topic' }>): Line {
  const said = issue?.title === item.text ? '' : `*${escape(item.text, 200)}*`;
  const about = issue === undefined ? '' : issueLink(issue);
  const parts = [
    `${number}. ${[said, about].filter((part) => part !== '').join(' · ')}`,
    ...(item.minutes === undefined ? [] : [`${item.minutes} min`]),
    presenter(item.owner ?? item.by),
    ...(carried > 0 ? [carriedText(carried)] : []),
  ];
  return { text: parts.filter((part) => part !== '').join(' · '), edits: item.id };
}

/** A Slack id, or a GitHub login after an "@", which is named and not mentioned. */
function presenter(who: string): string {
  if (!who.startsWith('@')) return `<@${who}>`;
  return who === '@' ? 'from GitHub' : `${escape(who.slice(1), 40)} on GitHub`;
}

/** "boats#12 The mast leans" */
function issueLink({ repo, number, title, url }: Issue): string {
  return link(url, `${repo.split('/').at(-1)}#${number} ${title}`, 100);
}

function becauseText({ text, at }: Because): string {
  return ` · ${escape(text, 160)}${at === undefined ? '' : ` ${when(at, '{date_short_pretty}')}`}`;
}

/** How much one page of a whole agenda holds. */
const PAGE = { blocks: 38, characters: 8000 };

/** A page of an agenda of any length, for one person. */
export function pageMessage(agenda: Agenda, wanted: number): Message {
  const lines = toldOf(agenda).flatMap((part) => [
    { text: `*${escape(headingOf(part))}*` },
    ...linesOf(part),
  ]);
  const pages = pagesOf(lines);
  const page = Math.min(Math.max(0, wanted), pages.length - 1);
  const id = idOf(agenda);
  const turn = (label: string, to: number, place: number) =>
    button(label, `agenda:page.${place}`, JSON.stringify({ id, page: to, turned: true }));
  const turns = [
    ...(page > 0 ? [turn('Earlier', page - 1, 0)] : []),
    ...(page < pages.length - 1 ? [turn('Later', page + 1, 1)] : []),
  ];
  const title = titleText(agenda);
  return {
    text: `${title}: the whole agenda`,
    blocks: [
      section(`*${title}*\n${startText(agenda)}`),
      ...blocksOf(pages[page] ?? []),
      ...(turns.length > 0 ? [actions(...turns)] : []),
      context(`Page ${page + 1} of ${pages.length}`),
      ...hiddenLine(agenda),
    ],
  };
}

function pagesOf(lines: readonly Line[]): Line[][] {
  const pages: Line[][] = [[]];
  for (const line of lines) {
    const last = pages.at(-1) ?? [];
    const fits = last.length < PAGE.blocks && sizeOf([...last, line]) <= PAGE.characters;
    if (fits) last.push(line);
    else pages.push([line]);
  }
  return pages;
}
