import type { BusinessHours } from './business-time.ts';
import { KUBERNETES_STALE, type StalePolicy } from './stale.ts';
import type { Hours } from './zone.ts';

/**
 * How long something may take, in ms. In `hours`: of the time in which the group works. In `days`: of its working days,
 * each counted from midnight to midnight, so that three days from Thursday at four are over on Tuesday at four.
 */
export interface Allowance {
  ms: number;
  in: 'hours' | 'days';
}

/** What is measured: the first answer of a person who is not the author, and a group's decision. */
export const CLOCK_NAMES = ['response', 'triage'] as const;
export type ClockName = (typeof CLOCK_NAMES)[number];

/** How long that may take; `byLabel`, by whole label, counts before `within`, of several labels what is due first. */
export interface ServiceLevel {
  /** Absent: only issues with one of the labels are measured. */
  within?: Allowance | undefined;
  byLabel: Readonly<Record<string, Allowance>>;
}

/** When is it time to act: when this share of what is allowed is left (0.25), or as much as this. */
export type Margin = { share: number } | Allowance;

/** What a group's clocks are. */
export interface ClockPolicy {
  hours: BusinessHours;
  /** Absent: nobody is measured. */
  response?: ServiceLevel | undefined;
  triage?: ServiceLevel | undefined;
  soon: Margin;
  stale: StalePolicy;
}

/** Nobody is measured unasked; what is stale is Kubernetes' own. */
export const PLAIN_CLOCKS: ClockPolicy = { hours: [], soon: { share: 0.25 }, stale: KUBERNETES_STALE };

/** An office as the operator writes it: its holidays stand in a file. */
export interface OfficeRule extends Hours {
  zone: string;
  /** A path, or an https address. */
  holidays?: string | undefined;
}

/** A group's clocks as the operator writes them. */
export type ClockRules = Omit<ClockPolicy, 'hours'> & { hours: readonly OfficeRule[] };
