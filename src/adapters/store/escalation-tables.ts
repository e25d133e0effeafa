import type { EscalationState } from '../../domain/escalation.ts';
import type { IssueId } from '../../domain/issue.ts';

/** The table about escalations, as Kysely sees it. */
export interface EscalationTables {
  escalations: EscalationTable;
}

export interface EscalationTable {
  id: string;
  issue: IssueId;
  from_group: string;
  to_group: string;
  state: EscalationState;
  at: number;
  /** All the rest, JSON: it is read and changed as one. */
  said: string;
  revision: number;
}
