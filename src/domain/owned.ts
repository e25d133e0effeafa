import { inheritsFrom, type OwnersTree } from './owners.ts';

/** A folder that somebody owns, with what is below it. */
export interface OwnedFolder {
  /** "" is the root. */
  folder: string;
  /** Where only the files that a filter fits are theirs: the filters. */
  patterns: readonly string[];
}

/**
 * The folders that the OWNERS files give somebody, those nearest the root first. What they have anyway, because a folder
 * above is theirs and none between stands for itself, is left out.
 * @param login in lower case
 */
export function foldersOf(
  tree: OwnersTree,
  login: string,
  kind: 'approvers' | 'reviewers' | 'requiredReviewers',
): OwnedFolder[] {
  const owned = new Map<string, OwnedFolder>();
  for (const [folder, { rules }] of tree.folders) {
    const naming = rules.filter((rule) => rule[kind].some(({ name }) => name === login));
    if (naming.length === 0) continue;
    const whole = naming.some(({ pattern }) => pattern === undefined);
    owned.set(folder, {
      folder,
      patterns: whole ? [] : naming.flatMap(({ pattern }) => pattern?.text ?? []),
    });
  }
  const whole = new Set([...owned.values()].flatMap((one) => (one.patterns.length === 0 ? one.folder : [])));
  return [...owned.values()]
    .filter(({ folder }) => inheritsFrom(tree, folder, whole) === undefined)
    .toSorted(byDepth);
}

function byDepth({ folder: one }: OwnedFolder, { folder: other }: OwnedFolder): number {
  const depth = (folder: string) => (folder === '' ? 0 : folder.split('/').length);
  return depth(one) - depth(other) || (one < other ? -1 : 1);
}
