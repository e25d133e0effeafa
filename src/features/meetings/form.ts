import type { KnownBlock, ModalView } from '@slack/types';
import { escape, menu, modal, option, picker, section, textInput } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import type { MeetingChange } from '../../domain/meeting-change.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { nextOccurrences, zoneOf, type Timetable } from '../../domain/occurrence.ts';
import type { Instant } from '../../domain/time.ts';
import { clockText, isDate, placeText, readTimeOfDay } from '../../domain/zone.ts';
import type { FormValues } from '../../feature.ts';
import { durationWanted, extraWanted, moveWanted, pauseWanted, skipWanted, type Wanted } from './wanted.ts';
import { readMinutes } from '../../domain/said.ts';

const WHAT: Readonly<Record<string, string>> = {
  skip: 'Skip one',
  move: 'Move one',
  extra: 'Add an extra one',
  pause: 'Pause until a day',
  duration: 'Say how long it takes',
};

/** The form with which a lead changes a meeting. */
export function changeModal(timetable: Timetable, now: Instant): ModalView {
  const { meeting } = timetable;
  const zone = zoneOf(timetable);
  const dates = nextOccurrences(timetable, now, 8).map(({ key, start }) =>
    option(clockText(start, zone, now), key),
  );
  const what = Object.entries(WHAT)
    .filter(([verb]) => dates.length > 0 || (verb !== 'skip' && verb !== 'move'))
    .map(([verb, label]) => option(label, verb));
  const blocks: KnownBlock[] = [
    section(`*${escape(meetingTitle(meeting), 120)}*\nTimes are those of ${placeText(zone)}.`),
    menu('what', 'What', what, what[0]?.value),
    ...(dates.length > 0 ? [menu('key', 'Which one, to skip or to move', dates, dates[0]?.value)] : []),
    picker('date', 'date', 'New day', 'To move one, to add one, or until when to pause.'),
    picker('time', 'time', 'New time', 'To move or add one; without it the usual time.'),
    textInput('length', 'How long', 'For example 45m or 1h30m', { max: 20 }),
    textInput('reason', 'Why', 'One line, shown in the channel', { max: 200 }),
  ];
  return modal('meetings:change', 'Change the meeting', 'Save', meeting.id, blocks);
}

/** What is wrong with the form, by field. */
export function checkForm({
  what,
  date = '',
  time = '',
  length = '',
}: FormValues): Record<string, string> | undefined {
  const needsDate = ['move', 'extra', 'pause'].includes(what ?? '');
  const wrong = [
    ...(needsDate || date !== '' ? (isDate(date) ? [] : [['date', 'Choose a day.']]) : []),
    ...(what === 'extra' || time !== ''
      ? readTimeOfDay(time) === undefined
        ? [['time', 'Choose a time.']]
        : []
      : []),
    ...(what === 'duration' || length !== ''
      ? readMinutes(length) === undefined
        ? [['length', 'Write a length: 45m']]
        : []
      : []),
  ];
  return wrong.length > 0 ? (Object.fromEntries(wrong) as Record<string, string>) : undefined;
}

/**
 * What the form asks for.
 * @throws UserError where it makes no sense: a time that is over
 */
export function changeOf(values: FormValues, timetable: Timetable, now: Instant): MeetingChange {
  const change = wantedBy(values, now).change(timetable);
  if (change) return change;
  throw new UserError('That meeting is over, or was changed meanwhile.', 'Look again: `/sig meeting`');
}

function wantedBy(values: FormValues, now: Instant): Wanted {
  const { what = 'skip', key = '', date = '', length = '' } = values;
  const reason = values['reason']?.trim() || undefined;
  const time = readTimeOfDay(values['time'] ?? '');
  const said = () => date;
  const at = time === undefined ? undefined : { time };
  switch (what) {
    case 'move':
      return moveWanted({ day: { key }, date: said, time: at, reason }, now);
    case 'extra':
      return extraWanted({ date: said, time: at ?? { time: 0 }, minutes: readMinutes(length), reason }, now);
    case 'pause':
      return pauseWanted({ from: undefined, until: said, reason }, now);
    case 'duration':
      return durationWanted(readMinutes(length) ?? 0);
    default:
      return skipWanted({ key }, reason, now);
  }
}
