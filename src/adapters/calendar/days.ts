import type ICAL from 'ical.js';
import { MOST_HOLIDAYS } from '../../domain/holidays.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { isDay } from './entry.ts';
import { wallOf, wallsOf } from './expand.ts';
import { UTC } from './feed-zone.ts';
import { calendarsIn } from './read.ts';
import type { Wall } from './wall.ts';

/** How far a calendar of days is read: clocks look ten years ahead and, at old issues, as many back. */
const REACH = 11 * 366 * DAY;
/** Longest that one event is, in days: more than the longest holidays. */
const LONGEST = 60;

/** Whether the text begins as an iCalendar file. */
export function isCalendar(text: string): boolean {
  return /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text);
}

/**
 * The days that an iCalendar file's events take, "2026-12-25", in order and each once: those without a time of day, with
 * their rules, some years around `now`. What is cancelled is left out.
 * @throws UserError where the text is no calendar
 */
export function readCalendarDays(text: string, now: Instant): string[] {
  const events = calendarsIn(text).flatMap((calendar) => calendar.getAllSubcomponents('vevent'));
  const range = { from: now - REACH, to: now + REACH, zone: UTC };
  const series = Object.values(Object.groupBy(events, uidOf));
  const walls = series.flatMap((parts = []) => daysOf(parts, range)).slice(0, MOST_HOLIDAYS);
  return [...new Set(walls.map((wall) => new Date(wall).toISOString().slice(0, 10)))].toSorted();
}

const uidOf = (event: ICAL.Component) => String(event.getFirstPropertyValue('uid'));

type Range = Parameters<typeof wallsOf>[1];

/** The days of one series; an occurrence that departs from it counts in place of the day it is named after. */
function daysOf(parts: readonly ICAL.Component[], range: Range): Wall[] {
  const departed = new Set(parts.flatMap((part) => wallsIn(part, 'recurrence-id')));
  return parts
    .filter((part) => isDay(part.getFirstPropertyValue('dtstart')) && !isCancelled(part))
    .flatMap((part) => {
      const isOwn = part.hasProperty('recurrence-id');
      const out = new Set([...wallsIn(part, 'exdate'), ...(isOwn ? [] : departed)]);
      const starts = [...(wallsOf(part, range) ?? []), ...wallsIn(part, 'rdate')];
      return starts.filter((start) => !out.has(start)).flatMap((start) => spread(start, lengthOf(part)));
    });
}

function isCancelled(part: ICAL.Component): boolean {
  return String(part.getFirstPropertyValue('status')).toUpperCase() === 'CANCELLED';
}

function wallsIn(part: ICAL.Component, name: string): Wall[] {
  const values: unknown[] = part.getAllProperties(name).flatMap((property) => property.getValues());
  return values
    .slice(0, MOST_HOLIDAYS)
    .map(wallOf)
    .filter((wall) => wall !== undefined);
}

/** In days; DTEND is the first day after it (RFC 5545 §3.6.1). */
function lengthOf(part: ICAL.Component): number {
  const [start, end] = ['dtstart', 'dtend'].map((name) => wallOf(part.getFirstPropertyValue(name)));
  const duration = part.getFirstPropertyValue('duration');
  const seconds = isDuration(duration) ? duration.toSeconds() : 0;
  const days = end !== undefined && start !== undefined ? (end - start) / DAY : seconds / 86_400;
  return Math.min(Math.max(1, Math.ceil(days)), LONGEST);
}

function isDuration(value: unknown): value is { toSeconds(): number } {
  return typeof value === 'object' && value !== null && 'toSeconds' in value;
}

function spread(start: Wall, days: number): Wall[] {
  return Array.from({ length: days }, (_, index) => start + index * DAY);
}
