import type { ConsensusState } from '../../domain/consensus.ts';
import type { IssueId } from '../../domain/issue.ts';

/** The table about consensus, as Kysely sees it. */
export interface ConsensusTables {
  consensus: ConsensusTable;
}

export interface ConsensusTable {
  id: string;
  group_id: string;
  issue: IssueId;
  state: ConsensusState;
  deadline: number;
  ended_at: number | null;
  /** All the rest, JSON: it is read and changed as one. */
  said: string;
  revision: number;
}
