import type { FeedChange, FeedDate } from './meeting-change.ts';
import type { CalendarReading } from './meeting.ts';
import { occurrencesBetween, timetableOf, type Occurrence, type Timetable } from './occurrence.ts';
import type { Instant } from './time.ts';

/** More dates than that are counted, and not named. */
const NAMED = 3;

/** The meeting as it was by an earlier reading of its calendar, with all that its leads say now. */
export function asRead({ meeting, changes }: Timetable, { events }: CalendarReading): Timetable {
  return timetableOf({ ...meeting, events }, changes);
}

/**
 * What a meeting's calendar says otherwise than when the channel was told of it last, as far as both readings reach;
 * undefined where nothing of it can be seen: of what a lead has skipped or moved the lead's word counts.
 * @param told undefined where that is its first reading
 */
export function feedChange(
  timetable: Timetable,
  told: CalendarReading | undefined,
  read: CalendarReading,
  now: Instant,
): FeedChange | undefined {
  if (told?.source !== read.source) return { kind: 'feed', first: true, dates: [], more: 0 };
  const [before, after] = [occurrencesIn(asRead(timetable, told)), occurrencesIn(timetable)];
  const until = Math.min(told.until, read.until);
  const dates = [...new Set([...before.keys(), ...after.keys()])]
    .flatMap((key) => feedDate(key, before.get(key), after.get(key), { now, until }) ?? [])
    .toSorted((one, other) => one.start - other.start);
  if (dates.length === 0) return undefined;
  const named = dates.length > NAMED ? [] : dates;
  return { kind: 'feed', first: false, dates: named, more: dates.length - named.length };
}

/** All that a calendar and the leads say, by key. */
function occurrencesIn(timetable: Timetable): Map<string, Occurrence> {
  const all = occurrencesBetween(timetable, 0, Number.MAX_SAFE_INTEGER);
  return new Map(all.map((occurrence) => [occurrence.key, occurrence]));
}

function feedDate(
  key: string,
  before: Occurrence | undefined,
  after: Occurrence | undefined,
  { now, until }: { now: Instant; until: Instant },
): FeedDate | undefined {
  const known = after ?? before;
  if (!known || known.planned >= until || Math.max(before?.end ?? 0, after?.end ?? 0) <= now)
    return undefined;
  const [was, is] = [before, after].map((one) => (one?.skipped === false ? one.start : undefined));
  if (was === is) return undefined;
  if (is === undefined) return { key, what: 'off', start: was ?? known.start };
  if (was === undefined) return { key, what: before ? 'on' : 'added', start: is };
  return { key, what: 'moved', start: is };
}
