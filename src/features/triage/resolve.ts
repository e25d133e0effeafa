import { labelsOf, type Decision } from '../../domain/decision.ts';
import { UserError } from '../../domain/errors.ts';
import { findGroup, groupsWithLabels, type Group } from '../../domain/group.ts';
import { chooseIssue, refText, type Issue } from '../../domain/issue.ts';
import { hasLabel } from '../../domain/label.ts';
import { nearest } from '../../domain/nearest.ts';
import { isCertain, mayTriage, readsOnly, type Person } from '../../domain/person.ts';
import type { RepositoryRights } from '../../domain/rights.ts';
import { groupNamed } from '../../group-meant.ts';
import type { TypedDecision } from './words.ts';

/** Who decides about what, and where. */
export interface Deciding {
  issue: Issue;
  person: Person;
  /** What GitHub says of them there, where some group's rule asks for it. */
  rights?: RepositoryRights | undefined;
  groups: readonly Group[];
  /** The groups of the channel. */
  here: readonly Group[];
  /** What is to happen; absent before a form is opened. */
  typed?: TypedDecision | undefined;
  /** Whom the configuration names as a group's triagers. */
  named: Named;
  /** Whether people can show their GitHub account here. */
  canLink: boolean;
}

/** The GitHub logins that the configuration names for a group. */
export type Named = (group: Group) => readonly string[];

/** The group that something is decided for; `gives`: the person decides for none, and only gives it the issue. */
export interface Decider {
  group: Group;
  gives?: true;
}

/**
 * The group for which this person decides about the issue: one of the issue's, the channel's own first. What no group
 * has, anybody whose account is certain may give to one, as far as GitHub lets them: whether it does is asked apart.
 * @throws UserError saying who may
 */
export function groupFor(deciding: Deciding): Decider {
  const { person, rights } = deciding;
  const inOrder = candidates(deciding);
  const group = inOrder.find((candidate) => mayTriage(person, candidate, rights));
  if (group) return { group };
  const [taker] = inOrder;
  if (taker && onlyGives(deciding) && isCertain(person)) return { group: taker, gives: true };
  throw notFor(person, inOrder, 'decide here', deciding);
}

/** Whether all that happens is that an issue without a group gets one. */
function onlyGives({ issue, groups, typed }: Deciding): boolean {
  if (!typed || groupsWithLabels(groups, issue.labels).length > 0) return false;
  const { to, because: _because, assign, ...more } = typed;
  return to !== undefined && assign.length === 0 && Object.keys(more).length === 0;
}

/** What a refusal names: whom the configuration names, and whether one could link an account. */
export type Advice = Pick<Deciding, 'named' | 'canLink'>;

/** Says who may, and how this person could: "Only the leads and triagers of SIG Node decide here: dana." */
export function notFor(person: Person, groups: readonly Group[], what: string, advice: Advice): UserError {
  const who = groups.length === 0 ? 'No group has this issue yet.' : onlyDeciders(groups, advice.named, what);
  const reads = readsOnly(person);
  if (reads !== undefined)
    return new UserError(
      `${reads} ${who}`,
      groups.length > 0 ? 'Ask one of them.' : 'Ask a lead of some group.',
    );
  return new UserError(`${who} ${whoYouAre(person)}`, howToBecome(person, groups, advice));
}

/** The groups that somebody could decide for about this issue, the channel's own first. */
export function candidates({ issue, groups, here, typed: { to } = { assign: [] } }: Deciding): Group[] {
  const theirs = groupsWithLabels(groups, issue.labels);
  const target = theirs.length === 0 && to !== undefined ? findGroup(groups, to) : undefined;
  return [...theirs.filter((group) => here.includes(group)), ...theirs, ...(target ? [target] : [])];
}

/** Who may, in words, with their names: "Only the leads and triagers of SIG Node decide here: dana, lee." */
function onlyDeciders(groups: readonly Group[], named: Named, what: string): string {
  const leads = groups.flatMap((group) => group.leads.map(({ github }) => github));
  const names = distinct([...leads, ...groups.flatMap((group) => named(group))]);
  const more = names.length > 6 ? ` and ${names.length - 6} more` : '';
  const listed = names.length > 0 ? `: ${names.slice(0, 6).join(', ')}${more}` : '';
  const ruled = distinct(groups.flatMap(ruleWords));
  const also = ruled.length > 0 ? ` Triagers are also ${ruled.join(', and ')}.` : '';
  const titles = distinct(groups.map(({ title }) => title)).join(' and ');
  return `Only the leads and triagers of ${titles} ${what}${listed}.${also}`;
}

function ruleWords({ triagers: { members, teams = [], permission } = {} }: Group): string[] {
  return [
    ...(members ? ['the members of the organisation on GitHub'] : []),
    ...teams.map((team) => `the team ${team}`),
    ...(permission ? ['whoever has the role triage on the repository'] : []),
  ];
}

/** Each once, whatever its case. */
function distinct(texts: readonly string[]): string[] {
  return [...new Map(texts.map((text) => [text.toLowerCase(), text])).values()];
}

function whoYouAre({ github, doubt }: Person): string {
  if (doubt !== undefined) return doubt;
  return github === undefined
    ? 'sigbot does not know who you are on GitHub.'
    : `sigbot knows you as ${github} on GitHub.`;
}

function howToBecome(person: Person, groups: readonly Group[], { named, canLink }: Advice): string {
  const operator = 'ask whoever runs sigbot';
  if (person.doubt !== undefined) return `Ask one of them, or ${operator}.`;
  if (person.github === undefined)
    return canLink ? 'Link your GitHub account: `/sig link`' : `Ask one of them, or ${operator} to add you.`;
  if (groups.some((group) => group.leads.length + named(group).length > 0)) return 'Ask one of them.';
  if (groups.length > 0) return `Nobody leads it in the directory: ${operator}.`;
  return 'Give it to a group you decide for (`/sig triage 12345 to node`), or add the group’s label on GitHub.';
}

/**
 * Refuses what can no longer be decided.
 * @throws UserError for an issue that is gone, or is to be closed and is
 */
export function checkPresent({ gone, movedTo, repo, number, state }: Issue, typed: TypedDecision): void {
  const name = refText({ repo, number });
  if (gone === 'deleted') throw new UserError(`${name} was deleted on GitHub.`);
  if (gone === 'transferred')
    throw new UserError(`${name} moved${movedTo === undefined ? '' : ` to ${movedTo}`}.`);
  if (state === 'closed' && (typed.close || typed.duplicateOf !== undefined)) {
    throw new UserError(`${name} is closed already.`);
  }
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
  const { assign, duplicateOf, to, because, ...plain } = typed;
  checkOneOutcome(typed);
  const decision: Decision = {
    ...plain,
    ...(assign.length > 0 ? { assign: assign.map((word) => loginOf(word, around)) } : {}),
    ...(duplicateOf === undefined ? {} : { duplicateOf: duplicateRef(duplicateOf, around) }),
    ...(to === undefined ? {} : { notOurs: handOver(to, because, around) }),
    ...(to !== undefined || because === undefined ? {} : { because }),
  };
  checkLabels(decision, around);
  return decision;
}

/** An issue is accepted, or asked about, or a duplicate, or handed over, or not reproducible, or closed. */
function checkOneOutcome(typed: TypedDecision): void {
  const { accept, needsInformation, duplicateOf, to, notReproducible, close } = typed;
  const outcomes = [accept, needsInformation, duplicateOf, to, notReproducible, close];
  if (outcomes.filter((part) => part !== undefined).length > 1) {
    throw new UserError('Choose one: accept, needs-info, duplicate, to a group, not-reproducible, or close.');
  }
}

function loginOf(word: string, { person, personOf }: Surroundings): string {
  const mentioned = /^<@(\w+)(?:\|[^>]*)?>$/.exec(word)?.[1];
  if (mentioned === undefined && word.toLowerCase() !== 'me') return checkedLogin(word.replace(/^@/, ''));
  const login = mentioned === undefined ? person.github : personOf(mentioned).github;
  if (login !== undefined) return login;
  throw new UserError(
    `sigbot does not know the GitHub login of ${mentioned === undefined ? 'you' : `<@${mentioned}>`}.`,
    'Write `assign login` with the GitHub login, without @; or ask the person to write `/sig link`.',
  );
}

/** GitHub's rule for logins: letters, digits and single hyphens inside, 39 at most. */
function checkedLogin(login: string): string {
  if (/^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i.test(login)) return login;
  throw new UserError(`"${login}" is not a GitHub login.`, 'Write `@login` as it is on GitHub.');
}

function duplicateRef(text: string, { issue, duplicates }: Surroundings): string {
  const same = duplicates.filter(({ repo }) => repo === issue.repo);
  const other = chooseIssue(text, same.length > 0 ? same : duplicates, []);
  if (other.id === issue.id) throw new UserError('An issue cannot be a duplicate of itself.');
  return other.repo === issue.repo ? `#${other.number}` : refText(other);
}

function handOver(
  text: string,
  because: string | undefined,
  { group, groups, issue }: Surroundings,
): NonNullable<Decision['notOurs']> {
  const target = groupNamed(text, groups);
  if (target.label === undefined)
    throw new UserError(`${target.title} has no label, so it cannot take an issue.`);
  if (hasLabel(issue.labels, target.label)) throw new UserError(`${target.title} has this issue already.`);
  const { label: from } = group;
  const has = from !== undefined && hasLabel(issue.labels, from);
  return { to: target.label, ...(has ? { from } : {}), ...(because === undefined ? {} : { because }) };
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
