import type { Logger } from 'pino';
import type { Instant } from '../../domain/time.ts';
import type { Health } from '../health.ts';
import { failureOf } from './failure.ts';

/** What is asked of GitHub, one piece of work after the other. */
export interface Turns {
  /** Does a piece of work when those before it are done, unless resting. Never rejects. */
  take(what: string, work: () => Promise<void>): Promise<void>;
  /** Whether nothing is to be asked now: GitHub's limit lasts, or the bot stops. */
  resting(): boolean;
  /** Aborted when the bot stops. */
  signal: AbortSignal;
  /** Breaks off what is under way and waits for its end. */
  stop(): Promise<void>;
}

export function createTurns(of: {
  health: Pick<Health, 'good' | 'bad'>;
  now: () => Instant;
  log: Logger;
}): Turns {
  const { health, now, log } = of;
  const stopping = new AbortController();
  let last: Promise<void> = Promise.resolve();
  let limitedUntil: Instant = 0;

  const resting = () => stopping.signal.aborted || limitedUntil > now();

  async function attempt(what: string, work: () => Promise<void>): Promise<void> {
    if (resting()) return;
    try {
      await work();
      health.good('github');
    } catch (error) {
      if (!stopping.signal.aborted) note(what, error);
    }
  }

  function note(what: string, error: unknown): void {
    const failure = failureOf(error, now());
    if (failure.kind === 'limited') limitedUntil = now() + failure.after;
    if (failure.kind === 'credential') health.bad('github', failure.text);
    // Whoever sets limits or says no has taken the credential; no answer says nothing of it.
    else if (failure.kind === 'limited' || failure.kind === 'refused') health.good('github');
    log.warn({ err: error }, `${what} failed: ${failure.text}`);
  }

  return {
    take: (what, work) => (last = last.then(() => attempt(what, work))),
    resting,
    signal: stopping.signal,
    async stop() {
      stopping.abort();
      await last;
    },
  };
}
