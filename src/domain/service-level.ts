import { afterBusiness, beforeBusiness, businessDays, type BusinessHours } from './business-time.ts';
import {
  CLOCK_NAMES,
  type Allowance,
  type ClockName,
  type ClockPolicy,
  type ServiceLevel,
} from './clock-policy.ts';
import type { Group } from './group.ts';
import type { UntriagedRule } from './label.ts';
import type { Issue } from './issue.ts';
import type { Instant } from './time.ts';
import { standingOf, type Verdict } from './verdict.ts';

/** Since when something is waited for, and when that ended. */
export interface Wait {
  since: Instant;
  until?: Instant | undefined;
}

/** What of an issue its clocks with one group are told from; a clock that is absent does not run. */
export interface ClockFacts extends Partial<Record<ClockName, Wait | undefined>> {
  labels: readonly string[];
}

/** Ended in time or too late, or how it fares: time to act is `soon`. */
export type ClockState = 'running' | 'soon' | 'overdue' | 'met' | 'missed';

/** One clock of an issue with one group. */
export interface Clock {
  what: ClockName;
  due: Instant;
  state: ClockState;
}

/** The clocks of an issue with one group; none where the group has no such level, or is never at work. */
export function clocksOf(facts: ClockFacts, policy: ClockPolicy, now: Instant): Clock[] {
  return CLOCK_NAMES.flatMap((what) => {
    const [wait, level] = [facts[what], policy[what]];
    if (!wait || !level) return [];
    const limits = allowancesFor(level, facts.labels).map((allowance) => ({
      due: afterAllowance(allowance, policy.hours, wait.since) ?? Infinity,
      allowance,
    }));
    const [first] = limits.toSorted((one, other) => one.due - other.due);
    if (!first || first.due === Infinity) return [];
    return [{ what, due: first.due, state: stateOf(wait, first, policy, now) }];
  });
}

/** Those of the labels that an issue carries; where it carries none, the level's own. */
function allowancesFor({ within, byLabel }: ServiceLevel, labels: readonly string[]): Allowance[] {
  const has = new Set(labels.map((label) => label.toLowerCase()));
  const own = Object.entries(byLabel).filter(([label]) => has.has(label.toLowerCase()));
  if (own.length > 0) return own.map(([, allowance]) => allowance);
  return within ? [within] : [];
}

function stateOf(
  { until }: Wait,
  { due, allowance }: { due: Instant; allowance: Allowance },
  policy: ClockPolicy,
  now: Instant,
): ClockState {
  if (until !== undefined) return until <= due ? 'met' : 'missed';
  if (due <= now) return 'overdue';
  return due <= horizonOf(allowance, policy, now) ? 'soon' : 'running';
}

/** What is due until then is due soon. */
function horizonOf(allowance: Allowance, { soon, hours }: ClockPolicy, now: Instant): Instant {
  const margin = 'share' in soon ? { ...allowance, ms: Math.round(allowance.ms * soon.share) } : soon;
  return afterAllowance(margin, hours, now) ?? now;
}

/** When so much of a group's business time has passed; undefined where ten years do not bring as much. */
export function afterAllowance(
  allowance: Allowance,
  hours: BusinessHours,
  from: Instant,
): Instant | undefined {
  return afterBusiness(counted(allowance, hours), from, allowance.ms);
}

function counted(allowance: Allowance, hours: BusinessHours): BusinessHours {
  return allowance.in === 'days' ? businessDays(hours) : hours;
}

/**
 * What of a level has had its time: issues with that label (undefined: with no label of the level's) that began to wait
 * at `overdue` or before are overdue, after that until `soon` it is time to act. Undefined: none is.
 */
export interface Cut {
  label: string | undefined;
  overdue: Instant | undefined;
  soon: Instant | undefined;
}

/** How the database finds what clocksOf says: a moment for each label, in place of a clock for each issue. */
export function cutsOf({ within, byLabel }: ServiceLevel, policy: ClockPolicy, now: Instant): Cut[] {
  const cut = (label: string | undefined, allowance: Allowance): Cut => {
    const hours = counted(allowance, policy.hours);
    const before = (to: Instant) => beforeBusiness(hours, to, allowance.ms);
    return { label, overdue: before(now), soon: before(horizonOf(allowance, policy, now)) };
  };
  const own = Object.entries(byLabel).map(([label, allowance]) => cut(label, allowance));
  return [...own, ...(within ? [cut(undefined, within)] : [])];
}

/** What must be known of an issue beside itself. */
export interface ClockNeeds {
  verdicts: readonly Verdict[];
  /** Every comment on it was heard: else nobody knows whether it was answered. */
  heard: boolean;
  untriaged: UntriagedRule;
}

/**
 * What an issue's clocks with a group are told from. Triage is measured while the group is asked, from when it was asked
 * last, be it that another group handed the issue over. Of pull requests nothing is measured, and of an issue that was
 * triaged before the bot came nobody knows when.
 */
export function clockFacts(
  issue: Issue,
  group: Pick<Group, 'id' | 'label'>,
  { verdicts, heard, untriaged }: ClockNeeds,
  now: Instant,
): ClockFacts {
  const { labels, createdAt, respondedAt } = issue;
  if (issue.isPullRequest || issue.gone !== undefined) return { labels };
  const closed = endOf(issue);
  const knows = heard || respondedAt !== undefined;
  const response = knows ? { since: createdAt, until: respondedAt ?? closed } : undefined;
  const where = standingOf(group, issue, verdicts, { untriaged }, now);
  const asked = Math.max(createdAt, handedAt(verdicts, group.label));
  switch (where.state) {
    case 'waiting':
      return { labels, response, triage: { since: Math.max(where.since, asked), until: closed } };
    case 'decided':
      return { labels, response, triage: { since: asked, until: where.verdict.at } };
    case 'labelled':
      return { labels, response };
  }
}

/** Whoever closes an issue has answered, and decided. */
function endOf({ state, closedAt }: Issue): Instant | undefined {
  return state === 'closed' ? closedAt : undefined;
}

/** When the issue was last handed to the group of that label; 0 where it never was. */
function handedAt(verdicts: readonly Verdict[], label: string | undefined): Instant {
  const handed = verdicts.filter(
    ({ kind, note, ended }) =>
      kind === 'not-ours' && !ended && label !== undefined && note?.toLowerCase() === label.toLowerCase(),
  );
  return Math.max(0, ...handed.map(({ at }) => at));
}
