import { createHash } from 'node:crypto';
import {
  decisionText,
  changeFor,
  closes,
  prowCommands,
  speaks,
  verdictOf,
  type Decision,
  type DecisionMade,
} from '../../domain/decision.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { hasLabel, prefixOf, type LabelPolicy } from '../../domain/label.ts';
import { nameText } from '../../domain/quote.ts';
import type { Action, Through } from '../../domain/rights.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import { kindOfLabel, type Standing, type VerdictKind } from '../../domain/verdict.ts';
import type { Asker, Effect } from '../../effect.ts';
import { yetToAccept, type DecisionFacts } from './plan.ts';

/** How long a decision can be taken back, in ms. */
const UNDO_WITHIN = 10 * MINUTE;

/** What taking a decision back does to the issue. */
export interface Reversal {
  add: readonly string[];
  remove: readonly string[];
  /** Labels of the decision that stay, because another group has decided so too. */
  kept: readonly string[];
  unassign: readonly string[];
  reopen: boolean;
}

/** How an issue stands when a decision about it is taken back. */
export interface Since extends Pick<DecisionFacts, 'issue' | 'group' | 'policy' | 'accepted' | 'now'> {
  standings: readonly Standing[];
}

/**
 * What is to be changed so that nothing is left of the decision. What somebody else has changed or decided since stays as
 * it is. The mirror may not have heard of the decision yet, so a label that seems to be there is put back all the same.
 * @throws UserError where it was made too long ago
 */
export function reversalOf(made: DecisionMade, since: Since): Reversal {
  if (since.now - made.at > UNDO_WITHIN) {
    throw new UserError('That was more than ten minutes ago.', 'Decide again, or change it on GitHub.');
  }
  const { before } = made;
  const decision = toldOf(made.decision, since);
  const { add, remove } = changeFor(decision, before.labels, since.policy);
  const others = decidedByOthers(since);
  const kept = add.filter((label) => others.some((kind) => kind === kindOfLabel(label)));
  const foreign = since.issue.labels.filter((label) => !hasLabel([...before.labels, ...add], label));
  return {
    add: remove.filter((label) => !isDisplaced(label, [...foreign, ...kept], since.policy)),
    remove: add.filter((label) => !kept.includes(label)),
    kept,
    unassign: (decision.assign ?? []).filter((login) => !hasLabel(before.assignees, login)),
    reopen: closes(decision) && before.state === 'open' && !others.some(isClosing),
  };
}

/** What GitHub was told of it: where all must accept, nothing of an acceptance that waits for others. */
function toldOf(decision: Decision, since: Since): Decision {
  if (yetToAccept({ ...since, decision }).length === 0) return decision;
  const { accept: _accept, ...told } = decision;
  return told;
}

/** What the issue's other groups have decided; where all must accept, an acceptance of theirs alone is none. */
function decidedByOthers({ standings, group, accepted }: Since): VerdictKind[] {
  return standings
    .flatMap((its) => (its.state === 'decided' && its.group.id !== group.id ? [its.verdict.kind] : []))
    .filter((kind) => accepted === 'any' || kind !== 'accepted');
}

/** Whether another label has the place of this one. */
function isDisplaced(label: string, by: readonly string[], { exclusive, untriaged }: LabelPolicy): boolean {
  const waiting = 'with' in untriaged && hasLabel([untriaged.with], label);
  const prefix = waiting ? 'triage/' : prefixOf(label);
  return (waiting || exclusive.includes(prefix)) && by.some((other) => prefixOf(other) === prefix);
}

function isClosing(kind: VerdictKind): boolean {
  return kind === 'closed' || kind === 'duplicate';
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
  policy: LabelPolicy;
  now: Instant;
}

/** A reversal's effects, and what the person has to paste where the bot does not write. */
export function planUndo(facts: UndoFacts): { effects: Effect[]; because: string[]; handOff?: string } {
  const { made, issue, group, by, mode, now } = facts;
  const kept: Effect[] = [
    { kind: 'decision.undone', user: made.user, at: made.at },
    ...(verdictOf(made.decision) === undefined
      ? []
      : [
          {
            kind: 'verdict.undo' as const,
            issue: issue.id,
            group: group.id,
            by: by.login,
            of: made.at,
            at: now,
          },
        ]),
  ];
  const who = made.gives ? by.login : `${by.login}, for ${group.title}`;
  const because = [`${who}: took back "${decisionText(made.decision)}" on ${refText(issue)}`];
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

/** The label of what waits Prow puts back by itself, and takes from nobody. */
function commentFor({ made, reversal, by, group, policy: { untriaged } }: UndoFacts): string {
  const { add, remove, unassign, reopen } = reversal;
  const waiting = 'with' in untriaged ? [untriaged.with] : [];
  const commands = [
    ...prowCommands({}, { add: add.filter((label) => !hasLabel(waiting, label)), remove }),
    ...(unassign.length > 0 ? [`/unassign ${unassign.map((login) => `@${login}`).join(' ')}`] : []),
    ...(reopen ? ['/reopen'] : []),
  ];
  const whose = made.gives ? '' : ` for ${nameText(group.title)}`;
  return `${commands.join('\n')}\n\nTaken back in Slack by ${nameText(by.login)}${whose}.`;
}

/** What stays on GitHub all the same, in words; empty where nothing does. */
export function leftovers({ decision }: DecisionMade, reversal: Reversal, mode: Through | 'handoff'): string {
  const { kept } = reversal;
  const labels = kept.length === 0 ? '' : `${kept.join(', ')} stays: another group decided so too.`;
  return [labels, commentsLeft(decision, reversal, mode)].filter((words) => words !== '').join('\n');
}

function commentsLeft(decision: Decision, reversal: Reversal, mode: Through | 'handoff'): string {
  if (mode === 'labels') return speaks(decision) ? 'The comment stays on GitHub.' : '';
  return mode === 'prow' && reversalActions(reversal).length > 0 ? 'Both comments stay on GitHub.' : '';
}
