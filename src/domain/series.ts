import type { Group } from './group.ts';
import { meetingTitle, type Meeting } from './meeting.ts';
import {
  occurrenceOf,
  occurrencesBetween,
  rulesOf,
  zoneOf,
  type Occurrence,
  type Timetable,
} from './occurrence.ts';
import type { Series } from './schedule.ts';
import { DAY, MINUTE, type Instant } from './time.ts';
import { momentAt } from './zone.ts';

/** How often a meeting was changed as calendars see it, and from which day on it is as it is now. */
export type Edition = Pick<Series, 'sequence' | 'stamp' | 'since'>;

/** How much of a long pause, or of one without an end, calendars are told, from its beginning. */
const PAUSE_TOLD = 400 * DAY;

/** A meeting as a calendar holds it: its rules, what departs from them, and what stands beside them. */
export function seriesOf(timetable: Timetable, group: Group, edition: Edition): Series {
  const { meeting, minutes } = timetable;
  const changed = [...ownOf(timetable), ...pausedIn(timetable)];
  const ruled = changed.filter(({ session }) => session !== undefined);
  return {
    uid: meeting.id,
    ...edition,
    title: `${group.title}: ${meetingTitle(meeting)}`,
    description: descriptionOf(meeting),
    url: meeting.url,
    minutes,
    rules: rulesOf(timetable),
    skipped: skippedOf(ruled),
    moved: ruled.filter(({ skipped, moved }) => moved && !skipped).map(single),
    extra: singlesOf(timetable).map(single),
  };
}

/** Each once, earliest first: a pause may cover what was skipped before. */
function skippedOf(occurrences: readonly Occurrence[]): Instant[] {
  const starts = occurrences.filter(({ skipped }) => skipped).map(({ planned }) => planned);
  return [...new Set(starts)].toSorted((one, other) => one - other);
}

/** The occurrences that a lead skipped or moved one by one. */
function ownOf(timetable: Timetable): Occurrence[] {
  const keys = new Set(timetable.changes.flatMap(({ change }) => ('key' in change ? [change.key] : [])));
  return [...keys].flatMap((key) => occurrenceOf(timetable, key) ?? []);
}

function pausedIn(timetable: Timetable): Occurrence[] {
  const zone = zoneOf(timetable);
  return timetable.changes.flatMap(({ change }) => {
    if (change.kind !== 'pause') return [];
    const from = momentAt(change.from, 0, zone);
    const until = change.until === undefined ? Infinity : momentAt(change.until, 0, zone);
    return occurrencesBetween(timetable, from, Math.min(until, from + PAUSE_TOLD)).filter(
      ({ skipped }) => skipped,
    );
  });
}

/** What no rule gives: dates that the operator listed, a feed's events, and extra ones; without those called off. */
function singlesOf(timetable: Timetable): Occurrence[] {
  const { dates, events = [] } = timetable.meeting;
  const extra = timetable.changes.flatMap(({ change }) => (change.kind === 'extra' ? [change.at] : []));
  const starts = [...dates, ...events.map(({ key }) => key), ...extra];
  if (starts.length === 0) return [];
  const all = occurrencesBetween(timetable, Math.min(...starts) - DAY, Math.max(...starts) + 61 * DAY);
  return all.filter(({ session, skipped }) => session === undefined && !skipped);
}

function single({ planned, start, end, reason }: Occurrence) {
  return {
    key: planned,
    start,
    minutes: (end - start) / MINUTE,
    ...(reason === undefined ? {} : { note: reason }),
  };
}

function descriptionOf({ notesUrl, recordingsUrl }: Meeting): string | undefined {
  const lines = [
    ...(notesUrl === undefined ? [] : [`Notes: ${notesUrl}`]),
    ...(recordingsUrl === undefined ? [] : [`Recordings: ${recordingsUrl}`]),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
}
