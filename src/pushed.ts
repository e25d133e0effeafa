import type { StoreParts } from './adapters/store/store.ts';
import { kepPaths } from './domain/kep-tree.ts';
import { CODEOWNERS_PATHS } from './domain/codeowners.ts';
import { isOwnersPath } from './domain/owners.ts';
import type { Ports } from './ports.ts';

/** A push to a repository's default branch; without `paths`, any of its files may have changed. */
export interface Pushed {
  repo: { id: number; name: string };
  paths: readonly string[] | undefined;
}

/** Notes which files are to be read again: OWNERS files, and proposals where they lie in that repository. Says which. */
export async function pushed(
  { repo, paths }: Pushed,
  { owners, keps, mirror }: Pick<StoreParts, 'owners' | 'keps' | 'mirror'>,
  { keps: { policy } }: Pick<Ports, 'keps'>,
): Promise<string[]> {
  const changes = (isPath: (path: string) => boolean) => paths === undefined || paths.some(isPath);
  const because: string[] = [];
  if (changes((path) => isOwnersPath(path) || CODEOWNERS_PATHS.includes(path))) {
    await owners.changed(repo.id);
    because.push(`the owners of ${repo.name} changed: they are read within a minute`);
  }
  const holds = policy && (await mirror.repository(policy.repository))?.id === repo.id;
  if (holds && changes(kepPaths(policy.places))) {
    await keps.changed(repo.id);
    because.push(`proposals in ${repo.name} changed: they are read within a minute`);
  }
  return because.length > 0 ? because : ['the push changes nothing that the bot reads'];
}
