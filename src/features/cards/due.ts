import type { Issue } from '../../domain/issue.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import type { WorkItem } from '../../ports/work.ts';

/** Over how long the edits are spread of cards whose clocks are over at one moment, as on a Monday morning, in ms. */
export const SPREAD = 10 * MINUTE;

/** Most cards of a group that are edited in a minute. */
const MOST = 60;

/**
 * Whose turn it is, of what has become overdue: each a while after its clock was over, by its number, so that it comes
 * once, whatever becomes of the others meanwhile.
 */
export function turnedNow(found: readonly WorkItem[], since: Instant, now: Instant): Issue[] {
  const turned = found.filter(({ issue, clocks = [] }) => {
    const moments = clocks.map(({ due }) => due + ((issue.number * MINUTE) % SPREAD));
    return moments.some((moment) => moment > since && moment <= now);
  });
  return turned.slice(0, MOST).map(({ issue }) => issue);
}
