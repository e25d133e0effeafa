import { Temporal } from 'temporal-polyfill';
import { DAY, MINUTE, type Instant } from './time.ts';
import type { Hours } from './zone.ts';

/** Where some of a group's people work: hours on the clock of a zone, and the days ("2026-12-25") that are holidays there. */
export interface Office extends Hours {
  zone: string;
  holidays: readonly string[];
}

/** When a group works: while one of its offices is open. Without any office every minute counts. */
export type BusinessHours = readonly Office[];

/**
 * How long a group's offices were open between the two moments, in ms; 0 where `to` is not after `from`. An office is
 * open whenever its clock shows such a time: an hour that clocks show twice counts twice, one that they skip not at all.
 */
export function businessTime(hours: BusinessHours, from: Instant, to: Instant): number {
  if (to <= from) return 0;
  if (hours.length === 0) return to - from;
  let open = 0;
  for (let span = spanOf(from); span <= spanOf(to); span += 1) {
    const { openings, total } = openingsIn(hours, span);
    const isWhole = span * SPAN >= from && (span + 1) * SPAN <= to;
    open += isWhole ? total : lengthOf(openings, from, to);
  }
  return open;
}

/**
 * The first moment by which so much business time (ms) will have passed since `from`; undefined where ten years do not
 * bring as much.
 */
export function afterBusiness(hours: BusinessHours, from: Instant, ms: number): Instant | undefined {
  if (ms <= 0) return from;
  if (hours.length === 0) return from + ms;
  let left = ms;
  for (let span = spanOf(from); span <= spanOf(from + LONGEST); span += 1) {
    for (const opening of openingsIn(hours, span).openings) {
      const begin = Math.max(opening.from, from);
      const length = Math.max(0, opening.to - begin);
      if (length >= left) return begin + left;
      left -= length;
    }
  }
  return undefined;
}

/**
 * The last moment from which so much business time (ms) has passed by `to`; undefined where ten years did not bring as
 * much. What began then or before has had its time: `start <= beforeBusiness(hours, now, ms)` where and only where
 * `afterBusiness(hours, start, ms) <= now`.
 */
export function beforeBusiness(hours: BusinessHours, to: Instant, ms: number): Instant | undefined {
  if (ms <= 0) return to;
  if (hours.length === 0) return to - ms;
  let left = ms;
  for (let span = spanOf(to); span >= spanOf(to - LONGEST); span -= 1) {
    for (const opening of openingsIn(hours, span).openings.toReversed()) {
      const end = Math.min(opening.to, to);
      const length = Math.max(0, end - opening.from);
      if (length >= left) return end - left;
      left -= length;
    }
  }
  return undefined;
}

const WHOLE = new WeakMap<BusinessHours, BusinessHours>();

/** The days on which these offices work, from midnight to midnight: what business days are counted by. */
export function businessDays(hours: BusinessHours): BusinessHours {
  const days = WHOLE.get(hours) ?? hours.map((office) => ({ ...office, from: 0, to: 24 * 60 }));
  WHOLE.set(hours, days);
  return days;
}

/** Some time without a break in which somebody is there. */
interface Opening {
  from: Instant;
  to: Instant;
}

/** Openings of one span in order, none touching another, and how long they are together, in ms. */
interface Openings {
  openings: readonly Opening[];
  total: number;
}

/** Time is looked at in spans of so many days, counted from 1970, each computed once for the same hours. */
const SPAN = 32 * DAY;
const LONGEST = 3653 * DAY;
const KNOWN = new WeakMap<BusinessHours, Map<number, Openings>>();

const spanOf = (at: Instant) => Math.floor(at / SPAN);

function openingsIn(hours: BusinessHours, span: number): Openings {
  const known = KNOWN.get(hours) ?? new Map<number, Openings>();
  KNOWN.set(hours, known);
  const found = known.get(span) ?? openingsBetween(hours, span * SPAN, (span + 1) * SPAN);
  known.set(span, found);
  return found;
}

function openingsBetween(hours: BusinessHours, from: Instant, to: Instant): Openings {
  const openings = united(hours.flatMap((office) => openingsOf(office, from, to)));
  return { openings, total: lengthOf(openings, from, to) };
}

/** What of these lies between the two moments, in ms. */
function lengthOf(openings: readonly Opening[], from: Instant, to: Instant): number {
  const lengths = openings.map((one) => Math.min(one.to, to) - Math.max(one.from, from));
  return lengths.reduce((sum, length) => sum + Math.max(0, length), 0);
}

/** The same time in openings that do not overlap: a minute in which two offices are open counts once. */
function united(openings: readonly Opening[]): Opening[] {
  const all: Opening[] = [];
  for (const opening of openings.toSorted((one, other) => one.from - other.from)) {
    const last = all.at(-1);
    if (last && opening.from <= last.to) last.to = Math.max(last.to, opening.to);
    else all.push({ ...opening });
  }
  return all;
}

function openingsOf(office: Office, start: Instant, end: Instant): Opening[] {
  const shut = new Set(office.holidays.map((date) => Date.parse(date) / DAY));
  return offsetsOf(office.zone, start, end).flatMap(({ from, to, offset }) => {
    const first = Math.floor((from + offset) / DAY);
    const count = Math.ceil((to + offset) / DAY) - first;
    return Array.from({ length: count }, (_, index) => first + index)
      .filter((day) => office.days.includes(weekdayOf(day)) && !shut.has(day))
      .map((day) => ({
        from: Math.max(from, day * DAY + office.from * MINUTE - offset),
        to: Math.min(to, day * DAY + office.to * MINUTE - offset),
      }))
      .filter((opening) => opening.from < opening.to);
  });
}

/** Of a day counted from 1970-01-01, which was a Thursday (4). */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** How far the clocks of a zone are ahead of UTC, in ms, between one change of them and the next. */
function offsetsOf(zone: string, start: Instant, end: Instant): (Opening & { offset: number })[] {
  const pieces: (Opening & { offset: number })[] = [];
  for (let from = start; from < end;) {
    const there = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
    const next = there.getTimeZoneTransition('next')?.epochMilliseconds ?? end;
    const to = Math.min(next, end);
    pieces.push({ from, to, offset: there.offsetNanoseconds / 1e6 });
    from = to;
  }
  return pieces;
}
