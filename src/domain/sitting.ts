import type { AgendaItem, Sitting } from './agenda.ts';
import type { Meeting } from './meeting.ts';
import { nextOccurrences, occurrencesBetween, occurrenceOf, zoneOf } from './occurrence.ts';
import type { Occurrence, Timetable } from './occurrence.ts';
import { DAY, HOUR, MINUTE, type Instant } from './time.ts';
import { dateIn } from './zone.ts';

/** Which occurrence a sitting is of. */
export type SittingKey = Pick<Sitting, 'meeting' | 'key'>;

/** Where a sitting's message stands in the store: "sig-node/weekly/2026-12-03". */
export function sittingId({ meeting, key }: SittingKey): string {
  return `${meeting}/${key}`;
}

/** The sitting of such an id; undefined where it is none. */
export function sittingKey(id: string): SittingKey | undefined {
  const at = id.lastIndexOf('/');
  return at < 1 ? undefined : { meeting: id.slice(0, at), key: id.slice(at + 1) };
}

/** How long before its start a meeting can be begun, in ms. */
export const EARLY = HOUR;

/** The occurrence that can be begun: the one that is on, else the next within the hour; undefined where there is none. */
export function beginnable(timetable: Timetable, now: Instant): Occurrence | undefined {
  const near = occurrencesBetween(timetable, now - DAY, now + EARLY + 1).filter(
    ({ skipped, end }) => !skipped && end > now,
  );
  return near.find(({ start }) => start <= now) ?? near[0];
}

/**
 * When a sitting was to end. Where its occurrence was called off or moved away meanwhile, people sit all the same, for
 * as long as the meeting takes.
 */
export function plannedEnd(sitting: Sitting, timetable: Timetable): Instant {
  const { startedAt, key } = sitting;
  const occurrence = occurrenceOf(timetable, key);
  const held = occurrence && !occurrence.skipped && occurrence.start <= startedAt + EARLY;
  return held ? Math.max(occurrence.end, startedAt) : startedAt + timetable.minutes * MINUTE;
}

/** The key of the occurrence after a sitting's; the day after it where the meeting has no more. */
export function followingKey({ key, startedAt }: Sitting, timetable: Timetable, now: Instant): string {
  const planned = occurrenceOf(timetable, key)?.start ?? startedAt;
  const next = nextOccurrences(timetable, now, 4).find((one) => one.key > key && one.start > planned);
  return next?.key ?? dateIn(zoneOf(timetable), startedAt + DAY);
}

/** The topics that an occurrence has on its agenda, in their order. */
export function dueItems(items: readonly AgendaItem[], key: string): AgendaItem[] {
  return items.filter(({ state, from }) => state === 'open' && from <= key);
}

/** By how many minutes a topic that is on has passed its time box, in steps of five; undefined while it has not. */
export function overBy(item: AgendaItem, since: Instant, now: Instant): number | undefined {
  const over = item.minutes === undefined ? -1 : (now - since) / MINUTE - item.minutes;
  return over < 0 ? undefined : Math.floor(over / 5) * 5;
}

/** What is not known of a sitting that should be. A document that holds the notes of all meetings counts. */
export function lacking(
  { notesUrl, recordingUrl }: Pick<Sitting, 'notesUrl' | 'recordingUrl'>,
  meeting: Pick<Meeting, 'notesUrl' | 'recordingsUrl'>,
): ('notes' | 'recording')[] {
  return [
    ...(notesUrl === undefined && meeting.notesUrl === undefined ? (['notes'] as const) : []),
    ...(recordingUrl === undefined && meeting.recordingsUrl === undefined ? (['recording'] as const) : []),
  ];
}

/** When something was last said or done in a sitting. */
export function lastHeard(
  { startedAt, itemSince = startedAt }: Sitting,
  minutes: readonly { at: Instant }[],
): Instant {
  return Math.max(startedAt, itemSince, ...minutes.map(({ at }) => at));
}
