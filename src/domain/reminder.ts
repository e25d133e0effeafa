import type { MadeChange } from './meeting-change.ts';
import { occurrenceOf, occurrencesBetween, zoneOf, type Occurrence, type Timetable } from './occurrence.ts';
import { DAY, iso, MINUTE, type Instant } from './time.ts';
import { earlier } from './zone.ts';

/** A reminder of an occurrence: so many minutes before it. */
export interface Reminder {
  meeting: string;
  key: string;
  /** The start it reminds of; where the occurrence is moved the reminder says so. */
  start: Instant;
  before: number;
}

/** The reminder, when it is due, and until when it is of use. */
export interface DueReminder {
  reminder: Reminder;
  due: Instant;
  until: Instant;
}

/** As effect.ts has it. */
interface ReminderSubject {
  kind: 'reminder';
  id: string;
}

/** Where a reminder stands in the store: "sig-node/regular/2026-12-24@2026-12-24T18:00:00Z/10". */
export function reminderSubject({ meeting, key, start, before }: Reminder): ReminderSubject {
  return { kind: 'reminder', id: `${meeting}/${key}@${iso(start)}/${before}` };
}

/** The reminder of such an id; undefined where it is none. */
export function reminderOf(id: string): Reminder | undefined {
  const [, meeting, key, start, before] = /^(.+)\/([^/@]+)@([^/]+)\/(\d+)$/.exec(id) ?? [];
  if (meeting === undefined || key === undefined || start === undefined) return undefined;
  return { meeting, key, start: Date.parse(start), before: Number(before) };
}

/**
 * The reminders of an occurrence. The first is of use until the next is due, the last until half of the meeting is over.
 * @param stages minutes before the start
 */
export function remindersOf(
  { meeting, key, start, end }: Occurrence,
  zone: string,
  stages: readonly number[],
): DueReminder[] {
  const sorted = stages.toSorted((one, other) => other - one);
  const due = sorted.map((before) => earlier(start, before, zone));
  return sorted.map((before, index) => ({
    reminder: { meeting, key, start, before },
    due: due[index] ?? start,
    until: due[index + 1] ?? start + (end - start) / 2,
  }));
}

/** The reminders that fell due after `since` until `now`. One of a skipped occurrence tells that it is off. */
export function dueReminders(
  timetable: Timetable,
  stages: readonly number[],
  since: Instant,
  now: Instant,
): DueReminder[] {
  const furthest = Math.max(0, ...stages) * MINUTE + DAY;
  return occurrencesBetween(timetable, since, now + furthest)
    .flatMap((occurrence) => remindersOf(occurrence, zoneOf(timetable), stages))
    .filter(({ due }) => due > since && due <= now);
}

/** The reminders that may stand by now of what is to come, also at the start that an occurrence had before it moved. */
export function standingReminders(
  timetable: Timetable,
  stages: readonly number[],
  now: Instant,
): ReminderSubject[] {
  const furthest = Math.max(0, ...stages) * MINUTE + DAY;
  return occurrencesBetween(timetable, now, now + furthest).flatMap((occurrence) =>
    [...new Set([occurrence.planned, occurrence.start])]
      .flatMap((start) => remindersOf({ ...occurrence, start }, zoneOf(timetable), stages))
      .filter(({ due }) => due <= now)
      .map(({ reminder }) => reminderSubject(reminder)),
  );
}

/** The reminders of what began, or ended, after `since` until `now`: from then on they say so. */
export function overtakenReminders(
  timetable: Timetable,
  stages: readonly number[],
  since: Instant,
  now: Instant,
): ReminderSubject[] {
  return occurrencesBetween(timetable, since - DAY, now + 1)
    .filter(({ start, end, skipped }) => !skipped && [start, end].some((at) => at > since && at <= now))
    .flatMap((occurrence) => remindersOf(occurrence, zoneOf(timetable), stages))
    .map(({ reminder }) => reminderSubject(reminder));
}

/** The reminders whose words change when the occurrence does. */
export function remindersAbout(
  made: MadeChange,
  before: Timetable,
  after: Timetable,
  stages: readonly number[],
): ReminderSubject[] {
  const { change } = made;
  const keys = 'key' in change ? [change.key] : nearKeys(before, after, made.at);
  const known = keys.flatMap((key) => [occurrenceOf(before, key), occurrenceOf(after, key)]);
  const reminders = known.flatMap((occurrence) =>
    occurrence ? remindersOf(occurrence, zoneOf(before), stages) : [],
  );
  const ids = new Set(reminders.map(({ reminder }) => reminderSubject(reminder).id));
  return [...ids].map((id) => ({ kind: 'reminder', id }));
}

/** A pause or another anchor is about many occurrences; reminders stand of the next days' alone. */
function nearKeys(before: Timetable, after: Timetable, now: Instant): string[] {
  return [before, after].flatMap((one) => occurrencesBetween(one, now, now + 3 * DAY).map(({ key }) => key));
}
