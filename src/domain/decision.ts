import { UserError } from './errors.ts';
import type { Issue, IssueId } from './issue.ts';
import type { LabelPolicy } from './label.ts';
import { hasLabel, labelChange, prefixOf } from './label.ts';
import { MINUTE, type Instant } from './time.ts';
import type { VerdictKind } from './verdict.ts';

/** What a person decided about an issue in one act; at least one of its parts is there. */
export interface Decision {
  accept?: true;
  /** `question` is foreign text, already made safe for GitHub. */
  needsInformation?: { question?: string };
  /** Without the prefix: "important-soon". */
  priority?: string;
  /** Without the prefix: "bug". */
  kind?: string;
  /** GitHub logins. */
  assign?: readonly string[];
  /** The other issue as it is written on GitHub: "#12" or "owner/name#12". */
  duplicateOf?: string;
  /**
   * Whole labels of the group that hands over, if one has the issue, and of the one that takes it; and why, as the
   * person wrote it.
   */
  notOurs?: { from?: string; to: string; because?: string };
  /** Nobody could make it happen again; the issue stays open. */
  notReproducible?: true;
  close?: true;
  /** Why, as the person wrote it; of a handover it stands there. */
  because?: string;
}

/** A decision somebody made, and the issue as it was before: enough to take it back. */
export interface DecisionMade {
  /** Slack user id. */
  user: string;
  issue: IssueId;
  /** The group's id. */
  group: string;
  decision: Decision;
  /** They gave the group an issue that none had, and need not decide for it. */
  gives?: true;
  before: { labels: readonly string[]; assignees: readonly string[]; state: 'open' | 'closed' };
  at: Instant;
}

/** What somebody was given to do on GitHub themselves, because the bot does not write there for them. */
export interface HandOff {
  /** Slack user id. */
  user: string;
  issue: IssueId;
  /** What they decided, in words. */
  what: string;
  /** Why they do it themselves, and how, in words. */
  because: string;
  /** The comment to paste, or the steps. */
  text: string;
  at: Instant;
}

/** A comment of somebody's that is on its way, done, or was refused for good; when that was. */
export interface CommentBefore {
  /** Stays the same whatever becomes of it. */
  id: number;
  /** GitHub login. */
  login: string;
  body: string;
  state: 'going' | 'done' | 'failed';
  at: Instant;
}

/** So long after a comment was made the same words are the same press again, in ms. */
const PRESSED_AGAIN = MINUTE;

/**
 * After which comment of theirs on an issue somebody says this; undefined where it is the first. The same words just
 * before, on their way or made a moment ago, are a button pressed twice, and said after what came before them.
 * @param before of one issue, the latest at the end
 */
export function saidAfter(
  { login, body }: Pick<CommentBefore, 'login' | 'body'>,
  before: readonly CommentBefore[],
  now: Instant,
): CommentBefore['id'] | undefined {
  const isOpen = ({ state, at }: CommentBefore) =>
    state === 'going' || (state === 'done' && now - at < PRESSED_AGAIN);
  const theirs = before.filter((one) => one.login === login);
  return theirs.findLast((one) => one.body !== body || !isOpen(one))?.id;
}

/** The labels that the decision sets. */
export function labelsOf(decision: Decision): string[] {
  return [
    ...(decision.accept ? ['triage/accepted'] : []),
    ...(decision.needsInformation ? ['triage/needs-information'] : []),
    ...(decision.duplicateOf === undefined ? [] : ['triage/duplicate']),
    ...(decision.notReproducible ? ['triage/not-reproducible'] : []),
    ...(decision.priority === undefined ? [] : [`priority/${decision.priority}`]),
    ...(decision.kind === undefined ? [] : [`kind/${decision.kind}`]),
    ...(decision.notOurs ? [decision.notOurs.to] : []),
  ];
}

/** What to change on an issue that carries `has`, so that it says what was decided. */
export function changeFor(
  decision: Decision,
  has: readonly string[],
  policy: LabelPolicy,
): { add: string[]; remove: string[] } {
  const change = labelChange(has, labelsOf(decision), policy);
  const from = decision.notOurs?.from;
  const left = from !== undefined && hasLabel(has, from) ? [from] : [];
  return { add: change.add, remove: [...change.remove, ...left] };
}

/** Whether the decision closes the issue. */
export function closes(decision: Decision): boolean {
  return decision.close === true || decision.duplicateOf !== undefined;
}

const CATEGORIES = ['area/', 'committee/', 'kind/', 'language/', 'priority/', 'sig/', 'triage/', 'wg/'];

/**
 * The Prow commands that say the decision, each on its own line (kubernetes-sigs/prow pkg/plugins/label, assign,
 * lifecycle). New labels come before old ones go: Prow puts `needs-triage` back when the last of a kind leaves. It closes
 * no pull request as not planned.
 * @throws UserError where a name would end the line, and so be a command of its own
 */
export function prowCommands(
  decision: Decision,
  change: { add: readonly string[]; remove: readonly string[] },
  { isPullRequest }: Pick<Issue, 'isPullRequest'> = { isPullRequest: false },
): string[] {
  const commands = [
    ...change.add.map(addCommand),
    ...change.remove.filter((label) => CATEGORIES.includes(prefixOf(label))).map(removeCommand),
    ...(decision.assign?.length ? [`/assign ${decision.assign.map((login) => `@${login}`).join(' ')}`] : []),
    ...(closes(decision) ? [isPullRequest ? '/close' : '/close not-planned'] : []),
  ];
  const odd = commands.find((command) => !SAYABLE.test(command));
  if (odd !== undefined) throw new UserError(`"${odd}" cannot be said to Prow.`, 'Do it on GitHub.');
  return commands;
}

const SAYABLE = /^\/[\w-]+( [\w@./:+-]+( [\w@./:+-]+)*)?$/;

/** Whether Prow can be told to add the label. */
export function sayable(label: string): boolean {
  return SAYABLE.test(addCommand(label));
}

/** The verdict of the group for whom this was decided; undefined where nothing was decided, only tidied. */
export function verdictOf(decision: Decision): VerdictKind | undefined {
  if (decision.notOurs?.from !== undefined) return 'not-ours';
  if (decision.duplicateOf !== undefined) return 'duplicate';
  if (decision.close) return 'closed';
  if (decision.notReproducible) return 'not-reproducible';
  if (decision.needsInformation) return 'needs-information';
  return decision.accept ? 'accepted' : undefined;
}

/** Whether the decision says something to the people on GitHub, beside what it changes. */
export function speaks({ needsInformation, duplicateOf, notOurs, because }: Decision): boolean {
  const said = [needsInformation?.question, duplicateOf, notOurs?.because, because];
  return said.some((words) => words !== undefined);
}

/** The decision in words: "accepted, important-soon, assigned to lee". */
export function decisionText(decision: Decision): string {
  const parts = [
    decision.accept && 'accepted',
    decision.needsInformation && 'needs information',
    decision.notReproducible && 'not reproducible',
    decision.priority,
    decision.kind && `kind ${decision.kind}`,
    decision.duplicateOf && `duplicate of ${decision.duplicateOf}`,
    decision.notOurs && handing(decision.notOurs),
    decision.assign?.length && `assigned to ${decision.assign.join(', ')}`,
    decision.close && 'closed as not planned',
  ];
  return reasoned(parts.filter(Boolean).join(', '), decision);
}

function handing({ from, to, because }: NonNullable<Decision['notOurs']>): string {
  return reasoned(from === undefined ? `given to ${to}` : `handed from ${from} to ${to}`, { because });
}

function reasoned(what: string, { because }: { because?: string | undefined }): string {
  return because === undefined ? what : `${what}: "${because}"`;
}

function addCommand(label: string): string {
  const prefix = prefixOf(label);
  return CATEGORIES.includes(prefix)
    ? `/${prefix.slice(0, -1)} ${label.slice(prefix.length)}`
    : `/label ${label}`;
}

function removeCommand(label: string): string {
  const prefix = prefixOf(label);
  return `/remove-${prefix.slice(0, -1)} ${label.slice(prefix.length)}`;
}
