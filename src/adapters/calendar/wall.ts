import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../domain/time.ts';

/** What clocks show somewhere, in milliseconds as if they stood in UTC. */
export type Wall = number;

/** What clocks in a zone of the IANA database show at that moment. */
export function wallAt(at: Instant, zone: string): Wall {
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return at + offsetNanoseconds / 1_000_000;
}

/**
 * The moment at which clocks there show that. Of a time that comes twice the first; of one that is skipped, what it would
 * have been by the offset before (RFC 5545 §3.3.5).
 */
export function momentOf(wall: Wall, zone: string): Instant {
  return Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, 19)).toZonedDateTime(zone)
    .epochMilliseconds;
}

/** "20261124T093000", as RFC 5545 §3.3.5 writes a local time. */
export function wallText(wall: Wall): string {
  return new Date(wall).toISOString().replace(/[-:]|\.\d+Z$/g, '');
}

/** "20261124T173000Z": a moment in UTC. */
export function utcText(at: Instant): string {
  return `${wallText(at)}Z`;
}

/** How the times of a file become moments. */
export interface FileZone {
  momentOf(wall: Wall): Instant;
  wallAt(at: Instant): Wall;
}
