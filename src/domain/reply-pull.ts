import { hasLabel } from './label.ts';
import type { Owed } from './reply.ts';
import { login, type Talk, type Word } from './talk.ts';
import type { Instant } from './time.ts';

/** Labels that keep a pull request from merging until its author does something (prow, `needs-rebase` and tide's queries). */
const AUTHORS = [
  'needs-rebase',
  'cncf-cla: no',
  'do-not-merge/contains-merge-commits',
  'do-not-merge/invalid-commit-message',
  'do-not-merge/invalid-owners-file',
  'do-not-merge/needs-area',
  'do-not-merge/needs-kind',
  'do-not-merge/needs-sig',
  'do-not-merge/release-note-label-needed',
];

/**
 * Who owes the next reply on an open pull request. Labels tell first, as Prow's tide merges by them (kubernetes-sigs/prow,
 * site/content/en/docs/components/core/tide): a draft or a hold waits for nobody, `lgtm` with `approved` merges by itself.
 * Then reviews tell; GitHub has no list of them, so what was there before the bot came is unknown.
 */
export function onPull(talk: Talk): Owed {
  const { issue } = talk;
  const has = (label: string) => hasLabel(issue.labels, label);
  if (issue.draft || has('do-not-merge/work-in-progress')) return idle(talk, 'draft');
  if (has('do-not-merge/hold') || has('do-not-merge')) return idle(talk, 'held');
  if (AUTHORS.some(has)) return { by: 'author', why: 'blocked', since: issue.updatedAt, logins: [] };
  if (has('needs-ok-to-test')) return { by: 'group', why: 'ok-to-test', since: issue.createdAt, logins: [] };
  if (has('lgtm')) return has('approved') ? idle(talk, 'merging') : approval(talk, lgtmAt(talk));
  return inReview(talk);
}

function idle({ issue, words }: Talk, why: 'draft' | 'held' | 'merging'): Owed {
  return { by: 'nobody', why, since: words.at(-1)?.at ?? issue.createdAt, logins: [] };
}

/** Whoever approves by OWNERS is assigned (prow, `approve`); where nobody is, it is not known who. */
function approval(talk: Talk, since: Instant): Owed {
  return { by: 'approver', why: 'approval', since, logins: others(talk.assignees, talk) };
}

function lgtmAt({ issue, activity }: Talk): Instant {
  const set = activity.findLast(({ kind, about }) => kind === 'label' && about === 'lgtm');
  return set?.at ?? issue.updatedAt;
}

function inReview(talk: Talk): Owed {
  const { issue, words, activity } = talk;
  const reviews = words.filter(({ side }) => side === 'project');
  const pushed = activity.findLast(({ kind }) => kind === 'push')?.at ?? issue.createdAt;
  const moved = Math.max(pushed, words.findLast(({ side }) => side === 'author')?.at ?? 0);
  const since = reviews.filter(({ at }) => at >= moved);
  const refused = standing(reviews, 'changes_requested');
  const unmoved = refused.filter(({ at }) => at >= moved);
  if (unmoved[0]) return { by: 'author', why: 'changes-requested', since: unmoved[0].at, logins: [] };
  const approved = standing(reviews, 'approved').find(({ at }) => at >= pushed);
  if (approved && refused.length === 0) {
    const merges = hasLabel(issue.labels, 'approved');
    return merges ? idle(talk, 'merging') : approval(talk, approved.at);
  }
  const waiting = waitedFor(talk, reviews, since);
  const names = waiting.map(({ name }) => name);
  if (waiting.some(({ certain }) => certain) || (names.length > 0 && isHeard(talk)))
    return { by: 'reviewer', why: 'review', since: askedAt(names, moved, talk), logins: names };
  if (!isHeard(talk)) return { by: 'unknown', why: 'unheard', since: issue.updatedAt, logins: [] };
  if (since[0]) return { by: 'author', why: 'spoken-to', since: since[0].at, logins: [] };
  return { by: 'group', why: 'no-reviewer', since: moved, logins: [] };
}

/** The last review of each that approves or refuses, where it is the one asked for; a dismissed one is neither. */
function standing(reviews: readonly Word[], state: 'approved' | 'changes_requested'): Word[] {
  const last = new Map<string, Word>();
  for (const word of reviews)
    if (word.said.review !== undefined && word.said.review !== 'commented') last.set(word.by, word);
  return [...last.values()].filter(({ said }) => said.review === state);
}

/**
 * Who is to review and has not since the author moved: whoever is asked, and whoever has reviewed it before. GitHub keeps
 * whose review is requested in a list until they have reviewed, so of these it is certain; of who is assigned only where
 * every review was heard.
 */
function waitedFor(
  talk: Talk,
  reviews: readonly Word[],
  since: readonly Word[],
): { name: string; certain: boolean }[] {
  const { issue, assignees } = talk;
  const answered = new Set(since.map(({ by }) => by));
  const all = [
    ...(issue.reviewers ?? []).map((name) => ({ name, certain: true })),
    ...reviews.flatMap(({ said }) =>
      said.by === undefined || said.kind === 'comment' ? [] : [{ name: said.by, certain: true }],
    ),
    ...others(assignees, talk).map((name) => ({ name, certain: false })),
  ];
  const waiting = all.filter(({ name }) => (isTeam(name) ? since.length === 0 : !answered.has(login(name))));
  const names = waiting.map(({ name }) => login(name));
  return waiting.filter((_one, index) => names.indexOf(names[index] ?? '') === index);
}

/** "owner/team" */
function isTeam(name: string): boolean {
  return name.includes('/');
}

/** Since when the first of them is waited for: since the author moved, or they were asked after that. */
function askedAt(names: readonly string[], moved: Instant, { activity }: Talk): Instant {
  const requests = activity.filter(({ kind }) => kind === 'request');
  const last = (name: string) => requests.findLast(({ about }) => login(about ?? '') === login(name))?.at;
  return Math.min(...names.map((name) => Math.max(moved, last(name) ?? moved)));
}

/** Everybody but the author. */
function others(names: readonly string[], { issue }: Talk): string[] {
  return names.filter((name) => login(name) !== login(issue.author));
}

/** Whether its reviews are known: from its opening on, or since something of the kind was heard. */
function isHeard({ issue, words, activity }: Talk): boolean {
  if (issue.reviewers === undefined) return false;
  return !issue.existedBefore || words.length > 0 || activity.some(({ kind }) => kind === 'push');
}
