import type { Escalation } from '../domain/escalation.ts';
import type { IssueId } from '../domain/issue.ts';

/** What a feature may read of what groups handed to others because they could not settle it. */
export interface EscalationPorts {
  byId(id: string): Promise<Escalation | undefined>;
  /** All about an issue, the latest first. */
  about(issue: IssueId): Promise<Escalation[]>;
}
