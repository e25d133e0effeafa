import { HOUR, type Instant } from './time.ts';

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

/** How long a board lasts where nobody ends it, in ms: what waited then says little of what waits the next day. */
const LASTS = 12 * HOUR;

/** When a board ends by itself. */
export function endOf({ id }: Pick<Board, 'id'>): Instant {
  return Date.parse(id.slice(id.lastIndexOf('/') + 1)) + LASTS;
}

/** Whether one may still join: nobody has ended it, and its time is not over. */
export function goesOn(board: Pick<Board, 'id' | 'endedAt'>, now: Instant): boolean {
  return board.endedAt === undefined && now < endOf(board);
}
