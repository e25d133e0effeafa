import {
  ICalCalendar,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
  type ICalEventData,
} from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { startsOf, type Rule, type Series } from '../../domain/schedule.ts';
import { safeLink, scrub } from '../../domain/scrub.ts';
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '../../domain/time.ts';
import { sessionOf, type Single } from './session.ts';
import { utcText } from './wall.ts';
import { writtenZone, type WrittenZone } from './zones.ts';

/** What a calendar needs to know of where it is served. */
export interface CalendarOptions {
  /** The domain of the events' UIDs: "sigs.example.org". It must stay, for UIDs are for ever; "sigbot" where absent. */
  host?: string | undefined;
}

/**
 * The series as an iCalendar file (RFC 5545) of that name, for those who subscribe. What it says of an occurrence it says
 * so that every reader finds the moment that `startsOf` gives, also in the hours in which clocks are changed. Neither
 * passcodes nor e-mail addresses are in it.
 */
export function calendarText(
  name: string,
  series: readonly Series[],
  { host = 'sigbot' }: CalendarOptions = {},
): string {
  const zones = zonesOf(series);
  const calendar = new ICalCalendar({
    name: escapeText(plain(name).replace(/\s+/g, ' ')),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'sigbot', product: 'calendar' },
    ttl: HOUR / SECOND,
    events: series.flatMap((one) => eventsOf(one, zones, host)),
  });
  return withZones(`${calendar.toString()}\r\n`, calendar, zones);
}

type Zones = ReadonlyMap<string, WrittenZone>;

/** From before the first day that is shown: in the east it begins earlier than in UTC. */
function zonesOf(series: readonly Series[]): Zones {
  const since = Math.min(...series.map((one) => Date.parse(one.since))) - 2 * DAY;
  const names = new Set(series.flatMap(({ rules }) => rules.map(({ zone }) => zone)));
  return new Map([...names].map((name) => [name, writtenZone(name, since)]));
}

/**
 * With a VTIMEZONE for each zone that an event uses. ical-generator would write them before some properties of the
 * calendar; RFC 5545 §3.6 wants all of these first.
 */
function withZones(text: string, calendar: ICalCalendar, zones: Zones): string {
  const used = new Set(calendar.events().map((event) => event.timezone()));
  const blocks = [...zones.values()].flatMap(({ tzid, block }) =>
    block !== undefined && used.delete(tzid ?? null) ? [`${block.trim()}\r\n`] : [],
  );
  return text.replace(/^(?:BEGIN:VEVENT|END:VCALENDAR)/m, (line) => `${blocks.join('')}${line}`);
}

function eventsOf(series: Series, zones: Zones, host: string): ICalEventData[] {
  const uid = encodeURIComponent(series.uid.toWellFormed());
  const sessions = series.rules.flatMap((rule, at) =>
    sessionEvents(series, rule, zones, { uid: at === 0 ? uid : `${uid}-${at + 1}`, host }),
  );
  const extra = series.extra
    .filter(({ key }) => !series.skipped.includes(key) && (series.only ?? key) === key)
    .map((one) => singleEvent(series, one, { uid: `${uid}-extra`, host }));
  return [...sessions, ...extra];
}

interface Identity {
  uid: string;
  host: string;
}

function sessionEvents(series: Series, rule: Rule, zones: Zones, { uid, host }: Identity): ICalEventData[] {
  const zone = zones.get(rule.zone) ?? { shifts: [] };
  const session = sessionOf(series, rule, zone);
  if (!session) return [];
  const timezone = zone.tzid ?? null;
  const whole = { ...common(series), id: `${uid}@${host}`, timezone };
  const departing = ({ key, start, minutes, note }: Single) => ({
    ...whole,
    ...times(start, minutes, zone),
    recurrenceId: zonedIn(zone, key),
    ...words(series, note),
  });
  const { only } = series;
  if (only !== undefined) {
    const isIt = ({ key }: Single) => key === only;
    const apart = session.single.filter(isIt);
    const related = session.moved.filter(isIt);
    if (apart.length === 0 && related.length === 0 && startsOf(rule, only, only + 1).length > 0)
      related.push({ key: only, start: only, minutes: series.minutes });
    return [...related.map(departing), ...apart.map((one) => singleEvent(series, one, { uid, host }))];
  }
  const { first, rrule, excluded } = session;
  const exdate =
    excluded.length > 0 ? `\r\nEXDATE${zone.tzid ? `;TZID=${zone.tzid}` : ''}:${excluded.join()}` : '';
  return [
    { ...whole, ...times(first, series.minutes, zone), repeating: `RRULE:${rrule}${exdate}` },
    ...session.moved.map(departing),
    ...session.single.map((one) => singleEvent(series, one, { uid, host })),
  ];
}

/** In UTC, which is never twofold. */
function singleEvent(series: Series, { key, start, minutes, note }: Single, { uid, host }: Identity) {
  return {
    ...common(series),
    id: `${uid}-${utcText(key)}@${host}`,
    ...times(start, minutes, { shifts: [] }),
    ...words(series, note),
  };
}

function times(start: Instant, minutes: number, zone: WrittenZone) {
  return { start: zonedIn(zone, start), end: zonedIn(zone, start + minutes * MINUTE) };
}

/** ical-generator prints a plain Date in the server's zone. */
function zonedIn({ tzid = 'UTC' }: WrittenZone, at: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(tzid);
}

/** TRANSPARENT: who subscribes to all meetings of a community is not busy in all of them. */
function common(series: Series) {
  const url = series.url === undefined ? undefined : safeLink(series.url);
  const link = url?.replaceAll(',', '%2C').replaceAll(';', '%3B');
  return {
    sequence: series.sequence,
    stamp: new Date(series.stamp),
    lastModified: new Date(series.stamp),
    summary: plain(series.title),
    ...words(series),
    ...(link ? { url: link, location: link } : {}),
    status: ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.TRANSPARENT,
  };
}

function words({ description }: Series, note?: string) {
  const text = [note, description].filter(Boolean).join('\n\n');
  return text === '' ? {} : { description: plain(text) };
}

const plain = (text: string) => scrub(text).toWellFormed();

/** RFC 5545 §3.3.11; ical-generator escapes the text of events, not the calendar's name. */
function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, (mark) => `\\${mark}`);
}
