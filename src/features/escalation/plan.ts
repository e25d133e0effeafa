import { prowCommands } from '../../domain/decision.ts';
import { escalationId, type Escalation } from '../../domain/escalation.ts';
import type { Issue } from '../../domain/issue.ts';
import type { LabelPolicy } from '../../domain/label.ts';
import { nameText, quoteText } from '../../domain/quote.ts';
import type { Through } from '../../domain/rights.ts';
import { subjectKey, type Asker, type Effect, type Subject } from '../../effect.ts';

/** An escalation as it begins. */
export function begin(begun: Omit<Escalation, 'id' | 'state' | 'revision'>): Escalation {
  return { id: escalationId(begun), ...begun, state: 'waiting' };
}

export function subjectOf({ id }: Pick<Escalation, 'id'>): Subject {
  return { kind: 'escalation', id };
}

/** It is kept, and shown to whom it was escalated. */
export function announced(escalation: Escalation): Effect[] {
  const subject = subjectOf(escalation);
  const { channel } = escalation;
  return [
    { kind: 'escalation.put', escalation },
    { kind: 'slack.post', channel, subject, once: subjectKey(subject) },
  ];
}

/** It is kept as it is now, and its card follows. */
export function changed(escalation: Escalation): Effect[] {
  return [{ kind: 'escalation.put', escalation }, shown(escalation)];
}

export function shown(escalation: Escalation): Effect {
  return { kind: 'slack.update', channel: escalation.channel, subject: subjectOf(escalation) };
}

/** What an escalation, or its being given back, changes and says on GitHub. */
export interface OnGithub {
  issue: Issue;
  /** "SIG Node escalates this to the Steering Committee." */
  what: string;
  /** Why, as they wrote it. */
  why?: string | undefined;
  /** Labels that come and go. */
  add: readonly string[];
  remove: readonly string[];
  policy: LabelPolicy;
  by: Asker;
  /** Of one escalation, and one answer to it, there is one comment. */
  once: string;
}

/** As the person's own act, by their own way: a comment with Prow's commands, or labels and a comment. */
export function onGithub(said: OnGithub, through: Through): Effect[] {
  const { issue, add, remove, policy, by, once } = said;
  const ref = { repo: issue.repo, number: issue.number };
  const body = commentOf(said, through === 'prow');
  const comment: Effect = { kind: 'github.comment', issue: ref, body, once, by };
  if (through === 'prow' || add.length + remove.length === 0) return [comment];
  return [{ kind: 'github.labels', issue: ref, add, remove, exclusive: policy.exclusive, by }, comment];
}

/** The same for the person to do. */
export function byHand(said: OnGithub, through: Through): string {
  if (through === 'prow') return commentOf(said, true);
  const steps = [
    ...said.add.map((label) => `Add the label ${label}`),
    ...said.remove.map((label) => `Remove the label ${label}`),
  ];
  return [...steps, ...(steps.length > 0 ? ['', 'Comment:'] : []), commentOf(said, false)].join('\n');
}

/** The commands first, each at the start of its line; what somebody wrote is a quotation. */
function commentOf({ issue, what, why, add, remove, by }: OnGithub, prow: boolean): string {
  const commands = prow ? prowCommands({}, { add, remove }, issue) : [];
  const who = by.under.write === 'as-bot' ? ` by ${nameText(by.login)}` : '';
  return [
    ...(commands.length > 0 ? [commands.join('\n')] : []),
    nameText(what),
    ...(why === undefined ? [] : [quoteText(why)]),
    `Decided in Slack${who}.`,
  ].join('\n\n');
}
