import { Counter, Gauge, Registry } from 'prom-client';
import type { Store } from './store/store.ts';

export type Metrics = ReturnType<typeof createMetrics>;

/** What operators watch, for Prometheus: what came in, what was sent, what waits. */
export function createMetrics(store: Pick<Store, 'inbox' | 'outbox'>) {
  const registry = new Registry();
  const deliveries = new Counter({
    name: 'sigbot_deliveries_total',
    help: 'Deliveries worked off, by source and how it ended.',
    labelNames: ['source', 'state'] as const,
    registers: [registry],
  });
  const effects = new Counter({
    name: 'sigbot_effects_total',
    help: 'Attempts to do something, by kind and how it ended.',
    labelNames: ['kind', 'state'] as const,
    registers: [registry],
  });
  new Gauge({
    name: 'sigbot_inbox_waiting',
    help: 'Deliveries that wait to be worked off.',
    registers: [registry],
    async collect() {
      this.set(await store.inbox.depth());
    },
  });
  new Gauge({
    name: 'sigbot_outbox_rows',
    help: 'Effects that wait, may have happened, or failed.',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await store.outbox.depth())) this.set({ state }, count);
    },
  });
  return {
    delivered: (source: string, state: string) => deliveries.inc({ source, state }),
    attempted: (kind: string, state: string) => effects.inc({ kind, state }),
    /** In Prometheus' text format. */
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
