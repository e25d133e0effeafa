import { actFor, couldNotAsk } from '../../acting.ts';
import { actionsOf } from '../../domain/actions.ts';
import { decisionText, type DecisionMade } from '../../domain/decision.ts';
import { UserError } from '../../domain/errors.ts';
import { groupsWithLabels } from '../../domain/group.ts';
import { parseIssueRef, type Issue } from '../../domain/issue.ts';
import { asksGithub, mayTriage, nobody, type Person } from '../../domain/person.ts';
import { standing } from '../../domain/verdict.ts';
import type { Effect } from '../../effect.ts';
import type { Call, Reply } from '../../feature.ts';
import { issueMeant } from '../../issue-meant.ts';
import { plainWords } from '../../plain-words.ts';
import type { Ports } from '../../ports.ts';
import { decidedMessage } from './blocks.ts';
import { planDecision, type DecisionPlan } from './plan.ts';
import { candidates, checkPresent, decisionOf, groupFor, type Deciding } from './resolve.ts';
import { parseDecision, vocabularyOf, type TypedDecision } from './words.ts';

/** "/sig triage 123 accept important-soon" */
export async function decideByCommand(
  ref: string | undefined,
  words: readonly string[],
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const issue = await issueMeant(ref, 'triage', call, ports);
  const typed = parseDecision(words, vocabularyOf(await ports.issues.labels(issue.repo)));
  return decide(issue, await withNames(typed, ports), call, ports);
}

/** The words that go to GitHub. */
async function withNames(typed: TypedDecision, ports: Ports): Promise<TypedDecision> {
  const { because, needsInformation } = typed;
  const question = needsInformation?.question;
  return {
    ...typed,
    ...(because === undefined ? {} : { because: await plainWords(because, ports) }),
    ...(question === undefined ? {} : { needsInformation: { question: await plainWords(question, ports) } }),
  };
}

/** What a button or form of an issue decides. */
export async function decideById(id: string, typed: TypedDecision, call: Call, ports: Ports): Promise<Reply> {
  return decide(await issueBehind(id, ports), typed, call, ports);
}

/** The issue behind a button, if this person may decide about it: asked before a form opens, and again when it comes back. */
export async function issueToDecide(id: string, call: Call, ports: Ports): Promise<Issue> {
  const issue = await issueBehind(id, ports);
  groupFor(await decidingBy(call, issue, undefined, ports));
  return issue;
}

async function issueBehind(id: string, ports: Ports): Promise<Issue> {
  const issue = await ports.issues.byId(id);
  if (issue) return issue;
  throw new UserError('sigbot does not know this issue any more.', 'Look at it on GitHub.');
}

/** Who decides; GitHub is asked what they are there only where that may make them a triager. */
async function decidingBy(
  call: Call,
  issue: Issue,
  typed: TypedDecision | undefined,
  ports: Ports,
): Promise<Deciding> {
  const { groups } = ports.directory.current();
  const person = await ports.people.find(call.user);
  const here = ports.directory.groupsIn(call.channel);
  const { named } = ports.people;
  const deciding = { issue, person, groups, here, typed, named, canLink: ports.linking.how !== undefined };
  const possible = candidates(deciding);
  if (person.githubId === undefined || possible.some((group) => mayTriage(person, group))) return deciding;
  if (!asksGithub(possible)) return deciding;
  const teams = possible.flatMap(({ triagers }) => triagers?.teams ?? []);
  const { rights, why } = await ports.people.rights(person, issue, { teams });
  if (!rights) throw couldNotAsk(issue, why);
  return { ...deciding, rights };
}

/**
 * Decides about an issue for a group that the person decides for.
 * @throws UserError saying what cannot be done, and who may
 */
async function decide(issue: Issue, typed: TypedDecision, call: Call, ports: Ports): Promise<Reply> {
  checkPresent(issue, typed);
  const deciding = await decidingBy(call, issue, typed, ports);
  const { person, groups } = deciding;
  const { group, ...giving } = groupFor(deciding);
  const labels = await ports.issues.labels(issue.repo);
  const duplicates =
    typed.duplicateOf === undefined ? [] : await ports.issues.like(parseIssueRef(typed.duplicateOf));
  const personOf = await mentioned(typed.assign, ports);
  const decision = decisionOf(typed, { issue, group, groups, person, labels, duplicates, personOf });
  const { labels: policy, triage } = ports.policy;
  const actions = actionsOf(decision, issue.labels, policy);
  const { by, way: how } = await actFor(person, issue, { group, ...giving, actions }, call, ports);
  const verdicts = await ports.verdicts.of(issue.id);
  const standings = standing(issue, verdicts, groupsWithLabels(groups, issue.labels), policy, call.now);
  const { accepted } = triage;
  const about = { issue, decision, group, by, mode: how.way, policy, accepted, now: call.now };
  const plan = planDecision({ ...about, verdicts, standings });
  const made = {
    user: call.user,
    issue: issue.id,
    group: group.id,
    ...giving,
    decision,
    before: beforeOf(issue),
    at: call.now,
  };
  const handed = how.way === 'handoff' ? { ...plan, handOffBecause: how.because } : plan;
  return {
    message: decidedMessage(issue, decision, giving.gives ? undefined : group, how.way, handed),
    ...plan,
    effects: [...plan.effects, ...remembering(made, handed)],
    issue,
  };
}

/** What sigbot did can be taken back; what the person has to do can be read again. */
function remembering(made: DecisionMade, { effects, handOff, handOffBecause = '' }: DecisionPlan): Effect[] {
  const { user, issue, decision, at } = made;
  const kept: Effect[] = handOff === undefined || effects.length > 0 ? [{ kind: 'decision.keep', made }] : [];
  if (handOff === undefined) return kept;
  const handed = { user, issue, what: decisionText(decision), because: handOffBecause, text: handOff, at };
  return [...kept, { kind: 'handoff.keep', handed }];
}

function beforeOf({ labels, assignees, state }: Issue) {
  return { labels, assignees, state };
}

/** Who the people are that these words name by Slack mention. */
export async function mentioned(
  words: readonly string[],
  ports: Ports,
): Promise<(slackId: string) => Person> {
  const ids = words.flatMap((word) => /^<@(\w+)/.exec(word)?.[1] ?? []);
  const found = new Map<string, Person>();
  for (const id of ids) found.set(id, await ports.people.find(id));
  return (id) => found.get(id) ?? nobody(id);
}
