import {
  readAliases,
  readOwners,
  type OwnersAliases,
  type OwnersFile,
  type OwnersKind,
} from './owners-file.ts';
import type { Pattern } from './pattern.ts';

/** What an OWNERS or OWNERS_ALIASES file holds, as maps, lists and text, or a CODEOWNERS file; or why that is not known. */
export type OwnersSaid = { data: unknown } | { trouble: string };

/** Such a file of a repository. */
export type OwnersSource = { path: string } & OwnersSaid;

/** What does not count of a file, in a sentence. */
export interface OwnersFinding {
  /** "pkg/hull/OWNERS" */
  file: string;
  text: string;
}

/** All OWNERS files of a repository at one moment. */
export interface OwnersTree {
  /** By folder; "" is the root. */
  folders: ReadonlyMap<string, OwnersFolder>;
  findings: readonly OwnersFinding[];
}

interface OwnersFolder extends Omit<OwnersFile, 'rules'> {
  rules: readonly FolderRule[];
}

/** A rule with its aliases resolved. */
type FolderRule = { pattern?: Pattern | undefined } & Readonly<Record<OwnersKind, readonly Entry[]>>;

interface Entry {
  name: string;
  origin: OwnersOrigin;
}

/** Where an OWNERS file names somebody. */
export interface OwnersOrigin {
  /** The file's folder; "" is the root. */
  folder: string;
  /** The filter that fits the path. */
  pattern?: string | undefined;
  /** The alias they are a member of. */
  alias?: string | undefined;
}

/** A login in lower case, or a label, and every place it comes from, the nearest folder first. */
export interface Owner {
  name: string;
  from: readonly OwnersOrigin[];
}

/** Whom a path's OWNERS files name, each sorted by name. */
export type Owners = Readonly<Record<OwnersKind, readonly Owner[]>>;

/** The name of the file of a folder, and of that of all aliases, in the root. */
const OWNERS = 'OWNERS';
const ALIASES = 'OWNERS_ALIASES';

/** Folders that Prow does not look into (pkg/plugins, OwnersDirDenylist's defaults). */
const IGNORED = [/\.git$/, /_output$/, /vendor\/.*\/.*/];

/** Whether a path of a repository is that of an OWNERS file, or of the aliases, that counts. */
export function isOwnersPath(path: string): boolean {
  if (path === ALIASES) return true;
  const parts = path.split('/');
  if (parts.pop() !== OWNERS) return false;
  return !parts.some((_part, at) => isIgnoredFolder(parts.slice(0, at + 1).join('/')));
}

/** Whether nothing in a folder of a repository and below counts. */
export function isIgnoredFolder(folder: string): boolean {
  return IGNORED.some((ignored) => ignored.test(folder));
}

/** The tree that these files make. Never throws: what cannot be read names nobody, and is a finding. */
export function ownersTree(sources: readonly OwnersSource[]): OwnersTree {
  const findings: OwnersFinding[] = [];
  const note = (file: string, texts: readonly string[]) =>
    findings.push(...texts.map((text) => ({ file, text })));
  const own = sources.filter(({ path }) => isOwnersPath(path));
  for (const source of own) if ('trouble' in source) note(source.path, [source.trouble]);
  const known = own.flatMap((source) => ('data' in source ? [source] : []));
  const aliases = readAliases(known.find(({ path }) => path === ALIASES)?.data);
  note(ALIASES, aliases.findings);
  const folders = new Map<string, OwnersFolder>();
  for (const { path, data } of known) {
    if (path === ALIASES) continue;
    const { read, findings: texts } = readOwners(data);
    note(path, texts);
    const folder = path.slice(0, -OWNERS.length).replace(/\/$/, '');
    folders.set(folder, folderOf(folder, read, aliases.read));
  }
  return { folders, findings };
}

/**
 * Who approves and reviews a path, and which labels it gets, as Prow finds them (pkg/repoowners, entriesForFile): from the
 * path itself, where it is a folder, up to the root. All filters that fit add up. A folder with `no_parent_owners` ends the
 * way of those kinds alone of which something was found by then. Whether somebody is a collaborator of the repository is
 * not asked.
 */
export function ownersOf(tree: OwnersTree, path: string): Owners {
  const steps = stepsUp(tree, path);
  return {
    approvers: collected(steps, 'approvers'),
    reviewers: collected(steps, 'reviewers'),
    requiredReviewers: collected(steps, 'requiredReviewers'),
    labels: collected(steps, 'labels'),
  };
}

/** Those of one kind alone, in a third of the time. */
export function ownersOfKind(tree: OwnersTree, path: string, kind: OwnersKind): readonly Owner[] {
  return collected(stepsUp(tree, path), kind);
}

/** Of these owners the ones that the nearest folder names, and which folder that is: the first to ask (Prow's “leaf”). */
export function nearestOwners(owners: readonly Owner[]): { folder: string; names: readonly string[] } {
  // All folders are on one way up: the longest is the nearest.
  const nearest = owners.map(({ from }) => from[0]?.folder ?? '');
  const folder = nearest.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  return { folder, names: owners.flatMap(({ name }, at) => (nearest[at] === folder ? name : [])) };
}

/** Which of these folders is the nearest above this one, where none from this one on stands for itself. */
export function inheritsFrom(
  tree: OwnersTree,
  folder: string,
  among: ReadonlySet<string>,
): string | undefined {
  if (folder === '' || tree.folders.get(folder)?.noParentOwners) return undefined;
  const above = folderAbove(folder);
  return among.has(above) ? above : inheritsFrom(tree, above, among);
}

/** The folder in which a path is; "" is the root, and in it. */
export function folderAbove(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** These owners by where they come from first, the nearest folder first. */
export function byOrigin(owners: readonly Owner[]): { origin: OwnersOrigin; names: readonly string[] }[] {
  const groups = new Map<string, { origin: OwnersOrigin; names: string[] }>();
  for (const { name, from } of owners) {
    const origin = from[0] ?? { folder: '' };
    const key = [origin.folder, origin.pattern, origin.alias].join('\n');
    const group = groups.get(key) ?? { origin, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((one, other) => other.origin.folder.length - one.origin.folder.length);
}

function folderOf(folder: string, { rules, ...options }: OwnersFile, aliases: OwnersAliases): OwnersFolder {
  const resolved = rules.map(({ pattern, ...lists }): FolderRule => {
    const origin = { folder, pattern: pattern?.text };
    return {
      pattern,
      approvers: people(lists.approvers, origin, aliases),
      reviewers: people(lists.reviewers, origin, aliases),
      requiredReviewers: people(lists.requiredReviewers, origin, aliases),
      labels: lists.labels.map((name) => ({ name, origin })),
    };
  });
  return { ...options, rules: resolved };
}

/** One after the other, in order, an alias gives way to its members (pkg/repoowners, ExpandAliases); theirs are none. */
function people(names: readonly string[], origin: OwnersOrigin, aliases: OwnersAliases): Entry[] {
  const found = new Map(names.map((name) => [name, origin]));
  for (const alias of names.toSorted()) {
    const members = aliases.get(alias);
    if (!members) continue;
    found.delete(alias);
    const through = { ...origin, alias };
    for (const member of members) if (!found.has(member)) found.set(member, through);
  }
  return [...found].map(([name, where]) => ({ name, origin: where }));
}

/** What an OWNERS file on the way up says of a path, and whether it ends the way. */
interface Step {
  rules: readonly FolderRule[];
  last: boolean;
}

function stepsUp({ folders }: OwnersTree, path: string): Step[] {
  return upward(path).flatMap(({ folder, below }) => {
    const here = folders.get(folder);
    if (!here) return [];
    const rules = here.rules.filter(({ pattern }) => !pattern || pattern.fits(below));
    return [{ rules, last: here.noParentOwners }];
  });
}

/** The path and the folders above it, the nearest first, each with the path as it is seen from there. */
function upward(path: string): { folder: string; below: string }[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return Array.from({ length: parts.length + 1 }, (_, up) => {
    const depth = parts.length - up;
    return { folder: parts.slice(0, depth).join('/'), below: parts.slice(depth).join('/') || '.' };
  });
}

function collected(steps: readonly Step[], kind: OwnersKind): Owner[] {
  const found = new Map<string, OwnersOrigin[]>();
  for (const { rules, last } of steps) {
    for (const rule of rules) {
      for (const { name, origin } of rule[kind]) {
        const from = found.get(name);
        if (from) from.push(origin);
        else found.set(name, [origin]);
      }
    }
    if (last && found.size > 0) break;
  }
  return [...found]
    .map(([name, from]) => ({ name, from }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
