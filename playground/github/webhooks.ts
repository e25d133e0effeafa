import { createHmac, randomUUID } from 'node:crypto';
import type { Json } from '../json.ts';

/** A webhook's delivery, sent or attempted. */
export interface Delivery {
  /** X-GitHub-Delivery: stays when it is sent again. */
  id: string;
  event: string;
  action: string;
  /** "owner/name" */
  repo: string;
  at: number;
  payload: Json;
  /** Each attempt's HTTP status, 0 where nobody answered within 10 s, and what was answered. */
  attempts: { at: number; status: number; ms: number; answer: string }[];
}

/** How deliveries reach the bot: all at once as in life, one after the other, or in a random but repeatable order. */
export type DeliveryOrder = 'parallel' | 'in-order' | 'shuffled';

export interface Webhooks {
  order: DeliveryOrder;
  /** The bot's /github/webhook; while undefined every delivery fails. */
  url: string | undefined;
  /** While true none arrives. */
  lost: boolean;
  secret: string;
  send(delivery: Omit<Delivery, 'id' | 'at' | 'attempts'>): void;
  redeliver(id: string): Promise<number>;
  all: Delivery[];
  /** Deliveries not answered yet. */
  pending(): number;
  /** Gives up what is on its way and sends nothing more. */
  stop(): void;
}

const NOBODY = { status: 0, answer: '' };

const AT_ONCE = 32;
const WITHIN = 10_000;

export function createWebhooks(secret: string): Webhooks {
  const waiting: Delivery[] = [];
  let running = 0;
  const random = generator(42);
  const stopped = new AbortController();

  const hooks: Webhooks = {
    order: 'parallel',
    url: undefined,
    lost: false,
    secret,
    all: [],
    send(told) {
      const delivery = { ...told, id: randomUUID(), at: Date.now(), attempts: [] };
      hooks.all.push(delivery);
      waiting.push(delivery);
      // Shuffling needs something to shuffle: what one turn of the event loop caused is sent together.
      if (hooks.order === 'shuffled') setImmediate(pump);
      else pump();
    },
    async redeliver(id) {
      const delivery = hooks.all.find((one) => one.id === id);
      if (!delivery) throw new Error(`There is no delivery ${id}.`);
      return attempt(delivery);
    },
    pending: () => waiting.length + running,
    stop() {
      hooks.url = undefined;
      stopped.abort();
    },
  };

  function pump(): void {
    const limit = hooks.order === 'in-order' ? 1 : AT_ONCE;
    while (running < limit) {
      const index = hooks.order === 'shuffled' ? Math.floor(random() * waiting.length) : 0;
      const [delivery] = waiting.splice(index, 1);
      if (!delivery) return;
      running += 1;
      void attempt(delivery).finally(() => {
        running -= 1;
        pump();
      });
    }
  }

  async function attempt(delivery: Delivery): Promise<number> {
    const from = performance.now();
    const answered = await post(delivery);
    delivery.attempts.push({ at: Date.now(), ...answered, ms: Math.round(performance.now() - from) });
    return answered.status;
  }

  async function post(delivery: Delivery): Promise<{ status: number; answer: string }> {
    if (hooks.url === undefined || hooks.lost) return NOBODY;
    const body = JSON.stringify(delivery.payload);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-delivery': delivery.id,
      'x-github-event': delivery.event,
      'x-github-hook-id': '1',
      'x-github-hook-installation-target-type': 'organization',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    };
    try {
      const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(WITHIN)]);
      const response = await fetch(hooks.url, { method: 'POST', headers, body, signal });
      return { status: response.status, answer: await response.text() };
    } catch {
      return NOBODY;
    }
  }

  return hooks;
}

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
