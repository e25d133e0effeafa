import { createHash } from 'node:crypto';
import type { Asker, Effect } from '../../effect.ts';
import {
  changeFor,
  closes,
  decisionText,
  prowCommands,
  saidAfter,
  speaks,
  verdictOf,
  type CommentBefore,
  type Decision,
} from '../../domain/decision.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { LabelPolicy } from '../../domain/label.ts';
import { nameText, quoteText } from '../../domain/quote.ts';
import {
  isAccepted,
  type GroupVerdict,
  type Standing,
  type TriagePolicy,
  type Verdict,
} from '../../domain/verdict.ts';
import type { Instant } from '../../domain/time.ts';
import type { Plan } from '../../feature.ts';
import type { Through } from '../../domain/rights.ts';

/** All that a decision's effects are made from. */
export interface DecisionFacts {
  issue: Issue;
  decision: Decision;
  /** For whom it was decided. */
  group: Group;
  by: Asker;
  /** How it reaches GitHub. */
  mode: Through | 'handoff';
  policy: LabelPolicy;
  accepted: TriagePolicy['accepted'];
  /** The issue's verdicts before the decision, and where it stands with its groups by these. */
  verdicts: readonly Verdict[];
  standings: readonly Standing[];
  /** What was commented on the issue before. */
  commented: readonly CommentBefore[];
  now: Instant;
}

/** A decision's effects; in hand-off mode none on GitHub, but the comment for the person to paste. */
export interface DecisionPlan extends Plan {
  handOff?: string;
  /** The groups that have yet to accept before GitHub is told. */
  heldFor?: readonly Group[];
  /** Why it is handed over, before the comment. */
  handOffBecause?: string;
}

/** What follows on GitHub from a decision, by the repository's write mode. */
export function planDecision(facts: DecisionFacts): DecisionPlan {
  const { group, by, mode } = facts;
  const heldFor = yetToAccept(facts);
  const how = mode === 'handoff' ? mode : `${by.under.write}, ${mode}`;
  const who = by.under.gives ? by.login : `${by.login}, for ${group.title}`;
  const because = `${who}: ${decisionText(facts.decision)} (${how})`;
  if (heldFor.length === 0) return planOnGithub(facts, because);
  const { accept: _accept, ...decision } = facts.decision;
  const rest =
    Object.keys(decision).length === 0
      ? { effects: [], because: [because] }
      : planOnGithub({ ...facts, decision }, because);
  const held = `the label waits for ${heldFor.map(({ title }) => title).join(', ')}`;
  const verdict = verdictFor(facts);
  const acceptance = { issue: facts.issue.id, group: group.id, by, at: facts.now };
  const recorded: Effect[] = verdict
    ? [
        { kind: 'verdict.record', verdict, given: facts.verdicts },
        { kind: 'acceptance.hold', held: acceptance },
      ]
    : [];
  const effects = [...rest.effects, ...recorded];
  return { ...rest, effects, because: [...rest.because, held], heldFor };
}

/** Where all groups must accept: the others that have not, but for paused ones. */
export function yetToAccept({
  decision,
  accepted,
  standings,
  group,
}: Pick<DecisionFacts, 'decision' | 'accepted' | 'standings' | 'group'>): Group[] {
  if (accepted === 'any' || !decision.accept) return [];
  return standings
    .filter((standing) => standing.group.id !== group.id && !standing.group.paused && !isAccepted(standing))
    .map((standing) => standing.group);
}

/** What follows on GitHub from an acceptance that was held, and is recorded already. */
export function planAccepted(facts: DecisionFacts): DecisionPlan {
  const { group, by, issue } = facts;
  const because = [`${by.login}, for ${group.title}: accepted ${refText(issue)}, and no other group has to`];
  if (facts.mode === 'handoff') return { effects: [], because, handOff: handOver(facts) };
  return { effects: onGithub(facts), because };
}

function planOnGithub(facts: DecisionFacts, what: string): DecisionPlan {
  const because = [what];
  if (facts.mode === 'handoff') return { effects: [], because, handOff: handOver(facts) };
  const effects = withVerdict(onGithub(facts), facts);
  return { effects, because: [...because, `on ${refText(facts.issue)}`] };
}

function onGithub(facts: DecisionFacts): Effect[] {
  if (facts.mode !== 'prow') return labelEffects(facts);
  const lines = prowLines(facts);
  return lines.length === 0 && !speaks(facts.decision) ? [] : [comment(facts, lines)];
}

/** What the person is to do themselves: paste a comment with the commands, or these steps. */
function handOver(facts: DecisionFacts): string {
  if (facts.by.under.through === 'prow') return commentFor(facts, prowLines(facts));
  const { decision, issue, policy } = facts;
  const { add, remove } = changeFor(decision, issue.labels, policy);
  const steps = [
    ...add.map((label) => `Add the label ${label}`),
    ...remove.map((label) => `Remove the label ${label}`),
    ...(decision.assign ?? []).map((login) => `Assign ${login}`),
    ...(closes(decision) ? [`Close it as ${closeReason(decision).replace('_', ' ')}`] : []),
  ];
  return speaks(decision) ? [...steps, '', 'Comment:', commentFor(facts, [])].join('\n') : steps.join('\n');
}

function prowLines({ decision, issue, policy }: DecisionFacts): string[] {
  return prowCommands(decision, changeFor(decision, issue.labels, policy), issue);
}

function labelEffects(facts: DecisionFacts): Effect[] {
  const { issue, decision, by, policy } = facts;
  const ref = { repo: issue.repo, number: issue.number };
  const { add, remove } = changeFor(decision, issue.labels, policy);
  const { exclusive } = policy;
  const logins = decision.assign ?? [];
  return [
    ...(add.length + remove.length > 0
      ? [{ kind: 'github.labels', issue: ref, add, remove, exclusive, by } as const]
      : []),
    ...(logins.length > 0 ? [{ kind: 'github.assign', issue: ref, logins, by } as const] : []),
    ...(speaks(decision) ? [comment(facts, [])] : []),
    ...(closes(decision)
      ? [{ kind: 'github.close', issue: ref, reason: closeReason(decision), by } as const]
      : []),
  ];
}

function closeReason(decision: Decision): 'duplicate' | 'not_planned' {
  return decision.duplicateOf === undefined ? 'not_planned' : 'duplicate';
}

/** The same words of the same person, and nothing between them, are one comment until a minute after it: a button pressed twice. */
function comment(facts: DecisionFacts, commands: readonly string[]): Effect {
  const { issue, by, commented, now } = facts;
  const ref = { repo: issue.repo, number: issue.number };
  const body = commentFor(facts, commands);
  const last = saidAfter({ login: by.login, body }, commented, now);
  const act = [issue.id, by.login, last ?? '', body].join('\n');
  const once = `comment:${createHash('sha256').update(act).digest('base64url').slice(0, 22)}`;
  return { kind: 'github.comment', issue: ref, body, once, by };
}

/** One comment for the whole act: the commands first, each at the start of its line, then the words for people. */
function commentFor({ decision, by, group }: DecisionFacts, commands: readonly string[]): string {
  const question = decision.needsInformation?.question;
  const why = decision.notOurs?.because ?? decision.because;
  const { write, gives } = by.under;
  const who = write === 'as-bot' ? ` by ${nameText(by.login)}` : '';
  const words = [
    ...(decision.duplicateOf === undefined ? [] : [`Duplicate of ${decision.duplicateOf}`]),
    ...(question === undefined
      ? []
      : [`A question from ${nameText(group.title)}:\n\n${quoteText(question)}`]),
    ...(why === undefined
      ? []
      : [`${gives ? 'Why' : `Why, from ${nameText(group.title)}`}:\n\n${quoteText(why)}`]),
    gives
      ? `Given to ${nameText(group.title)} in Slack${who}.`
      : `Decided in Slack${who} for ${nameText(group.title)}.`,
  ];
  return [...(commands.length > 0 ? [commands.join('\n')] : []), ...words].join('\n\n');
}

/** The verdict rides on the first effect that carries it out; where GitHub needs no change it is recorded at once. */
function withVerdict(effects: readonly Effect[], facts: DecisionFacts): Effect[] {
  const verdict = verdictFor(facts);
  if (!verdict) return [...effects];
  const at = effects.findIndex(({ kind }) => carriersOf(verdict).includes(kind));
  if (at === -1) return [...effects, { kind: 'verdict.record', verdict }];
  return effects.map((effect, index) => (index === at ? { ...effect, verdict } : effect));
}

/** What must be done before the verdict counts; on a Prow repository the one comment is all of it. */
function carriersOf({ kind }: GroupVerdict): readonly Effect['kind'][] {
  const prow = 'github.comment';
  return kind === 'closed' || kind === 'duplicate' ? ['github.close', prow] : ['github.labels', prow];
}

function verdictFor({ issue, decision, group, by, now }: DecisionFacts): GroupVerdict | undefined {
  const kind = verdictOf(decision);
  if (kind === undefined) return undefined;
  const note = decision.notOurs?.to ?? decision.duplicateOf ?? decision.needsInformation?.question;
  const because = decision.notOurs?.because ?? decision.because;
  const verdict = { issue: issue.id, group: group.id, kind, by: by.login, at: now, via: 'slack' } as const;
  return {
    ...verdict,
    ...(note === undefined ? {} : { note }),
    ...(because === undefined ? {} : { because }),
  };
}
