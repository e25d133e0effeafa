import type { ApproverChoice } from './approvers.ts';
import type { Issue } from './issue.ts';
import { hasLabel } from './label.ts';
import type { Given } from './pull-act.ts';
import { isDraft, WORK_IN_PROGRESS, type Pull } from './pull.ts';
import { login } from './talk.ts';

/** What a community merges by. */
export interface MergeRules {
  /** Prow's tide, by labels; or GitHub, by reviews that approve. */
  by: 'prow' | 'reviews';
  /** Labels without which nothing is merged. Prow alone. */
  requires: readonly string[];
  /** Labels with which nothing is merged; "do-not-merge/*" stands for all that begin so. */
  blocks: readonly string[];
  /** Of these the ones that hold up nothing. */
  harmless: readonly string[];
  /** So many reviews must approve. GitHub alone. */
  approvals: number;
  /** Checks that say nothing of the change: tide's own waits until all else is there. */
  ignores: readonly string[];
  /** Whoever opened it and approves by OWNERS has approved it by that (prow, `approve`: unless `require_self_approval`). */
  selfApproval: boolean;
}

/**
 * Kubernetes' rules: the labels that its tide asks for, and those with which it merges nothing (kubernetes/test-infra,
 * config/prow/config.yaml, `tide.queries`). `needs-triage` and `needs-priority` are on most of what it merges.
 */
export const KUBERNETES_RULES: MergeRules = {
  by: 'prow',
  requires: ['lgtm', 'approved'],
  blocks: ['do-not-merge', 'do-not-merge/*', 'needs-*', 'cncf-cla: no'],
  harmless: ['needs-triage', 'needs-priority'],
  approvals: 1,
  ignores: ['tide'],
  selfApproval: true,
};

/**
 * Who can give what is missing: the author; a member of the organisation; a reviewer; an approver by OWNERS; whoever has
 * put it on hold; anybody, by a command; somebody who speaks for the project; nobody, for a robot will.
 */
export type Giver =
  'author' | 'member' | 'reviewer' | 'approver' | 'holder' | 'anybody' | 'maintainer' | 'robot';

/** Something that a pull request lacks to be merged. */
export interface Lack {
  what:
    | 'draft'
    | 'ok-to-test'
    | 'rebase'
    /** Another label with which nothing is merged. */
    | 'label'
    | 'failing'
    | 'pending'
    /** A review has asked for changes. */
    | 'changes'
    | 'lgtm'
    | 'approved'
    /** A label of a community's own that must be there. */
    | 'required'
    /** Reviews that approve; where Prow does not merge. */
    | 'review'
    | 'hold';
  /** The label that must go, or come. */
  label?: string | undefined;
  /** Names of checks. */
  checks?: readonly string[] | undefined;
  /** How many more reviews must approve. */
  count?: number | undefined;
  from: Giver;
  /** Who that is, as far as it is known: GitHub logins, and "owner/team". */
  logins: readonly string[];
  /** Of `approved`, where the pull request's paths and the owners of these are known. */
  approvers?: ApproverChoice | undefined;
}

/** What is known when it is asked what a pull request lacks. */
export interface MergeFacts {
  issue: Pick<Issue, 'author' | 'labels' | 'draft' | 'reviewers' | 'assignees' | 'state'>;
  /** Undefined where nothing was read of it. */
  pull: Pick<Pull, 'mergeable' | 'checks' | 'mergedAt'> | undefined;
  given: Given;
  /** Who reviews its paths by OWNERS, for where nobody is asked. */
  reviewers?: readonly string[] | undefined;
  /** Undefined where its paths or their owners are not known. */
  approvers?: ApproverChoice | undefined;
}

/** What keeps an open pull request from being merged: what others wait for first, a hold last. Nothing where it is closed. */
export function missingToMerge(facts: MergeFacts, rules: MergeRules): Lack[] {
  if (facts.issue.state === 'closed') return [];
  const { issue } = facts;
  return [
    ...(isDraft(issue) ? [byAuthor('draft', facts)] : []),
    ...blocking(facts, rules),
    ...checksOf(facts, rules),
    ...(rules.by === 'prow' ? labelsWanted(facts, rules) : reviewsWanted(facts, rules)),
    ...holds(facts, rules),
  ];
}

const HOLDS = ['do-not-merge/hold', 'do-not-merge'];

/** Labels that Prow's robots take off themselves once the author has done something. */
const AUTHORS = [
  'cncf-cla: no',
  'do-not-merge/contains-merge-commits',
  'do-not-merge/invalid-commit-message',
  'do-not-merge/invalid-owners-file',
  'do-not-merge/release-note-label-needed',
];

function byAuthor(what: Lack['what'], { issue }: MergeFacts, more: Partial<Lack> = {}): Lack {
  return { what, from: 'author', logins: [issue.author], ...more };
}

/** The labels with which nothing is merged, but for drafts and holds; and that it cannot be merged as it is. */
function blocking(facts: MergeFacts, rules: MergeRules): Lack[] {
  const { labels } = facts.issue;
  const there = labels.filter((label) => isBlocking(label, rules));
  const has = (label: string) => hasLabel(there, label);
  const apart = ['needs-ok-to-test', 'needs-rebase', WORK_IN_PROGRESS, ...HOLDS];
  const others = there.filter((label) => !hasLabel(apart, label));
  const rebase = has('needs-rebase') || facts.pull?.mergeable === 'no';
  return [
    ...(has('needs-ok-to-test') ? [lacking('ok-to-test', 'member', { label: 'needs-ok-to-test' })] : []),
    ...(rebase ? [byAuthor('rebase', facts, { label: 'needs-rebase' })] : []),
    ...others.map((label) => blockingLabel(label, facts)),
  ];
}

/** `needs-kind` and its like go with a command that anybody may give (prow, `require-matching-label` and `label`). */
function blockingLabel(label: string, facts: MergeFacts): Lack {
  if (hasLabel(AUTHORS, label)) return byAuthor('label', facts, { label });
  const named = /^(?:do-not-merge\/)?needs-/i.test(label);
  return lacking('label', named ? 'anybody' : 'maintainer', { label });
}

function lacking(what: Lack['what'], from: Giver, more: Partial<Lack> = {}): Lack {
  return { what, from, logins: [], ...more };
}

/** Whether nothing is merged with this label. */
export function isBlocking(label: string, { blocks, harmless }: MergeRules): boolean {
  if (hasLabel(harmless, label)) return false;
  const lower = label.toLowerCase();
  return blocks.some((block) => {
    const wanted = block.toLowerCase();
    return wanted.endsWith('*') ? lower.startsWith(wanted.slice(0, -1)) : lower === wanted;
  });
}

function checksOf(facts: MergeFacts, { ignores }: MergeRules): Lack[] {
  const checks = (facts.pull?.checks ?? []).filter(({ name }) => !hasLabel(ignores, name));
  const named = (state: 'failing' | 'pending') =>
    checks.filter((check) => check.state === state).map(({ name }) => name);
  const [failing, pending] = [named('failing'), named('pending')];
  return [
    ...(failing.length > 0 ? [byAuthor('failing', facts, { checks: failing })] : []),
    ...(pending.length > 0 ? [lacking('pending', 'robot', { checks: pending })] : []),
  ];
}

function labelsWanted(facts: MergeFacts, { requires }: MergeRules): Lack[] {
  const { issue, approvers } = facts;
  return requires
    .filter((label) => !hasLabel(issue.labels, label))
    .map((label) => {
      const name = label.toLowerCase();
      if (name === 'lgtm') return lacking('lgtm', 'reviewer', { label, logins: reviewersOf(facts) });
      if (name !== 'approved') return lacking('required', 'maintainer', { label });
      const logins = approvers?.chosen.map((one) => one.login) ?? [];
      return lacking('approved', 'approver', { label, logins, approvers });
    });
}

/** A review that asks for changes holds until its author approves, or it is dismissed (docs.github.com, “About reviews”). */
function reviewsWanted(facts: MergeFacts, { approvals }: MergeRules): Lack[] {
  const { refused, reviewed } = facts.given;
  const more = approvals - reviewed.length;
  return [
    ...(refused.length > 0 ? [lacking('changes', 'reviewer', { logins: refused })] : []),
    ...(more > 0 ? [lacking('review', 'reviewer', { count: more, logins: reviewersOf(facts) })] : []),
  ];
}

/** Whose review is asked for; where nobody's is, who reviews by OWNERS. Never the author. */
function reviewersOf({ issue, reviewers = [] }: MergeFacts): string[] {
  const others = (names: readonly string[]) => names.filter((name) => login(name) !== login(issue.author));
  const asked = [...new Set(others([...(issue.reviewers ?? []), ...issue.assignees]))];
  return asked.length > 0 ? asked : others(reviewers);
}

function holds({ issue, given }: MergeFacts, rules: MergeRules): Lack[] {
  const held = HOLDS.filter((label) => hasLabel(issue.labels, label) && isBlocking(label, rules));
  return held.map((label) => lacking('hold', 'holder', { label, logins: given.held }));
}
