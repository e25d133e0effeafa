import { UserError } from '../../domain/errors.ts';
import type { Directory, Group, GroupKind, GroupOverlay } from '../../domain/group.ts';
import { scrub } from '../../domain/scrub.ts';
import { readGroup } from './group.ts';
import { slugOf } from './names.ts';
import { withOverlay, type FileDirectory } from './overlay.ts';
import { isAbsent, isMap, kindOf, textOf, type Doubts, type FileDoubt, type Node } from './text.ts';
import { readYaml } from './yaml.ts';

/** How a community's file is read. */
export interface ReadOptions {
  /** By top-level key. */
  kinds: Readonly<Record<string, GroupKind>>;
  /** Address of the file's folder, for its relative links; without it they are left out. */
  home?: string | undefined;
}

/**
 * Reads a file of the sigs.yaml family and lays the operator's overlay over it. Of a group everything but a name may
 * be missing or of the wrong type: what cannot be used becomes a doubt.
 * @throws UserError where the text is not YAML or has no groups
 */
export function parseDirectory(
  yamlText: string,
  options: ReadOptions & { overlay?: Readonly<Record<string, GroupOverlay>> },
): Directory {
  return withOverlay(readDirectory(yamlText, options), options.overlay ?? {});
}

/**
 * Reads a file of the sigs.yaml family.
 * @throws UserError where the text is not YAML or has no groups
 */
export function readDirectory(yamlText: string, { kinds, home }: ReadOptions): FileDirectory {
  const doubts = collectDoubts();
  const root = readYaml(yamlText, doubts);
  if (!isMap(root)) throw noGroups(`holds ${kindOf(root)}`, kinds);
  const groups: Group[] = [];
  for (const [key, node] of Object.entries(root)) {
    if (Object.hasOwn(kinds, key))
      addGroups(groups, key, node, { kind: kinds[key] ?? 'group', home, doubts });
    else if (looksLikeGroups(node)) {
      doubts.add(
        'note',
        scrub(key),
        'It looks like a list of groups; to use it, name its kind under directory.kinds.',
      );
    }
  }
  if (groups.length === 0) throw noGroups('has no groups', kinds);
  return { groups, doubts: doubts.list };
}

function noGroups(what: string, kinds: ReadOptions['kinds']): UserError {
  const keys = Object.keys(kinds).join(', ');
  return new UserError(
    `The directory ${what}.`,
    `Groups are lists under ${keys}; where yours have another key, name it under directory.kinds.`,
  );
}

function collectDoubts(): Doubts & { list: FileDoubt[] } {
  const list: FileDoubt[] = [];
  return {
    list,
    add(severity, about, text, field) {
      if (list.some((doubt) => doubt.about === about && doubt.text === text)) return;
      list.push({ severity, about, text, ...(field ? { field } : {}) });
    },
  };
}

/** More groups than any community has: protects from a file made to exhaust the process. */
const MOST_GROUPS = 2000;

function addGroups(
  groups: Group[],
  key: string,
  node: Node,
  how: { kind: GroupKind; home: string | undefined; doubts: Doubts },
): void {
  if (isAbsent(node)) return;
  if (!Array.isArray(node)) {
    how.doubts.add('warning', key, `It is ${kindOf(node)} where a list of groups is due: not used.`);
    return;
  }
  for (const [index, entry] of node.entries()) {
    if (groups.length >= MOST_GROUPS) {
      how.doubts.add('warning', key, `There are more than ${MOST_GROUPS} groups: the rest is not used.`);
      return;
    }
    const group = readGroup(entry, { ...how, place: `${key}[${index}]` });
    const placed = group && withOwnId(group, groups, how.doubts);
    if (placed) groups.push(placed);
  }
}

/** Two groups in one folder happen (a slip of copy and paste): the second gets an id of its own, a mere repetition none. */
function withOwnId(group: Group, others: readonly Group[], doubts: Doubts): Group | undefined {
  const taken = (id: string) => others.find((other) => other.id.toLowerCase() === id.toLowerCase());
  const first = taken(group.id);
  if (!first) return group;
  if (first.name === group.name && first.kind === group.kind) {
    doubts.add('warning', group.id, 'It is listed twice: only the first entry is used.');
    return undefined;
  }
  const base = slugOf(`${group.kind}-${group.name}`);
  let id = base;
  for (let number = 2; taken(id); number++) id = `${base}-${number}`;
  doubts.add(
    'warning',
    group.id,
    `${first.title} and ${group.title} have the same folder: the second is called ${id} here.`,
  );
  return { ...group, id };
}

function looksLikeGroups(node: Node): boolean {
  const first: Node = Array.isArray(node) ? node[0] : undefined;
  return (
    isMap(first) &&
    textOf(first['name']) !== undefined &&
    ['dir', 'leadership', 'contact'].some((key) => key in first)
  );
}
