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
  /** Where it needs an anchor. */
  due?: Due | undefined;
}

/** What is known of a recurrence that needs an anchor: every so many weeks, else every so many months; absent: one. */
export interface Due {
  /** The days it can fall on (1 is Monday). */
  days: readonly number[];
  weeks?: number | undefined;
  months?: number | undefined;
  /** Which one of the month (-1 is the last), where months are counted and that is known. */
  nth?: number | undefined;
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
  /** Only the occurrence that has this start by the rule, or this key: the same as in the whole calendar. */
  only?: Instant | undefined;
  /** Single ones, known by `key`. */
  extra: readonly { key: Instant; start: Instant; minutes: number; note?: string | undefined }[];
}

/** How RFC 5545 calls the days of the week, Monday first. */
export const DAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** The starts from `from` on and before `to`, in order. */
export function startsOf(rule: Rule, from: Instant, to: Instant): Instant[] {
  const { rrule, until } = withoutUntil(rule.rrule);
  if (!(from < to && from <= until)) return [];
  const first = midnight(dateIn(rule.zone, from)).subtract({ days: 2 });
  const last = midnight(dateIn(rule.zone, to)).add({ days: 1 });
  const dtstart = rule.anchor === undefined ? first : midnight(rule.anchor);
  const dates = new RRuleTemporal({ rruleString: `RRULE:${rrule}`, dtstart });
  const starts = dates
    .between(first, last, true)
    .map((date) => momentOf(Temporal.PlainDate.from(date.toString().slice(0, 10)), rule.time, rule.zone))
    .filter((start) => start >= from && start < to && start <= until);
  return [...new Set(starts)];
}

/** UNTIL is a moment, the dates here are days on the wall: it is compared with the starts themselves. */
function withoutUntil(written: string): { rrule: string; until: Instant } {
  const [part = '', year, month, day, hours, minutes, seconds] =
    /;?UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i.exec(written) ?? [];
  const until = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return { rrule: written.replace(part, '').replace(/^;/, ''), until: part === '' ? Infinity : until };
}

function midnight(date: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(date).toZonedDateTime('UTC');
}

/** How far ahead is looked for the next starts: what is rare is looked for again, farther. */
const AHEAD = [70 * DAY, 700 * DAY, 7000 * DAY];

/** The next starts, one at `now` included; fewer where the rule ends, or has none within nineteen years. */
export function nextStarts(rule: Rule, now: Instant, count: number): Instant[] {
  const from = rule.anchor === undefined ? now : Math.max(now, midnight(rule.anchor).epochMilliseconds - DAY);
  let starts: Instant[] = [];
  for (const ahead of AHEAD) {
    starts = startsOf(rule, from, from + ahead);
    if (starts.length >= count) break;
  }
  return starts.slice(0, count);
}

/**
 * The rule that a day on which it takes place makes of a reading that needs one: every so many weeks from it, or the same
 * weekday of the month (the last, where the day comes after the 28th). Undefined where it cannot fall on that day, or
 * where the zone or the time is unknown.
 */
export function anchored({ due, zone, time }: Reading, date: string): Rule | undefined {
  if (due === undefined || zone === undefined || time === undefined) return undefined;
  const anchor = readIsoDate(date);
  if (anchor === undefined || !due.days.includes(anchor.dayOfWeek)) return undefined;
  if (due.nth !== undefined && !isNth(anchor, due.nth)) return undefined;
  return { rrule: dueRule(due, anchor), time, zone, anchor: date };
}

function isNth({ day, daysInMonth }: Temporal.PlainDate, nth: number): boolean {
  return nth < 0 ? day + 7 > daysInMonth : Math.ceil(day / 7) === nth;
}

function dueRule({ days, weeks, months = 1, nth }: Due, { day, dayOfWeek }: Temporal.PlainDate): string {
  if (weeks !== undefined) {
    const interval = weeks === 1 ? '' : `;INTERVAL=${weeks}`;
    return `FREQ=WEEKLY${interval};BYDAY=${days.map(codeOf).join(',')}`;
  }
  const interval = months === 1 ? '' : `;INTERVAL=${months}`;
  const which = nth ?? (day > 28 ? -1 : Math.ceil(day / 7));
  return `FREQ=MONTHLY${interval};BYDAY=${which}${codeOf(dayOfWeek)}`;
}

/** 2 → "TU" */
export function codeOf(day: number): string {
  return DAY_CODES[day - 1] ?? '';
}

/** "2026-12-03" as a day; undefined where the calendar has none such, or its year is not between 1970 and 2199. */
export function readIsoDate(text: string): Temporal.PlainDate | undefined {
  if (!/^(?:19[7-9]|2[01]\d)\d-\d\d-\d\d$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** Whether it takes place on that day, by its rule alone. */
export function fallsOn(rule: Rule, date: string): boolean {
  const day = Temporal.PlainDate.from(date);
  const start = momentOf(day, rule.time, rule.zone);
  return startsOf(rule, start, start + 1).length > 0;
}
