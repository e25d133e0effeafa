import type { Issue } from './issue.ts';
import type { Instant } from './time.ts';

/** Something that has just happened to an issue, of which those who follow it may want to hear. */
export type Happening =
  | {
      what: 'closed' | 'reopened';
      at: Instant;
      /** GitHub login; absent where it is not known. */
      by?: string | undefined;
      /** The channel in Slack where it was asked for; whoever asked there has been answered. */
      from?: string | undefined;
      /** A pull request was closed by being merged. */
      merged?: true | undefined;
    }
  | {
      what: 'commented';
      at: Instant;
      by: string;
      /** The comment's address. */
      url: string;
      /** How it begins, as plain text. */
      beginning: string;
    }
  /** A label was put on it, or taken off; without `by` it is not known who did. */
  | { what: 'labelled' | 'unlabelled'; at: Instant; by?: string | undefined; label: string }
  /** A comment asks for it to be talked about in a meeting. */
  | { what: 'agenda'; at: Instant; by: string; words: string };

/** How an issue was known before and is now, and what is said of the change. */
export interface Turn {
  issue: Issue;
  before?: Issue | undefined;
  /** The event says itself that it closed or reopened the issue. */
  own: boolean;
  /** It was read from GitHub, not told by an event: no event of its own need follow. */
  read: boolean;
}

/**
 * Whether the issue was just closed or reopened. A closing is told by its own event, or found where no event was heard;
 * its moment is the same either way. A reopening has no moment that both know, so it counts once, when the state turns.
 */
export function turnOf({
  issue,
  before,
  own,
  read,
}: Turn): { what: 'closed' | 'reopened'; at: Instant } | undefined {
  const { state, closedAt, updatedAt } = issue;
  const turned = before !== undefined && before.state !== state;
  if (state === 'closed')
    return own || (read && turned) ? { what: 'closed', at: closedAt ?? updatedAt } : undefined;
  return turned ? { what: 'reopened', at: updatedAt } : undefined;
}
