import type { Group } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import { hasLabel } from '../../domain/label.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import { isAccepted, type Standing, type TriagePolicy } from '../../domain/verdict.ts';
import type { HeldAcceptance } from '../../effect.ts';
import { yetToAccept } from './plan.ts';

/**
 * How long after an acceptance its label may take to come, in ms: until then whoever accepted last has seen to it, and
 * nobody else does.
 */
const LABEL_TAKES = 15 * MINUTE;

/** What is known of an issue of which acceptances are held. */
export interface HeldFacts {
  /** Undefined where it is not mirrored any more. */
  issue: Issue | undefined;
  acceptances: readonly HeldAcceptance[];
  standings: readonly Standing[];
  accepted: TriagePolicy['accepted'];
  now: Instant;
}

/**
 * The acceptance, and its group, in whose name GitHub is told now that nobody has to accept any more: a group may have
 * lost the issue since, or be paused. "waits" where somebody has to still, "over" where nothing is to be told.
 */
export function freedOf(facts: HeldFacts): { held: HeldAcceptance; group: Group } | 'waits' | 'over' {
  const { issue, acceptances, standings, accepted, now } = facts;
  if (!issue || issue.state === 'closed' || issue.gone || hasLabel(issue.labels, 'triage/accepted'))
    return 'over';
  const holding = acceptances.flatMap((held) => {
    const its = standings.find(({ group }) => group.id === held.group);
    return its && isAccepted(its) ? [{ held, group: its.group }] : [];
  });
  const last = holding.at(-1);
  if (!last) return 'over';
  const { group } = last;
  if (yetToAccept({ decision: { accept: true }, accepted, standings, group }).length > 0) return 'waits';
  const justNow = standings.some((its) => its.state === 'decided' && now - its.verdict.at < LABEL_TAKES);
  return justNow ? 'waits' : last;
}
