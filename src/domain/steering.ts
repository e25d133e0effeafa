import { Temporal } from 'temporal-polyfill';
import type { GroupKind } from './group.ts';
import { DAY, type Instant } from './time.ts';
import { dateIn, momentOf, type TimeOfDay } from './zone.ts';

/** What those who steer the community are told of its groups, and how what a group cannot settle reaches others. */
export interface SteeringPolicy {
  /** Who steers, as the directory finds it; undefined: nobody is told unasked. */
  group?: string | undefined;
  /** Where they are told, by name or id, in place of their own channel. */
  channel?: string | undefined;
  /** How often. */
  post: 'monthly' | 'weekly';
  /** The time of day, on the first workday of the month, or on Mondays. */
  at: TimeOfDay;
  /** IANA zone of time and days. */
  zone: string;
  /** The groups they are told of. */
  kinds: readonly GroupKind[];
  /** Ids of groups that are never spoken to in a channel: security reports, and reports of conduct. */
  private: readonly string[];
}

/** What holds where nobody says otherwise; the private ones are Kubernetes’ (kubernetes/community, committee-*). */
export const PLAIN_STEERING: SteeringPolicy = {
  post: 'monthly',
  at: 9 * 60,
  zone: 'UTC',
  kinds: ['sig', 'wg'],
  private: ['committee-security-response', 'committee-code-of-conduct'],
};

/** A report that is due. */
export interface PlannedReport {
  /** The day it tells of, and by which it comes once: "2026-12-01". */
  day: string;
  /** When it is due. */
  at: Instant;
  /** From then on it is of no use. */
  until: Instant;
}

/** How long after its time it is still of use, in ms. */
const OF_USE = 3 * DAY;

/** The reports that fell due after `since` until `now`, earliest first. */
export function dueReports(policy: SteeringPolicy, since: Instant, now: Instant): PlannedReport[] {
  const last = Temporal.PlainDate.from(dateIn(policy.zone, now));
  const due: PlannedReport[] = [];
  let day = Temporal.PlainDate.from(dateIn(policy.zone, since));
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const at = momentOf(day, policy.at, policy.zone);
    if (isDay(day, policy) && at > since && at <= now) due.push({ day: String(day), at, until: at + OF_USE });
  }
  return due;
}

/** The first workday of a month is its first day, or the Monday after a weekend. */
function isDay({ day, dayOfWeek }: Temporal.PlainDate, { post }: SteeringPolicy): boolean {
  if (post === 'weekly') return dayOfWeek === 1;
  return day === 1 ? dayOfWeek <= 5 : dayOfWeek === 1 && day <= 3;
}
