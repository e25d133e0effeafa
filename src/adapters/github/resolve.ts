import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { GitHub } from './auth.ts';
import { failureOf, statusOf } from './failure.ts';
import { PER_PAGE, readRepository } from './read.ts';
import { matches } from './repositories.ts';
import { repositorySchema, type RepositoryJson } from './schema.ts';

/** What a pattern of the configuration stands for, or why that could not be found out. */
export interface Resolved {
  pattern: string;
  found:
    | readonly { id: number; name: string; private: boolean | undefined }[]
    | { reason: string; error: unknown };
}

/**
 * Finds the repositories that the patterns name. A glob is looked up among what the credential sees of the owner (for
 * an App, where it is installed), without archived repositories: nothing can be triaged there. One repository may fit
 * several patterns; ruleFor() says which counts.
 * @throws the signal's reason; what goes wrong with a pattern stands in its `found`
 */
export async function resolveRepositories(
  github: GitHub,
  patterns: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<Resolved[]> {
  const listings = new Map<string, Promise<RepositoryJson[]>>();
  const list = (owner: string): Promise<RepositoryJson[]> => {
    const listing = listings.get(owner.toLowerCase()) ?? listRepositories(github, owner, signal);
    listings.set(owner.toLowerCase(), listing);
    return listing;
  };
  const resolved: Resolved[] = [];
  for (const pattern of patterns) {
    try {
      resolved.push({ pattern, found: (await resolve(pattern, github, list, signal)).map(idAndName) });
    } catch (error) {
      resolved.push({ pattern, found: { reason: failureOf(error, Date.now()).text, error } });
    }
    signal.throwIfAborted();
  }
  return resolved;
}

async function resolve(
  pattern: string,
  github: GitHub,
  list: (owner: string) => Promise<RepositoryJson[]>,
  signal: AbortSignal,
): Promise<RepositoryJson[]> {
  const owner = pattern.split('/', 1)[0] ?? '';
  if (pattern.includes('*')) {
    return (await list(owner)).filter(({ full_name, archived }) => !archived && matches(pattern, full_name));
  }
  const repository = await readRepository(await github.octokitFor(owner), pattern, { signal });
  return repository ? [repository] : [];
}

async function listRepositories(
  github: GitHub,
  owner: string,
  signal: AbortSignal,
): Promise<RepositoryJson[]> {
  const octokit = await github.octokitFor(owner);
  return z.array(repositorySchema).parse(await listingOf(octokit, github.as, owner, signal));
}

async function listingOf(
  { paginate, rest }: Octokit,
  as: GitHub['as'],
  owner: string,
  signal: AbortSignal,
): Promise<unknown[]> {
  const page = { per_page: PER_PAGE, request: { signal } };
  if (as === 'app') return paginate(rest.apps.listReposAccessibleToInstallation, page);
  try {
    return await paginate(rest.repos.listForOrg, { org: owner, ...page });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return paginate(rest.repos.listForUser, { username: owner, ...page });
  }
}

function idAndName({ id, full_name, private: hidden }: RepositoryJson) {
  return { id, name: full_name, private: hidden };
}
