import type { Button } from '@slack/types';
import { actions, button, context, escape, link, linkButton, say, section, when } from '../../blocks.ts';
import { agendaId } from '../../domain/agenda.ts';
import { meetingTitle, type Meeting } from '../../domain/meeting.ts';
import { dayOfKey, zoneOf, type Occurrence, type Timetable } from '../../domain/occurrence.ts';
import type { Reminder } from '../../domain/reminder.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import { dayText, thereText } from '../../domain/zone.ts';
import type { Message } from '../../feature.ts';
import { lengthText, linksOf } from './blocks.ts';

/** What is on an occurrence's agenda the day before. */
export interface AgendaSoFar {
  topics: readonly string[];
  /** How many more may not be told of here. */
  hidden: number;
  /** Issues that wait for triage. */
  waiting: number;
}

/** How many topics are named. */
const NAMED = 5;

function soFarText({ topics, hidden, waiting }: AgendaSoFar): string {
  const named = topics.slice(0, NAMED).map((topic) => `• ${escape(topic, 120)}`);
  const more = topics.length + hidden - named.length;
  const waits = waiting === 1 ? '1 issue waits for triage.' : `${waiting} issues wait for triage.`;
  return [
    topics.length + hidden === 0 ? 'Nothing is on the agenda so far.' : 'On the agenda so far:',
    ...named,
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(waiting > 0 ? [waits] : []),
  ].join('\n');
}

/**
 * What is told before an occurrence, as things stand: that it is near, off, moved, or over.
 * @param file the address of a calendar with this occurrence alone
 */
export function reminderMessage(
  { key, start, before }: Reminder,
  timetable: Timetable,
  occurrence: Occurrence | undefined,
  { now, file, soFar }: { now: Instant; file: string | undefined; soFar?: AgendaSoFar | undefined },
): Message {
  const { meeting } = timetable;
  const title = escape(meetingTitle(meeting), 120);
  const zone = zoneOf(timetable);
  const why = occurrence?.reason === undefined ? '' : `: ${escape(occurrence.reason, 200)}`;
  if (!occurrence || occurrence.skipped)
    return say(`${title}: no meeting on ${dayText(dayOfKey(key, timetable), now)}${why}`);
  if (occurrence.start !== start)
    return say(`${title} is moved to ${thereText(occurrence.start, zone, now)}${why}`);
  if (now >= occurrence.end) return pastMessage(title, meeting, start);
  const near =
    now >= start
      ? `began at ${when(start, '{time}')}`
      : `begins in ${lengthText(Math.max(1, Math.round((start - now) / MINUTE)))}`;
  const far = before >= 120;
  const text = far ? `${title}: ${when(start, '{date_short_pretty}, {time}')}` : `${title} ${near}`;
  const put = file === undefined ? '' : link(file, 'put it into your calendar');
  const links = [linksOf(meeting), far ? put : ''].filter(Boolean).join(' · ');
  const join = meeting.url === undefined ? [] : [linkButton('Join', 'meetings:join', meeting.url)];
  return {
    text,
    blocks: [
      section(`*${text}* (${thereText(start, zone, now)})${why}`),
      ...(far && soFar ? [section(soFarText(soFar)), actions(addButton(meeting, key))] : []),
      ...(far || join.length === 0 ? [] : [actions(...join)]),
      ...(links === '' ? [] : [context(links)]),
    ],
  };
}

function addButton({ id }: Meeting, key: string): Button {
  return button('Add a topic', 'agenda:add', agendaId(id, key));
}

function pastMessage(title: string, meeting: Meeting, start: Instant): Message {
  const text = `${title} was ${when(start, '{date_short_pretty}')}.`;
  const links = linksOf({ ...meeting, url: undefined });
  return { text, blocks: [section(text), ...(links === '' ? [] : [context(links)])] };
}
