import type { Selectable } from 'kysely';
import {
  issueId,
  type Issue,
  type IssueId,
  type IssueSnapshot,
  type StateReason,
} from '../../domain/issue.ts';
import { isDocument } from '../../domain/region.ts';
import type { Session } from './session.ts';
import type { IssuesTable } from './tables.ts';

/** An issue's row. */
export type IssueRow = Selectable<IssuesTable>;

/** What GitHub says of an issue; the rest of its row is the mirror's own judgement, or was told by other events. */
export type Content = Omit<
  IssueRow,
  | 'repo_id'
  | 'number'
  | 'seen'
  | 'existed_before'
  | 'gone'
  | 'gone_at'
  | 'moved_to'
  | 'author_commented_at'
  | 'commented_at'
  | 'commented_by'
  | 'responded_at'
  | 'comments'
  | 'reviewers'
  | 'reactions'
  | 'first_timer'
  | 'draft'
  | 'document'
> &
  Partial<Pick<IssueRow, 'comments' | 'reviewers' | 'reactions' | 'first_timer' | 'draft' | 'document'>>;

/** Reads issues together with their repository's present name. Issues not seen yet are left out. */
export function issues({ db }: Session) {
  return db
    .selectFrom('issues')
    .innerJoin('repositories', 'repositories.id', 'issues.repo_id')
    .selectAll('issues')
    .select(['repositories.name as repo', 'repositories.private as hidden'])
    .where('issues.seen', '=', 1);
}

/** "20580498#12345" -> 20580498 and 12345, and what is no id to what no issue has. */
export function keyOf(id: IssueId): Pick<IssueRow, 'repo_id' | 'number'> {
  const parts = /^(\d+)#(\d+)$/.exec(id);
  return parts ? { repo_id: Number(parts[1]), number: Number(parts[2]) } : { repo_id: 0, number: 0 };
}

export function toContent(snapshot: IssueSnapshot): Content {
  return {
    is_pull_request: Number(snapshot.isPullRequest),
    title: snapshot.title,
    url: snapshot.url,
    author: snapshot.author,
    state: snapshot.state,
    state_reason: snapshot.stateReason ?? null,
    locked: Number(snapshot.locked),
    labels: JSON.stringify(snapshot.labels),
    assignees: JSON.stringify(snapshot.assignees),
    ...(snapshot.comments !== undefined && { comments: snapshot.comments }),
    ...(snapshot.reviewers !== undefined && { reviewers: JSON.stringify(snapshot.reviewers) }),
    ...(snapshot.reactions !== undefined && { reactions: snapshot.reactions }),
    ...(snapshot.firstTimer !== undefined && { first_timer: Number(snapshot.firstTimer) }),
    ...(snapshot.draft !== undefined && { draft: Number(snapshot.draft) }),
    ...(snapshot.body !== undefined && {
      document: Number(!snapshot.isPullRequest && isDocument(snapshot.body)),
    }),
    created_at: snapshot.createdAt,
    updated_at: snapshot.updatedAt,
    closed_at: snapshot.closedAt ?? null,
  };
}

export function toIssue(row: IssueRow & { repo: string; hidden: number | null }): Issue {
  return {
    id: issueId(row.repo_id, row.number),
    repo: row.repo,
    number: row.number,
    isPullRequest: row.is_pull_request === 1,
    title: row.title,
    url: row.url,
    author: row.author,
    state: row.state,
    stateReason: (row.state_reason ?? undefined) as StateReason | undefined,
    locked: row.locked === 1,
    labels: JSON.parse(row.labels) as string[],
    assignees: JSON.parse(row.assignees) as string[],
    comments: row.comments,
    reactions: row.reactions,
    firstTimer: row.first_timer === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    closedAt: row.closed_at ?? undefined,
    authorCommentedAt: row.author_commented_at ?? undefined,
    commentedAt: row.commented_at ?? undefined,
    commentedBy: row.commented_by ?? undefined,
    respondedAt: row.responded_at ?? undefined,
    reviewers: row.reviewers === null ? undefined : (JSON.parse(row.reviewers) as string[]),
    existedBefore: row.existed_before === 1,
    gone: row.gone ?? undefined,
    movedTo: row.moved_to ?? undefined,
    ...(row.draft === 1 ? { draft: true } : {}),
    ...(row.document === 1 ? { document: true } : {}),
    ...(row.hidden === 1 ? { private: true } : {}),
  };
}

/** The labels under which the queue finds an issue, in lower case: those of what is open and there, and no agenda of ours. */
export function queueLabels(row: IssueRow): string[] {
  if (row.state !== 'open' || row.gone !== null || row.is_pull_request === 1 || row.document === 1) return [];
  return [...new Set((JSON.parse(row.labels) as string[]).map((label) => label.toLowerCase()))].sort();
}
