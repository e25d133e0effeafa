import type { IssueId } from '../domain/issue.ts';
import type { MergeRules } from '../domain/merging.ts';
import type { Given } from '../domain/pull-act.ts';
import type { Pull } from '../domain/pull.ts';
import type { OwedIssue } from './work.ts';

/** A pull request as the mirror has it, and whose word stands on it. */
export interface KnownPull {
  /** Undefined where nothing but its issue is known. */
  pull: Pull | undefined;
  given: Given;
}

/** What a feature may read of pull requests: from the mirror alone. `src/merging.ts` makes of it what each lacks. */
export interface PullPorts {
  /** By id; of what is no pull request, or not mirrored, nothing. */
  about(ids: readonly IssueId[]): Promise<ReadonlyMap<IssueId, KnownPull>>;
  /**
   * The open pull requests with this label, drafts too, and who owes the next reply on each, those first that have waited
   * longest. `hide`: leaves out what is private, as in the queue.
   */
  open(query: { label: string; hide?: readonly string[] | undefined; limit: number }): Promise<OwedIssue[]>;
  /** What is needed to merge in that repository. */
  rules(repo: string): Promise<MergeRules>;
  /** How many open pull requests wait for each of these logins: a review, or an approval. */
  load(logins: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
