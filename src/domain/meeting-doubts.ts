import type { Doubt, Group, MeetingOverlay } from './group.ts';
import { overlaidLines, timesOf, writtenOf, type OverlaidLine } from './meeting.ts';
import { nearest } from './nearest.ts';
import type { ScheduleVerdict } from './schedule.ts';
import { readZone } from './zone-words.ts';

/**
 * What an operator should know of the groups' meetings: overlays that do nothing, and how many cannot be computed, with an
 * example of each kind.
 */
export function meetingDoubts(groups: readonly Group[]): Doubt[] {
  const lines = groups.flatMap((group) => overlaidLines(group).map((line) => ({ group, line })));
  return [...lines.flatMap(({ group, line }) => overlayDoubt(group, line)), ...verdictNotes(lines)];
}

/** An overlay that is no line's and gives no time, or dates in no zone. */
function overlayDoubt(group: Group, { line, overlay }: OverlaidLine): Doubt[] {
  if (overlay === undefined) return [];
  const about = `groups.${group.id}.meetings`;
  const name = `“${overlay.description}”`;
  const { tz } = writtenOf(line, overlay);
  if (overlay.dates && !('zone' in readZone(tz ?? '')))
    return [{ severity: 'warning', about, text: `${name} has dates and no zone: write tz.` }];
  if (group.meetings.includes(line) || givesTimes(overlay)) return [];
  const known = group.meetings.map(({ description }) => description);
  const meant = nearest(overlay.description, known);
  const hint = meant === undefined ? '' : ` Did you mean “${meant}”?`;
  return [
    {
      severity: 'warning',
      about,
      text: `${name} is no meeting of the directory, and does not say when it takes place.${hint}`,
    },
  ];
}

function givesTimes({ day, frequency, rrule, dates, sessions, feed }: MeetingOverlay): boolean {
  return [day, frequency, rrule, dates, sessions, feed].some((said) => said !== undefined);
}

const WORDS: Readonly<Partial<Record<ScheduleVerdict, [one: string, many: string, what: string]>>> = {
  needs_anchor: ['needs', 'need', 'an anchor (a date on which it takes place, under groups)'],
  ambiguous: ['has', 'have', 'several readings'],
  unschedulable: ['says', 'say', 'no time that can be computed'],
};

function verdictNotes(lines: readonly { group: Group; line: OverlaidLine }[]): Doubt[] {
  const read = lines.flatMap(({ group, line }) =>
    timesOf(line).sessions.map(({ reading }) => ({ group, line, reading })),
  );
  return Object.entries(WORDS).flatMap(([verdict, [one, many, what]]) => {
    const found = read.filter(({ reading }) => reading.verdict === verdict);
    const [first] = found;
    if (first === undefined) return [];
    const count = found.length === 1 ? `1 meeting ${one}` : `${found.length} meetings ${many}`;
    const example = `${first.group.id}, “${first.line.line.description}”: ${first.reading.reason}`;
    return [
      { severity: 'note' as const, about: 'meetings', text: `${count} ${what}. For example ${example}` },
    ];
  });
}
