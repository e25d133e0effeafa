/** One thing that a comment asks Prow for (kubernetes-sigs/prow pkg/plugins/label, lifecycle, assign). */
export type Command =
  /** Whole labels, in lower case: "/sig a b" adds two. `listed`: by `/label`, which takes only labels of a list. */
  | { does: 'add'; labels: readonly string[]; listed: boolean }
  | { does: 'remove'; labels: readonly string[]; listed: boolean }
  | { does: 'lifecycle' | 'remove-lifecycle'; label: string }
  | { does: 'close'; reason: 'completed' | 'not_planned' }
  | { does: 'reopen' }
  /** GitHub logins; none where whoever comments means themselves. */
  | { does: 'assign' | 'unassign'; logins: readonly string[] };

/** As the plugins have them: a line ends at a line feed alone, and space may reach over lines. */
const LABELS = expression('(remove-)?(area|committee|kind|language|priority|sig|triage|wg)\\s*[^\\n]*');
const LISTED = expression('(remove-)?label [^ \\n]+\\s*(?=\\n|$)');
const LIFECYCLE = expression('(remove-)?lifecycle (active|frozen|stale|rotten)\\s*(?=\\n|$)', 'i');
const CLOSE = expression('close( not-planned)?\\s*(?=\\n|$)', 'i');
const REOPEN = expression('reopen\\s*(?=\\n|$)', 'i');
const ASSIGN = expression('(un)?assign((?: @?[-\\w]+)*)\\s*(?=\\n|$)', 'i');

/** Go knows less space than JavaScript does. */
function expression(command: string, flags = ''): RegExp {
  return new RegExp(`(?<![^\\n])/${command}`.replaceAll('\\s', '[\\t\\n\\f\\r ]'), `g${flags}`);
}

/**
 * Prow's commands in a comment: each at the start of its own line, several in one comment. Code fences do not protect;
 * an HTML comment does so from the label plugin alone. The label plugin knows its commands in lower case only, takes
 * for a label what stands after a space, and does not mind what the command runs on into: "/kindly bug" is one.
 */
export function readCommands(text: string): Command[] {
  const shown = withoutComments(text);
  return [
    ...all(LABELS, shown, ([line, minus, category = '']) => ({
      does: minus ? 'remove' : 'add',
      labels: wordsAfter(line).map((name) => `${category}/${name}`.toLowerCase()),
      listed: false,
    })),
    ...all(LISTED, shown, ([line, minus]) => ({
      does: minus ? 'remove' : 'add',
      labels: wordsAfter(line).map((name) => name.toLowerCase()),
      listed: true,
    })),
    ...all(LIFECYCLE, text, ([, minus, stage = '']) => ({
      does: minus ? 'remove-lifecycle' : 'lifecycle',
      label: `lifecycle/${stage.toLowerCase()}`,
    })),
    ...all(CLOSE, text, ([, unplanned]) => ({
      does: 'close',
      reason: unplanned ? 'not_planned' : 'completed',
    })),
    ...all(REOPEN, text, () => ({ does: 'reopen' })),
    ...all(ASSIGN, text, ([, un, logins = '']) => ({
      does: un ? 'unassign' : 'assign',
      logins: logins.split(' ').flatMap((word) => word.replace(/^@/, '') || []),
    })),
  ].filter((command) => !('labels' in command) || command.labels.length > 0);
}

function all(command: RegExp, text: string, read: (found: RegExpExecArray) => Command): Command[] {
  return [...text.matchAll(command)].map(read);
}

function wordsAfter(line: string): string[] {
  return line
    .trim()
    .split(' ')
    .slice(1)
    .map((word) => word.trim());
}

/** Whether a comment says anything beside commands. */
export function speaks(text: string): boolean {
  return withoutComments(text)
    .split(/\r?\n/)
    .some((line) => line.trim() !== '' && !/^\/[a-z]/i.test(line));
}

function withoutComments(text: string): string {
  const [start, ...more] = text.split('<!--');
  let open = '';
  let shown = start ?? '';
  for (const part of more) {
    const end = part.indexOf('-->');
    if (end === -1) open += `<!--${part}`;
    else {
      shown += part.slice(end + 3);
      open = '';
    }
  }
  return shown + open;
}

/** The labels that a comment sets where nothing forbids it. */
export function labelsAsked(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => (command.does === 'add' ? command.labels : []));
}

/** The labels that a comment takes off where they are on. */
export function labelsDropped(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => (command.does === 'remove' ? command.labels : []));
}
