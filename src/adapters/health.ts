import type { Outcome, Perform } from '../outbox.ts';

/** What keeps the bot from being ready, by part; kept by those who find out, read by `/readyz`. */
export interface Health {
  /** In words, one line a part; empty when the bot is ready. */
  problems(): Promise<string[]>;
  bad(part: string, problem: string): void;
  good(part: string): void;
}

/** `ping` asks the database; each of `parts` is not ready until it is called good. */
export function createHealth(ping: () => Promise<void>, parts: readonly string[]): Health {
  const known = new Map(parts.map((part) => [part, 'not connected yet']));
  return {
    async problems() {
      const own = [...known].map(([part, problem]) => `${part}: ${problem}`);
      const database = await ping().then(
        () => [],
        () => ['database: does not answer'],
      );
      return [...own, ...database];
    },
    bad: (part, problem) => void known.set(part, problem),
    good: (part) => void known.delete(part),
  };
}

/** Tells the health page how a service fares, from how its effects end. */
export function watched(service: 'slack' | 'github', health: Health, perform: Perform): Perform {
  return async (attempt, ports) => {
    const outcome: Outcome = await perform(attempt, ports);
    if ('retry' in outcome && outcome.whole) health.bad(service, outcome.retry);
    if ('done' in outcome) health.good(service);
    return outcome;
  };
}
