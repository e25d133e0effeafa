import type { IssueId } from './issue.ts';
import type { Instant } from './time.ts';

/** Something a group decided: in a meeting, or by consensus. */
export interface Logged {
  /** The minute's id, or the consensus'. */
  id: string;
  /** The group's id. */
  group: string;
  text: string;
  at: Instant;
  issue?: IssueId | undefined;
  /** Where it was decided, and in which channel that stands. */
  by:
    | { what: 'meeting'; meeting: string; key: string; channel: string }
    | { what: 'consensus'; channel: string };
}

/** Which decisions are asked for. */
export interface LogQuery {
  /** The group's id; absent: of all. */
  group?: string | undefined;
  issue?: IssueId | undefined;
  /** Those alone that were made since then. */
  since?: Instant | undefined;
  limit: number;
}

/** Whether a decision has all of these words, whatever their case. */
export function says({ text }: Pick<Logged, 'text'>, words: readonly string[]): boolean {
  const plain = text.toLowerCase();
  return words.every((word) => plain.includes(word.toLowerCase()));
}
