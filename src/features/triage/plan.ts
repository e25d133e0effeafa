import type { Asker, Effect } from '../../effect.ts';
import {
  changeFor,
  closes,
  decisionText,
  prowCommands,
  verdictOf,
  type Decision,
} from '../../domain/decision.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { LabelPolicy } from '../../domain/label.ts';
import { quoteText } from '../../domain/quote.ts';
import type { Instant } from '../../domain/time.ts';
import type { Plan } from '../../feature.ts';
import type { WriteMode } from '../../ports.ts';

/** All that a decision's effects are made from. */
export interface DecisionFacts {
  issue: Issue;
  decision: Decision;
  /** For whom it was decided. */
  group: Group;
  by: Asker;
  mode: WriteMode;
  policy: LabelPolicy;
  /** Makes this act's comment different from every other. */
  id: string;
  now: Instant;
}

/** A decision's effects; in hand-off mode none on GitHub, but the comment for the person to paste. */
export interface DecisionPlan extends Plan {
  handOff?: string;
}

/** What follows on GitHub from a decision, by the repository's write mode. */
export function planDecision(facts: DecisionFacts): DecisionPlan {
  const { issue, decision, group, by, mode } = facts;
  const because = [`${by.login}, for ${group.title}: ${decisionText(decision)} (${mode})`];
  if (mode === 'handoff') return { effects: [], because, handOff: commentFor(facts, prowLines(facts)) };
  const github = mode === 'prow' ? [comment(facts, prowLines(facts))] : labelEffects(facts);
  return { effects: [...github, ...verdictEffects(facts)], because: [...because, `on ${refText(issue)}`] };
}

function prowLines({ decision, issue, policy }: DecisionFacts): string[] {
  return prowCommands(decision, changeFor(decision, issue.labels, policy));
}

function labelEffects(facts: DecisionFacts): Effect[] {
  const { issue, decision, by, policy } = facts;
  const ref = { repo: issue.repo, number: issue.number };
  const { add, remove } = changeFor(decision, issue.labels, policy);
  const logins = decision.assign ?? [];
  const words = decision.needsInformation?.question ?? decision.duplicateOf;
  return [
    ...(add.length + remove.length > 0
      ? [{ kind: 'github.labels', issue: ref, add, remove, by } as const]
      : []),
    ...(logins.length > 0 ? [{ kind: 'github.assign', issue: ref, logins, by } as const] : []),
    ...(words === undefined ? [] : [comment(facts, [])]),
    ...(closes(decision)
      ? [{ kind: 'github.close', issue: ref, reason: closeReason(decision), by } as const]
      : []),
  ];
}

function closeReason(decision: Decision): 'duplicate' | 'not_planned' {
  return decision.duplicateOf === undefined ? 'not_planned' : 'duplicate';
}

function comment(facts: DecisionFacts, commands: readonly string[]): Effect {
  const { issue, by, id } = facts;
  const ref = { repo: issue.repo, number: issue.number };
  return { kind: 'github.comment', issue: ref, body: commentFor(facts, commands), once: `comment:${id}`, by };
}

/** One comment for the whole act: the commands first, each at the start of its line, then the words for people. */
function commentFor({ decision, by, group }: DecisionFacts, commands: readonly string[]): string {
  const question = decision.needsInformation?.question;
  const words = [
    ...(decision.duplicateOf === undefined ? [] : [`Duplicate of ${decision.duplicateOf}`]),
    ...(question === undefined ? [] : [`${group.title} asks:\n\n${quoteText(question)}`]),
    `Decided in Slack by ${by.login} for ${group.title}.`,
  ];
  return [...(commands.length > 0 ? [commands.join('\n')] : []), ...words].join('\n\n');
}

function verdictEffects({ issue, decision, group, by, now }: DecisionFacts): Effect[] {
  const kind = verdictOf(decision);
  if (kind === undefined) return [];
  const note = decision.notOurs?.to ?? decision.duplicateOf;
  const verdict = { issue: issue.id, group: group.id, kind, by: by.login, at: now };
  return [{ kind: 'verdict.record', verdict: note === undefined ? verdict : { ...verdict, note } }];
}
