import type { Group } from '../../domain/group.ts';
import type { MadeChange } from '../../domain/meeting-change.ts';
import type { Session } from '../../domain/meeting.ts';
import {
  occurrencesBetween,
  occurrenceOf,
  zoneOf,
  type Occurrence,
  type Timetable,
} from '../../domain/occurrence.ts';
import { DAY, iso, MINUTE, type Instant } from '../../domain/time.ts';
import { earlier, nextDays } from '../../domain/zone.ts';
import type { Subject } from '../../effect.ts';

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

/** Where a reminder stands in the store: "sig-node/regular/2026-12-24@2026-12-24T18:00:00Z/10". */
export function reminderSubject({ meeting, key, start, before }: Reminder): Subject {
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
function remindersOf(
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

/** The reminders whose words change when the occurrence does. */
export function remindersAbout(
  made: MadeChange,
  before: Timetable,
  after: Timetable,
  stages: readonly number[],
): Subject[] {
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

/** What a lead is asked of one session, and the answers there are. */
export interface Question {
  meeting: string;
  title: string;
  session: number;
  asks:
    | { what: 'date'; dates: readonly string[]; weeks?: number | undefined; months?: number | undefined }
    | { what: 'zone'; zones: readonly string[] };
}

/** What cannot be computed and a lead could say with one press. */
export function questionsOf({ meeting, sessions }: Timetable, now: Instant): Question[] {
  return sessions.flatMap((session, index) => {
    const asks = askOf(session, now);
    return asks ? [{ meeting: meeting.id, title: meeting.title, session: index, asks }] : [];
  });
}

function askOf({ reading }: Session, now: Instant): Question['asks'] | undefined {
  const { verdict, zone, zones, due } = reading;
  if (verdict === 'ambiguous' && zones && zones.length > 1) return { what: 'zone', zones };
  if (verdict !== 'needs_anchor' || !due || zone === undefined) return undefined;
  const count = Math.min(10, (due.weeks ?? 5) * due.days.length);
  const { weeks, months } = due;
  return { what: 'date', dates: nextDays(due.days, zone, now, count), weeks, months };
}

/** Two meetings at the same time that cannot both be attended. */
export interface Clash {
  one: Occurrence;
  other: Occurrence;
  /** The meeting it clashes with. */
  with: Timetable;
  /** Logins of who leads both groups. */
  leads: readonly string[];
  /** They are to be held in the same room. */
  room: boolean;
}

/**
 * Finds the clashes of meetings with the others until then: of those that recur only the first of each pair. What has
 * been computed of one meeting serves the next.
 */
export function clashFinder(
  others: readonly Timetable[],
  groups: readonly Group[],
  from: Instant,
  to: Instant,
): (timetable: Timetable) => Clash[] {
  const known = new Map<Timetable, Occurrence[]>();
  function takingPlace(timetable: Timetable): Occurrence[] {
    const found =
      known.get(timetable) ?? occurrencesBetween(timetable, from, to).filter(({ skipped }) => !skipped);
    known.set(timetable, found);
    return found;
  }
  return (timetable) =>
    others.flatMap((other) => {
      if (other.meeting.id === timetable.meeting.id) return [];
      const leads = sharedLeads(timetable, other, groups);
      const room = sameRoom(timetable.meeting.url, other.meeting.url);
      if (leads.length === 0 && !room) return [];
      const met = firstMet(takingPlace(timetable), takingPlace(other));
      return met ? [{ ...met, with: other, leads, room }] : [];
    });
}

function firstMet(own: readonly Occurrence[], theirs: readonly Occurrence[]) {
  for (const one of own) {
    const other = theirs.find((their) => their.start < one.end && one.start < their.end);
    if (other) return { one, other };
  }
  return undefined;
}

function sharedLeads(one: Timetable, other: Timetable, groups: readonly Group[]): string[] {
  const leadsOf = ({ meeting }: Timetable) =>
    groups.find(({ id }) => id === meeting.group)?.leads.map(({ github }) => github) ?? [];
  if (one.meeting.group === other.meeting.group) return leadsOf(one);
  const theirs = new Set(leadsOf(other).map((login) => login.toLowerCase()));
  return leadsOf(one).filter((login) => theirs.has(login.toLowerCase()));
}

/** A room is an address without what follows its "?". */
function sameRoom(one: string | undefined, other: string | undefined): boolean {
  const room = (url: string | undefined) => url?.split(/[?#]/, 1)[0]?.replace(/\/$/, '').toLowerCase();
  return one !== undefined && room(one) === room(other);
}
