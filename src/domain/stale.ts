import { DAY } from './time.ts';

/**
 * Why an open issue of a group is stale: its author was asked and has not answered, somebody has it and no pull request
 * names it, or nothing has happened to it.
 */
export type Staleness = 'unanswered' | 'no-pull' | 'idle' | 'unmoved';

/** How long each may last, in ms (kubernetes/community, contributors/guide/issue-triage.md); the first that fits counts. */
export const CLOCKS: Readonly<Record<Staleness, number>> = {
  unanswered: 20 * DAY,
  'no-pull': 30 * DAY,
  idle: 90 * DAY,
  unmoved: 30 * DAY,
};

/** An issue that was set aside on purpose. */
export const FROZEN = 'lifecycle/frozen';
