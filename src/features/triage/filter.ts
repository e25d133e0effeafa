import { UserError } from '../../domain/errors.ts';
import { findGroup, type Group } from '../../domain/group.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Person } from '../../domain/person.ts';
import type { Instant } from '../../domain/time.ts';
import { groupHere } from '../../group-meant.ts';
import type { QueueOrder, QueueQuery } from '../../ports/issue.ts';
import type { Ports } from '../../ports.ts';

/** Which part of which queue to show, in which order. Travels in a button's value, so what is not asked for is absent. */
export interface QueueFilter extends Pick<
  QueueQuery,
  'kind' | 'priority' | 'repo' | 'author' | 'firstTimers' | 'answered' | 'order' | 'offset'
> {
  /** The group's id. */
  group: string;
}

/** What the words of a filter can mean. */
export interface Known {
  groups: readonly Group[];
  /** The groups of the channel it was typed in. */
  here: readonly Group[];
  /** "owner/name" */
  repositories: readonly string[];
  /** "critical-urgent" */
  priorities: readonly string[];
  /** Who a Slack mention means. */
  personOf: (slackId: string) => Pick<Person, 'github'>;
}

/** How each order is called where a queue is shown. */
const ORDERS: Readonly<Record<QueueOrder, string>> = {
  oldest: 'oldest first',
  newest: 'newest first',
  reactions: 'most reactions first',
  comments: 'most comments first',
  priority: 'most urgent first',
};

/** The words that always mean the same. */
const WORDS: Readonly<Record<string, Partial<QueueFilter>>> = {
  ...Object.fromEntries(Object.keys(ORDERS).map((order) => [order, { order: order as QueueOrder }])),
  age: { order: 'oldest' },
  answered: { answered: true },
  'first-timers': { firstTimers: true },
  'first-timer': { firstTimers: true },
};

/**
 * Reads "[group] [kind/bug] [critical-urgent] [repository] [newest] [answered] [first-timers] [@author]" in any order;
 * without a group it is the channel's.
 * @throws UserError at a word that is none of these, or where no group is named and the channel belongs to none, or to
 * several
 */
export function parseFilter(words: readonly string[], known: Known): QueueFilter {
  const all = words.reduce<Partial<QueueFilter>>(
    (read, word) => ({ ...read, ...meaning(word, known, read) }),
    {},
  );
  return { ...all, group: all.group ?? groupHere(known.here.filter(hasQueue), 'triage').id, offset: 0 };
}

function hasQueue({ label }: Group): boolean {
  return label !== undefined;
}

/** @param read what the words before it mean: after a group's name, another’s may still be a repository’s */
function meaning(word: string, known: Known, read: Partial<QueueFilter>): Partial<QueueFilter> {
  const lower = word.toLowerCase();
  const fixed = Object.hasOwn(WORDS, lower) ? WORDS[lower] : undefined;
  if (fixed) return fixed;
  const group = findGroup(known.groups, word);
  if (/^kind\/\S+$/.test(lower)) return { kind: lower };
  if (/^priority\/\S+$/.test(lower)) return { priority: lower };
  if (known.priorities.some((name) => name.toLowerCase() === lower)) return { priority: `priority/${lower}` };
  if (group && read.group === undefined) return { group: group.id };
  if (known.repositories.some((name) => isRepository(lower, name.toLowerCase()))) return { repo: lower };
  if (group) throw new UserError(`"${word}" is a second group.`, 'Ask for one queue at a time.');
  const author = authorIn(word, known);
  if (author !== undefined) return { author };
  throw unknownWord(word, known);
}

/** "@mori", also as "@dependabot[bot]", or Slack's "<@U123|mori>"; undefined where the word names nobody. */
function authorIn(word: string, { personOf }: Known): string | undefined {
  const login = /^@([a-z\d][a-z\d-]*(?:\[bot\])?)$/i.exec(word)?.[1];
  const slackId = /^<@([UW]\w+)(?:\|[^>]*)?>$/.exec(word)?.[1];
  if (slackId === undefined) return login;
  const { github } = personOf(slackId);
  if (github !== undefined) return github;
  throw new UserError(
    `sigbot does not know who <@${slackId}> is on GitHub.`,
    'Write their GitHub login: `/sig triage @login`. They can link it with `/sig link`.',
  );
}

/** Whether "website" or "kubernetes/website" means that repository. */
function isRepository(word: string, name: string): boolean {
  return name === word || name.endsWith(`/${word}`);
}

function unknownWord(word: string, { groups, repositories, priorities }: Known): UserError {
  const names = groups.flatMap(({ id, name }) => [id, name.toLowerCase()]);
  const short = repositories.map((name) => name.split('/')[1] ?? name);
  const all = [...names, ...repositories, ...short, ...Object.keys(WORDS), ...priorities];
  const close = nearest(word.toLowerCase(), all);
  const orders = Object.keys(ORDERS).join(', ');
  const help = `Orders: ${orders}. Filters: kind/…, priority/…, a repository, answered, first-timers, @author.`;
  const guess = close === undefined ? help : `Did you mean \`/sig triage ${close}\`?`;
  return new UserError(
    `"${word}" is no group, repository, kind, priority or order here.`,
    `${guess} All groups: \`/sig list\`. A decision starts with the issue: \`/sig triage 12345 accept\``,
  );
}

/** The question for the issues of a filter; whoever asks says how many of them. */
export function queryOf(
  { group: _id, ...asked }: QueueFilter,
  { id, label = '' }: Group,
  { labels, triage }: Pick<Ports['policy'], 'labels' | 'triage'>,
  now: Instant,
): Omit<QueueQuery, 'limit'> {
  const { untriaged } = labels;
  return { ...asked, group: id, label, untriaged, priorities: triage.priorities, now };
}

/** "most reactions first" */
export function orderText({ order = 'oldest' }: QueueFilter): string {
  return ORDERS[order];
}

/** What a queue is narrowed to, in words: "kind/bug in website, opened by mori"; empty where it is whole. */
export function filterText({ kind, priority, repo, author, firstTimers, answered }: QueueFilter): string {
  const parts = [
    [kind, priority, repo && `in ${repo}`].filter((part) => part !== undefined).join(' '),
    author === undefined ? '' : `opened by ${author}`,
    firstTimers ? 'by first-timers' : '',
    answered ? 'answered' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
