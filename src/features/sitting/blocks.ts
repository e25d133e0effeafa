import type { KnownBlock } from '@slack/types';
import { actions, button, context, escape, header, link, section, sections, when } from '../../blocks.ts';
import { carriedText, type AgendaItem, type Minute } from '../../domain/agenda.ts';
import { refText, type Issue, type IssueId } from '../../domain/issue.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { occurrenceOf, zoneOf } from '../../domain/occurrence.ts';
import { overBy, plannedEnd, sittingId } from '../../domain/sitting.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import { dayText, thereText } from '../../domain/zone.ts';
import type { Message } from '../../feature.ts';
import { itemOn, type Room } from './plan.ts';

/** The issues that may be named where it is shown, by id. */
export type Issues = ReadonlyMap<IssueId, Issue>;

/** How many decisions and actions are shown while a meeting is on: the latest. */
const LATEST = 8;

/** A meeting while it is held: what it is about now, what comes next, and what was said. */
export function sittingMessage(room: Room, issues: Issues, now: Instant): Message {
  const { sitting, timetable, group, minutes } = room;
  const title = `${group.title}: ${meetingTitle(timetable.meeting)}`;
  const said = minutes.filter(({ kind }) => kind !== 'note');
  const notes = minutes.length - said.length;
  return {
    text: `${escape(title, 140)} is on`,
    blocks: [
      header(title),
      section([heldLine(room), presentLine(sitting.present), ...oddLines(room, now)].join('\n')),
      section(topicLines(room, issues, now)),
      ...heading('Decisions and actions', said, said.slice(-LATEST), issues),
      ...(notes > 0 ? [context(`${notes} ${notes === 1 ? 'note' : 'notes'} taken`)] : []),
      ...buttons(room),
      context(
        'In this thread: `@sigbot decision "…" #123` · `action @who "…" by friday` · `note "…"` · `next` · `defer` · `present @who`',
      ),
    ],
  };
}

function heldLine({ sitting: { by, startedAt } }: Room): string {
  return `In the meeting, since ${when(startedAt, '{time}')}. <@${by}> leads.`;
}

/** How many names stand there before "and 12 more". */
const NAMED = 30;

/** Who is there. */
export function presentLine(present: readonly string[], were = false): string {
  if (present.length === 0)
    return were ? 'Nobody said that they were there.' : 'Nobody has said yet: I am here.';
  const more = present.length - NAMED;
  const names = present.slice(0, NAMED).map((user) => `<@${user}>`);
  const verb = present.length === 1 ? (were ? 'was' : 'is') : were ? 'were' : 'are';
  return `${present.length} ${verb} ${were ? 'there' : 'here'}: ${names.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What is not as it was planned: called off, moved, or over its time. */
function oddLines({ sitting, timetable }: Room, now: Instant): string[] {
  const occurrence = occurrenceOf(timetable, sitting.key);
  const zone = zoneOf(timetable);
  const over = now - plannedEnd(sitting, timetable);
  return [
    ...(occurrence?.skipped ? ['⚠ It has been called off meanwhile.'] : []),
    ...(occurrence?.moved && occurrence.start > sitting.startedAt
      ? [`⚠ It has been moved to ${thereText(occurrence.start, zone, now)} meanwhile.`]
      : []),
    ...(over >= 5 * MINUTE ? ['⏳ Its time is over.'] : []),
  ];
}

function topicLines(room: Room, issues: Issues, now: Instant): string {
  const { sitting, items } = room;
  const current = itemOn(room);
  const [next, ...later] = items.filter((item) => item !== current);
  const rest = later.length > 0 ? `, and ${later.length} more` : '';
  const then = next ? `Then: ${topicText(next, issues)}${rest}` : 'Then: nothing more on the agenda';
  if (current)
    return `*Now: ${topicText(current, issues)}*\n${onSince(current, sitting.itemSince ?? now, now)}\n${then}`;
  return next ? `*No topic is on.*\n${then}` : '*No topic is left on the agenda.*';
}

/** "Release (#123), 10 minutes, carried over twice" */
function topicText(item: AgendaItem, issues: Issues): string {
  const { text, minutes, issue, carried } = item;
  const parts = [
    `${escape(text, 150)}${issueText(issue, issues)}`,
    ...(minutes === undefined ? [] : [`${minutes} min`]),
    ...(carried > 0 ? [carriedText(carried)] : []),
  ];
  return parts.join(', ');
}

function onSince(item: AgendaItem, since: Instant, now: Instant): string {
  const over = overBy(item, since, now);
  const late = over === undefined ? [] : [`⏳ ${over === 0 ? 'its time is up' : `${over} minutes over`}`];
  const who = item.owner === undefined ? [] : [`<@${item.owner}>`];
  return [...who, `since ${when(since, '{time}')}`, ...late].join(' · ');
}

/** " (#123)" as a link; empty where the issue must not be named. */
function issueText(id: IssueId | undefined, issues: Issues): string {
  const issue = id === undefined ? undefined : issues.get(id);
  return issue ? ` (${link(issue.url, refText(issue), 80)})` : '';
}

function heading(
  title: string,
  all: readonly Minute[],
  shown: readonly Minute[],
  issues: Issues,
): KnownBlock[] {
  if (all.length === 0) return [];
  const earlier = all.length - shown.length;
  const lines = shown.map((minute) => minuteLine(minute, issues, 200));
  return sections([`*${title}*${earlier > 0 ? ` (${earlier} earlier)` : ''}`, ...lines]);
}

/** A decision, an action or a note in a line. */
export function minuteLine(minute: Minute, issues: Issues, max: number): string {
  const { kind, text, issue, owner, due, by, number, doneAt } = minute;
  const said = `${escape(text, max)}${issueText(issue, issues)}`;
  switch (kind) {
    case 'decision':
      return `☑ ${said}`;
    case 'note':
      return `• ${said} (<@${by}>)`;
    case 'action': {
      const who = owner === undefined ? 'nobody yet' : `<@${owner}>`;
      const when = due === undefined ? '' : `, by ${dayText(due)}`;
      const what = `*${number ?? ''}.* ${doneAt === undefined ? said : `~${said}~`}`;
      return `→ ${what}: ${who}${when}${doneAt === undefined ? '' : ', done'}`;
    }
  }
}

/** The topic that is on rides in the buttons that end it: of two who press at once the second ends nothing more. */
function buttons(room: Room): KnownBlock[] {
  const { sitting, items } = room;
  const id = sittingId(sitting);
  const on = JSON.stringify({ id, item: sitting.item });
  const moves = itemOn(room)
    ? [button('Next', 'sitting:next', on), button('Not finished', 'sitting:defer', on)]
    : items.length > 0
      ? [button('Next', 'sitting:next', on)]
      : [];
  return [
    actions(button('I am here', 'sitting:here', id, 'primary'), ...moves),
    actions(
      button('Decision…', 'sitting:say.1', JSON.stringify({ id, kind: 'decision' })),
      button('Action…', 'sitting:say.2', JSON.stringify({ id, kind: 'action' })),
      button('Note…', 'sitting:say.3', JSON.stringify({ id, kind: 'note' })),
      button('End…', 'sitting:end', id),
    ),
  ];
}
