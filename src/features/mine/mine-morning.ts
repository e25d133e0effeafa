import { dueMorning } from '../../domain/mine.ts';
import type { Instant } from '../../domain/time.ts';
import type { Effect } from '../../effect.ts';
import type { Plan } from '../../feature.ts';
import type { Told } from '../../ports/mine.ts';
import type { Ports } from '../../ports.ts';
import { readableIn } from '../../readable.ts';
import { morningMessage } from './blocks.ts';
import { gatherMine } from './mine-gather.ts';
import { hasWork } from './plan.ts';

/** How much is read of each way in which something waits: more is not told in the morning. */
const LOOKED_AT = 10;

/** Who asked for it, and whose morning began since then, is told what waits for them: once a day, and only where it does. */
export async function tellMornings(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const effects: Effect[] = [];
  for (const told of await ports.mine.mornings()) effects.push(...(await telling(told, now, ports, since)));
  return { effects, because: [] };
}

async function telling(
  { user, morning }: Told,
  now: Instant,
  ports: Ports,
  since: Instant,
): Promise<Effect[]> {
  const due = dueMorning(morning, since, now);
  if (!due) return [];
  const mine = await gatherMine({ user, channel: undefined, now }, LOOKED_AT, readableIn(undefined, ports));
  if (mine.person.standing === 'gone' || !hasWork(mine)) return [];
  return [
    {
      kind: 'slack.dm',
      user,
      text: morningMessage(mine, now),
      choices: [
        { label: 'Show all', action: 'mine:all', value: JSON.stringify({ page: 0 }) },
        { label: 'Settings…', action: 'mine:settings', value: 'open' },
        { label: 'Turn this off', action: 'mine:quiet', value: 'morning' },
      ],
      once: `mine:${user}/${due.day}`,
      until: due.until,
    },
  ];
}
