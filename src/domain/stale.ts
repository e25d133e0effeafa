import { DAY } from './time.ts';

/**
 * Why an open issue of a group is stale: its author was asked and has not answered, somebody has it and no pull request
 * names it, or nothing has happened to it.
 */
export type Staleness = (typeof STALENESSES)[number];

/** All of them; the first that fits an issue counts. */
export const STALENESSES = ['unanswered', 'no-pull', 'idle', 'unmoved'] as const;

/** How long each may last, in ms; what is absent is not looked for. */
export type StalePolicy = Readonly<Partial<Record<Staleness, number>>>;

/** Kubernetes' own (kubernetes/community, contributors/guide/issue-triage.md). */
export const KUBERNETES_STALE: StalePolicy = {
  unanswered: 20 * DAY,
  'no-pull': 30 * DAY,
  idle: 90 * DAY,
  unmoved: 30 * DAY,
};

/** An issue that was set aside on purpose. */
export const FROZEN = 'lifecycle/frozen';
