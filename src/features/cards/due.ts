import type { Issue } from '../../domain/issue.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import type { WorkItem } from '../../ports/work.ts';

/** Over how long the edits are spread of cards whose clocks are over at one moment, as on a Monday morning, in ms. */
export const SPREAD = 10 * MINUTE;

/** Most cards of a group that are edited in a minute: new ones wait in the same lane. */
const MOST = 60;

/** A prime: numbers that follow one another come as far apart as any others, and hardly two at the same moment. */
const STEP = 7919;

/** Issues whose cards are to be edited; `upTo` is told where others are left to the next minute: those that come after it. */
export interface Turned {
  issues: readonly Issue[];
  upTo?: Instant | undefined;
}

/**
 * Whose turn it is, of what has become overdue: each a while after its clock was over, by its number, so that it comes
 * once, whatever becomes of the others meanwhile.
 */
export function turnedNow(found: readonly WorkItem[], since: Instant, now: Instant): Turned {
  const turns = found
    .map(({ issue, clocks = [] }) => ({
      issue,
      at: Math.min(
        ...clocks
          .map(({ due }) => due + ((issue.number * STEP) % SPREAD))
          .filter((at) => at > since && at <= now),
      ),
    }))
    .filter(({ at }) => at !== Infinity)
    .toSorted((one, other) => one.at - other.at);
  const upTo = turns.length > MOST ? turns[MOST - 1]?.at : undefined;
  const issues = turns.filter(({ at }) => at <= (upTo ?? now)).map(({ issue }) => issue);
  return { issues, upTo };
}
