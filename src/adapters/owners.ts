import { ownersTree, type OwnersSaid, type OwnersTree } from '../domain/owners.ts';
import type { Files } from './store/store.ts';

/** Gives the tree of a repository's OWNERS files; undefined where they were not read. */
export type OwnersReader = (
  files: Pick<Files<OwnersSaid>, 'treeOf' | 'sources'>,
  repo: number,
) => Promise<OwnersTree | undefined>;

/** Keeps each repository's tree until another one is read. */
export function ownersReader(): OwnersReader {
  const trees = new Map<number, { sha: string; tree: OwnersTree }>();
  return async (files, repo) => {
    const sha = await files.treeOf(repo);
    if (sha === undefined) return undefined;
    const known = trees.get(repo);
    if (known?.sha === sha) return known.tree;
    const tree = ownersTree(await files.sources(repo));
    trees.set(repo, { sha, tree });
    return tree;
  };
}
