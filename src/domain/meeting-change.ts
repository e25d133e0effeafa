import type { Instant } from './time.ts';

/**
 * What a lead changed of a meeting. Occurrences are known by their `key`: the day on which the rule has them, in the
 * meeting's zone, so that a change stays with its occurrence when the hour changes.
 */
export type MeetingChange =
  | { kind: 'skip'; key: string; reason?: string | undefined }
  | { kind: 'move'; key: string; to: Instant; reason?: string | undefined }
  | { kind: 'extra'; at: Instant; minutes?: number | undefined; reason?: string | undefined }
  /** From one day until before another; without the other, until somebody takes it back. */
  | { kind: 'pause'; from: string; until?: string | undefined; reason?: string | undefined }
  /** A day on which the session takes place. */
  | { kind: 'anchor'; session: number; date: string }
  /** The zone that was meant. */
  | { kind: 'zone'; session: number; zone: string }
  | { kind: 'duration'; minutes: number }
  /** How many minutes before it the channel is reminded; none: never. */
  | { kind: 'remind'; stages: readonly number[] }
  /** Not a lead, but the calendar in which the meeting stands. */
  | FeedChange
  /** Nor a lead, but that it meets at the same time as another. */
  | ClashNote;

/** That a meeting cannot be attended beside another one: said once. It changes nothing by itself. */
export interface ClashNote {
  kind: 'clash';
  /** The other meeting's id. */
  with: string;
  /** When it does first. */
  at: Instant;
  /** Logins of who leads both groups. */
  leads: readonly string[];
  room: boolean;
}

/** What the calendar in which a meeting stands says otherwise than before. It changes nothing by itself. */
export interface FeedChange {
  kind: 'feed';
  /** It was read for the first time. */
  first: boolean;
  /** Earliest first. */
  dates: readonly FeedDate[];
  /** How many more there are than `dates` names. */
  more: number;
}

/** One occurrence of which a calendar says something else now; `start`: when it takes place, or was to. */
export interface FeedDate {
  key: string;
  what: 'off' | 'on' | 'moved' | 'added';
  start: Instant;
}

/** A change that somebody made. */
export interface MadeChange {
  id: string;
  /** The meeting's id. */
  meeting: string;
  change: MeetingChange;
  /** Slack user id; "" where a calendar says so. */
  by: string;
  at: Instant;
  undone?: { by: string; at: Instant } | undefined;
}
