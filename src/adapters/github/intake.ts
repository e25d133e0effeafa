import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import { HOUR, type Instant } from '../../domain/time.ts';
import type { Health } from '../health.ts';
import type { Inbox, Mirror, Repository } from '../store/store.ts';
import type { GitHub } from './auth.ts';
import { failureOf } from './failure.ts';
import { pollRepository } from './poll.ts';
import { repositoryRule } from './repositories.ts';
import { resolveRepositories } from './resolve.ts';
import { sweepRepository, syncRepository } from './sync.ts';

export interface IntakeOptions {
  config: Pick<Config, 'repositories' | 'sweepAt'> & { github: Pick<Config['github'], 'pollEvery'> };
  github: GitHub;
  mirror: Mirror;
  inbox: Pick<Inbox, 'put'>;
  health: Pick<Health, 'good' | 'bad'>;
  now: () => Instant;
  log: Logger;
}

/** How often globs are looked up again. */
const LOOK_UP_EVERY = HOUR;

/**
 * What is fetched from GitHub rather than sent by it: which repositories there are, their first sync, the polls and the
 * nightly sweep. One thing after the other; while GitHub's limit lasts, nothing is asked.
 */
export function createIntake(options: IntakeOptions) {
  const { config, github, mirror, health, now, log } = options;
  const stopping = new AbortController();
  let turns: Promise<void> = Promise.resolve();
  let limitedUntil: Instant = 0;
  let lookedUpAt: Instant = 0;

  /** Does a piece of work when those before it are done. Never rejects. */
  function inTurn(what: string, work: () => Promise<void>): Promise<void> {
    turns = turns.then(() => attempt(what, work));
    return turns;
  }

  async function attempt(what: string, work: () => Promise<void>): Promise<void> {
    if (stopping.signal.aborted || limitedUntil > now()) return;
    try {
      await work();
      health.good('github');
    } catch (error) {
      note(what, error);
    }
  }

  function note(what: string, error: unknown): void {
    if (stopping.signal.aborted) return;
    const failure = failureOf(error, now());
    if (failure.kind === 'limited') limitedUntil = now() + failure.after;
    if (failure.kind === 'credential') health.bad('github', failure.text);
    else health.good('github');
    log.warn({ err: error }, `${what} failed: ${failure.text}`);
  }

  async function round(): Promise<void> {
    if (now() - lookedUpAt >= LOOK_UP_EVERY) {
      await inTurn('looking up the repositories', async () => {
        await trackAll(options);
        lookedUpAt = now();
      });
    }
    for (const repository of await mirror.repositories()) {
      const rule = repositoryRule(config.repositories, repository.name);
      if (!rule || repository.gone) continue;
      const { name } = repository;
      if (!repository.synced)
        await inTurn(`the first sync of ${name}`, () => sync(repository, options, stopping.signal));
      else if (rule.intake !== 'webhook') await inTurn(`polling ${name}`, () => poll(repository, options));
    }
  }

  async function forever(): Promise<void> {
    while (!stopping.signal.aborted) {
      await round().catch((error: unknown) =>
        log.error({ err: error }, 'a round of polls could not reach the database'),
      );
      await sleep(config.github.pollEvery, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  async function sweepAll(): Promise<void> {
    for (const repository of await mirror.repositories()) {
      if (repository.gone || !repositoryRule(config.repositories, repository.name)) continue;
      const octokit = await github.octokitFor(ownerOf(repository));
      const swept = await sweepRepository(octokit, repository, options, now());
      log.info({ repository: repository.name, ...swept }, 'compared the mirror with GitHub');
    }
  }

  let rounds: Promise<void> = Promise.resolve();
  return {
    start(): void {
      rounds = forever();
    },
    /** The next round looks the repositories up again. */
    lookUp(): void {
      lookedUpAt = 0;
    },
    /** Once a minute: at the configured time of day (UTC) the mirror is compared with GitHub. */
    tick(at: Instant): void {
      if (new Date(at).toISOString().slice(11, 16) === config.sweepAt)
        void inTurn('the nightly check', sweepAll);
    },
    async stop(): Promise<void> {
      stopping.abort();
      await rounds;
      await turns;
    },
  };
}

/** Finds the configured repositories and takes them into the mirror: what is opened from now on is new. */
export async function trackAll({
  config,
  github,
  mirror,
  log,
}: Omit<IntakeOptions, 'health' | 'inbox' | 'now'>): Promise<void> {
  const patterns = config.repositories.map(({ pattern }) => pattern);
  for (const { pattern, found } of await resolveRepositories(github, patterns)) {
    if ('reason' in found) log.warn({ pattern }, `no repositories: ${found.reason}`);
    else for (const repository of found) await mirror.track(repository);
  }
}

/** Reads all open issues of a repository into the mirror. */
export async function sync(
  repository: Repository,
  { github, mirror, log }: Pick<IntakeOptions, 'github' | 'mirror' | 'log'>,
  signal?: AbortSignal,
): Promise<void> {
  const { name } = repository;
  const octokit = await github.octokitFor(ownerOf(repository));
  const synced = await syncRepository(octokit, repository, mirror, ({ done, total }) => {
    signal?.throwIfAborted();
    log.info({ repository: name, done, total }, 'reading open issues');
  });
  log.info({ repository: name, ...synced }, 'the first sync is done');
}

async function poll(repository: Repository, options: IntakeOptions): Promise<void> {
  const octokit = await options.github.octokitFor(ownerOf(repository));
  const { fresh } = await pollRepository(octokit, repository, options);
  if (fresh > 0) options.log.debug({ repository: repository.name, fresh }, 'polled');
}

function ownerOf({ name }: Repository): string {
  return name.split('/')[0] ?? '';
}
