import { parse } from 'yaml';
import { isObject, objectsOf, parseJson, textOf, type Json } from './json.ts';

/** A group of a directory file, as far as the playground must know it. */
export interface ListedGroup {
  name: string;
  channel: { id?: string; name: string };
}

/** What a directory file asks of the world. */
export interface Listing {
  /** How many groups the file has, also those without a channel. */
  entries: number;
  /** The groups that have a channel. */
  groups: ListedGroup[];
  /** Kinds of the top-level keys that the bot does not know by itself. */
  kinds: Record<string, string>;
  /** GitHub logins that the file names: its leads. */
  logins: string[];
}

/** An issue as a line of the issues file has it; lines about the same issue are one. */
export interface ListedIssue {
  repo: string;
  number: number;
  title: string;
  labels: string[];
  state: 'open' | 'closed';
}

export interface ListedIssues {
  issues: ListedIssue[];
  /** Lines that were issues, also where several are about the same one. */
  rows: number;
  /** What was wrong with the lines left out. */
  bad: string[];
}

/** Keys the bot knows without being told. */
const KNOWN_KINDS = new Set(['sigs', 'workinggroups', 'usergroups', 'committees']);

/** Reads any file of the sigs.yaml family: every top-level list of things with a name or a folder is a list of groups. */
export function readListing(yamlText: string): Listing {
  const root: unknown = parse(yamlText, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
  const lists = Object.entries(isObject(root) ? root : {}).filter(([, value]) =>
    objectsOf(value).some(isGroup),
  );
  return {
    entries: lists.reduce((sum, [, value]) => sum + objectsOf(value).filter(isGroup).length, 0),
    groups: lists.flatMap(([, value]) => objectsOf(value).flatMap((entry) => listedGroup(entry) ?? [])),
    kinds: Object.fromEntries(
      lists
        .filter(([key]) => !KNOWN_KINDS.has(key))
        .map(([key, value]) => [key, kindOf(key, objectsOf(value))]),
    ),
    logins: [...new Set(loginsIn(root))],
  };
}

/** Whatever stands under "github", at any depth, and is a login. */
function loginsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(loginsIn);
  if (!isObject(value)) return [];
  const { github, ...rest } = value;
  const login = textOf(github);
  return [...(/^[a-z\d-]{1,39}$/i.test(login) ? [login] : []), ...loginsIn(Object.values(rest))];
}

/** Reads an issues file: a JSON object a line. */
export function readIssues(text: string): ListedIssues {
  const issues = new Map<string, ListedIssue>();
  const bad: string[] = [];
  let rows = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const issue = readIssue(parseJson(line));
    if (typeof issue === 'string') {
      bad.push(`line ${index + 1}: ${issue}`);
      continue;
    }
    rows += 1;
    const key = `${issue.repo}#${issue.number}`.toLowerCase();
    const known = issues.get(key);
    const labels = [...new Set([...(known?.labels ?? []), ...issue.labels])];
    issues.set(key, known ? { ...known, state: issue.state, labels } : { ...issue, labels });
  }
  return { issues: [...issues.values()], rows, bad };
}

function readIssue(row: unknown): ListedIssue | string {
  if (!isObject(row)) return 'not a JSON object';
  const repo = textOf(row['repo']).trim();
  const number = Number(row['number']);
  if (!/^[\w-][\w.-]*\/[\w.-]+$/.test(repo)) return 'repo is not "owner/name"';
  if (!Number.isSafeInteger(number) || number < 1) return 'number is not a positive whole number';
  const state = row['state'] ?? 'open';
  if (state !== 'open' && state !== 'closed') return 'state is neither open nor closed';
  const labels = row['labels'] ?? [];
  if (!Array.isArray(labels)) return 'labels is not a list';
  const names = labels.map((label: unknown) => textOf(isObject(label) ? label['name'] : label).trim());
  return {
    repo,
    number,
    title: textOf(row['title']).trim() || `Issue ${number}`,
    labels: names.filter(Boolean),
    state,
  };
}

function isGroup(entry: Json): boolean {
  return textOf(entry['name']) !== '' || textOf(entry['dir']) !== '';
}

function listedGroup(entry: Json): ListedGroup | undefined {
  const name = textOf(entry['dir']) || textOf(entry['name']);
  const contact = isObject(entry['contact']) ? entry['contact'] : {};
  const written = [
    contact['slack'],
    contact['chat_link'],
    entry['slack'],
    entry['slack_channel'],
    entry['chat_link'],
  ];
  for (const value of written) {
    const channel = isObject(value)
      ? { id: textOf(value['id']), name: textOf(value['name']).replace(/^#/, '') }
      : channelIn(textOf(value));
    if (channel.id === '' && channel.name === '') continue;
    return {
      name,
      channel:
        channel.id === '' ? { name: channel.name } : { id: channel.id, name: channel.name || channel.id },
    };
  }
  return undefined;
}

/** "#sig-node", "sig-node", "C0123ABCD", or an address that ends in one of them. */
function channelIn(text: string): { id: string; name: string } {
  const word =
    text
      .trim()
      .split(/[?\s]/)[0]
      ?.replace(/\/+$/, '')
      .split('/')
      .at(-1)
      ?.replace(/^(#|%23)/, '') ?? '';
  if (/^[CG][A-Z0-9]{6,}$/.test(word)) return { id: word, name: '' };
  return { id: '', name: word.toLowerCase() };
}

/** The kind of a list of groups, by its key or by how its folders begin. */
function kindOf(key: string, entries: Json[]): string {
  const words = [key, ...entries.map((entry) => textOf(entry['dir']))].map((word) => word.toLowerCase());
  const kinds: readonly (readonly [kind: string, begins: RegExp])[] = [
    ['sig', /^(sig|specialinterest|special_interest)/],
    ['wg', /^(wg|working)/],
    ['ug', /^(ug|user)/],
    ['committee', /^committee/],
  ];
  return kinds.find(([, begins]) => words.some((word) => begins.test(word)))?.[0] ?? 'group';
}
