import { findGroup, type Group } from '../domain/group.ts';
import type { KepSaid } from '../domain/kep-file.ts';
import type { KepPolicy } from '../domain/kep-policy.ts';
import { readKeps } from '../domain/kep-tree.ts';
import type { Kep } from '../domain/kep.ts';
import type { Files } from './store/store.ts';

/** Gives the proposals of a repository; undefined where they were not read. */
export type KepReader = (
  files: Pick<Files<KepSaid>, 'treeOf' | 'sources'>,
  repo: number,
  groups: readonly Group[],
) => Promise<readonly Kep[] | undefined>;

/** Keeps the proposals as they are until another tree is read, or there are other groups. */
export function kepReader({ places, shape }: Pick<KepPolicy, 'places' | 'shape'>): KepReader {
  let known: { sha: string; groups: readonly Group[]; keps: readonly Kep[] } | undefined;
  return async (files, repo, groups) => {
    const sha = await files.treeOf(repo);
    if (sha === undefined) return undefined;
    if (known?.sha === sha && known.groups === groups) return known.keps;
    const sources = (await files.sources(repo)).map(({ path, ...said }) => ({ path, said }));
    const isGroup = (name: string) => findGroup(groups, name) !== undefined;
    const keps = readKeps(sources, { places, shape, isGroup });
    known = { sha, groups, keps };
    return keps;
  };
}
