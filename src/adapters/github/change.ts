import { z } from 'zod';
import type { IssueChange } from '../../domain/issue.ts';

const labelled = z.object({ label: z.object({ name: z.string() }) });
const assigned = z.object({ assignee: z.object({ login: z.string() }) });

const CLOSING = ['state', 'stateReason', 'closedAt'] as const;

/** What changes with each action of issues.* and pull_request.*, beside labels and assignees. */
const FIELDS: Readonly<Record<string, IssueChange['fields']>> = {
  edited: ['title', 'body'],
  closed: CLOSING,
  reopened: CLOSING,
  locked: ['locked'],
  unlocked: ['locked'],
  converted_to_draft: ['draft'],
  ready_for_review: ['draft'],
  review_requested: ['reviewers'],
  review_request_removed: ['reviewers'],
};

/** What an event of an issue or a pull request is itself about. */
export function changeOf(action: string, payload: unknown): IssueChange {
  const label = labelled.safeParse(payload).data?.label.name;
  const login = assigned.safeParse(payload).data?.assignee.login;
  if (action === 'labeled' && label !== undefined) return { labels: { add: label } };
  if (action === 'unlabeled' && label !== undefined) return { labels: { remove: label } };
  if (action === 'assigned' && login !== undefined) return { assignees: { add: login } };
  if (action === 'unassigned' && login !== undefined) return { assignees: { remove: login } };
  return { fields: FIELDS[action] ?? [] };
}
