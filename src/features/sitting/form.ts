import type { ModalView } from '@slack/types';
import { escape, menu, modal, option, personInput, section, textInput } from '../../blocks.ts';
import type { FormValues } from '../../feature.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { itemOn, type Room } from './plan.ts';
import { isDue, LONGEST, type MinuteKind } from './words.ts';

const TITLES: Readonly<Record<MinuteKind, string>> = { decision: 'Decision', action: 'Action', note: 'Note' };

const HINTS: Readonly<Record<MinuteKind, string>> = {
  decision: 'One sentence. With an issue, it becomes a comment there at the end of the meeting.',
  action: 'What is to be done.',
  note: 'What is worth keeping.',
};

/** The form behind "Decision…", "Action…" and "Note…". */
export function minuteModal({ id, timetable, ...room }: Room, kind: MinuteKind): ModalView {
  const about = itemOn(room);
  const topic = about ? `*${escape(about.text, 150)}*` : `*${escape(meetingTitle(timetable.meeting), 150)}*`;
  const blocks = [
    section(topic),
    textInput('text', TITLES[kind], HINTS[kind], { multiline: true, max: LONGEST }),
    textInput('issue', 'Issue', 'For example #123 or owner/name#123', { max: 200 }),
  ];
  const who = [
    personInput('owner', 'Who does it'),
    textInput('due', 'By when', '2026-12-10, 10 December, friday, next week, or next meeting', { max: 30 }),
  ];
  const metadata = JSON.stringify({ id, kind });
  return modal(
    'sitting:say',
    TITLES[kind],
    'Keep',
    metadata,
    kind === 'action' ? [...blocks, ...who] : blocks,
  );
}

/** What is wrong with the form, by field. */
export function checkMinute({
  text = '',
  issue = '',
  due = '',
}: FormValues): Record<string, string> | undefined {
  const wrong = {
    ...(text.trim() === '' ? { text: 'Write a sentence.' } : {}),
    ...(issue.trim() === '' || /\d/.test(issue) ? {} : { issue: 'Write #123 or owner/name#123.' }),
    ...(due.trim() === '' || isDue(due)
      ? {}
      : { due: 'Write 2026-12-10, 10 December, friday, next week, or next meeting.' }),
  };
  return Object.keys(wrong).length > 0 ? wrong : undefined;
}

/** The form before the end. */
export function endModal({ id, items, sitting }: Room): ModalView {
  const current = itemOn({ sitting, items });
  const rest = items.filter((item) => item !== current).length;
  const carried =
    rest === 0
      ? 'Every topic was reached.'
      : `${rest} ${rest === 1 ? 'topic was' : 'topics were'} not reached, and ${rest === 1 ? 'goes' : 'go'} on to the next meeting.`;
  const fate = [option('Done', 'done'), option('Goes on to the next meeting', 'carried')];
  return modal('sitting:end', 'End the meeting', 'End', id, [
    section(`${carried} Decisions with an issue become comments there.`),
    ...(current
      ? [section(`*Now: ${escape(current.text, 150)}*`), menu('how', 'What becomes of it', fate, 'done')]
      : []),
  ]);
}

/** The form in which somebody says where the notes, or the recording, are. */
export function linkModal(id: string, what: 'notes' | 'recording'): ModalView {
  const label = what === 'notes' ? 'Where are the notes?' : 'Where is the recording?';
  return modal(
    'sitting:link',
    what === 'notes' ? 'Notes' : 'Recording',
    'Save',
    JSON.stringify({ id, what }),
    [textInput('url', label, 'Its address, https://…; a passcode in it is left out.', { max: 1000 })],
  );
}

/** What is wrong with it. */
export function checkLink({ url = '' }: FormValues): Record<string, string> | undefined {
  return /^https:\/\/\S+$/i.test(url.trim())
    ? undefined
    : { url: 'Write an address that begins with https://.' };
}
