import type { CommentMade } from '../../domain/issue.ts';
import type { Content, IssueRow } from './issue-row.ts';

/** Nobody has commented, as far as we know. */
export const NO_COMMENT = {
  author_commented_at: null,
  commented_at: null,
  commented_by: null,
  responded_at: null,
};
/** What not every message of GitHub's tells. */
export const NOT_TOLD = {
  comments: 0,
  reviewers: null,
  reactions: 0,
  first_timer: 0,
  draft: 0,
  document: 0,
};

/** The row with the comment, where it is later than those heard of; the very same row where it is not. */
export function withComment(row: IssueRow, comment: CommentMade | undefined): IssueRow {
  if (!comment) return row;
  const { by, at, speaks } = comment;
  const answers = speaks && by === row.author && at > (row.author_commented_at ?? 0);
  const later = at > (row.commented_at ?? 0);
  if (!answers && !later) return row;
  const last = later ? { commented_at: at, commented_by: by } : {};
  return { ...row, ...last, ...(answers ? { author_commented_at: at } : {}) };
}

/** It is there. */
export const NOT_GONE = { gone: null, gone_at: null, moved_to: null };

/** What the mirror holds after this content; the very same row where nothing changes. Whatever the order, the end is the same. */
export function merge(had: IssueRow, content: Content, opened: boolean): IssueRow {
  const existed_before = opened ? 0 : had.existed_before;
  const later = content.updated_at > had.updated_at;
  const other = content.updated_at === had.updated_at && differs(had, content);
  if (!later && !other) return existed_before === had.existed_before ? had : { ...had, existed_before };
  return withEnd({ ...had, ...content, existed_before }, had);
}

/** The row with the end we know of, unless something happened to it later: then it had only been out of sight. */
export function withEnd(row: IssueRow, { gone, gone_at, moved_to }: IssueRow): IssueRow {
  const back = gone_at !== null && row.updated_at > gone_at;
  if (back) return { ...row, ...NOT_GONE };
  return { ...row, gone, gone_at, moved_to, ...(gone === 'deleted' && UNSAID) };
}

/** What an issue said is often why it was deleted: its title goes as its text does. */
export const UNSAID = { title: '' };

function differs(had: IssueRow, content: Content): boolean {
  return Object.entries(content).some(([column, value]) => had[column as keyof Content] !== value);
}

/** A row nobody sees. */
export const UNSEEN = {
  ...NO_COMMENT,
  ...NOT_TOLD,
  seen: 0,
  is_pull_request: 0,
  title: '',
  url: '',
  author: 'ghost',
  state: 'closed' as const,
  state_reason: null,
  locked: 0,
  labels: '[]',
  assignees: '[]',
  created_at: 0,
  updated_at: 0,
  closed_at: null,
  existed_before: 0,
};
