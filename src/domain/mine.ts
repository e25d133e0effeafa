import { Temporal } from 'temporal-polyfill';
import type { Group } from './group.ts';
import { leads, roleIn, type Person } from './person.ts';
import { HOUR, type Instant } from './time.ts';
import { dateIn, momentOf, type TimeOfDay } from './zone.ts';

/** What somebody chose for themselves. */
export interface OwnChoice {
  /** The ids of the groups they follow; undefined where they never chose. */
  groups?: readonly string[] | undefined;
  /** When they are told what waits for them; undefined: they are told nothing unasked. */
  morning?: Morning | undefined;
}

/** A time of each workday, Monday to Friday, by the clocks of an IANA zone. */
export interface Morning {
  at: TimeOfDay;
  zone: string;
}

/** How long after its time it is still of use to be told what waits, in ms. */
const OF_USE = 4 * HOUR;

/**
 * The latest morning that fell due after `since` until `now`: its day ("2026-11-24"), and from when on it is of no use.
 * Undefined where none did. A time that a change of the clocks leaves out counts by the offset before it, one that occurs
 * twice is the first (RFC 5545 §3.3.5).
 */
export function dueMorning(
  { at, zone }: Morning,
  since: Instant,
  now: Instant,
): { day: string; until: Instant } | undefined {
  const today = Temporal.PlainDate.from(dateIn(zone, now));
  for (let back = 0; back <= 7; back += 1) {
    const day = today.subtract({ days: back });
    const moment = momentOf(day, at, zone);
    if (moment <= since) return undefined;
    if (moment <= now && day.dayOfWeek <= 5) return { day: String(day), until: moment + OF_USE };
  }
  return undefined;
}

/** When the next morning comes. */
export function nextMorning({ at, zone }: Morning, now: Instant): Instant {
  const today = Temporal.PlainDate.from(dateIn(zone, now));
  const ahead = [0, 1, 2, 3, 4].map((days) => today.add({ days })).filter(({ dayOfWeek }) => dayOfWeek <= 5);
  return ahead.map((day) => momentOf(day, at, zone)).find((moment) => moment > now) ?? now;
}

/**
 * Somebody's groups, in the directory's order: those they lead, are named to triage for, or follow. Who decides for every
 * group has all of them, unless they lead or follow some.
 */
export function ownGroups(person: Person, groups: readonly Group[], followed: readonly string[]): Group[] {
  const near = groups.filter((group) => leads(person, group) || followed.includes(group.id));
  const named = groups.filter((group) => roleIn(person, group) !== 'reader');
  const everywhere = person.role === 'operator' || person.groups === undefined;
  if (everywhere && person.role !== 'member') return near.length > 0 ? near : named;
  return groups.filter((group) => near.includes(group) || named.includes(group));
}
