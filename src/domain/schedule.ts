import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { DAY, type Instant } from './time.ts';
import { dateIn, momentOf, type TimeOfDay } from './zone.ts';

/** A wall time that recurs in a zone, as RFC 5545 §3.3.10 writes it. */
export interface Rule {
  /** The value of an RRULE without COUNT: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU". */
  rrule: string;
  time: TimeOfDay;
  /** Of the IANA database. */
  zone: string;
  /** A day on which it takes place, and before which it does not: "2024-09-10". Intervals count from it. */
  anchor?: string | undefined;
}

/** When a meeting takes place as a person wrote it down. */
export interface WrittenSchedule {
  day?: string | undefined;
  time?: string | undefined;
  tz?: string | undefined;
  frequency?: string | undefined;
  /** A day on which it takes place, "2026-12-03". */
  anchor?: string | undefined;
  /** The value of an RRULE, in place of day and frequency. */
  rrule?: string | undefined;
}

/**
 * What can be made of it. `exact`: it can be computed; `needs_anchor`: somebody must name one day of it; `ambiguous`: it
 * has several readings; `unschedulable`: something is missing, or it takes place on demand.
 */
export type ScheduleVerdict = 'exact' | 'needs_anchor' | 'ambiguous' | 'unschedulable';

/** A written schedule, read. */
export interface Reading {
  verdict: ScheduleVerdict;
  /** Why, in a sentence for people. */
  reason: string;
  /** Where the zone is known. */
  zone?: string | undefined;
  /** Where it could be one of these. */
  zones?: readonly string[] | undefined;
  time?: TimeOfDay | undefined;
  /** Where it is exact. */
  rule?: Rule | undefined;
  /** Where it needs an anchor: the days it can fall on (1 is Monday), and every how many weeks; absent: once a month. */
  due?: { days: readonly number[]; weeks?: number | undefined } | undefined;
}

/** A meeting as a calendar holds it (RFC 5545): the rule, and what departs from it. */
export interface Series {
  /** For ever. */
  uid: string;
  /** Rises with every change. */
  sequence: number;
  /** When it was last changed. */
  stamp: Instant;
  title: string;
  /** Plain text. */
  description?: string | undefined;
  /** Where one joins, without a passcode. */
  url?: string | undefined;
  minutes: number;
  /** Its sessions; each becomes an event of its own with the uid's suffix. Absent: single occurrences alone. */
  rules: readonly Rule[];
  /** The first day that is shown: "2026-11-23". */
  since: string;
  /** Starts that a rule gives and that do not take place: EXDATE. */
  skipped: readonly Instant[];
  /** Occurrences that take place at another time than the rule says: RECURRENCE-ID. */
  moved: readonly { key: Instant; start: Instant; minutes: number; note?: string | undefined }[];
  /** Single ones, known by `key`. */
  extra: readonly { key: Instant; start: Instant; minutes: number; note?: string | undefined }[];
}

/** The starts of a rule from one moment until before another, oldest first; wall times as in RFC 5545 §3.3.5. */
export function startsOf(rule: Rule, from: Instant, to: Instant): Instant[] {
  const first = rule.anchor ?? dateIn(rule.zone, from - DAY);
  const [year = 0, month = 1, day = 1] = first.split('-').map(Number);
  const dtstart = new Temporal.ZonedDateTime(BigInt(Date.UTC(year, month - 1, day)) * 1_000_000n, 'UTC');
  const days = new RRuleTemporal({ rruleString: rule.rrule, dtstart });
  const found = days.between(new Date(from - 2 * DAY), new Date(to + 2 * DAY), true);
  return found
    .map((date) => momentOf(Temporal.PlainDate.from(date.toString().slice(0, 10)), rule.time, rule.zone))
    .filter((at) => at >= from && at < to);
}
