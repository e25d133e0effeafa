import type ICAL from 'ical.js';
import { safeLink, scrub } from '../../domain/scrub.ts';
import { DAY, MINUTE, SECOND, type Instant } from '../../domain/time.ts';
import { wallOf } from './expand.ts';
import { UTC } from './feed-zone.ts';
import type { FileZone } from './wall.ts';

/** Why an event of a feed is not used. */
export type Unused = 'all-day' | 'zoneless' | 'unfollowed';

/** A VEVENT as far as a meeting needs it; nobody's name or address is in it. */
export interface Entry {
  uid: string;
  /** Where it departs from a series: the start that the series gives. */
  key: Instant | undefined;
  /** It speaks for all that come after `key` too. */
  isRange: boolean;
  start: Instant;
  zone: FileZone;
  minutes: number;
  title: string;
  cancelled: boolean;
  url: string | undefined;
  sequence: number;
  component: ICAL.Component;
}

/** The zone of a TZID, or of times without one where there is none; undefined where nobody says it. */
export type ZoneOf = (tzid: string | undefined) => FileZone | undefined;

/** The event, or why it cannot be used. */
export function readEntry(component: ICAL.Component, zoneOf: ZoneOf): Entry | Unused {
  const [begin, id] = ['dtstart', 'recurrence-id'].map((name) => component.getFirstProperty(name));
  if (!begin) return 'unfollowed';
  if (isDay(begin.getFirstValue())) return 'all-day';
  const zone = zoneOfProperty(begin, zoneOf);
  if (!zone) return 'zoneless';
  const [start] = momentsOf(begin, zoneOf);
  const [key] = id ? momentsOf(id, zoneOf) : [];
  if (start === undefined || (id && key === undefined)) return 'unfollowed';
  return {
    uid: textOf(component, 'uid'),
    key,
    isRange: id?.getFirstParameter('range') === 'THISANDFUTURE',
    start,
    zone,
    minutes: minutesOf(component, start, zoneOf),
    title: scrub(textOf(component, 'summary')).replace(/\s+/g, ' ').trim().slice(0, LONGEST),
    cancelled: textOf(component, 'status').toUpperCase() === 'CANCELLED',
    url: linkOf(component),
    sequence: Number(component.getFirstPropertyValue('sequence')) || 0,
    component,
  };
}

/** Longest title, in characters. */
const LONGEST = 200;

/** Most values that are read of one property. */
const MOST = 5000;

/** The moments of a property's values; those whose zone nobody knows are left out, of periods the start is taken. */
export function momentsOf(property: ICAL.Property, zoneOf: ZoneOf): Instant[] {
  const zone = zoneOfProperty(property, zoneOf);
  if (!zone) return [];
  const values: unknown[] = property.getValues();
  return values.slice(0, MOST).flatMap((value) => {
    const wall = wallOf(hasStart(value) ? value.start : value);
    return wall === undefined ? [] : [zone.momentOf(wall)];
  });
}

function hasStart(value: unknown): value is { start: unknown } {
  return typeof value === 'object' && value !== null && 'start' in value;
}

function zoneOfProperty(property: ICAL.Property, zoneOf: ZoneOf): FileZone | undefined {
  const tzid = property.getFirstParameter('tzid');
  if (tzid) return zoneOf(tzid);
  const first = property.getFirstValue();
  return /Z(?:$|\/)/.test(String(first)) ? UTC : zoneOf(undefined);
}

/** Whether that is a day without a time. */
export function isDay(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'isDate' in value && value.isDate === true;
}

/** At most a day: what is longer is no meeting, or a mistake. */
function minutesOf(component: ICAL.Component, start: Instant, zoneOf: ZoneOf): number {
  const end = component.getFirstProperty('dtend');
  const duration: unknown = component.getFirstPropertyValue('duration');
  const lasts = end ? (momentsOf(end, zoneOf)[0] ?? start) - start : lengthOf(duration);
  return Math.round(Math.min(Math.max(lasts, 0), DAY) / MINUTE);
}

function lengthOf(duration: unknown): number {
  const isDuration = typeof duration === 'object' && duration !== null && 'toSeconds' in duration;
  return isDuration ? (duration as ICAL.Duration).toSeconds() * SECOND : 0;
}

function textOf(component: ICAL.Component, name: string): string {
  const value = component.getFirstPropertyValue(name);
  return typeof value === 'string' ? value.trim() : '';
}

const ROOMS =
  /^https:\/\/(?:[\w-]+\.)*(?:zoom\.us|zoomgov\.com|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com|webex\.com|meet\.jit\.si|bbb\.[\w.-]+|whereby\.com)\//i;

/** Where one joins: a meeting room that any of the texts names, else the event's own address or place. */
function linkOf(component: ICAL.Component): string | undefined {
  const linksIn = (name: string) =>
    (
      textOf(component, name)
        .slice(0, 10_000)
        .match(/https?:\/\/[^\s<>"]+/gi) ?? []
    ).flatMap((link) => safeLink(link) ?? []);
  const own = ['conference', 'x-google-conference', 'url', 'location'].flatMap(linksIn);
  return [...own, ...linksIn('description')].find((link) => ROOMS.test(link)) ?? own[0];
}
