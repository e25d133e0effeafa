import type ICAL from 'ical.js';
import type { CalendarEvent } from '../../domain/freeze.ts';
import { scrub } from '../../domain/scrub.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { isDay } from './entry.ts';
import { wallOf } from './expand.ts';
import { calendarsIn, MOST, readFeed } from './read.ts';

/** How far about now a calendar of releases is read. */
const REACH = 800 * DAY;

/**
 * The events of a calendar that are not cancelled: those at a time of day with all that their rules say, and single ones
 * that take a day.
 * @throws UserError where the text is no calendar
 */
export function readCalendarEvents(text: string, now: Instant): CalendarEvent[] {
  const { events } = readFeed(text, { title: '', from: now - REACH, to: now + REACH });
  const timed = events.flatMap(({ title, start, cancelled }) => (cancelled ? [] : [{ title, when: start }]));
  const parts = calendarsIn(text).flatMap((calendar) => calendar.getAllSubcomponents('vevent'));
  return [...timed, ...parts.slice(0, MOST).flatMap(dayEvent)];
}

function dayEvent(part: ICAL.Component): CalendarEvent[] {
  const start = part.getFirstPropertyValue('dtstart');
  const status = String(part.getFirstPropertyValue('status')).toUpperCase();
  const day = isDay(start) ? wallOf(start) : undefined;
  if (day === undefined || status === 'CANCELLED') return [];
  const title = scrub(String(part.getFirstPropertyValue('summary') ?? '')).trim();
  return [{ title, when: { date: new Date(day).toISOString().slice(0, 10) } }];
}
