import { UserError } from './errors.ts';
import type { IssueId } from './issue.ts';
import type { Instant } from './time.ts';

/** Waits for an answer; was taken; or was given back. */
export type EscalationState = 'waiting' | 'taken' | 'returned';

/** That a group handed an issue, which it could not settle, to a committee or another group. */
export interface Escalation {
  /** As escalationId() makes it. */
  id: string;
  issue: IssueId;
  /** The groups' ids. */
  from: string;
  to: string;
  /** Plain text of one line. */
  why?: string | undefined;
  /** Who escalated it: a Slack user id. */
  by: string;
  at: Instant;
  /** Where its card stands. */
  channel: string;
  state: EscalationState;
  /** Who took it or gave it back, and what they said. */
  answer?: { by: string; at: Instant; text?: string | undefined } | undefined;
  /** The agenda item that it made. */
  topic?: string | undefined;
  /** Rises with every change. Whoever changes an older one has been overtaken; absent before it is kept. */
  revision?: number | undefined;
}

/** Of an issue a group has one escalation at a time; a later one has another id. */
export function escalationId({
  from,
  issue,
  to,
  at,
}: Pick<Escalation, 'from' | 'issue' | 'to' | 'at'>): string {
  return `${from}/${issue}/${to}/${at.toString(36)}`;
}

/** The issue of such an id. */
export function issueOfEscalation(id: string): IssueId {
  return id.split('/')[1] ?? '';
}

/** Whether it still lies with whom it was handed to. */
export function isWith({ state }: Pick<Escalation, 'state'>): boolean {
  return state !== 'returned';
}

/**
 * The escalation after an answer. What was taken can still be given back.
 * @throws UserError where it was answered so already
 */
export function answered(
  escalation: Escalation,
  state: Exclude<EscalationState, 'waiting'>,
  answer: NonNullable<Escalation['answer']>,
): Escalation {
  if (escalation.state === 'returned')
    throw new UserError('It was given back already.', 'Its group can escalate it again: `/sig escalate`');
  if (escalation.state === state) throw new UserError('It was taken already.', 'The card says by whom.');
  return { ...escalation, state, answer };
}
