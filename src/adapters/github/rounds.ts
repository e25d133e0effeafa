import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { Instant } from '../../domain/time.ts';
import type { Inbox, Kv, Mirror, NewDelivery, Repository } from '../store/store.ts';
import type { GitHub } from './auth.ts';
import { pollComments } from './comments.ts';
import { failureOf } from './failure.ts';
import { pollRepository } from './poll.ts';
import { readRepository } from './read.ts';
import { ruleFor } from './repositories.ts';
import { resolveRepositories } from './resolve.ts';
import { sweepRepository, syncRepository } from './sync.ts';

export interface RoundOptions {
  config: Pick<Config, 'repositories'>;
  github: GitHub;
  mirror: Mirror;
  inbox: Pick<Inbox, 'put'>;
  log: Logger;
  /** Breaks the work off. */
  signal: AbortSignal;
}

/**
 * Finds the configured repositories and takes them into the mirror: what is opened from now on is new.
 * @throws the first failure that may pass (a limit, the credential, no answer), after all that was found is taken in.
 *   A pattern that GitHub knows nothing of is only logged.
 */
export async function trackAll(options: RoundOptions): Promise<void> {
  const { config, github, mirror, inbox, log, signal } = options;
  const seen = new Set<number>();
  const patterns = config.repositories.map(({ pattern }) => pattern);
  const failures: unknown[] = [];
  for (const { pattern, found } of await resolveRepositories(github, patterns, signal)) {
    if ('reason' in found) {
      log.warn({ pattern }, `no repositories: ${found.reason}`);
      if (failureOf(found.error, 0).kind !== 'refused') failures.push(found.error);
      continue;
    }
    if (found.length === 0)
      log.warn({ pattern }, 'no repositories: there is none, or it is hidden from the bot');
    for (const repository of found) {
      seen.add(repository.id);
      await takeIn(repository, mirror, inbox);
    }
  }
  await hideUnseen(seen, options);
  if (failures.length > 0) throw failures[0];
}

type Found = Parameters<Mirror['track']>[0];

/** That a known repository was hidden or shown goes through the inbox: its cards follow. */
async function takeIn(found: Found, mirror: RoundOptions['mirror'], inbox: RoundOptions['inbox']) {
  const { id, name, private: hidden } = found;
  const known = await mirror.repositoryById(id);
  if (!known || hidden === undefined || known.private === hidden) return mirror.track(found);
  await inbox.put(visibilityOf({ id, name }, hidden));
}

function visibilityOf({ id, name }: Pick<Repository, 'id' | 'name'>, hidden: boolean): NewDelivery {
  return {
    source: 'poll',
    key: `${id}/${hidden ? 'privatized' : 'publicized'}/${randomUUID()}`,
    event: hidden ? 'repository.privatized' : 'repository.publicized',
    body: JSON.stringify({ repository: { id, full_name: name, private: hidden } }),
  };
}

/**
 * A repository that the bot's credential sees no more was deleted, or made private: nobody tells which, so it is taken for
 * private until it is seen again.
 */
async function hideUnseen(
  seen: ReadonlySet<number>,
  { config, github, mirror, inbox, log, signal }: RoundOptions,
): Promise<void> {
  for (const repository of await mirror.repositories()) {
    const { id, name } = repository;
    if (seen.has(id) || repository.private || !ruleFor(config.repositories, repository)) continue;
    try {
      const there = await readRepository(await github.octokitFor(ownerOf(repository)), name, { signal });
      if (there) continue;
    } catch (error) {
      log.warn({ err: error, repository: name }, 'it could not be seen whether a repository is still public');
      continue;
    }
    log.warn({ repository: name }, 'the repository is not to be seen any more: it is taken for private');
    await inbox.put(visibilityOf(repository, true));
  }
}

/** The repositories that are there and configured, each with its rule. */
export async function tracked(
  { repositories }: Pick<Config, 'repositories'>,
  mirror: Pick<Mirror, 'repositories'>,
): Promise<{ repository: Repository; rule: Config['repositories'][number] }[]> {
  return (await mirror.repositories()).flatMap((repository) => {
    const rule = repository.gone ? undefined : ruleFor(repositories, repository);
    return rule ? { repository, rule } : [];
  });
}

/** Reads all open issues of a repository into the mirror. */
export async function sync(
  repository: Repository,
  options: Pick<RoundOptions, 'github' | 'mirror' | 'log' | 'signal'>,
): Promise<void> {
  const { name } = repository;
  const octokit = await options.github.octokitFor(ownerOf(repository));
  const synced = await syncRepository(octokit, repository, options, ({ done, total }) =>
    options.log.info({ repository: name, done, total }, 'reading open issues'),
  );
  options.log.info({ repository: name, ...synced }, 'the first sync is done');
}

/** Puts what changed, and what was said, since the last poll into the inbox. */
export async function poll(
  repository: Repository,
  options: Omit<RoundOptions, 'config'> & { kv: Pick<Kv, 'get' | 'set'> },
): Promise<void> {
  const octokit = await options.github.octokitFor(ownerOf(repository));
  const { fresh } = await pollRepository(octokit, repository, options);
  const said = await pollComments(octokit, repository, options);
  if (fresh + said > 0) options.log.debug({ repository: repository.name, fresh, said }, 'polled');
}

/** Puts what the mirror lacks into the inbox; `of` tells this sweep's deliveries from another's. */
export async function sweep(
  repository: Repository,
  options: Omit<RoundOptions, 'config'>,
  of: Instant,
): Promise<void> {
  const octokit = await options.github.octokitFor(ownerOf(repository));
  const swept = await sweepRepository(octokit, repository, options, of);
  options.log.info({ repository: repository.name, ...swept }, 'compared the mirror with GitHub');
}

/**
 * Reads the open issues of all repositories again, at once. What the mirror has already is compared by way of the
 * inbox: a bot that works it off sees what it missed, and its cards follow.
 */
export async function readAgain(options: RoundOptions, now: Instant): Promise<void> {
  await trackAll(options);
  for (const { repository } of await tracked(options.config, options.mirror)) {
    await (repository.synced ? sweep(repository, options, now) : sync(repository, options));
  }
}

function ownerOf({ name }: Repository): string {
  return name.split('/')[0] ?? '';
}
