/** A moment, in milliseconds since 1970-01-01T00:00Z: the only form of time the bot computes and stores. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How long ago, in the largest whole unit: "just now", "5 min", "3 h", "12 d". */
export function ageOf(since: Instant, now: Instant): string {
  const age = Math.max(0, now - since);
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  return `${Math.floor(age / DAY)} d`;
}

/** The moment as ISO 8601 in UTC, to the second: "2026-11-23T17:00:00Z". */
export function iso(at: Instant): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
