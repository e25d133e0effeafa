import type { Consensus } from '../domain/consensus.ts';
import type { Logged, LogQuery } from '../domain/decision-log.ts';
import type { IssueId } from '../domain/issue.ts';
import type { Instant } from '../domain/time.ts';

/** What a feature may read of what groups seek consensus on. */
export interface ConsensusPorts {
  byId(id: string): Promise<Consensus | undefined>;
  /** Those that are open or have stalled, of a group where one is named; the first to end at the beginning. */
  live(group?: string): Promise<Consensus[]>;
  /** All about an issue, the latest first. */
  about(issue: IssueId): Promise<Consensus[]>;
  /** What a group accepted after one moment until another, in that order. */
  acceptedBetween(group: string, after: Instant, until: Instant): Promise<Consensus[]>;
}

/** What a feature may read of all that groups decided: in meetings, and by consensus. */
export interface DecisionLogPorts {
  /** The newest first. */
  find(query: LogQuery): Promise<Logged[]>;
}
