import { hasLabel, prefixOf } from '../../src/domain/label.ts';
import { labelsAsked, labelsDropped, type Command } from '../../src/domain/prow.ts';

/** What Prow looks at, and changes. */
export interface ProwState {
  labels: readonly string[];
  open: boolean;
  isPullRequest: boolean;
  /** GitHub login. */
  author: string;
  assignees: readonly string[];
}

/** Who comments. */
export interface Commenter {
  login: string;
  /** Of the organisation. */
  member: boolean;
  /** Of the repository. */
  collaborator: boolean;
}

/** How Prow is set up for a repository. */
export interface ProwRules {
  /** The repository's labels; absent where any may be set. */
  known?: readonly string[] | undefined;
  /** Labels that only members of the organisation may set (label plugin: triage/accepted). */
  membersOnly: readonly string[];
  /** Labels that only these logins may set or remove (label plugin, `restricted_labels`). */
  restricted: Readonly<Record<string, readonly string[]>>;
  /** The labels that `/label` takes (label plugin, `additional_labels`). */
  additional: readonly string[];
  /** The label that stands in for a missing one (plugin require-matching-label). */
  required: readonly { missing: string; prefixes: readonly string[] }[];
  /** Logins that may be assigned. */
  assignable: readonly string[];
}

/** The state after a comment's commands, and what Prow refuses of them, in the words it was asked in. */
export interface Obeyed extends ProwState {
  refused: string[];
}

/**
 * What Prow makes of a comment (kubernetes-sigs/prow pkg/plugins/label, lifecycle, assign, require-matching-label). As
 * the label plugin does, all labels are added before any is removed, and what was not there before the comment is not
 * removed.
 */
export function applyCommands(
  state: ProwState,
  commands: readonly Command[],
  who: Commenter,
  rules: ProwRules,
): Obeyed {
  const obeyed: Obeyed = { ...state, refused: [] };
  for (const command of commands) if (command.does === 'add') addLabels(command, obeyed, who, rules);
  obeyed.labels = [...obeyed.labels, ...comingBack(state, commands, rules)];
  for (const command of commands)
    if (command.does === 'remove') removeLabels(command, state, obeyed, who, rules);
  for (const command of commands) {
    if (command.does !== 'add' && command.does !== 'remove') obey(command, obeyed, who, rules);
  }
  return { ...obeyed, labels: upkeep(obeyed.labels, rules) };
}

/** Where the last of a kind is to go, though it be not there, and none is to come, the label plugin says what is missing. */
function comingBack(
  { labels }: ProwState,
  commands: readonly Command[],
  { known = [] }: ProwRules,
): string[] {
  return ['kind', 'priority', 'sig', 'triage'].flatMap((category) => {
    const missing = `needs-${category}`;
    const under = (names: readonly string[]) => names.filter((name) => prefixOf(name) === `${category}/`);
    const going = under(labelsDropped(commands));
    const all = under(labels).every((label) => hasLabel(going, label));
    const comes = going.length > 0 && under(labelsAsked(commands)).length === 0 && all;
    return comes && hasLabel(known, missing) && !hasLabel(labels, missing) ? [missing] : [];
  });
}

type Labelling = Extract<Command, { does: 'add' | 'remove' }>;

function addLabels({ labels, listed }: Labelling, obeyed: Obeyed, who: Commenter, rules: ProwRules): void {
  for (const label of labels) {
    if (hasLabel(obeyed.labels, label)) continue;
    const known =
      rules.known?.find((name) => name.toLowerCase() === label) ?? (rules.known ? undefined : label);
    if (known !== undefined && maySet(label, listed, who, rules)) obeyed.labels = [...obeyed.labels, known];
    else obeyed.refused.push(label);
  }
}

function maySet(label: string, listed: boolean, who: Commenter, rules: ProwRules): boolean {
  if (hasLabel(rules.membersOnly, label) && !who.member) return false;
  return mayTouch(label, listed, who, rules);
}

function mayTouch(label: string, listed: boolean, { login }: Commenter, rules: ProwRules): boolean {
  const only = Object.entries(rules.restricted).find(([name]) => name.toLowerCase() === label)?.[1];
  if (only) return hasLabel(only, login);
  return !listed || hasLabel(rules.additional, label);
}

function removeLabels(
  { labels, listed }: Labelling,
  before: ProwState,
  obeyed: Obeyed,
  who: Commenter,
  rules: ProwRules,
): void {
  for (const label of labels) {
    if (hasLabel(before.labels, label) && mayTouch(label, listed, who, rules))
      drop(obeyed, (name) => name === label);
    else obeyed.refused.push(label);
  }
}

function obey(command: Exclude<Command, Labelling>, obeyed: Obeyed, who: Commenter, rules: ProwRules): void {
  const mine = who.collaborator || who.login === obeyed.author;
  switch (command.does) {
    case 'lifecycle':
      return setLifecycle(command.label, obeyed);
    case 'remove-lifecycle':
      return drop(obeyed, (name) => name === command.label);
    case 'close': {
      if (!obeyed.open) return;
      const idle = ['lifecycle/stale', 'lifecycle/rotten'].some((label) => hasLabel(obeyed.labels, label));
      const unplanned = command.reason === 'not_planned' && obeyed.isPullRequest;
      if (unplanned) obeyed.refused.push('/close not-planned');
      else if (mine || idle) obeyed.open = false;
      else obeyed.refused.push('/close');
      return;
    }
    case 'reopen':
      if (obeyed.open) return;
      if (mine) obeyed.open = true;
      else obeyed.refused.push('/reopen');
      return;
    case 'assign':
    case 'unassign':
      assign(command.does, command.logins.length > 0 ? command.logins : [who.login], obeyed, rules);
  }
}

/** One lifecycle at a time (lifecycle plugin); pull requests are not frozen. */
function setLifecycle(label: string, obeyed: Obeyed): void {
  if (obeyed.isPullRequest && label === 'lifecycle/frozen') {
    obeyed.refused.push(label);
    return;
  }
  if (hasLabel(obeyed.labels, label)) return;
  drop(obeyed, (name) => prefixOf(name) === 'lifecycle/');
  obeyed.labels = [...obeyed.labels, label];
}

function assign(
  does: 'assign' | 'unassign',
  logins: readonly string[],
  obeyed: Obeyed,
  rules: ProwRules,
): void {
  for (const login of logins) {
    if (does === 'unassign') obeyed.assignees = obeyed.assignees.filter((one) => one !== login);
    else if (!rules.assignable.includes(login)) obeyed.refused.push(`/assign ${login}`);
    else if (!obeyed.assignees.includes(login)) obeyed.assignees = [...obeyed.assignees, login];
  }
}

function drop(obeyed: Obeyed, which: (lowerCase: string) => boolean): void {
  obeyed.labels = obeyed.labels.filter((label) => !which(label.toLowerCase()));
}

/** A label that stands in for a missing one comes back with the last of its kind, and goes with the first. */
function upkeep(labels: readonly string[], { required, known }: ProwRules): readonly string[] {
  let kept = labels;
  for (const { missing, prefixes } of required) {
    if (known && !hasLabel(known, missing)) continue;
    const has = kept.some((label) => prefixes.includes(prefixOf(label.toLowerCase())));
    if (has) kept = kept.filter((label) => label.toLowerCase() !== missing.toLowerCase());
    else if (!hasLabel(kept, missing)) kept = [...kept, missing];
  }
  return kept;
}
