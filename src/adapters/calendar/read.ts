import ICAL from 'ical.js';
import { UserError } from '../../domain/errors.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { isDay, momentsOf, readEntry, type Entry, type Unused, type ZoneOf } from './entry.ts';
import { wallOf, wallsOf } from './expand.ts';
import { feedZone } from './feed-zone.ts';
import type { FileZone, Wall } from './wall.ts';

/** An occurrence of a meeting in somebody's calendar. */
export interface FeedEvent {
  /** Of its series. */
  uid: string;
  /** The start that its series gives: what it is known by when it moves. */
  key: Instant;
  start: Instant;
  minutes: number;
  title: string;
  /** It does not take place. */
  cancelled: boolean;
  /** Where one joins, without a passcode. */
  url?: string | undefined;
}

/** What a calendar says, and what of it could not be used, in sentences. */
export interface Feed {
  events: FeedEvent[];
  notes: string[];
}

/** What is wanted of a calendar: series whose title contains that, in any case, from `from` until before `to`. */
export interface FeedWish {
  title: string;
  from: Instant;
  to: Instant;
}

/** Most occurrences that are read of a calendar. */
export const MOST = 2000;
/** Most series of that title: a meeting has a few. */
const MOST_SERIES = 200;

/**
 * The occurrences in an iCalendar file (RFC 5545) that begin in the range, or would begin in it had they not been moved;
 * sorted by their start.
 * @throws UserError where the text is no calendar
 */
export function readFeed(text: string, wish: FeedWish): Feed {
  const unused = new Map<Unused, number>();
  const events = calendarsIn(text).flatMap((calendar) => eventsOf(calendar, wish, unused));
  const sorted = events.toSorted((one, other) => one.start - other.start || one.key - other.key);
  const over = sorted.length > MOST ? [`It has more than ${MOST} occurrences: only the first are used.`] : [];
  return { events: sorted.slice(0, MOST), notes: [...notesOn(unused), ...over] };
}

/** @throws UserError where the text is no calendar */
export function calendarsIn(text: string): ICAL.Component[] {
  const parsed = parse(text.replace(/^\uFEFF/, ''));
  const roots = (typeof parsed[0] === 'string' ? [parsed] : parsed).map(
    (root) => new ICAL.Component(root as unknown[]),
  );
  const calendars = roots.filter(({ name }) => name === 'vcalendar');
  if (calendars.length === 0) throw notACalendar();
  return calendars;
}

function parse(text: string): unknown[] {
  try {
    return ICAL.parse(text) as unknown[];
  } catch {
    throw notACalendar();
  }
}

/** What to say of a text that is none. */
export function notACalendar(): UserError {
  return new UserError(
    'What is there is not an iCalendar file, or only a part of one.',
    'Use the address of the calendar’s .ics file; a page that shows the calendar is none.',
  );
}

function eventsOf(calendar: ICAL.Component, wish: FeedWish, unused: Map<Unused, number>): FeedEvent[] {
  const zoneOf = zonesOf(calendar, wish);
  const isOff = calendar.getFirstPropertyValue('method') === 'CANCEL';
  const leave = (why: Unused) => void unused.set(why, (unused.get(why) ?? 0) + 1);
  return Object.values(Object.groupBy(calendar.getAllSubcomponents('vevent'), uidOf))
    .filter((parts = []) => isWanted(parts, wish.title))
    .slice(0, MOST_SERIES)
    .flatMap((parts = []) => seriesIn(parts, wish, zoneOf, leave))
    .map((event) => (isOff ? { ...event, cancelled: true } : event));
}

/** The occurrences of one uid; ical.js reads values late, and throws at those that are none. */
function seriesIn(
  parts: readonly ICAL.Component[],
  wish: FeedWish,
  zoneOf: ZoneOf,
  leave: (why: Unused) => void,
): FeedEvent[] {
  try {
    const entries = parts.map((part) => readEntry(part, zoneOf));
    for (const entry of entries) if (typeof entry === 'string') leave(entry);
    const events = occurrencesOf(
      entries.filter((entry) => typeof entry !== 'string'),
      wish,
      zoneOf,
    );
    if (events) return events;
  } catch {
    // It is left out, as a rule is that nobody can follow.
  }
  leave('unfollowed');
  return [];
}

const uidOf = (part: ICAL.Component) => String(part.getFirstPropertyValue('uid'));

/** A series has the title of its first part; a single occurrence may be called otherwise for once. */
function isWanted(parts: readonly ICAL.Component[], title: string): boolean {
  const own = parts.find((part) => !part.hasProperty('recurrence-id')) ?? parts[0];
  return String(own?.getFirstPropertyValue('summary') ?? '')
    .toLowerCase()
    .includes(title.trim().toLowerCase());
}

/** Each zone is looked up once. A time without one is in the calendar's own, where it has one. */
function zonesOf(calendar: ICAL.Component, wish: FeedWish): ZoneOf {
  const known = new Map<string, FileZone | undefined>();
  const own = calendar.getFirstPropertyValue('x-wr-timezone');
  return (written) => {
    const tzid = written ?? (typeof own === 'string' ? own : '');
    if (!known.has(tzid)) known.set(tzid, feedZone(tzid, calendar, wish));
    return known.get(tzid);
  };
}

/** Undefined where the series' rule cannot be followed. */
function occurrencesOf(entries: readonly Entry[], wish: FeedWish, zoneOf: ZoneOf): FeedEvent[] | undefined {
  const latest = entries.toSorted((one, other) => one.sequence - other.sequence);
  const series = latest.findLast(({ key }) => key === undefined);
  const departures = new Map(
    latest.flatMap((entry) => (entry.key === undefined ? [] : [[entry.key, entry]])),
  );
  const keys = series ? keysOf(series, wish, zoneOf) : [];
  if (!keys) return undefined;
  const isOut = series ? excludedFrom(series, zoneOf) : () => false;
  const ranges = [...departures.values()].filter(({ isRange }) => isRange).toSorted(byKey);
  return [...new Set([...keys, ...departures.keys()])]
    .filter((key) => !isOut(key))
    .flatMap((key) => {
      const own = departures.get(key) ?? ranges.findLast((range) => Number(range.key) < key) ?? series;
      return own ? [eventAt(key, own, series)] : [];
    })
    .filter(({ key, start }) => isIn(key, wish) || isIn(start, wish));
}

const byKey = (one: Entry, other: Entry) => Number(one.key) - Number(other.key);
const isIn = (at: Instant, { from, to }: FeedWish) => at >= from && at < to;

/** What a series gives about the range; undefined where its rule cannot be followed. */
function keysOf({ component, zone }: Entry, wish: FeedWish, zoneOf: ZoneOf): Instant[] | undefined {
  const dates = datesOf(component, 'rdate').flatMap((date) => momentsOf(date, zoneOf));
  return wallsOf(component, { ...wish, zone })
    ?.map((wall) => zone.momentOf(wall))
    .concat(dates);
}

/** EXDATE; a day without a time takes all of its starts. */
function excludedFrom({ component, zone }: Entry, zoneOf: ZoneOf): (key: Instant) => boolean {
  const dates = datesOf(component, 'exdate');
  const days = new Set(dates.flatMap((date) => date.getValues().filter(isDay).map(wallOf)));
  const out = new Set(
    dates.filter((date) => !isDay(date.getFirstValue())).flatMap((date) => momentsOf(date, zoneOf)),
  );
  return (key) => out.has(key) || (days.size > 0 && days.has(dayOf(zone.wallAt(key))));
}

/** RDATE or EXDATE, of which no meeting has more. */
function datesOf(component: ICAL.Component, name: string): ICAL.Property[] {
  return component.getAllProperties(name).slice(0, MOST);
}

const dayOf = (wall: Wall) => Math.floor(wall / DAY) * DAY;

/** The occurrence as its entry has it; an entry for all that follow moves each by as much as it moves its own. */
function eventAt(key: Instant, entry: Entry, series: Entry | undefined): FeedEvent {
  const { uid, zone, minutes, title, url } = entry;
  const by = entry.key === undefined ? 0 : zone.wallAt(entry.start) - zone.wallAt(entry.key);
  const start = key === entry.key ? entry.start : by === 0 ? key : zone.momentOf(zone.wallAt(key) + by);
  const cancelled = entry.cancelled || series?.cancelled === true;
  return {
    uid,
    key,
    start,
    minutes,
    title: title || (series?.title ?? ''),
    cancelled,
    ...(url ? { url } : {}),
  };
}

function notesOn(unused: ReadonlyMap<Unused, number>): string[] {
  return [...unused].map(([why, count]) => {
    const events = count === 1 ? '1 event' : `${count} events`;
    return `${events} ${WORDS[why]}: left out.`;
  });
}

const WORDS: Record<Unused, string> = {
  'all-day': 'without a time of day',
  zoneless: 'whose time zone nobody can tell',
  unfollowed: 'whose dates cannot be followed',
};
