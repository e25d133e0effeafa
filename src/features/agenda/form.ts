import type { ModalView } from '@slack/types';
import { escape, menu, modal, option, personInput, section, textInput } from '../../blocks.ts';
import { agendaId, type AgendaItem } from '../../domain/agenda.ts';
import { messageOf } from '../../domain/errors.ts';
import { parseIssueRef } from '../../domain/issue.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { zoneOf, type Occurrence } from '../../domain/occurrence.ts';
import type { Names } from '../../domain/slack-text.ts';
import type { Instant } from '../../domain/time.ts';
import { clockText } from '../../domain/zone.ts';
import type { FormValues } from '../../feature.ts';
import type { Meet } from '../../meets.ts';
import { LONGEST, lineOf, readBoxAlone, type TypedTopic } from './words.ts';

const BOX = textInput('box', 'Time box', 'For example 10m or 1h', { max: 12 });

/** The form behind "Add a topic". `after`: the occurrence that follows. */
export function addModal(meet: Meet, after: Occurrence | undefined, now: Instant): ModalView {
  const { timetable, occurrence } = meet;
  const zone = zoneOf(timetable);
  const days = [option(clockText(occurrence.start, zone, now), 'this')];
  if (after) days.push(option(`the one after: ${clockText(after.start, zone, now)}`, 'next'));
  const id = agendaId(timetable.meeting.id, occurrence.key);
  return modal('agenda:add', 'Add a topic', 'Add', id, [
    section(`*${escape(meetingTitle(timetable.meeting), 120)}*`),
    textInput('text', 'Topic', 'One line', { max: LONGEST }),
    textInput('issue', 'Issue', '#123, owner/name#123, or its address', { max: 300 }),
    BOX,
    personInput('owner', 'Who presents it'),
    menu('when', 'For which meeting', days, 'this'),
  ]);
}

/** The form behind "Edit…" of a topic. */
export function editModal(item: AgendaItem): ModalView {
  const { text, minutes, owner } = item;
  const what = [
    option('Leave it where it is', 'stay'),
    option('Move it up', 'up'),
    option('Move it down', 'down'),
    option('Put it off to the next meeting', 'defer'),
    option('Take it off', 'drop'),
  ];
  return modal('agenda:edit', 'Edit the topic', 'Save', JSON.stringify(shownOf(item)), [
    textInput('text', 'Topic', 'One line', { max: LONGEST, initial: text }),
    textInput('box', 'Time box', 'For example 10m or 1h', {
      max: 12,
      initial: minutes === undefined ? '' : `${minutes}m`,
    }),
    personInput('owner', 'Who presents it', owner),
    menu('what', 'And', what, 'stay'),
  ]);
}

/** What the form to edit a topic showed of it when it was opened. */
export interface Shown {
  id: string;
  text: string;
  minutes?: number | undefined;
  owner?: string | undefined;
}

function shownOf({ id, text, minutes, owner }: AgendaItem): Shown {
  return { id, text, minutes, owner };
}

/** What is wrong with either form, by field. */
export function checkTopic({ text, issue, box }: FormValues): Record<string, string> | undefined {
  const wrong = [
    ...(lineOf(text ?? '') === '' && (issue ?? '').trim() === ''
      ? [['text', 'Write what it is about.']]
      : []),
    ...((box ?? '').trim() !== '' && readBoxAlone(box ?? '') === undefined
      ? [['box', 'Write a length: 10m, or 1h; four hours at most.']]
      : []),
    ...((issue ?? '').trim() === '' ? [] : refError(issue ?? '')),
  ];
  return wrong.length > 0 ? (Object.fromEntries(wrong) as Record<string, string>) : undefined;
}

function refError(issue: string): string[][] {
  try {
    parseIssueRef(issue);
    return [];
  } catch (error) {
    return [['issue', messageOf(error)]];
  }
}

/** The form, as if it had been typed. */
export function typedOf(
  { text = '', issue = '', box = '', owner, when }: FormValues,
  names: Names,
): TypedTopic {
  return {
    text: lineOf(text, names),
    minutes: readBoxAlone(box),
    issue: issue.trim() === '' ? undefined : issue.trim(),
    owner,
    next: when === 'next',
  };
}
