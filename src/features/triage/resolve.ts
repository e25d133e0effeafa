import { labelsOf, type Decision } from '../../domain/decision.ts';
import { UserError } from '../../domain/errors.ts';
import { findGroup, groupsWithLabels, type Group } from '../../domain/group.ts';
import { chooseIssue, refText, type Issue } from '../../domain/issue.ts';
import { hasLabel } from '../../domain/label.ts';
import { nearest } from '../../domain/nearest.ts';
import { mayTriage, type Person } from '../../domain/person.ts';
import type { TypedDecision } from './words.ts';

/**
 * The group for which this person decides about the issue: one of the issue's, the channel's own first.
 * @throws UserError saying who may
 */
export function groupFor(
  issue: Issue,
  person: Person,
  groups: readonly Group[],
  here: readonly Group[],
): Group {
  const theirs = groupsWithLabels(groups, issue.labels);
  const inOrder = [...theirs.filter((group) => here.includes(group)), ...theirs];
  const group = inOrder.find((candidate) => mayTriage(person, candidate));
  if (group) return group;
  if (person.github === undefined) {
    throw new UserError(
      `${whoMay(theirs)} sigbot does not know who you are on GitHub.`,
      'Ask the operator to add you under `people:` in its configuration.',
    );
  }
  throw new UserError(`${whoMay(theirs)} You are ${person.github}.`, 'Ask one of them.');
}

function whoMay(groups: readonly Group[]): string {
  const [first] = groups;
  if (!first) return 'No group has this issue yet, so only a group’s lead can take it by adding its label.';
  const leads = [...new Set(groups.flatMap((group) => group.leads.map(({ github }) => github)))];
  const names = leads.length > 0 ? `: ${leads.slice(0, 6).join(', ')}` : '';
  const titles = groups.map(({ title }) => title).join(' and ');
  return `Only the leads and triagers of ${titles} decide here${names}.`;
}

/** What a typed decision is looked up in. */
export interface Surroundings {
  issue: Issue;
  group: Group;
  groups: readonly Group[];
  /** Who decides. */
  person: Person;
  /** The repository's labels, where they are known. */
  labels: ReadonlySet<string> | undefined;
  /** The mirrored issues that `duplicateOf` may mean. */
  duplicates: readonly Issue[];
  personOf: (slackId: string) => Person;
}

/**
 * The decision with its people, groups and issues looked up.
 * @throws UserError where one of them, or a label that it needs, does not exist
 */
export function decisionOf(typed: TypedDecision, around: Surroundings): Decision {
  const { assign, duplicateOf, to, ...plain } = typed;
  const decision: Decision = {
    ...plain,
    ...(assign.length > 0 ? { assign: assign.map((word) => loginOf(word, around)) } : {}),
    ...(duplicateOf === undefined ? {} : { duplicateOf: duplicateRef(duplicateOf, around) }),
    ...(to === undefined ? {} : { notOurs: handOver(to, around) }),
  };
  checkLabels(decision, around);
  return decision;
}

function loginOf(word: string, { person, personOf }: Surroundings): string {
  const mentioned = /^<@(\w+)(?:\|[^>]*)?>$/.exec(word)?.[1];
  if (mentioned === undefined && word.toLowerCase() !== 'me') return word.replace(/^@/, '');
  const login = mentioned === undefined ? person.github : personOf(mentioned).github;
  if (login !== undefined) return login;
  throw new UserError(
    `sigbot does not know the GitHub login of ${mentioned === undefined ? 'you' : `<@${mentioned}>`}.`,
    'Write `@login` as it is on GitHub, or ask the operator to add the person under `people:`.',
  );
}

function duplicateRef(text: string, { issue, duplicates }: Surroundings): string {
  const same = duplicates.filter(({ repo }) => repo === issue.repo);
  const other = chooseIssue(text, same.length > 0 ? same : duplicates, []);
  if (other.id === issue.id) throw new UserError('An issue cannot be a duplicate of itself.');
  return other.repo === issue.repo ? `#${other.number}` : refText(other);
}

function handOver(text: string, { group, groups, issue }: Surroundings): { from: string; to: string } {
  const target = findGroup(groups, text);
  if (!target) throw new UserError(`There is no group "${text}".`, 'All groups: `/sig list`');
  if (target.label === undefined)
    throw new UserError(`${target.title} has no label, so it cannot take an issue.`);
  if (hasLabel(issue.labels, target.label)) throw new UserError(`${target.title} has this issue already.`);
  return { from: group.label ?? '', to: target.label };
}

/** GitHub would create a label it does not have; a typing error must not. */
function checkLabels(decision: Decision, { labels, issue }: Surroundings): void {
  if (!labels) return;
  const missing = labelsOf(decision).find((label) => !hasLabel([...labels], label));
  if (missing === undefined) return;
  const close = nearest(missing, [...labels]);
  throw new UserError(
    `${issue.repo} has no label "${missing}". Nothing was changed.`,
    close === undefined ? 'A maintainer there has to create it first.' : `Did you mean "${close}"?`,
  );
}
