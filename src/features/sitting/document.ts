import { carriedText, type Minute } from '../../domain/agenda.ts';
import { refText } from '../../domain/issue.ts';
import { plainMarkdown, plainTitle } from '../../domain/markdown.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { zoneOf } from '../../domain/occurrence.ts';
import { clockText } from '../../domain/zone.ts';
import type { Issues } from './blocks.ts';
import type { Room } from './plan.ts';
import { dateOf, kindsOf } from './summary.ts';

/** The names of people by Slack id, for a reader outside of Slack. */
export type Names = ReadonlyMap<string, string>;

/** The minutes of a meeting as Markdown; undefined while it is on. */
export function minutesDocument(
  room: Room,
  issues: Issues,
  names: Names,
): { title: string; markdown: string } | undefined {
  const { sitting, timetable, group } = room;
  if (sitting.endedAt === undefined) return undefined;
  const zone = zoneOf(timetable);
  const day = dateOf(room);
  const { decisions, actions, notes } = kindsOf(room.minutes);
  const covered = sitting.covered ?? [];
  const nameOf = (user: string) => plainMarkdown(names.get(user) ?? 'somebody', 80);
  const line = (minute: Minute) => `- ${minuteText(minute, issues, nameOf)}`;
  const parts = [
    `Held ${clockText(sitting.startedAt, zone, sitting.startedAt)} (${zone}), led by ${nameOf(sitting.by)}.`,
    sitting.present.length === 0 ? '' : `Present: ${sitting.present.map(nameOf).join(', ')}.`,
    linksOf(room),
    list('Decisions', decisions.map(line)),
    list('Actions', actions.map(line)),
    list('Notes', notes.map(line)),
    list(
      'Talked about',
      covered.filter(({ how }) => how === 'done').map(({ text }) => `- ${plainMarkdown(text)}`),
    ),
    list(
      'Goes on to the next meeting',
      covered
        .filter(({ how }) => how === 'carried')
        .map(({ text, carried }) => `- ${plainMarkdown(text)} (${carriedText(carried)})`),
    ),
  ];
  return {
    title: plainTitle(`${group.title}: ${meetingTitle(timetable.meeting)}, ${day}`),
    markdown: parts.filter((part) => part !== '').join('\n\n'),
  };
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`### ${title}`, '', ...lines].join('\n');
}

function minuteText(
  { text, issue: id, owner, due, doneAt }: Minute,
  issues: Issues,
  nameOf: (user: string) => string,
): string {
  const issue = id === undefined ? undefined : issues.get(id);
  return [
    `${plainMarkdown(text)}${issue ? ` ([${plainMarkdown(refText(issue))}](${issue.url}))` : ''}`,
    ...(owner === undefined ? [] : [nameOf(owner)]),
    ...(due === undefined ? [] : [`by ${due}`]),
    ...(doneAt === undefined ? [] : ['done']),
  ].join(', ');
}

function linksOf({ sitting, timetable: { meeting } }: Room): string {
  const links = [
    ['Notes', sitting.notesUrl ?? meeting.notesUrl],
    sitting.recordingUrl === undefined
      ? ['Recordings', meeting.recordingsUrl]
      : ['Recording', sitting.recordingUrl],
  ] as const;
  return links.flatMap(([name, url]) => (url === undefined ? [] : [`[${name}](<${url}>)`])).join(' · ');
}
