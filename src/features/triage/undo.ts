import { createHash } from 'node:crypto';
import {
  decisionText,
  changeFor,
  closes,
  prowCommands,
  verdictOf,
  type DecisionMade,
} from '../../domain/decision.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { hasLabel, type LabelPolicy } from '../../domain/label.ts';
import { nameText } from '../../domain/quote.ts';
import type { Action, Through } from '../../domain/rights.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import type { Asker, Effect } from '../../effect.ts';

/** How long a decision can be taken back, in ms. */
const UNDO_WITHIN = 10 * MINUTE;

/** What taking a decision back does to the issue as it is now. */
export interface Reversal {
  add: readonly string[];
  remove: readonly string[];
  unassign: readonly string[];
  reopen: boolean;
}

/**
 * What is to be changed so that nothing is left of the decision. What somebody else has changed since stays as it is.
 * @throws UserError where it was made too long ago
 */
export function reversalOf(made: DecisionMade, issue: Issue, policy: LabelPolicy, now: Instant): Reversal {
  if (now - made.at > UNDO_WITHIN) {
    throw new UserError('That was more than ten minutes ago.', 'Decide again, or change it on GitHub.');
  }
  const { decision, before } = made;
  const { add, remove } = changeFor(decision, before.labels, policy);
  const assigned = (decision.assign ?? []).filter((login) => !hasLabel(before.assignees, login));
  return {
    add: remove.filter((label) => !hasLabel(issue.labels, label)),
    remove: add,
    unassign: assigned,
    reopen: closes(decision) && before.state === 'open',
  };
}

/** The pieces of a reversal that somebody needs a right for. */
export function reversalActions({ add, remove, unassign, reopen }: Reversal): Action[] {
  return [
    ...(add.length + remove.length > 0 ? ['label' as const] : []),
    ...(unassign.length > 0 ? ['assign' as const] : []),
    ...(reopen ? ['reopen' as const] : []),
  ];
}

/** All that a reversal's effects are made from. */
export interface UndoFacts {
  made: DecisionMade;
  issue: Issue;
  group: Group;
  reversal: Reversal;
  by: Asker;
  mode: Through | 'handoff';
  now: Instant;
}

/** A reversal's effects, and what the person has to paste where the bot does not write. */
export function planUndo(facts: UndoFacts): { effects: Effect[]; because: string[]; handOff?: string } {
  const { made, issue, group, by, mode, now } = facts;
  const kept: Effect[] = [
    { kind: 'decision.undone', user: made.user, at: made.at },
    ...(verdictOf(made.decision) === undefined
      ? []
      : [{ kind: 'verdict.undo' as const, issue: issue.id, group: group.id, by: by.login, at: now }]),
  ];
  const because = [
    `${by.login}, for ${group.title}: took back "${decisionText(made.decision)}" on ${refText(issue)}`,
  ];
  const body = commentFor(facts);
  if (mode === 'handoff') return { effects: kept, because, handOff: body };
  return { effects: [...kept, ...(mode === 'prow' ? comments(facts, body) : changes(facts))], because };
}

function changes({ issue, reversal, by }: UndoFacts): Effect[] {
  const ref = { repo: issue.repo, number: issue.number };
  const { add, remove, unassign, reopen } = reversal;
  return [
    ...(add.length + remove.length > 0
      ? [{ kind: 'github.labels' as const, issue: ref, add, remove, exclusive: [], by }]
      : []),
    ...(unassign.length > 0 ? [{ kind: 'github.unassign' as const, issue: ref, logins: unassign, by }] : []),
    ...(reopen ? [{ kind: 'github.reopen' as const, issue: ref, by }] : []),
  ];
}

function comments({ issue, made, by, reversal }: UndoFacts, body: string): Effect[] {
  if (reversalActions(reversal).length === 0) return [];
  const act = createHash('sha256').update(`${issue.id}\n${made.user}\n${made.at}`).digest('base64url');
  const ref = { repo: issue.repo, number: issue.number };
  return [{ kind: 'github.comment', issue: ref, body, once: `undo:${act.slice(0, 22)}`, by }];
}

function commentFor({ reversal, by, group }: UndoFacts): string {
  const { add, remove, unassign, reopen } = reversal;
  const commands = [
    ...prowCommands({}, { add, remove }),
    ...(unassign.length > 0 ? [`/unassign ${unassign.map((login) => `@${login}`).join(' ')}`] : []),
    ...(reopen ? ['/reopen'] : []),
  ];
  return `${commands.join('\n')}\n\nTaken back in Slack by ${nameText(by.login)} for ${nameText(group.title)}.`;
}

/** What stays on GitHub all the same, in words; empty where nothing does. */
export function leftovers({ decision }: DecisionMade, mode: Through | 'handoff'): string {
  const asked = decision.needsInformation?.question !== undefined || decision.duplicateOf !== undefined;
  if (mode === 'labels' && asked) return 'The comment stays on GitHub.';
  return mode === 'prow' ? 'Both comments stay on GitHub.' : '';
}
