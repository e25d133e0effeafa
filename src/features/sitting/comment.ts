import type { Minute } from '../../domain/agenda.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { nameText, quoteText } from '../../domain/quote.ts';
import type { Asker, Effect } from '../../effect.ts';
import type { Room } from './plan.ts';
import { dateOf } from './summary.ts';

/**
 * What an issue reads of the decisions of a meeting about it. What people wrote stands in it as a quotation; no line
 * begins with anything but our own words. A private meeting is not named.
 * @param summary the address of the summary in Slack
 */
export function decisionComment(
  room: Pick<Room, 'sitting' | 'timetable' | 'group'>,
  decisions: readonly Minute[],
  { summary, by }: { summary?: string | undefined; by?: string | undefined },
): string {
  const { group, timetable } = room;
  const { meeting } = timetable;
  const where = meeting.private ? '' : ` in ${nameText(meetingTitle(meeting))}`;
  const link =
    meeting.private || summary === undefined ? 'The summary stands in Slack.' : `Summary: ${summary}`;
  return [
    `Decided by ${nameText(group.title)}${where} on ${dateOf(room)}:`,
    ...decisions.map(({ text }) => quoteText(text)),
    by === undefined || by === '' ? link : `${link} Posted for ${nameText(by)}.`,
  ].join('\n\n');
}

/**
 * One comment an issue, sitting and person: with two presses, or after a restart, it is still one. What was refused is
 * another one when it is tried again.
 */
export function commentEffect(
  room: Room,
  issue: Issue,
  decisions: readonly Minute[],
  { by, summary, now }: { by: Asker; summary: string | undefined; now: number },
): Effect[] {
  const ref = { repo: issue.repo, number: issue.number };
  const body = decisionComment(room, decisions, {
    summary,
    by: by.under.write === 'as-bot' ? by.login : undefined,
  });
  const numbers = decisions.map(({ id }) => id.slice(id.lastIndexOf('/') + 1)).join('+');
  const minutes = decisions.map(({ id }) => id);
  const refused = decisions.flatMap(({ refusedAt }) => refusedAt ?? []);
  const again = refused.length === 0 ? '' : `:${Math.max(...refused)}`;
  const once = `decision:${room.id}:${refText(issue)}:${numbers}${again}`;
  return [
    { kind: 'github.comment', issue: ref, body, once, by, minutes },
    { kind: 'minutes.told', minutes, how: 'asked', at: now },
  ];
}
