import { patternOf, type Pattern } from './pattern.ts';
import type { Instant } from './time.ts';
import { isDate, momentAt, readTimeOfDay, type TimeOfDay } from './zone.ts';

/**
 * What a proposal may have to have by a freeze: a lead's word for it, the milestone, its design agreed upon, and somebody
 * who approves its production readiness (kubernetes/sig-release, releases/release_phases.md).
 */
export const KEP_NEEDS = ['opted-in', 'milestone', 'implementable', 'reviewer'] as const;
export type KepNeed = (typeof KEP_NEEDS)[number];

/** A freeze that each milestone has, and what a proposal needs by then. */
export interface FreezeKind {
  name: string;
  /** By what it is known among the events of a calendar. */
  match: Pattern | undefined;
  needs: readonly KepNeed[];
}

/** Kubernetes' freezes that proposals must meet. Its calendars begin a title with a picture. */
export const KUBERNETES_FREEZES: readonly FreezeKind[] = [
  {
    name: 'Production Readiness Freeze',
    match: patternOf('(?i)^[^\\pL]*(?:begin )?(?:production readiness|prr) freeze\\b'),
    needs: ['opted-in', 'milestone', 'reviewer'],
  },
  {
    name: 'Enhancements Freeze',
    match: patternOf('(?i)^[^\\pL]*(?:begin )?enhancements? freeze\\b'),
    needs: KEP_NEEDS,
  },
];

/** The end of the time in which proposals may come to a milestone. */
export interface Freeze {
  milestone: string;
  name: string;
  /** From then on it is too late. */
  at: Instant;
  needs: readonly KepNeed[];
}

/** A release, with its freezes in order. */
export interface Milestone {
  name: string;
  freezes: readonly Freeze[];
}

/** Where a day ends last: UTC−12 (the database's sign is the other way round). */
const ANYWHERE = 'Etc/GMT+12';

/** A moment as people write a deadline: a day, or a day and a time of some zone. */
export interface WrittenDeadline {
  /** "2026-06-16" */
  date: string;
  time?: TimeOfDay | undefined;
  zone?: string | undefined;
}

/** Reads "2026-06-16" or "2026-06-16 12:00"; undefined where it is neither. */
export function readDeadline(text: string): WrittenDeadline | undefined {
  const [, date = '', written] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?$/.exec(text.trim()) ?? [];
  if (!isDate(date)) return undefined;
  if (written === undefined) return { date };
  const time = readTimeOfDay(written);
  return time === undefined ? undefined : { date, time };
}

/** When a deadline is over. A day without a time ends where it ends last, anywhere on earth, unless a zone is said. */
export function momentOfDeadline({ date, time = 24 * 60, zone = ANYWHERE }: WrittenDeadline): Instant {
  return momentAt(date, time, zone);
}

/** An event of a calendar: at a moment, or on a day. */
export interface CalendarEvent {
  title: string;
  when: Instant | { date: string };
}

/** The freezes of a milestone among the events of its calendar, in order; of two of a kind the later one, it was put off. */
export function freezesIn(
  milestone: string,
  events: readonly CalendarEvent[],
  kinds: readonly FreezeKind[],
): Freeze[] {
  const found = kinds.flatMap(({ name, match, needs }): Freeze[] => {
    const own = events.filter(({ title }) => match?.fits(title));
    const last = Math.max(
      ...own.map(({ when }) => (typeof when === 'number' ? when : momentOfDeadline(when))),
    );
    return own.length === 0 ? [] : [{ milestone, name, at: last, needs }];
  });
  return inOrder(found);
}

export function inOrder(freezes: readonly Freeze[]): Freeze[] {
  return freezes.toSorted((one, other) => one.at - other.at);
}

/** The freeze that comes next, of all milestones or of one; one that asks nothing of proposals is left out. */
export function nextFreeze(milestones: readonly Milestone[], now: Instant): Freeze | undefined {
  return inOrder(milestones.flatMap(({ freezes }) => freezes)).find(
    ({ at, needs }) => at > now && needs.length > 0,
  );
}

/** The freezes whose time was over after `since` until `now`, in order. */
export function passedFreezes(milestones: readonly Milestone[], since: Instant, now: Instant): Freeze[] {
  return inOrder(milestones.flatMap(({ freezes }) => freezes)).filter(
    ({ at, needs }) => at > since && at <= now && needs.length > 0,
  );
}
