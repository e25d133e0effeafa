import { whyHandedOver } from './actions.ts';
import { UserError } from './errors.ts';
import { refText, type Issue, type IssueId } from './issue.ts';
import { hasLabel } from './label.ts';
import type { Person } from './person.ts';
import type { PullAct } from './pull-act.ts';
import { quoteText } from './quote.ts';
import type { Through, Writing } from './rights.ts';
import { MINUTE, type Instant } from './time.ts';

/**
 * What somebody says of a pull request themselves, in Prow's own words. It counts because they say it, so it is sent with
 * their own token or not at all. Nothing else is ever said there for anybody.
 */
export type OwnAct = Exclude<PullAct, 'lgtm cancel' | 'approve cancel'>;

/** The label that holds a pull request (kubernetes-sigs/prow, pkg/labels). */
export const HOLD = 'do-not-merge/hold';

/** How much of a reason is sent, in characters. */
export const REASON = 500;

/** Whether it is said of what the pull request holds, and so of one commit; a hold stands whatever is pushed. */
export function isOfCommit(act: OwnAct): boolean {
  return act === 'lgtm' || act === 'approve';
}

/** The comment that says it to Prow: one command, and of a person's own words at most why, as a quotation. */
export function ownComment(act: OwnAct, because?: string): string {
  return because === undefined ? `/${act}` : `/${act}\n\n${quoteText(because)}`;
}

/** Prow's commands that count for who says them (kubernetes-sigs/prow, pkg/plugins/lgtm, approve, hold, override). */
const OWN = /^\/(?:(?:remove-)?(?:lgtm|approve|hold)|unhold|override)\b[^\n]*/im;

/** The first line of a text that is such a command: the bot's own account says none. */
export function ownWordIn(text: string): string | undefined {
  return OWN.exec(text)?.[0].trimEnd();
}

/** What is known when somebody is to say something of a pull request. */
export interface ActFacts {
  act: OwnAct;
  because?: string | undefined;
  pull: Pick<Issue, 'repo' | 'number' | 'isPullRequest' | 'state' | 'gone' | 'author'>;
  person: Pick<Person, 'logins'>;
  through: Through;
  /** The labels the repository has; undefined where that is not known. */
  labels: ReadonlySet<string> | undefined;
}

/**
 * Why it cannot be said, whoever they are; undefined where GitHub and Prow have the word. Nobody's `/lgtm` counts on their
 * own pull request (pkg/plugins/lgtm), and nobody reviews their own (docs.github.com, "About pull request reviews").
 * Without Prow only what GitHub has itself can be done: a review, and a label that is there.
 */
export function refuseAct({ act, because, pull, person, through, labels }: ActFacts): UserError | undefined {
  const { repo, isPullRequest, state, gone, author } = pull;
  const name = refText(pull);
  if (!isPullRequest)
    return new UserError(`${name} is an issue. \`/${act}\` is said of pull requests.`, 'Check the number.');
  if (gone !== undefined || state === 'closed')
    return new UserError(`${name} is closed: there is nothing left to merge.`);
  if (act === 'lgtm' && person.logins.includes(author.toLowerCase()))
    return new UserError(
      through === 'prow'
        ? `${name} is your own. Prow takes \`/lgtm\` from everybody but its author.`
        : `${name} is your own. GitHub lets nobody approve their own.`,
      'Ask somebody who reviews it.',
    );
  if (through === 'prow' || act === 'lgtm') return undefined;
  if (act === 'approve')
    return new UserError(
      `${repo} has no Prow, and GitHub knows one approval only.`,
      `Give it by \`/sig lgtm ${name}\`: there it is a review that approves.`,
    );
  if (!labels || !hasLabel([...labels], HOLD))
    return new UserError(
      `${repo} has no Prow, and no label "${HOLD}" to hold it by.`,
      'A maintainer there can create the label.',
    );
  if (because === undefined) return undefined;
  return new UserError(
    `${repo} has no Prow, so a hold there is a label, and says nothing of why.`,
    'Hold it without a reason, and say why in a comment on GitHub.',
  );
}

/** Why the person says it on GitHub themselves, in words; undefined where it is sent for them. */
export function whyOwnHand(
  writing: Writing,
  { act, repo, signedIn, head }: { act: OwnAct; repo: string; signedIn: boolean; head: string | undefined },
): string | undefined {
  const unknown = isOfCommit(act) && head === undefined;
  if (writing.write === 'as-bot')
    return `sigbot writes in ${repo} with its own account, which never says \`/${act}\`.`;
  const because = whyHandedOver(writing, { signedIn, repo });
  return because ?? (unknown ? 'sigbot does not know yet which commit is its latest.' : undefined);
}

/** What the person does on GitHub themselves: the comment to paste, or the step. */
export function byOwnHand(act: OwnAct, through: Through, because?: string): string {
  if (through === 'prow') return ownComment(act, because);
  if (act === 'hold') return `Add the label ${HOLD}`;
  if (act === 'hold cancel') return `Remove the label ${HOLD}`;
  return 'Open “Files changed”, then “Review changes”: choose “Approve” and submit it';
}

/** Something that somebody said from Slack before: it is on its way, done, or was refused for good; when that was. */
export interface SaidBefore {
  act: OwnAct;
  head?: string | undefined;
  /** GitHub's number of the account. */
  githubId: number;
  state: 'going' | 'done' | 'failed';
  at: Instant;
}

/** So long after it was said nobody knows yet what Prow makes of it, in ms. */
const SETTLING = 2 * MINUTE;

/** What is about to be said, and by whom. */
type Saying = Pick<SaidBefore, 'act' | 'head' | 'githubId'>;

/**
 * Why it is not said again: the same is on its way, or was said a moment ago. `/hold` after `/hold cancel` is not the
 * same, nor is anything about another commit.
 */
export function saidAlready(
  saying: Saying,
  before: readonly SaidBefore[],
  now: Instant,
): 'going' | 'done' | undefined {
  const last = before.findLast((one) => one.githubId === saying.githubId && topicOf(one) === topicOf(saying));
  if (!last || last.act !== saying.act || last.head !== saying.head || last.state === 'failed')
    return undefined;
  if (last.state === 'going') return 'going';
  return now - last.at < SETTLING ? 'done' : undefined;
}

/**
 * The key of one saying: of a person, a commit, and how often they said it of that before. Two presses at once, or one
 * that is repeated whenever, have the same.
 */
export function keyOfAct(
  issue: IssueId,
  { act, head, githubId }: Saying,
  before: readonly SaidBefore[],
): string {
  const times = before.filter(
    (one) => one.githubId === githubId && one.act === act && one.head === head,
  ).length;
  return `act:${issue}:${act}:${head ?? ''}:${githubId}:${times}`;
}

function topicOf({ act }: Pick<Saying, 'act'>): string {
  return act.split(' ', 1)[0] ?? act;
}
