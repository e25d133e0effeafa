import type { HeldAcceptance } from '../effect.ts';
import type { Board } from '../domain/board.ts';
import type { DecisionMade, HandOff } from '../domain/decision.ts';
import type { IssueId } from '../domain/issue.ts';
import type { SaidBefore } from '../domain/own-act.ts';
import type { Instant } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';

/** Somebody is looking at an issue for a group. */
export interface Claim {
  issue: IssueId;
  /** The group's id. */
  group: string;
  /** Slack user id. */
  user: string;
  until: Instant;
}

/** What may be read of what people decide, and of how they go through their queues. */
export interface TriagePorts {
  verdicts: { of(issue: IssueId): Promise<Verdict[]> };
  claims: {
    /** Those that hold, for one group. */
    inGroup(group: string, now: Instant): Promise<Claim[]>;
    /** Those of one person, in any group; the one that ends first at the beginning. */
    of(user: string, now: Instant): Promise<Claim[]>;
  };
  boards: {
    byId(id: string): Promise<Board | undefined>;
    /** The ids and channels of those that nobody has ended. */
    going(): Promise<Pick<Board, 'id' | 'channel'>[]>;
  };
  decisions: {
    /** What somebody decided last and has not taken back. */
    last(user: string): Promise<DecisionMade | undefined>;
  };
  /** Acceptances of which GitHub is told when the other groups have accepted too: by issue, the last at the end. */
  held: { all(): Promise<HeldAcceptance[]> };
  handOffs: {
    /** What somebody was given to do about the issue on GitHub themselves, within the last day. */
    of(user: string, issue: IssueId): Promise<HandOff | undefined>;
    /** The last of all issues. */
    last(user: string): Promise<HandOff | undefined>;
  };
  /** What people said of a pull request from Slack themselves, the latest at the end. */
  ownActs: { before(issue: IssueId): Promise<SaidBefore[]> };
}
