import type { Group } from '../../domain/group.ts';
import { meetingTitle, type Session } from '../../domain/meeting.ts';
import { occurrencesBetween, type Occurrence, type Timetable } from '../../domain/occurrence.ts';
import type { Instant } from '../../domain/time.ts';
import { nextDays } from '../../domain/zone.ts';

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
    return asks ? [{ meeting: meeting.id, title: meetingTitle(meeting), session: index, asks }] : [];
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
