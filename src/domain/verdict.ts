import type { IssueId } from './issue.ts';
import type { Instant } from './time.ts';

export type VerdictKind = 'accepted' | 'needs-information' | 'not-ours' | 'duplicate' | 'closed';

/** What one group decided about one issue. */
export interface Verdict {
  issue: IssueId;
  /** The group's id. */
  group: string;
  kind: VerdictKind;
  /** GitHub login of who decided. */
  by: string;
  at: Instant;
  /** The other issue, the other group, or a remark. */
  note?: string | undefined;
}
