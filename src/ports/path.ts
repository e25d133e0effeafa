import type { IssueId } from '../domain/issue.ts';
import type { PathPolicy } from '../domain/path.ts';
import type { Instant } from '../domain/time.ts';

/** A meeting that came to an issue. */
export interface TalkedAbout {
  /** The meeting's id, and the occurrence's key. */
  meeting: string;
  key: string;
  at: Instant;
  /** Whether the topic was done with, or went on to the next meeting. */
  how: 'done' | 'carried';
}

/** What a feature may read of the way that proposals go. */
export interface PathPorts {
  policy: PathPolicy;
  /** Whether the issue was compared with older ones, and how many people other than its author have spoken on it. */
  said(issue: IssueId, robots: readonly string[]): Promise<{ searched: boolean; voices: number }>;
  /** The meetings that talked about it and have ended, the latest first. */
  talked(issue: IssueId): Promise<TalkedAbout[]>;
  /** The issues that a pull request names, in no order; some of them may not be mirrored. */
  namedBy(pull: IssueId): Promise<IssueId[]>;
}
