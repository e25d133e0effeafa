import type { Freeze, KepNeed } from './freeze.ts';
import type { Issue, IssueId } from './issue.ts';
import type { Kep, KepStatus } from './kep.ts';
import { hasLabel } from './label.ts';
import type { Instant } from './time.ts';

/** A proposal before a freeze. */
export interface KepStanding {
  kep: Kep;
  /** Its issue; undefined where the mirror has none. */
  issue: Issue | undefined;
  /** What it lacks. */
  missing: readonly KepNeed[];
  /** Of what nobody knows whether it has it. */
  unknown: readonly KepNeed[];
}

/** What goes no further. */
const ENDED: readonly (KepStatus | undefined)[] = ['deferred', 'rejected', 'withdrawn', 'replaced'];

/**
 * Whether a proposal is meant for a milestone: its file plans something for it. Or a lead has opted it in although its
 * file does not say so yet: that is a word for the milestone that comes `next`, but not of what works at another one of
 * these `milestones`, where the label is left over from that.
 */
export function isMeantFor(
  { status, isTemplate, latestMilestone = '', milestones: planned }: Kep,
  milestone: string,
  {
    isOptedIn,
    next,
    milestones,
  }: { isOptedIn: boolean; next: string | undefined; milestones: readonly string[] },
): boolean {
  if (isTemplate || ENDED.includes(status)) return false;
  if ([latestMilestone, ...Object.values(planned)].includes(milestone)) return true;
  return isOptedIn && status !== 'implemented' && milestone === next && !milestones.includes(latestMilestone);
}

/** Whether a lead has opted the proposal in; undefined where its issue is not known. */
export function isOptedIn(issue: Pick<Issue, 'labels'> | undefined, label: string): boolean | undefined {
  return issue && hasLabel(issue.labels, label);
}

/** What a proposal lacks before a freeze. */
export function standingOf(
  kep: Kep,
  issue: Issue | undefined,
  { milestone, needs }: Pick<Freeze, 'milestone' | 'needs'>,
  optedIn: string,
): KepStanding {
  const { status, stage, latestMilestone, prrApprovers } = kep;
  const has: Readonly<Record<KepNeed, boolean | undefined>> = {
    'opted-in': isOptedIn(issue, optedIn),
    milestone: latestMilestone === milestone,
    implementable: status === 'implementable' || status === 'implemented',
    reviewer: stage !== undefined && prrApprovers[stage] !== undefined,
  };
  return {
    kep,
    issue,
    missing: needs.filter((need) => has[need] === false),
    unknown: needs.filter((need) => has[need] === undefined),
  };
}

/** Those that lack most first, then by number; those that lack nothing at the end. */
export function byMissing(standings: readonly KepStanding[]): KepStanding[] {
  const weight = ({ missing, unknown }: KepStanding) => missing.length + unknown.length / 10;
  return standings.toSorted(
    (one, other) => weight(other) - weight(one) || (one.kep.number ?? 0) - (other.kep.number ?? 0),
  );
}

/** Whether nothing is known to be missing, and nothing unknown. */
export function isReady({ missing, unknown }: Pick<KepStanding, 'missing' | 'unknown'>): boolean {
  return missing.length + unknown.length === 0;
}

/** How a proposal stood when a freeze was over. */
export interface KeptStanding {
  number: number;
  /** The group's id. */
  group: string;
  issue: IssueId;
  missing: readonly KepNeed[];
}

/** What was kept of a freeze that is over: all proposals that were meant for it. */
export interface FreezeRecord {
  milestone: string;
  name: string;
  at: Instant;
  /** When it was looked; later than `at` where the bot was away. */
  seenAt: Instant;
  standings: readonly KeptStanding[];
}
