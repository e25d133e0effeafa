import type { Issue } from './issue.ts';
import type { PullAct } from './pull-act.ts';
import type { Instant } from './time.ts';

/**
 * What somebody did: wrote a comment, reviewed, wrote at a line of the code, gave a pull request out of their hands (a
 * push, or that it is ready to be reviewed), asked somebody for a review, assigned somebody, set a label.
 */
export type ActivityKind = 'comment' | 'review' | 'remark' | 'push' | 'request' | 'assignment' | 'label';

/** What a review says (GitHub's `state`); a dismissed one holds no more. */
export type ReviewState = 'approved' | 'changes_requested' | 'commented' | 'dismissed';

/** Something that happened on an issue or a pull request, without a word of what was said. */
export interface Activity {
  /** By GitHub's own number, "comment/123": the same however, and however often, it is heard of. */
  id: string;
  kind: ActivityKind;
  at: Instant;
  /** When it was last changed: of two tellings of it the later one counts. */
  changedAt: Instant;
  /** GitHub login; absent where the account is gone. */
  by?: string | undefined;
  /** GitHub says that the account is a bot's. */
  robot: boolean;
  /** Its author is of the project, as GitHub's `author_association` has it. */
  insider: boolean;
  /** It says more than commands to a robot. */
  speaks: boolean;
  review?: ReviewState | undefined;
  /** Who was asked or assigned (a login, or "owner/team"), or the label that was set. */
  about?: string | undefined;
  /** What a comment, or a review's text, says about merging. */
  acts?: readonly PullAct[] | undefined;
  /** It was deleted. */
  gone?: true | undefined;
}

/** Associations of those who are of the project (docs.github.com, GraphQL's CommentAuthorAssociation). */
const INSIDERS = ['MEMBER', 'OWNER', 'COLLABORATOR'];

/** Whether GitHub's `author_association` says that somebody is of the project. A hidden membership is not told. */
export function isInsider(association: string | undefined): boolean {
  return association !== undefined && INSIDERS.includes(association);
}

/** The labels whose moment is kept: from then on somebody else has the next word. */
const TURNING = ['lgtm', 'triage/needs-information'];

/** Whether it matters when the label was set. */
export function isTurning(label: string): boolean {
  return TURNING.includes(label.toLowerCase());
}

/** Whether every comment that GitHub counts on the issue is among these. Nobody counts its reviews. */
export function knowsComments({ comments }: Pick<Issue, 'comments'>, activity: readonly Activity[]): boolean {
  return activity.filter(({ kind, gone }) => kind === 'comment' && !gone).length >= comments;
}
