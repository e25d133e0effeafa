import type { Instant } from './time.ts';

/** Several people who go through one queue together, and how far they are. */
export interface Board {
  /** "sig-node/2026-11-23T17:00:00Z": whose, and when it began. */
  id: string;
  /** The group's id. */
  group: string;
  /** Where it is shown, by Slack id. */
  channel: string;
  /** The part of the queue that is gone through, as JSON. */
  filter: string;
  /** How many waited when it began. */
  total: number;
  /** Slack user id of who began it. */
  by: string;
  endedAt?: Instant | undefined;
  /** Who joined, and how many each has decided. */
  members: readonly { user: string; decided: number }[];
}
