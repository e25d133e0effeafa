import type { ClockPolicy } from '../domain/clock-policy.ts';
import type { Issue, IssueId } from '../domain/issue.ts';
import type { UntriagedRule } from '../domain/label.ts';
import type { Owed, Owing } from '../domain/reply.ts';
import type { Clock } from '../domain/service-level.ts';
import type { StalePolicy, Staleness } from '../domain/stale.ts';
import type { Instant } from '../domain/time.ts';
import type { QueueQuery } from './issue.ts';

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

/** An open issue or pull request, and who owes the next reply on it. */
export interface OwedIssue {
  issue: Issue;
  owed: Owed;
}

/** Whose decision is waited for: a group's, by the rules of now. */
export type WaitingFor = Pick<QueueQuery, 'group' | 'untriaged' | 'now'>;

/** What one side owes: how many, since when the oldest, and the first of them, the oldest first. */
export interface OwedBy {
  by: Owing;
  total: number;
  oldest: Instant;
  first: readonly OwedIssue[];
}

/** What a feature may read of the work that lies before a group: from the mirror alone. */
export interface WorkPorts {
  find(query: WorkQuery): Promise<WorkFound>;
  /**
   * The labels (in lower case) of those open issues of which a clock by one of these policies may have run out after `since`
   * until `now`: one look for all groups, of most of which none has.
   */
  turning(policies: readonly ClockPolicy[], since: Instant, now: Instant): Promise<ReadonlySet<string>>;
  /** Those of these of which every comment was heard: of the others nobody knows whether they were answered. */
  heard(ids: readonly IssueId[]): Promise<ReadonlySet<IssueId>>;
  /** The issues of these ids that are known, in no order. */
  issues(ids: readonly IssueId[]): Promise<Issue[]>;
  counts(query: Pick<WorkQuery, 'label' | 'hide'> & { since: Instant }): Promise<WorkCounts>;
  /**
   * Who owes the next reply on a group's open issues and pull requests: those who owe any, in the order of OWING, with so
   * many issues each as `limit` says. An issue is counted once; that another of its groups has yet to decide is for the
   * queue to tell. `beside`: what waits in that queue is told there, and neither as what the group owes nor as what nobody
   * knows.
   */
  owed(query: Pick<WorkQuery, 'label' | 'hide' | 'limit'> & { beside?: WaitingFor }): Promise<OwedBy[]>;
  /** As owed(), of all groups: what waits for the person with this GitHub login, whatever its case. */
  owedBy(query: { login: string } & Pick<WorkQuery, 'hide' | 'limit'>): Promise<OwedBy[]>;
}
