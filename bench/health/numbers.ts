import { allHealth } from '../../src/all-health.ts';
import { dayOf, HISTORY_DAYS } from '../../src/domain/history.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { daysToKeepOf } from '../../src/group-health.ts';
import type { Store } from '../../src/adapters/store/store.ts';
import { sigNode } from '../../test/support/facts.ts';
import { CHANNEL, portsOver, type Ask, type AskNeeds } from '../triage/asks.ts';
import { measure } from '../triage/main.ts';
import { NOW, OPEN } from '../triage/stage.ts';

/** Measures a group's numbers: with its days kept, before any was kept, for a year; and what is kept at midnight. */
export const measureNumbers = () => measure(asks, 200);

const NODE = { id: 'sig-node', label: 'sig/node' };

/** As many as a large community has, each with its share of all issues. */
const FIFTY = Array.from({ length: 50 }, (_, index) => ({
  ...sigNode,
  id: `sig-${index}`,
  label: `sig/team-${index}`,
}));

function asks(needs: AskNeeds): Ask[] {
  const { app, store } = needs;
  const ports = portsOver(needs);
  const call = { user: 'U0DANA', channel: CHANNEL.id, now: NOW };
  const ask = async (typed: string, over: typeof ports) =>
    JSON.stringify(await app.command(typed, call, over));
  const none = { ...ports, history: { ...ports.history, days: () => Promise.resolve([]) } };
  return [
    {
      what: '/sig health',
      async run(turn) {
        if (turn === 0) await live(store, ports);
        return ask('health', ports);
      },
    },
    { what: '/sig health of a bot that has just come', run: () => ask('health', none) },
    { what: 'how 50 groups fare', run: () => allHealth(FIFTY, { day: dayOf(NOW), ago: 28 }, ports, NOW) },
    { what: '/sig health report', run: () => ask('health report', ports) },
    {
      what: 'what is kept of a group when a day begins',
      run: () => daysToKeepOf([NODE], ports, NOW + DAY / 2),
    },
    {
      what: 'the same, where nothing was kept yet',
      run: () => daysToKeepOf([NODE], none, NOW + DAY / 2),
    },
  ];
}

/** Twelve weeks in which every eighth issue was decided about, and every day was kept. */
async function live(store: Store, ports: ReturnType<typeof portsOver>): Promise<void> {
  await store.atomically(async ({ audit }) => {
    for (let number = 8; number <= OPEN; number += 8) {
      const at = NOW - ((number * 37) % (HISTORY_DAYS * 24)) * HOUR;
      const fact = { what: 'decided', at, by: 'dana', group: NODE.id, kind: 'accepted' } as const;
      await audit.addFact(`1#${number}`, fact);
    }
  });
  const [told] = await daysToKeepOf([NODE], ports, NOW);
  for (const { id } of [NODE, ...FIFTY]) await store.history.keep(id, told?.days ?? []);
}
