import type { Channel, Group } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import type { SuggestedGroup } from '../../domain/suggest.ts';
import type { Effect, Subject } from '../../effect.ts';

/** All that a stray's message is made from. */
export interface StrayFacts {
  issue: Issue;
  /** The groups that have it by now, and where they are. */
  homes: readonly { group: Group; channel: Channel | undefined }[];
  suggested: readonly SuggestedGroup[];
  /** All that could take it. */
  groups: readonly Group[];
  /** Whether the channel may show it. */
  mayShow: boolean;
}

/** The message about an issue that no group has. */
export function strayOf({ id }: Issue): Extract<Subject, { kind: 'stray' }> {
  return { kind: 'stray', id };
}

/** One message for each issue, once. */
export function tell(issues: readonly Issue[], channel: string): Effect[] {
  return issues.map((issue) => ({
    kind: 'slack.post',
    channel,
    subject: strayOf(issue),
    once: `stray:${issue.id}`,
  }));
}

/** Whether somebody has still to find a group for it. */
export function isStray({ issue, homes }: Pick<StrayFacts, 'issue' | 'homes'>): boolean {
  const isOpen = issue.state === 'open' && issue.gone === undefined && !issue.document;
  return isOpen && homes.length === 0;
}
