import { businessTime, type BusinessHours } from './business-time.ts';
import type { Allowance } from './clock-policy.ts';
import { unanswered, type Consensus } from './consensus.ts';
import { afterAllowance } from './service-level.ts';
import { DAY, HOUR, MINUTE, type Instant } from './time.ts';

/** How a group seeks consensus. */
export interface ConsensusPolicy {
  /** How long a proposal is open where nobody says otherwise. */
  within: Allowance;
  /** How long it is open at least. */
  shortest: Allowance;
  /** Whether who says nothing agrees. */
  lazy: boolean;
  /** How many must say +1. */
  least: number;
  /** With which share of the time left those are asked again who have not answered; undefined: never. */
  nudge: number | undefined;
}

const COMMUNITY_RULE: Allowance = { ms: 72 * HOUR, in: 'hours' };

/** Lazy consensus as Kubernetes' SIGs have it: 72 business hours at least, and silence agrees (kubernetes/community, governance). */
export const PLAIN_CONSENSUS: ConsensusPolicy = {
  within: COMMUNITY_RULE,
  shortest: COMMUNITY_RULE,
  lazy: true,
  least: 0,
  nudge: 1 / 3,
};

/** What ends farther ahead, in ms, most likely is a slip of the pen. */
export const FARTHEST = 90 * DAY;

/** The first whole minute at which so much of a group's business time has passed; undefined where it is never at work. */
export function deadlineAfter(
  allowance: Allowance,
  hours: BusinessHours,
  from: Instant,
): Instant | undefined {
  const due = afterAllowance(allowance, hours, from);
  return due === undefined ? undefined : Math.ceil(due / MINUTE) * MINUTE;
}

/**
 * The earliest deadline an extension may set: later than the present one, and for what has stalled as far off as for what
 * begins, so that nobody is overtaken by it.
 */
export function earliestExtension(
  { state, deadline, startedAt }: Consensus,
  { shortest }: Pick<ConsensusPolicy, 'shortest'>,
  hours: BusinessHours,
  now: Instant,
): Instant {
  const from = state === 'stalled' ? now : startedAt;
  return Math.max(deadline + MINUTE, now + MINUTE, deadlineAfter(shortest, hours, from) ?? now);
}

/**
 * Who is asked again at this minute: those who were asked and said nothing, once, when so much of the business time is
 * left as the group wants it, and while it is at work. Undefined while it is not time, or no longer.
 */
export function dueNudge(
  consensus: Consensus,
  { nudge }: Pick<ConsensusPolicy, 'nudge'>,
  hours: BusinessHours,
  now: Instant,
): readonly string[] | undefined {
  const { state, nudgedAt, startedAt, deadline } = consensus;
  if (state !== 'open' || nudgedAt !== undefined || nudge === undefined || now >= deadline) return undefined;
  if (businessTime(hours, now, now + MINUTE) === 0) return undefined;
  const left = businessTime(hours, now, deadline);
  return left <= businessTime(hours, startedAt, deadline) * nudge ? unanswered(consensus) : undefined;
}
