import { hasLabel, prefixOf } from './label.ts';

/** One thing that a comment asks Prow for (kubernetes-sigs/prow pkg/plugins/label, lifecycle, assign). */
export type Command =
  /** Whole labels, in lower case: "/sig a b" adds two. `listed`: by `/label`, which takes only labels of a list. */
  | { does: 'add'; labels: readonly string[]; listed: boolean }
  | { does: 'remove'; labels: readonly string[]; listed: boolean }
  | { does: 'lifecycle'; label: string }
  | { does: 'close'; reason: 'completed' | 'not_planned' }
  | { does: 'reopen' }
  /** GitHub logins; none where whoever comments means themselves. */
  | { does: 'assign' | 'unassign'; logins: readonly string[] };

const CATEGORIES = 'area|committee|kind|language|priority|sig|triage|wg';
const LABELS = new RegExp(`^/(remove-)?(${CATEGORIES})\\s+(.+)$`, 'i');
const LISTED = /^\/(remove-)?label\s+(.+)$/i;
const LIFECYCLE = /^\/(remove-)?lifecycle\s+(active|frozen|stale|rotten)$/i;
const CLOSE = /^\/close(\s+not-planned)?$/i;
const ASSIGN = /^\/(un)?assign((?:\s+@?[\w-]+,?)*)$/i;

/**
 * Prow's commands in a comment: each at the start of its own line, several in one comment. Code fences and quotations
 * of code do not protect; what stands in an HTML comment is not read.
 */
export function readCommands(text: string): Command[] {
  return linesOf(text).flatMap((line) => readLine(line.trimEnd()) ?? []);
}

/** Whether a comment says anything beside commands. */
export function speaks(text: string): boolean {
  return linesOf(text).some((line) => line.trim() !== '' && !/^\/[a-z]/i.test(line));
}

function linesOf(text: string): string[] {
  return text.replace(/<!--[\s\S]*?-->/g, '').split(/\r?\n/);
}

function readLine(line: string): Command | undefined {
  if (!line.startsWith('/')) return undefined;
  const [, minus, category = '', names] = LABELS.exec(line) ?? [];
  if (names !== undefined) {
    return {
      does: minus ? 'remove' : 'add',
      labels: wordsOf(names).map((name) => `${category}/${name}`.toLowerCase()),
      listed: false,
    };
  }
  const [, without, listed] = LISTED.exec(line) ?? [];
  if (listed !== undefined)
    return { does: without ? 'remove' : 'add', labels: [listed.toLowerCase()], listed: true };
  const [, thaw, stage] = LIFECYCLE.exec(line) ?? [];
  if (stage !== undefined) {
    const label = `lifecycle/${stage.toLowerCase()}`;
    return thaw ? { does: 'remove', labels: [label], listed: false } : { does: 'lifecycle', label };
  }
  const closing = CLOSE.exec(line);
  if (closing) return { does: 'close', reason: closing[1] === undefined ? 'completed' : 'not_planned' };
  if (/^\/reopen$/i.test(line)) return { does: 'reopen' };
  const [assigning, un, logins = ''] = ASSIGN.exec(line) ?? [];
  if (assigning === undefined) return undefined;
  return {
    does: un ? 'unassign' : 'assign',
    logins: wordsOf(logins).map((login) => login.replace(/^@|,$/g, '')),
  };
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

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
 * What Prow makes of a comment. As the label plugin does, all labels are added before any is removed, and what was not
 * there before the comment is not removed.
 */
export function applyCommands(
  state: ProwState,
  commands: readonly Command[],
  who: Commenter,
  rules: ProwRules,
): Obeyed {
  const obeyed: Obeyed = { ...state, refused: [] };
  for (const command of commands) if (command.does === 'add') addLabels(command, obeyed, who, rules);
  for (const command of commands)
    if (command.does === 'remove') removeLabels(command, state, obeyed, who, rules);
  for (const command of commands) {
    if (command.does !== 'add' && command.does !== 'remove') obey(command, obeyed, who, rules);
  }
  return { ...obeyed, labels: upkeep(obeyed.labels, rules) };
}

/** The labels that a comment sets where nothing forbids it. */
export function labelsAsked(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => (command.does === 'add' ? command.labels : []));
}

/** The labels that a comment takes off where they are on. */
export function labelsDropped(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => (command.does === 'remove' ? command.labels : []));
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
      return setLifecycle(command.label, obeyed, rules);
    case 'close': {
      const idle = ['lifecycle/stale', 'lifecycle/rotten'].some((label) => hasLabel(obeyed.labels, label));
      if (mine || idle) obeyed.open = false;
      else obeyed.refused.push('/close');
      return;
    }
    case 'reopen':
      if (mine) obeyed.open = true;
      else obeyed.refused.push('/reopen');
      return;
    case 'assign':
    case 'unassign':
      assign(command.does, command.logins.length > 0 ? command.logins : [who.login], obeyed, rules);
  }
}

/** One lifecycle at a time (lifecycle plugin); pull requests are not frozen. */
function setLifecycle(label: string, obeyed: Obeyed, { known }: ProwRules): void {
  if ((obeyed.isPullRequest && label === 'lifecycle/frozen') || (known && !hasLabel(known, label))) {
    obeyed.refused.push(label);
    return;
  }
  drop(obeyed, (name) => prefixOf(name) === 'lifecycle/' && name !== label);
  if (!hasLabel(obeyed.labels, label)) obeyed.labels = [...obeyed.labels, label];
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
