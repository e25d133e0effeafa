import { knowsComments, type Activity } from './activity.ts';
import type { Issue } from './issue.ts';
import type { Exchange, ReplyRules } from './reply.ts';
import type { Instant } from './time.ts';
import type { Verdict } from './verdict.ts';

/** Whose turn a word ends: the author's, or that of the project. */
export type Side = 'author' | 'project';

/** Something that a person said who has a part in the turns. */
export interface Word {
  at: Instant;
  side: Side;
  /** In lower case. */
  by: string;
  /** GitHub or the rules say that they are of the project. */
  insider: boolean;
  /** The activity it was. */
  said: Activity;
}

/** An exchange as nextReply() looks at it: in order, without robots and passers-by. */
export interface Talk {
  issue: Issue;
  verdicts: readonly Verdict[];
  /** Oldest first, without what was deleted. */
  activity: readonly Activity[];
  words: readonly Word[];
  /** GitHub logins as they are written; robots left out. */
  assignees: readonly string[];
  /** No comment is missing. */
  complete: boolean;
}

/** A login as it is compared. */
export function login(name: string): string {
  return name.toLowerCase();
}

export function talkOf({ issue, verdicts, activity }: Exchange, rules: ReplyRules): Talk {
  const isRobot = (name: string) => rules.robots.includes(login(name));
  const there = activity.filter(({ gone }) => !gone).toSorted(inOrder);
  const assignees = issue.assignees.filter((name) => !name.endsWith('[bot]') && !isRobot(name));
  const asked = new Set([...assignees, ...(issue.reviewers ?? []), ...askedIn(there)].map(login));
  const wordOf = (said: Activity): Word | undefined => {
    if (!SAID.includes(said.kind) || !said.speaks || said.robot) return undefined;
    if (said.by === undefined || isRobot(said.by)) return undefined;
    const by = login(said.by);
    const insider = said.insider || rules.knows(by);
    if (by === login(issue.author)) return { at: said.at, side: 'author', by, insider, said };
    return insider || asked.has(by) ? { at: said.at, side: 'project', by, insider, said } : undefined;
  };
  const words = there.flatMap((said) => wordOf(said) ?? []);
  return { issue, verdicts, activity: there, words, assignees, complete: knowsComments(issue, activity) };
}

/** What is said in words. */
const SAID: readonly Activity['kind'][] = ['comment', 'review', 'remark'];

const byNumber = new Intl.Collator('en', { numeric: true });

/** By time; GitHub counts in seconds, so of one of them a push comes before what is said of it, and its own numbers tell the rest. */
export function inOrder(one: Activity, other: Activity): number {
  const rank = ({ kind }: Activity) => (SAID.includes(kind) ? 1 : 0);
  return one.at - other.at || rank(one) - rank(other) || byNumber.compare(one.id, other.id);
}

function askedIn(activity: readonly Activity[]): string[] {
  return activity.flatMap(({ kind, about }) => (kind === 'request' && about !== undefined ? [about] : []));
}

/**
 * Who spoke last after that moment, and since when it is the other side's turn: since the first of the words that nobody
 * of the other side has answered. `answers`: the other side had spoken before.
 */
export function lastWords(
  { words }: Talk,
  after: Instant,
): { side: Side; since: Instant; insider: boolean; answers: boolean } | undefined {
  const since = words.filter(({ at }) => at > after);
  const last = since.at(-1);
  if (!last) return undefined;
  const other = since.findLastIndex(({ side }) => side !== last.side);
  const first = since[other + 1] ?? last;
  return { side: last.side, since: first.at, insider: last.insider, answers: other !== -1 };
}
