import { Temporal } from 'temporal-polyfill';
import { MINUTE, type Instant } from './time.ts';

/** Minutes after midnight on the wall: 9:30 is 570. */
export type TimeOfDay = number;

/** Hours on some days of the week (1 is Monday); `to` is the first minute outside. */
export interface Hours {
  from: TimeOfDay;
  to: TimeOfDay;
  days: readonly number[];
}

/** Whether that is a zone of the IANA database ("Europe/Berlin"). */
export function isZone(zone: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

/** A zone as the database writes it, however it is spelt: "asia/kolkata". */
export function zoneName(zone: string): string {
  return zoned(0, zone).timeZoneId;
}

/** "9:30", "09:30" → 570; undefined where it is no time of day. */
export function readTimeOfDay(text: string): TimeOfDay | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  const time = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && time < 24 * 60 ? time : undefined;
}

/** 570 → "09:30" */
export function timeText(time: TimeOfDay): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(time / 60))}:${two(time % 60)}`;
}

/** The first moment after `now` at which clocks there show that time; in a gap of summer time the moment after it. */
export function nextAt(time: TimeOfDay, zone: string, now: Instant): Instant {
  const today = zoned(now, zone).toPlainDate();
  const candidates = [0, 1, 2].map((days) => momentOf(today.add({ days }), time, zone));
  return candidates.find((moment) => moment > now) ?? now;
}

/** `now` where it lies within the hours, else the moment at which they next begin. */
export function nextOpen({ from, to, days }: Hours, zone: string, now: Instant): Instant {
  const today = zoned(now, zone).toPlainDate();
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const date = today.add({ days: ahead });
    if (!days.includes(date.dayOfWeek)) continue;
    const [opens, closes] = [momentOf(date, from, zone), momentOf(date, to, zone)];
    if (now < closes) return Math.max(now, opens);
  }
  return now;
}

/** The day on which a moment falls there: "2026-11-23". */
export function dateIn(zone: string, at: Instant): string {
  return zoned(at, zone).toPlainDate().toString();
}

/** So much earlier: whole days by the calendar there, so that the clock shows the same time, the rest by the watch. */
export function earlier(at: Instant, minutes: number, zone: string): Instant {
  const days = Math.floor(minutes / (24 * 60));
  return zoned(at, zone).subtract({ days }).epochMilliseconds - (minutes % (24 * 60)) * MINUTE;
}

/** "Thu 24 Dec, 10:00" there; with the year where it is not the one of `now`. */
export function clockText(at: Instant, zone: string, now: Instant): string {
  const there = zoned(at, zone);
  const year = there.year === zoned(now, zone).year ? {} : { year: 'numeric' as const };
  const day = there.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', ...year });
  return `${day.replace(/,/g, '')}, ${timeText(there.hour * 60 + there.minute)}`;
}

/** "Thu 24 Dec" of "2026-12-24"; with the year where it is not the one of `now`, where that is given. */
export function dayText(date: string, now?: Instant): string {
  const day = Temporal.PlainDate.from(date);
  const isOther = now !== undefined && day.year !== zoned(now, 'UTC').year;
  const year = isOther ? { year: 'numeric' as const } : {};
  const form = { weekday: 'short', day: 'numeric', month: 'short', ...year } as const;
  return day.toLocaleString('en-GB', form).replace(/,/g, '');
}

/** "Los Angeles" of "America/Los_Angeles": a place says more than a zone's letters, which change in summer. */
export function placeText(zone: string): string {
  return zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
}

/** "Thu 24 Dec, 10:00 in Los Angeles", "Thu 24 Dec, 18:00 UTC" */
export function thereText(at: Instant, zone: string, now: Instant): string {
  const place = placeText(zone);
  return `${clockText(at, zone, now)} ${place === 'UTC' ? place : `in ${place}`}`;
}

/** Whether that is a day of the calendar, "2026-12-24". */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** The moment at which clocks there show that time on that day ("2026-12-24"). */
export function momentAt(date: string, time: TimeOfDay, zone: string): Instant {
  return momentOf(Temporal.PlainDate.from(date), time, zone);
}

/** The days after `now` that fall there on one of these days of the week (1 is Monday), so many of them. */
export function nextDays(days: readonly number[], zone: string, now: Instant, count: number): string[] {
  const today = zoned(now, zone).toPlainDate();
  const ahead = Array.from({ length: 7 * count }, (_, index) => today.add({ days: index + 1 }));
  return ahead
    .filter(({ dayOfWeek }) => days.includes(dayOfWeek))
    .slice(0, count)
    .map(String);
}

function zoned(at: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

/**
 * The moment at which clocks there show that time on that day. A time that a change of the clocks leaves out counts by
 * the offset before it; one that occurs twice is the first (RFC 5545 §3.3.5).
 */
export function momentOf(date: Temporal.PlainDate, time: TimeOfDay, zone: string): Instant {
  const [hour, minute] = [Math.floor(time / 60), time % 60];
  if (hour >= 24) return momentOf(date.add({ days: 1 }), time - 24 * 60, zone);
  return date.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(hour, minute) })
    .epochMilliseconds;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const HOURS = /^(?:([a-z,\s-]+?)\s+)?(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})$/;

/** "mon-fri 09:00-18:00", "sun,mon 8:00-16:30", "9:00-17:00" (Monday to Friday); undefined where it is none. */
export function readHours(text: string): Hours | undefined {
  const [, written = 'mon-fri', begin = '', end = ''] = HOURS.exec(text.trim().toLowerCase()) ?? [];
  const days = readDays(written);
  const from = readTimeOfDay(begin);
  const to = end === '24:00' ? 24 * 60 : readTimeOfDay(end);
  return days && from !== undefined && to !== undefined && from < to ? { from, to, days } : undefined;
}

/** As readHours reads it: "mon-fri 09:00-18:00". */
export function hoursText({ from, to, days }: Hours): string {
  return `${daysText(days)} ${timeText(from)}-${to === 24 * 60 ? '24:00' : timeText(to)}`;
}

/** As readDays reads it: "mon-fri", "mon,wed". */
export function daysText(days: readonly number[]): string {
  const inRow = days.every((day, index) => index === 0 || day === (days[index - 1] ?? 0) + 1);
  const names = days.map((day) => DAYS[day - 1] ?? '');
  return inRow && days.length > 2 ? `${names[0]}-${names.at(-1)}` : names.join(',');
}

/** "mon-fri", "sun,mon" as days of the week; Monday is 1. "fri-mon" goes over the weekend. Undefined where it is none. */
export function readDays(text: string): number[] | undefined {
  const numberOf = (name: string) => DAYS.indexOf(name.trim().slice(0, 3)) + 1;
  const parts = text.split(',').map((part) => part.split('-').map(numberOf));
  if (parts.flat().includes(0) || parts.some(({ length }) => length > 2)) return undefined;
  const days = parts.flatMap(([first = 0, last = first]) =>
    Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => ((first - 1 + index) % 7) + 1),
  );
  return [...new Set(days)].toSorted((one, other) => one - other);
}
