import type { Issue, IssueId } from './domain/issue.ts';
import type { ClockPolicy } from './domain/clock-policy.ts';
import type { UntriagedRule } from './domain/label.ts';
import type { Clock } from './domain/service-level.ts';
import type { StalePolicy, Staleness } from './domain/stale.ts';
import type { Instant } from './domain/time.ts';

/** Which of a group's open issues and pull requests are asked for, in the order in which they are told. */
export type WorkKind =
  /** Accepted and nobody has them: the most urgent first, of these the oldest. */
  | { what: 'unassigned'; priorities: readonly string[] }
  /** Pull requests, drafts left out, that lack `lgtm` or `approved` (Prow's labels); the oldest first. */
  | { what: 'review' }
  /** At rest for longer than these allow; the weightiest reason first, of these the one at rest for longest. */
  | { what: 'stale'; limits: StalePolicy; now: Instant }
  /** What has waited longer than the group's levels allow, or soon will have; the oldest first. */
  | DueWork
  /** With one of these whole labels; the one that moved last first. */
  | { what: 'labelled'; labels: readonly string[] };

/** Issues that wait for the group's decision, or for anybody's answer. */
export interface DueWork {
  what: 'overdue' | 'soon';
  /** The group's id. */
  group: string;
  untriaged: UntriagedRule;
  policy: ClockPolicy;
  now: Instant;
  /** Only what was not overdue by then. */
  since?: Instant | undefined;
}

export type WorkQuery = WorkKind & {
  /** The group's label. */
  label: string;
  /** Leaves out what is private: of repositories that are, and what carries one of these labels. */
  hide?: readonly string[] | undefined;
  limit: number;
};

/** An issue, and why it is told of. */
export interface WorkItem {
  issue: Issue;
  stale?: Staleness | undefined;
  /** The clocks that it was asked for by. */
  clocks?: readonly Clock[] | undefined;
}

/** So many of them, and how many there are in all. */
export interface WorkFound {
  found: readonly WorkItem[];
  total: number;
}

/** How many issues a group has, and how many came and went since then; pull requests are counted apart. */
export interface WorkCounts {
  open: number;
  pulls: number;
  opened: number;
  closed: number;
}

/** What a feature may read of the work that lies before a group: from the mirror alone. */
export interface WorkPorts {
  find(query: WorkQuery): Promise<WorkFound>;
  /** The issues of these ids that are known, in no order. */
  issues(ids: readonly IssueId[]): Promise<Issue[]>;
  counts(query: Pick<WorkQuery, 'label' | 'hide'> & { since: Instant }): Promise<WorkCounts>;
}
