import { Temporal } from 'temporal-polyfill';
import type { Office } from './business-time.ts';
import type { Group } from './group.ts';
import { leads, roleIn, type Person } from './person.ts';
import { HOUR, type Instant } from './time.ts';
import { dateIn, momentOf, zoneName, type TimeOfDay } from './zone.ts';

/** What somebody chose for themselves. */
export interface OwnChoice {
  /** The ids of the groups they follow; undefined where they never chose. */
  groups?: readonly string[] | undefined;
  /** When they are told what waits for them; undefined: they are told nothing unasked. */
  morning?: Morning | undefined;
}

/** A time of each workday, by the clocks of an IANA zone. */
export interface Morning {
  at: TimeOfDay;
  zone: string;
}

/** How long after its time it is still of use to be told what waits, in ms. */
const OF_USE = 4 * HOUR;

/**
 * The latest morning that fell due after `since` until `now`, on whatever day: its day ("2026-11-24"), and from when on it
 * is of no use. Undefined where none did. A time that a change of the clocks leaves out counts by the offset before it, one
 * that occurs twice is the first (RFC 5545 §3.3.5).
 */
export function dueMorning(
  { at, zone }: Morning,
  since: Instant,
  now: Instant,
): { day: string; until: Instant } | undefined {
  const today = Temporal.PlainDate.from(dateIn(zone, now));
  const days = [today, today.subtract({ days: 1 })];
  const latest = days.find((day) => momentOf(day, at, zone) <= now);
  const moment = latest ? momentOf(latest, at, zone) : since;
  return latest && moment > since ? { day: String(latest), until: moment + OF_USE } : undefined;
}

/**
 * Whether that day ("2026-11-24") is a workday for somebody who lives by the clocks of that zone: as those of their groups'
 * offices have it that are there; without one, Monday to Friday.
 */
export function isWorkday(day: string, zone: string, offices: readonly Office[]): boolean {
  const { dayOfWeek } = Temporal.PlainDate.from(day);
  const there = offices.filter((office) => zoneName(office.zone) === zoneName(zone));
  if (there.length === 0) return dayOfWeek <= 5;
  return there.some(({ days, holidays }) => days.includes(dayOfWeek) && !holidays.includes(day));
}

/** When the next morning of a workday comes; undefined where none does within two months. */
export function nextMorning(
  { at, zone }: Morning,
  offices: readonly Office[],
  now: Instant,
): Instant | undefined {
  const today = Temporal.PlainDate.from(dateIn(zone, now));
  for (let ahead = 0; ahead <= 60; ahead += 1) {
    const day = today.add({ days: ahead });
    const moment = momentOf(day, at, zone);
    if (moment > now && isWorkday(String(day), zone, offices)) return moment;
  }
  return undefined;
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
