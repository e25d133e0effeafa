import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { HOUR, type Instant } from '../../domain/time.ts';
import type { Health } from '../health.ts';
import { poll, sync, trackAll, tracked, type RoundOptions } from './rounds.ts';
import { sweepDue, type NightOptions } from './nightly.ts';
import { readKepsDue, type KepsOptions } from './keps.ts';
import { readOwnersDue, type OwnersOptions } from './owners.ts';
import { readPullsDue, type PullsOptions } from './pulls.ts';
import { createTurns, type Turns } from './turns.ts';

export interface IntakeOptions
  extends Omit<RoundOptions, 'signal'>, NightOptions, OwnersOptions, KepsOptions, PullsOptions {
  config: RoundOptions['config'] &
    NightOptions['config'] &
    KepsOptions['config'] & { github: Pick<Config['github'], 'pollEvery'> };
  health: Pick<Health, 'good' | 'bad'>;
  now: () => Instant;
}

/** How often globs are looked up again. */
const LOOK_UP_EVERY = HOUR;

/**
 * What is fetched from GitHub rather than sent by it: which repositories there are, their first sync, the polls, the
 * nightly sweep, the OWNERS files, the proposals and what else is to be known of pull requests. One thing after the other;
 * while GitHub's limit lasts, nothing is asked.
 */
export function createIntake(options: IntakeOptions) {
  const { config, log } = options;
  const turns = createTurns(options);
  const lookedUp = { at: 0 };
  let rounds: Promise<void> = Promise.resolve();
  let sweeps: Promise<void> = Promise.resolve();
  let ticked: Instant | undefined;

  async function forever(): Promise<void> {
    while (!turns.signal.aborted) {
      await round(options, turns, lookedUp).catch((error: unknown) =>
        log.error({ err: error }, 'a round of polls could not reach the database'),
      );
      await sleep(config.github.pollEvery, undefined, { signal: turns.signal }).catch(() => undefined);
    }
  }

  async function compare(at: Instant): Promise<void> {
    const newest = ticked ?? at;
    ticked = undefined;
    await sweepDue(newest, options, turns);
    await readOwnersDue(newest, options, turns);
    await readKepsDue(newest, options, turns);
    await readPullsDue(options.now(), options, turns);
  }

  return {
    start(): void {
      rounds = forever();
    },
    /** The next round looks the repositories up again. */
    lookUp(): void {
      lookedUp.at = 0;
    },
    /**
     * Once a minute: what was not compared with GitHub since the configured time of day (UTC) is compared now, and files
     * that have changed are read. While that lasts, the newest of the ticks that come stands for them all.
     */
    tick(at: Instant): void {
      const isNext = ticked === undefined;
      ticked = at;
      if (!isNext) return;
      sweeps = sweeps
        .then(() => compare(at))
        .catch((error: unknown) =>
          log.error({ err: error }, 'the nightly check could not reach the database'),
        );
    },
    /** Breaks off between two pages, and waits for that. */
    async stop(): Promise<void> {
      await turns.stop();
      await Promise.all([rounds, sweeps]);
    },
  };
}

/**
 * One round of syncs and polls. Where webhooks come, a poll at the start and once an hour catches up with those that
 * were lost: GitHub does not send them again. A look-up that fails is made again in the next round.
 */
async function round(options: IntakeOptions, turns: Turns, lookedUp: { at: Instant }): Promise<void> {
  const { config, now } = options;
  const needs = { ...options, signal: turns.signal };
  let catchUp = false;
  if (now() - lookedUp.at >= LOOK_UP_EVERY) {
    await turns.take('looking up the repositories', async () => {
      await trackAll(needs);
      lookedUp.at = now();
      catchUp = true;
    });
  }
  for (const { repository, rule } of await tracked(config, options.mirror)) {
    const { name } = repository;
    if (!repository.synced) await turns.take(`the first sync of ${name}`, () => sync(repository, needs));
    else if (catchUp || rule.intake !== 'webhook')
      await turns.take(`polling ${name}`, () => poll(repository, needs));
  }
}
