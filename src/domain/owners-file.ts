import { patternOf, type Pattern } from './pattern.ts';

/** What OWNERS files name: people of three kinds, and labels. */
export type OwnersKind = 'approvers' | 'reviewers' | 'requiredReviewers' | 'labels';

/** Logins and aliases in lower case and without “@”; labels as they are written. None stands there twice. */
export type OwnersLists = Readonly<Record<OwnersKind, readonly string[]>>;

/** Whom an OWNERS file names for some of the paths below it. */
export interface OwnersRule extends OwnersLists {
  /** Found in the path as seen from the file's folder; undefined: all that is in the folder and below. */
  pattern?: Pattern | undefined;
}

/** One OWNERS file as Prow reads it. */
export interface OwnersFile {
  rules: readonly OwnersRule[];
  /** Where somebody is found up to here, the folders above have no say. */
  noParentOwners: boolean;
  /** What is in a folder below that has no OWNERS file needs nobody's approval. */
  autoApproveUnownedSubfolders: boolean;
}

/** The members of each alias. All names in lower case and without “@”. */
export type OwnersAliases = ReadonlyMap<string, readonly string[]>;

/** What Prow makes of a file, and a sentence on all that does not count. */
export interface Read<T> {
  read: T;
  findings: readonly string[];
}

const KEYS: Readonly<Record<OwnersKind, string>> = {
  approvers: 'approvers',
  reviewers: 'reviewers',
  requiredReviewers: 'required_reviewers',
  labels: 'labels',
};

const KINDS = ['approvers', 'reviewers', 'requiredReviewers', 'labels'] as const;

/** A file that names nobody. */
const NOBODY: OwnersFile = { rules: [], noParentOwners: false, autoApproveUnownedSubfolders: false };

/**
 * Reads what an OWNERS file holds: maps, lists and text. As Prow does (pkg/repoowners, loadOwnersFrom) it takes the plain
 * keys where they name anybody, else the filters; a value of another kind than it wants makes all of its form invalid.
 */
export function readOwners(data: unknown): Read<OwnersFile> {
  if (isAbsent(data)) return { read: NOBODY, findings: [] };
  if (!isMap(data)) return { read: NOBODY, findings: [`It is ${kindOf(data)} where a map is due.`] };
  const options = optionsOf(data);
  if ('wrong' in options)
    return { read: NOBODY, findings: [`${options.wrong}: nothing of the file counts.`] };
  const plain = listsOf(data);
  const filters = valueOf(data, 'filters');
  if (!('wrong' in plain) && hasEntries(data))
    return {
      read: { ...options, rules: [plain] },
      findings: isAbsent(filters) ? [] : ['Its filters do not count: the keys beside them do.'],
    };
  const wrong = 'wrong' in plain ? [`${plain.wrong}: none of its plain keys counts.`] : [];
  const { read: rules, findings } = rulesOf(filters);
  if (!rules) return { read: NOBODY, findings: [...wrong, ...findings] };
  return { read: { ...options, rules }, findings: [...wrong, ...findings, ...unknown(data)] };
}

/**
 * Reads what an OWNERS_ALIASES file holds. An alias that Prow would not take is left out, and so a name like any other;
 * Prow gives up at the first of them, in no certain order.
 */
export function readAliases(data: unknown): Read<OwnersAliases> {
  const aliases = new Map<string, readonly string[]>();
  const findings: string[] = [];
  if (!isAbsent(data) && !isMap(data))
    return { read: aliases, findings: [`It is ${kindOf(data)} where a map is due.`] };
  const named = isMap(data) ? valueOf(data, 'aliases') : undefined;
  if (!isAbsent(named) && !isMap(named)) findings.push(`aliases is ${kindOf(named)} where a map is due.`);
  for (const [alias, members] of Object.entries(isMap(named) ? named : {})) {
    // { harbour: { dana, noor } } is a map whose values are nothing.
    const list = isMap(members) ? { texts: Object.keys(members) } : textsOf(alias, members);
    if ('wrong' in list) findings.push(`${list.wrong}: the alias does not count.`);
    else aliases.set(normalLogin(alias), distinct(list.texts.map(normalLogin)));
  }
  return { read: aliases, findings };
}

/** A login as OWNERS files are compared: in lower case, without one “@” at its beginning (Prow's NormLogin). */
function normalLogin(login: string): string {
  return login.toLowerCase().replace(/^@/, '');
}

type Wrong = { wrong: string };

function optionsOf(data: Data): Omit<OwnersFile, 'rules'> | Wrong {
  const options = valueOf(data, 'options');
  if (!isAbsent(options) && !isMap(options))
    return { wrong: `options is ${kindOf(options)} where a map is due` };
  const noParentOwners = flagOf(options ?? {}, 'no_parent_owners');
  const autoApprove = flagOf(options ?? {}, 'auto_approve_unowned_subfolders');
  if (typeof noParentOwners !== 'boolean') return noParentOwners;
  if (typeof autoApprove !== 'boolean') return autoApprove;
  return { noParentOwners, autoApproveUnownedSubfolders: autoApprove };
}

/** Yes and no as YAML 1.1 writes them, which Prow's parser follows. */
function flagOf(options: unknown, key: string): boolean | Wrong {
  const value = isMap(options) ? valueOf(options, key) : undefined;
  if (isAbsent(value)) return false;
  if (typeof value === 'string' && /^(?:y|yes|true|on)$/i.test(value)) return true;
  if (typeof value === 'string' && /^(?:n|no|false|off)$/i.test(value)) return false;
  return { wrong: `options.${key} is neither true nor false` };
}

/** The rules of the filters; undefined where one of them is wrong, for then none counts. */
function rulesOf(filters: unknown): Read<OwnersRule[] | undefined> {
  if (!isAbsent(filters) && !isMap(filters))
    return { read: undefined, findings: [`filters is ${kindOf(filters)} where a map is due.`] };
  const rules: OwnersRule[] = [];
  const findings: string[] = [];
  for (const [text, config] of Object.entries(isMap(filters) ? filters : {})) {
    if (!isAbsent(config) && !isMap(config))
      return { read: undefined, findings: [`The filter ${text} is ${kindOf(config)}: none counts.`] };
    const lists = listsOf(isMap(config) ? config : {});
    if ('wrong' in lists)
      return { read: undefined, findings: [`In the filter ${text} ${lists.wrong}: none counts.`] };
    const pattern = text === '.*' ? undefined : patternOf(text);
    if (!pattern && text !== '.*')
      findings.push(`The filter ${text} is no regular expression of RE2: it does not count.`);
    else if (namesAny(lists)) rules.push({ ...lists, pattern });
  }
  return { read: rules, findings };
}

function listsOf(data: Data): OwnersLists | Wrong {
  const lists: Record<OwnersKind, readonly string[]> = {
    approvers: [],
    reviewers: [],
    requiredReviewers: [],
    labels: [],
  };
  for (const kind of KINDS) {
    const list = textsOf(KEYS[kind], valueOf(data, KEYS[kind]));
    if ('wrong' in list) return list;
    lists[kind] = distinct(kind === 'labels' ? list.texts : list.texts.map(normalLogin));
  }
  return lists;
}

/** The texts of a list; a list may be nothing, an entry that is nothing names nobody. */
function textsOf(key: string, value: unknown): { texts: string[] } | Wrong {
  if (isAbsent(value)) return { texts: [] };
  if (!Array.isArray(value)) return { wrong: `${key} is ${kindOf(value)} where a list is due` };
  const odd = value.find((entry) => !isAbsent(entry) && typeof entry !== 'string') as unknown;
  if (odd !== undefined) return { wrong: `${key} has ${kindOf(odd)} where text is due` };
  return { texts: value.filter((entry): entry is string => !isAbsent(entry)) };
}

/** Whether a plain list has an entry, be it nothing: then Prow takes the plain keys. */
function hasEntries(data: Data): boolean {
  const lists = KINDS.map((kind) => valueOf(data, KEYS[kind]));
  return lists.some((list) => Array.isArray(list) && list.length > 0);
}

function namesAny(lists: OwnersLists): boolean {
  return KINDS.some((kind) => lists[kind].length > 0);
}

/** A finding where no key of the file is one that anybody reads: "assignees", from before there were approvers. */
function unknown(data: Data): string[] {
  const keys = Object.keys(data);
  const isKnown = (key: string) =>
    /^(?:filters|options|emeritus_.*)$/i.test(key) || ALL_KEYS.has(key.toLowerCase());
  return keys.length === 0 || keys.some(isKnown)
    ? []
    : [`It names nobody: ${keys.join(', ')} does not count.`];
}

const ALL_KEYS: ReadonlySet<string> = new Set(Object.values(KEYS));

type Data = Readonly<Record<string, unknown>>;

/** Go compares the keys of JSON without case where none is the very same (encoding/json, Unmarshal). */
function valueOf(data: Data, key: string): unknown {
  if (Object.hasOwn(data, key)) return data[key];
  return Object.entries(data).find(([written]) => written.toLowerCase() === key)?.[1];
}

function isMap(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing, in YAML's ways to write it. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && /^(?:|null|~)$/i.test(value));
}

/** What stands there, for a sentence. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isMap(value) ? 'a map' : 'text';
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
