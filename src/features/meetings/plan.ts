import type { Group } from '../../domain/group.ts';
import type { Session } from '../../domain/meeting.ts';
import { occurrencesBetween, type Occurrence, type Timetable } from '../../domain/occurrence.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { nextDays } from '../../domain/zone.ts';

/** What a lead is asked of one session, and the answers there are. */
export interface Question {
  meeting: string;
  title: string;
  session: number;
  asks:
    | { what: 'date'; dates: readonly string[]; weeks: number | undefined }
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
  const count = Math.min(5, due.weeks ?? 5) * due.days.length;
  return { what: 'date', dates: nextDays(due.days, zone, now, count), weeks: due.weeks };
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

/** The clashes of a meeting with others until then: of those that recur only the first of each pair. */
export function clashesOf(
  timetable: Timetable,
  others: readonly Timetable[],
  groups: readonly Group[],
  from: Instant,
  to: Instant,
): Clash[] {
  const own = occurrencesBetween(timetable, from, to).filter(({ skipped }) => !skipped);
  return others.flatMap((other) => {
    if (other.meeting.id === timetable.meeting.id) return [];
    const shared = sharedLeads(timetable, other, groups);
    const room = sameRoom(timetable.meeting.url, other.meeting.url);
    if (shared.length === 0 && !room) return [];
    const theirs = occurrencesBetween(other, from - DAY, to).filter(({ skipped }) => !skipped);
    for (const one of own) {
      const met = theirs.find((theirOne) => theirOne.start < one.end && one.start < theirOne.end);
      if (met) return [{ one, other: met, with: other, leads: shared, room }];
    }
    return [];
  });
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
