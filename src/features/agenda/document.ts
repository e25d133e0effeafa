import { carriedText } from '../../domain/agenda.ts';
import { plainMarkdown } from '../../domain/markdown.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { dayOfKey, zoneOf } from '../../domain/occurrence.ts';
import { iso } from '../../domain/time.ts';
import { dayText, thereText } from '../../domain/zone.ts';
import type { Meet } from '../../meets.ts';
import {
  HEADINGS,
  headingOf,
  toldOf,
  type Agenda,
  type Because,
  type Entry,
  type Past,
  type Section,
} from './sections.ts';

/** The agenda as Markdown, for where the group keeps it outside of Slack. */
export function agendaDocument(agenda: Agenda): { title: string; markdown: string } {
  const { group, timetable, occurrence, now, forTriage } = agenda;
  const zone = zoneOf(timetable);
  const day = dayText(dayOfKey(occurrence.key, timetable), now);
  const title = `${group.title}: ${meetingTitle(timetable.meeting)}, ${day}`;
  if (occurrence.skipped) {
    const why = occurrence.reason === undefined ? '' : `: ${plainMarkdown(occurrence.reason, 200)}`;
    return { title, markdown: `No meeting on ${day}${why}\n` };
  }
  const start = `${thereText(occurrence.start, zone, now)} (${iso(occurrence.start)})`;
  const parts = [start, ...(forTriage ? ['A meeting for triage.'] : []), ...toldOf(agenda).map(partText)];
  return { title, markdown: `${parts.join('\n\n')}\n` };
}

/** As `pastMessage`, for where anybody may read it: of what is left out there is no trace. */
export function pastDocument(
  { group, timetable, occurrence }: Meet,
  { topics }: Past,
): { title: string; markdown: string } {
  const title = `${group.title}: ${meetingTitle(timetable.meeting)}, ${dayText(dayOfKey(occurrence.key, timetable))}`;
  const lines = topics.map((text, index) => `${index + 1}. ${plainMarkdown(text, 200)}`);
  return { title, markdown: `${['## Topics', '', ...(lines.length > 0 ? lines : ['None.'])].join('\n')}\n` };
}

function partText(part: Section): string {
  const heading = `## ${plainMarkdown(headingOf(part))}`;
  if (part.failed) return `## ${HEADINGS[part.name]}\n\nThis part could not be read.`;
  if (part.total === 0) return `${heading}\n\nNothing so far.`;
  const more = part.total - part.entries.length;
  const lines = part.entries.map(entryText);
  return [heading, '', ...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

/** People are named as GitHub knows them: a Slack id says nothing there, and an owner is left to Slack. */
function entryText(entry: Entry): string {
  switch (entry.is) {
    case 'topic': {
      const { item, issue, number } = entry.topic;
      const parts = [
        ...(issue?.title === item.text ? [] : [plainMarkdown(item.text, 200)]),
        ...(item.minutes === undefined ? [] : [`${item.minutes} min`]),
        ...(issue === undefined ? [] : [linkText(issue)]),
        ...(entry.carried > 0 ? [carriedText(entry.carried)] : []),
      ];
      return `${number}. ${parts.join(' · ')}`;
    }
    case 'action': {
      const { text, due } = entry.action;
      return `- [ ] ${plainMarkdown(text, 200)}${due === undefined ? '' : ` · by ${due}`}`;
    }
    case 'issue':
      return `- ${linkText(entry.issue)}${becauseText(entry.because)}`;
    case 'proposal':
      return `- ${addressed(plainMarkdown(entry.name, 120), entry.url)} · ${plainMarkdown(entry.because, 200)}`;
    case 'words':
      return plainMarkdown(entry.text, 300);
  }
}

function linkText({
  repo,
  number,
  title,
  url,
}: {
  repo: string;
  number: number;
  title: string;
  url: string;
}) {
  return addressed(plainMarkdown(`${repo}#${number} ${title}`, 120), url);
}

/** An address that could leave its brackets is left out. */
function addressed(name: string, url: string): string {
  return /^https?:\/\/[^\s()<>]+$/.test(url) ? `[${name}](${url})` : name;
}

function becauseText({ text, at }: Because): string {
  return ` · ${plainMarkdown(text, 160)}${at === undefined ? '' : ` ${iso(at).slice(0, 10)}`}`;
}
