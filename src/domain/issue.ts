import { UserError } from './errors.ts';
import type { Instant } from './time.ts';

/** Where an issue is: `repo` is "owner/name". */
export interface IssueRef {
  repo: string;
  number: number;
}

/** GitHub's id of the repository and the number, "20580498#12345": unlike the name it survives a rename. */
export type IssueId = string;

/** As what an issue is closed. */
export type CloseReason = 'completed' | 'not_planned' | 'duplicate';
export type StateReason = CloseReason | 'reopened';

/** An issue or a pull request as the mirror knows it. */
export interface Issue extends IssueRef {
  id: IssueId;
  isPullRequest: boolean;
  title: string;
  url: string;
  /** GitHub login; "ghost" where the account is gone. */
  author: string;
  state: 'open' | 'closed';
  stateReason?: StateReason | undefined;
  locked: boolean;
  labels: readonly string[];
  /** GitHub logins. */
  assignees: readonly string[];
  comments: number;
  /**
   * To its first comment, all kinds together. GitHub tells nobody of a reaction, so they are as many as there were when
   * something else was told, or in the last nightly comparison.
   */
  reactions: number;
  /** GitHub knows no commit of its author in the repository (`author_association`). */
  firstTimer: boolean;
  createdAt: Instant;
  updatedAt: Instant;
  closedAt?: Instant | undefined;
  /** When its author last wrote a comment that says more than commands; absent where none was heard of. */
  authorCommentedAt?: Instant | undefined;
  /** When a person last commented, and who (GitHub login). */
  commentedAt?: Instant | undefined;
  commentedBy?: string | undefined;
  /**
   * When somebody of the project other than its author first spoke; absent where nobody did, or an earlier word may have
   * been missed.
   */
  respondedAt?: Instant | undefined;
  /**
   * Of a pull request: whose review is requested and has not come, GitHub logins and "owner/team"; absent where no event
   * of it was heard, as in a list of issues.
   */
  reviewers?: readonly string[] | undefined;
  /** It existed before the bot came to its repository: such an issue makes no card. */
  existedBefore: boolean;
  /** It is no longer there: deleted, or moved to another repository (then `movedTo` is its new address). */
  gone?: 'deleted' | 'transferred' | undefined;
  movedTo?: string | undefined;
  /** A pull request that is not to be reviewed yet. */
  draft?: true | undefined;
  /** It holds an agenda or minutes of the bot's own: it is nobody's to triage. */
  document?: true | undefined;
  /** Its repository is private. Absent where it is not, or GitHub has not said it yet. */
  private?: true | undefined;
}

/** What GitHub said of an issue at one moment, before the mirror has judged it. */
export type IssueSnapshot = Omit<
  Issue,
  | 'id'
  | 'existedBefore'
  | 'authorCommentedAt'
  | 'commentedAt'
  | 'commentedBy'
  | 'respondedAt'
  | 'comments'
  | 'reactions'
  | 'firstTimer'
  | 'draft'
  | 'document'
  | 'private'
> & {
  repoId: number;
  /** These are absent where GitHub did not say. */
  comments?: number | undefined;
  reactions?: number | undefined;
  firstTimer?: boolean | undefined;
  draft?: boolean | undefined;
  /** Markdown; absent where it has none. */
  body?: string | undefined;
  /** Whether its repository is; undefined where that was not said. */
  private?: boolean | undefined;
};

/** A person's comment, as far as the mirror keeps it. */
export interface CommentMade {
  /** GitHub login. */
  by: string;
  at: Instant;
  /** It says more than commands to a robot. */
  speaks: boolean;
}

/**
 * What one event says has changed. GitHub's `updated_at` counts in seconds and its events arrive in any order, so of two
 * events of one second nobody knows which snapshot is the later: then each adds only its own change.
 */
export interface IssueChange {
  labels?: { add?: string; remove?: string };
  assignees?: { add?: string; remove?: string };
  /** The rest of what changed, as the event's snapshot has it. */
  fields?: readonly (
    'title' | 'body' | 'state' | 'stateReason' | 'closedAt' | 'locked' | 'comments' | 'draft' | 'reviewers'
  )[];
}

/** The issue as it was known, with one event's change. */
export function withChange<Known extends Omit<IssueSnapshot, 'repoId' | 'private'>>(
  known: Known,
  said: IssueSnapshot,
  { labels = {}, assignees = {}, fields = [] }: IssueChange,
): Known {
  return {
    ...known,
    ...Object.fromEntries(fields.map((field) => [field, said[field]])),
    labels: listChanged(known.labels, labels),
    assignees: listChanged(known.assignees, assignees),
  };
}

function listChanged(
  list: readonly string[],
  { add, remove }: { add?: string; remove?: string },
): readonly string[] {
  const kept = remove === undefined ? list : list.filter((entry) => entry !== remove);
  return add === undefined || kept.includes(add) ? kept : [...kept, add];
}

export function issueId(repoId: number, number: number): IssueId {
  return `${repoId}#${number}`;
}

/** "owner/name#123" */
export function refText({ repo, number }: IssueRef): string {
  return `${repo}#${number}`;
}

const REF = /^(?:https:\/\/[^/\s]+\/)?([\w.-]+\/[\w.-]+)(?:#|\/(?:issues|pull)\/)(\d{1,10})(?:[#?/]\S*)?$/;

/**
 * Reads "123", "#123", "owner/name#123" or an issue's address; a bare number has no repository.
 * Slack's angle brackets around an address are dropped.
 * @throws UserError where the text is none of these
 */
export function parseIssueRef(text: string): { repo?: string; number: number } {
  const plain = text.trim().replace(/^<([^|>]*)(?:\|[^>]*)?>$/, '$1');
  const bare = /^#?(\d{1,10})$/.exec(plain);
  if (bare) return { number: Number(bare[1]) };
  const full = REF.exec(plain);
  if (full?.[1]) return { repo: full[1], number: Number(full[2]) };
  throw new UserError(`"${text}" is not an issue.`, 'Write 12345, owner/name#12345 or the issue’s address.');
}

const NAMED = /https?:\/\/[^/\s]+\/[\w.-]+\/[\w.-]+\/(?:issues|pull)\/\d+|[\w.-]+\/[\w.-]+#\d+/g;

/** The issues that a text names in full, by address or as owner/name#123, each once. */
export function issuesNamedIn(text: string): IssueRef[] {
  const refs = [...text.matchAll(NAMED)].map(([named]) => parseIssueRef(named.replace(/^http:/, 'https:')));
  const whole = refs.flatMap(({ repo, number }) => (repo === undefined ? [] : [{ repo, number }]));
  const keys = whole.map((ref) => refText(ref).toLowerCase());
  return whole.filter((_ref, index) => keys.indexOf(keys[index] ?? '') === index);
}

/**
 * The one issue that somebody meant by a number that several repositories may have: where one alone carries a label
 * of the channel's groups, that one.
 * @param text what was written, for the refusal
 * @throws UserError where there is none, or more than one
 */
export function chooseIssue(text: string, candidates: readonly Issue[], labels: readonly string[]): Issue {
  const there = candidates.filter(({ gone }) => gone === undefined);
  const near = there.filter((issue) => issue.labels.some((label) => labels.includes(label)));
  const [issue, ...others] = [near, there, candidates].find((some) => some.length > 0) ?? [];
  if (!issue) {
    throw new UserError(
      `sigbot knows no issue ${text}.`,
      'Check the number; it knows the open issues of the repositories it looks after, and those changed since it came.',
    );
  }
  if (others.length === 0) return issue;
  const names = [issue, ...others].map(refText).join(', ');
  throw new UserError(`Several repositories have ${text}: ${names}.`, `Write \`${refText(issue)}\`.`);
}
