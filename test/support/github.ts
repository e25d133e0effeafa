import { pino } from 'pino';
import { createGithub, type GitHub } from '../../src/adapters/github/auth.ts';
import type { NewDelivery } from '../../src/adapters/store/store.ts';
import type { FakeGithub } from './fake-github.ts';

export const silent = pino({ enabled: false });

/** Our way into the fake, with a token and short patience. */
export function tokenGithub({ url }: Pick<FakeGithub, 'url'>, timeout = 2000): GitHub {
  return createGithub({ auth: { token: 'a-token' }, apiUrl: url, timeout }, silent);
}

/** Nobody lets the bot write as them. */
export const noTokens = {
  of: () => Promise.reject(new Error('no token')),
  refused: () => Promise.resolve(),
};

/** An inbox that keeps its deliveries in a list and knows a key it has seen. */
export function listInbox() {
  const deliveries: NewDelivery[] = [];
  return {
    deliveries,
    put(delivery: NewDelivery): Promise<{ id: number; fresh: boolean }> {
      const known = deliveries.findIndex(
        ({ source, key }) => source === delivery.source && key === delivery.key,
      );
      if (known >= 0) return Promise.resolve({ id: known, fresh: false });
      return Promise.resolve({ id: deliveries.push(delivery) - 1, fresh: true });
    },
  };
}

/** A `fetch` that hangs until it is given up. */
export const neverAnswers: typeof fetch = (_input, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
  });
