import { knowsComments, type Activity } from './activity.ts';
import type { Issue } from './issue.ts';
import { hasLabel, isUntriaged, labelsUnder, type UntriagedRule } from './label.ts';
import { onPull } from './reply-pull.ts';
import { FROZEN } from './stale.ts';
import { lastWords, login, talkOf, type Talk } from './talk.ts';
import type { Instant } from './time.ts';
import { lapsed, type Verdict, type VerdictKind } from './verdict.ts';

/**
 * Who owes the next reply: whoever opened it, the group as a whole, who is assigned, who is to review, who is to approve;
 * nobody; or it cannot be told, for too little of its history is known.
 */
export const OWING = ['author', 'group', 'assignee', 'reviewer', 'approver', 'nobody', 'unknown'] as const;
export type Owing = (typeof OWING)[number];

/** Why they owe it, or why nobody does. */
export type OwedWhy =
  /** author: asked for information; spoken to by the project; to change the code; kept from merging by a label. */
  | 'asked'
  | 'spoken-to'
  | 'changes-requested'
  | 'blocked'
  /** group: to be triaged; the author answered or asked last; their account is gone; to be tested; nobody reviews it. */
  | 'untriaged'
  | 'answered'
  | 'author-gone'
  | 'ok-to-test'
  | 'no-reviewer'
  /** assignee, reviewer, approver. */
  | 'assigned'
  | 'review'
  | 'approval'
  /** nobody: set aside; a draft; on hold; about to merge; decided otherwise than to be done; free to be taken. */
  | 'frozen'
  | 'draft'
  | 'held'
  | 'merging'
  | 'settled'
  | 'free'
  /** unknown. */
  | 'unheard';

/** Who owes the next reply on an open issue or pull request. */
export interface Owed {
  by: Owing;
  why: OwedWhy;
  /** Since when; never too early: where the moment is not known, when something last happened to it. */
  since: Instant;
  /** GitHub logins, or "owner/team"; none where it is the group's as a whole, or not known whose. */
  logins: readonly string[];
}

/** An issue with all that was heard of it, in any order. */
export interface Exchange {
  issue: Issue;
  verdicts: readonly Verdict[];
  activity: readonly Activity[];
}

/** A community's rules about who speaks for whom. */
export interface ReplyRules {
  untriaged: UntriagedRule;
  /** GitHub logins, in lower case, that are robots beside those GitHub calls bots. */
  robots: readonly string[];
  /** Whether this login (in lower case) is of the project, though GitHub may not say so: a lead, a named triager. */
  knows: (login: string) => boolean;
}

/**
 * Who owes the next reply on an open issue. Robots are not listened to, nor is a comment of nothing but commands: its
 * effect (a label) counts. Of people the author, the project's (`author_association`, leads, triagers) and those who were
 * asked or assigned take turns; what passers-by say changes nobody's turn.
 */
export function nextReply(exchange: Exchange, rules: ReplyRules, now: Instant): Owed {
  const talk = talkOf(exchange, rules);
  const { issue } = exchange;
  const owed = hasLabel(issue.labels, FROZEN)
    ? nobody(talk, 'frozen')
    : issue.isPullRequest
      ? onPull(talk)
      : onIssue(talk, rules, now);
  if (owed.by !== 'author') return owed;
  if (issue.author === 'ghost') return { ...owed, by: 'group', why: 'author-gone', logins: [] };
  return { ...owed, logins: [issue.author] };
}

/**
 * When somebody of the project other than the author first spoke: in a comment or a review. Undefined where nobody did,
 * and where an earlier word may not have been heard.
 */
export function firstResponse(exchange: Exchange, rules: ReplyRules): Instant | undefined {
  const { issue, activity } = exchange;
  const reviewsHeard = !issue.isPullRequest || (issue.reviewers !== undefined && !issue.existedBefore);
  if (!knowsComments(issue, activity) || !reviewsHeard) return undefined;
  return talkOf(exchange, rules).words.find(({ side }) => side === 'project')?.at;
}

function onIssue(talk: Talk, rules: ReplyRules, now: Instant): Owed {
  const asked = questionAt(talk);
  if (asked !== undefined) return afterQuestion(asked, talk);
  const undecided = undecidedSince(talk, rules, now);
  if (undecided !== undefined) return triaging(undecided, talk);
  if (isSettled(talk)) return nobody(talk, 'settled');
  const { assignees, issue } = talk;
  // Who has it owes the next word, whoever spoke last: that is what being assigned means.
  if (assignees.length > 0)
    return { by: 'assignee', why: 'assigned', since: assignedAt(talk), logins: assignees };
  const last = lastWords(talk, acceptedAt(talk));
  if (last?.side === 'author' && !last.insider) return group('answered', last.since);
  if (!last && !talk.complete) return { by: 'unknown', why: 'unheard', since: issue.updatedAt, logins: [] };
  return nobody(talk, 'free');
}

/** When the author was asked for information, by a verdict or by the label; undefined where no question is open. */
function questionAt({ issue, verdicts, words, activity }: Talk): Instant | undefined {
  const open = verdicts.filter(({ kind, ended }) => kind === 'needs-information' && !ended);
  if (open.length > 0) return Math.max(...open.map(({ at }) => at));
  if (!hasLabel(issue.labels, 'triage/needs-information')) return undefined;
  const set = activity.findLast(({ about }) => about === 'triage/needs-information');
  if (set) return set.at;
  const spoke = words.findLast(({ side }) => side === 'project');
  // Nobody knows when: an answer may have come after it, and then somebody is to look.
  return spoke?.at ?? (words.length > 0 ? issue.createdAt : issue.updatedAt);
}

function afterQuestion(asked: Instant, { issue, words }: Talk): Owed {
  const spoke = words.find(({ side, at }) => side === 'author' && at > asked)?.at ?? issue.authorCommentedAt;
  if (spoke !== undefined && spoke > asked) return group('answered', spoke);
  return { by: 'author', why: 'asked', since: asked, logins: [] };
}

/** Since when the issue waits for a decision of any of its groups; undefined where one holds. */
function undecidedSince(
  { issue, verdicts }: Talk,
  { untriaged }: ReplyRules,
  now: Instant,
): Instant | undefined {
  if (verdicts.length === 0) return isUntriaged(issue, untriaged) ? issue.createdAt : undefined;
  const lapses = verdicts.map((verdict) => lapsed(verdict, issue, now)?.since);
  const since = lapses.filter((lapse) => lapse !== undefined);
  return since.length === lapses.length ? Math.max(...since) : undefined;
}

/** The group is to decide, unless it has spoken to the author and waits for the answer. */
function triaging(since: Instant, talk: Talk): Owed {
  // GitHub counts in seconds: in the very one it was opened in, something may have been said already.
  const last = lastWords(talk, talk.verdicts.length === 0 ? 0 : since);
  if (!last) return group('untriaged', since);
  if (last.side === 'project') return { by: 'author', why: 'spoken-to', since: last.since, logins: [] };
  return last.answers ? group('answered', last.since) : group('untriaged', since);
}

const ENDED: readonly VerdictKind[] = ['duplicate', 'not-ours', 'not-reproducible', 'closed'];

/** It is open still, and nobody means to do anything about it. */
function isSettled({ issue, verdicts }: Talk): boolean {
  const kinds = verdicts.filter(({ ended }) => !ended).map(({ kind }) => kind);
  if (kinds.length > 0) return kinds.every((kind) => ENDED.includes(kind));
  const words = labelsUnder(issue.labels.map(login), 'triage/');
  return words.some((word) => word === 'duplicate' || word === 'not-reproducible');
}

/** When it was accepted: what was said before is answered by that. */
function acceptedAt({ verdicts }: Talk): Instant {
  return Math.max(0, ...verdicts.filter(({ ended }) => !ended).map(({ at }) => at));
}

/** Since when somebody has it: since they were assigned, or the last word that was said after that. */
function assignedAt(talk: Talk): Instant {
  const { issue, words, activity } = talk;
  const moments = [
    acceptedAt(talk),
    activity.findLast(({ kind }) => kind === 'assignment')?.at ?? 0,
    words.at(-1)?.at ?? 0,
  ];
  return Math.max(issue.createdAt, ...moments);
}

function group(why: OwedWhy, since: Instant): Owed {
  return { by: 'group', why, since, logins: [] };
}

function nobody({ issue, words }: Talk, why: OwedWhy): Owed {
  return { by: 'nobody', why, since: words.at(-1)?.at ?? issue.createdAt, logins: [] };
}
