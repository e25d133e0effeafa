import { UserError } from '../../domain/errors.ts';
import type { Ports } from '../../ports.ts';
import type { OwnedRepository } from '../../ports/owners.ts';
import type { Said } from './plan.ts';

/**
 * What the files of a repository say of its owners.
 * @param name "owner/name"
 * @throws UserError where they were not read
 */
export async function saidOf(name: string, { owners }: Pick<Ports, 'owners'>): Promise<Said> {
  const repository = (await owners.repositories()).find((one) => one.name === name);
  const said = repository && (await saidIn(repository, owners));
  if (said) return said;
  throw new UserError(`Who owns what in ${name} is not known.`, WHEN_READ);
}

const WHEN_READ =
  'OWNERS files are read within a day of sigbot’s coming, where the operator has not turned that off. The operator sees why they were not.';

/**
 * The same of each repository of which it is known.
 * @throws UserError where it is known of none
 */
export async function allSaid({ owners }: Pick<Ports, 'owners'>): Promise<Said[]> {
  const known = await owners.repositories();
  const said = await Promise.all(known.map((repository) => saidIn(repository, owners)));
  const all = said.filter((one) => one !== undefined);
  if (all.length > 0) return all;
  throw new UserError('Who owns what is not known of any repository that may be named here.', WHEN_READ);
}

async function saidIn(repository: OwnedRepository, owners: Ports['owners']): Promise<Said | undefined> {
  const tree = await owners.of(repository.name);
  return tree && { repository, tree, codeowners: await owners.codeowners(repository.name) };
}
