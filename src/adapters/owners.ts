import { codeownersAmong, type Codeowners } from '../domain/codeowners.ts';
import { ownersTree, type OwnersTree } from '../domain/owners.ts';
import type { Config } from '../config.ts';
import type { OwnersPorts } from '../ports/owners.ts';
import { webOf } from './github/oauth.ts';
import { ruleFor } from './github/repositories.ts';
import type { Mirror, OwnersFiles, Repository } from './store/store.ts';

/** What a repository says of its owners: Prow's way, and GitHub's own. */
export interface RepositoryOwners {
  tree: OwnersTree;
  codeowners: Codeowners | undefined;
}

/** Gives what the files of a repository say; undefined where they were not read. */
export type OwnersReader = (
  files: Pick<OwnersFiles, 'treeOf' | 'sources'>,
  repo: number,
) => Promise<RepositoryOwners | undefined>;

/** Keeps each repository's trees until another one is read. */
export function ownersReader(): OwnersReader {
  const known = new Map<number, { sha: string; owners: RepositoryOwners }>();
  return async (files, repo) => {
    const sha = await files.treeOf(repo);
    if (sha === undefined) return undefined;
    const last = known.get(repo);
    if (last?.sha === sha) return last.owners;
    const sources = await files.sources(repo);
    const owners = { tree: ownersTree(sources), codeowners: codeownersAmong(sources) };
    known.set(repo, { sha, owners });
    return owners;
  };
}

interface OwnersSettings extends Pick<Config, 'repositories'> {
  github: Pick<Config['github'], 'apiUrl'>;
}

/** Who owns what in the repositories whose OWNERS files the operator has read, as features see it. */
export function ownersPorts(
  { mirror, owners }: { mirror: Pick<Mirror, 'repository' | 'repositories'>; owners: OwnersFiles },
  read: OwnersReader,
  config: OwnersSettings,
): OwnersPorts {
  const isRead = (known: Repository) => ruleFor(config.repositories, known)?.owners ?? false;
  const ownersIn = async (name: string) => {
    const known = await mirror.repository(name);
    return known && isRead(known) ? read(owners, known.id) : undefined;
  };
  return {
    of: async (repo) => (await ownersIn(repo))?.tree,
    codeowners: async (repo) => (await ownersIn(repo))?.codeowners,
    async repositories() {
      const states = await owners.states();
      const known = (await mirror.repositories()).filter((one) => !one.gone && isRead(one));
      return known.flatMap(({ id, name, trackedSince, private: hidden }) => {
        const readAt = states.get(id)?.readAt;
        const url = `${webOf(config.github.apiUrl)}/${name}`;
        return readAt === undefined
          ? []
          : [{ name, url, readAt, since: trackedSince, private: hidden !== false }];
      });
    },
    seen: owners.seen,
  };
}
