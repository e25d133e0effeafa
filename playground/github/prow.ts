/** What the stand-in for Prow knows when it reads a comment. */
export interface Facts {
  /** Login of who wrote it. */
  author: string;
  /** Logins of the organisation's members. */
  members: ReadonlySet<string>;
  /** Logins of everybody who wrote on the issue, its author first. */
  participants: readonly string[];
  labels: readonly string[];
  /** The labels the repository has, by lower-case name. */
  known: ReadonlyMap<string, string>;
  state: 'open' | 'closed';
  isPullRequest: boolean;
}

/** What it does then. */
export interface Orders {
  add: string[];
  remove: string[];
  assign: string[];
  unassign: string[];
  close?: 'completed' | 'not_planned';
  reopen?: boolean;
  /** What it answers, a paragraph each. */
  replies: string[];
}

/** The label plugin's own expression: in lower case alone, labels after single spaces, whatever the word runs on into. */
const LABELLING = /^\/(remove-)?(area|committee|kind|language|priority|sig|triage|wg)\s*(?:.*?)\s*$/gm;
const NEEDED = ['kind', 'priority', 'sig', 'triage'];
const LIFECYCLES = ['active', 'frozen', 'stale', 'rotten'];

/**
 * Prow's commands in a comment: each at the start of its own line, several in one comment; code fences do not protect,
 * HTML comments only from the label plugin. Exclusive groups are not enforced, except that an issue has one lifecycle.
 */
export function ordersOf(comment: string, facts: Facts): Orders {
  const orders: Orders = { add: [], remove: [], assign: [], unassign: [], replies: [] };
  const shown = comment.replace(/<!--[\s\S]*?-->/g, '');
  const [asked, dropped] = [new Set<string>(), new Set<string>()];
  for (const [whole, off, prefix = ''] of shown.matchAll(LABELLING)) {
    const words = whole
      .trim()
      .split(' ')
      .slice(1)
      .map((word) => word.trim());
    for (const word of words) (off ? dropped : asked).add(`${prefix}/${word.toLowerCase()}`);
    if (off) removeLabels(prefix, words, facts, orders);
    else addLabels(prefix, words, facts, orders);
  }
  orders.add.push(
    ...NEEDED.filter((prefix) => isLeftWithout(prefix, asked, dropped, facts)).map(
      (prefix) => `needs-${prefix}`,
    ),
  );
  for (const line of comment.split(/\r?\n/)) {
    const [, command = '', rest = ''] = /^\/([a-z-]+)((?: @?[\w-]+)*)\s*$/i.exec(line) ?? [];
    if (command !== '') obey(command.toLowerCase(), rest.split(' ').filter(Boolean), facts, orders);
  }
  return orders;
}

/** Whether the comment takes off all labels of this kind, and asks for no other. */
function isLeftWithout(
  prefix: string,
  asked: ReadonlySet<string>,
  dropped: ReadonlySet<string>,
  { labels, known }: Facts,
): boolean {
  const isOne = (label: string) => label.startsWith(`${prefix}/`);
  const needs = `needs-${prefix}`;
  if (!known.has(needs) || labels.includes(needs) || [...asked].some(isOne) || ![...dropped].some(isOne))
    return false;
  return labels.filter(isOne).every((label) => dropped.has(label.toLowerCase()));
}

/** What is missing or no longer missing: `needs-sig` and `needs-triage`, where the repository has these labels. */
export function upkeep(
  labels: readonly string[],
  known: ReadonlyMap<string, string>,
  isPullRequest: boolean,
): Pick<Orders, 'add' | 'remove'> {
  const rules = [
    ...(isPullRequest ? [] : [{ missing: 'needs-sig', wanted: /^(sig|wg|committee)\// }]),
    { missing: 'needs-triage', wanted: /^triage\// },
  ].filter(({ missing }) => known.has(missing));
  const has = (rule: { wanted: RegExp }): boolean => labels.some((label) => rule.wanted.test(label));
  return {
    add: rules.filter((rule) => !has(rule) && !labels.includes(rule.missing)).map(({ missing }) => missing),
    remove: rules.filter((rule) => has(rule) && labels.includes(rule.missing)).map(({ missing }) => missing),
  };
}

function obey(command: string, words: string[], facts: Facts, orders: Orders): void {
  switch (command) {
    case 'lifecycle':
      return setLifecycle(words[0] ?? '', facts, orders);
    case 'remove-lifecycle':
      return removeLabels('lifecycle', words, facts, orders);
    case 'assign':
    case 'unassign':
      return assign(command, words, facts, orders);
    case 'lgtm':
    case 'approve':
    case 'hold':
      return review(command, words[0] === 'cancel', facts, orders);
    case 'close':
      return close(words[0], facts, orders);
    case 'reopen':
      if (mayDecide(facts)) orders.reopen = true;
      else orders.replies.push('You can’t reopen an issue unless you authored it or you are a collaborator.');
  }
}

function addLabels(prefix: string, words: string[], facts: Facts, orders: Orders): void {
  for (const word of words) {
    const wanted = `${prefix}/${word.toLowerCase()}`;
    const label = facts.known.get(wanted);
    if (label === undefined) {
      orders.replies.push(
        `The label(s) \`${wanted}\` cannot be applied, because the repository doesn’t have them.`,
      );
    } else if (label === 'triage/accepted' && !facts.members.has(facts.author)) {
      orders.replies.push(
        'The label `triage/accepted` cannot be applied. Only GitHub organization members can add the label.',
      );
    } else if (!facts.labels.includes(label)) {
      orders.add.push(label);
    }
  }
}

function removeLabels(prefix: string, words: string[], facts: Facts, orders: Orders): void {
  for (const word of words) {
    const label = facts.labels.find((one) => one.toLowerCase() === `${prefix}/${word.toLowerCase()}`);
    if (label !== undefined) orders.remove.push(label);
  }
}

function setLifecycle(word: string, facts: Facts, orders: Orders): void {
  if (!LIFECYCLES.includes(word) || facts.labels.includes(`lifecycle/${word}`)) return;
  addLabels('lifecycle', [word], facts, orders);
  orders.remove.push(
    ...facts.labels.filter((label) => label.startsWith('lifecycle/') && label !== `lifecycle/${word}`),
  );
}

function assign(command: 'assign' | 'unassign', words: string[], facts: Facts, orders: Orders): void {
  const logins =
    words.length > 0 ? words.map((word) => word.replace(/^@/, '').replace(/,$/, '')) : [facts.author];
  if (command === 'unassign') return void orders.unassign.push(...logins);
  const may = (login: string): boolean => facts.members.has(login) || facts.participants.includes(login);
  orders.assign.push(...logins.filter(may));
  const refused = logins.filter((login) => !may(login));
  if (refused.length > 0) {
    orders.replies.push(
      `GitHub didn’t allow me to assign the following users: ${refused.join(', ')}. Only members, collaborators and people who commented can be assigned.`,
    );
  }
}

const REVIEWS = { lgtm: 'lgtm', approve: 'approved', hold: 'do-not-merge/hold' } as const;

/** On pull requests: anybody may hold. The stand-in knows no OWNERS: members review and approve, nobody their own with /lgtm. */
function review(command: keyof typeof REVIEWS, isOff: boolean, facts: Facts, orders: Orders): void {
  const label = REVIEWS[command];
  const isOwn = facts.participants[0] === facts.author;
  if (!facts.isPullRequest) return;
  if (isOff && facts.labels.includes(label)) return void orders.remove.push(label);
  if (isOff || facts.labels.includes(label)) return;
  if (command === 'lgtm' && isOwn) orders.replies.push('You cannot LGTM your own PR.');
  else if (command !== 'hold' && !facts.members.has(facts.author))
    orders.replies.push(`Changing \`${label}\` is restricted to collaborators.`);
  else orders.add.push(label);
}

function close(word: string | undefined, facts: Facts, orders: Orders): void {
  const idle = facts.labels.some((label) => label === 'lifecycle/stale' || label === 'lifecycle/rotten');
  if (facts.state === 'closed' || (word !== undefined && word !== 'not-planned')) return;
  if (word === 'not-planned' && facts.isPullRequest)
    orders.replies.push('PRs cannot be closed as Not Planned.');
  else if (mayDecide(facts) || idle) orders.close = word === 'not-planned' ? 'not_planned' : 'completed';
  else
    orders.replies.push('You can’t close an active issue unless you authored it or you are a collaborator.');
}

function mayDecide(facts: Facts): boolean {
  return facts.members.has(facts.author) || facts.participants[0] === facts.author;
}
