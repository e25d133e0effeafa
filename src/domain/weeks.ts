import { businessTime, type BusinessHours } from './business-time.ts';
import type { Lead } from './group.ts';
import type { HealthWeek, TriagerLoad } from './health.ts';
import { daysBefore, type GroupDay, type Wait } from './history.ts';
import { HOUR } from './time.ts';

/** How many weeks a group's health tells of, the one that goes on included. */
export const WEEKS = 12;

/** How long a wait was, in ms. */
export type Elapsed = (wait: Wait) => number;

/** How long waits were in a group's business hours; by the watch, where it has none. */
export function elapsedIn(hours: BusinessHours): Elapsed {
  return ({ from, to }) => businessTime(hours, from, to);
}

/** The Monday of a day's week: "2026-11-23". */
export function mondayOf(day: string): string {
  return daysBefore(day, (new Date(day).getUTCDay() + 6) % 7);
}

/** The Mondays of the last twelve weeks until a day, oldest first. */
export function mondaysTo(day: string): string[] {
  const monday = mondayOf(day);
  return Array.from({ length: WEEKS }, (_, index) => daysBefore(monday, 7 * (WEEKS - 1 - index)));
}

/** The last twelve weeks until a day; fewer where nothing is known of the first ones. */
export function weeksOf(days: readonly GroupDay[], today: string, elapsed: Elapsed): HealthWeek[] {
  const byWeek = Map.groupBy(days, ({ day }) => mondayOf(day));
  const mondays = mondaysTo(today);
  const first = mondays.findIndex((from) => byWeek.has(from));
  return first === -1
    ? []
    : mondays.slice(first).map((from) => ({ from, ...weekOf(byWeek.get(from) ?? [], elapsed) }));
}

function weekOf(days: readonly GroupDay[], elapsed: Elapsed): Omit<HealthWeek, 'from'> {
  const hours = waitingHours(days, elapsed);
  return {
    open: days.findLast(({ open }) => open !== undefined)?.open,
    untriaged: days.findLast(({ untriaged }) => untriaged !== undefined)?.untriaged,
    opened: sum(days.map(({ opened }) => opened)),
    closed: sum(days.map(({ closed }) => closed)),
    triaged: sum(days.map(({ triaged }) => triaged)),
    medianHours: median(hours),
    p90Hours: percentile(hours, 90),
    estimated: days.length === 0 || days.some(({ estimated }) => estimated),
  };
}

/** Of those that are known; undefined where none is. */
export function sum(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 ? undefined : known.reduce((all, one) => all + one, 0);
}

/** The middle one, or what lies between the two in the middle; undefined of none. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((one, other) => one - other);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** The smallest of them that is not exceeded by so many per cent (nearest rank); undefined of none. */
export function percentile(numbers: readonly number[], percent: number): number | undefined {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

/** The waits of these days, in hours. */
export function waitingHours(days: readonly GroupDay[], elapsed: Elapsed): number[] {
  return days.flatMap(({ waits }) => waits.map((wait) => elapsed(wait) / HOUR));
}

/** Who decided on these days, busiest first; leads by the name that the directory has. */
export function loadOf(days: readonly GroupDay[], leads: readonly Lead[]): TriagerLoad[] {
  const counts = new Map<string, number>();
  for (const [login, count] of days.flatMap(({ deciders }) => Object.entries(deciders)))
    counts.set(login, (counts.get(login) ?? 0) + count);
  return [...counts]
    .map(([login, count]) => ({ name: nameOf(login, leads), login, count }))
    .toSorted((one, other) => other.count - one.count || (one.login < other.login ? -1 : 1));
}

function nameOf(login: string, leads: readonly Lead[]): string {
  const lead = leads.find(({ github }) => github.toLowerCase() === login);
  return lead?.name || lead?.github || login;
}
