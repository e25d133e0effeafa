/** A moment, in milliseconds since 1970-01-01T00:00Z: the only form of time the bot computes and stores. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The moment as ISO 8601 in UTC, to the second: "2026-11-23T17:00:00Z". */
export function iso(at: Instant): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
