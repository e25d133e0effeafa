import { dueMorning, isWorkday } from '../../domain/mine.ts';
import type { Instant } from '../../domain/time.ts';
import { isZone } from '../../domain/zone.ts';
import type { Effect } from '../../effect.ts';
import type { Message, Plan } from '../../feature.ts';
import type { Told } from '../../ports/mine.ts';
import type { Ports } from '../../ports.ts';
import { readableIn } from '../../readable.ts';
import { morningMessage } from './blocks.ts';
import { gatherMine, officesOf } from './mine-gather.ts';
import { hasWork } from './plan.ts';

/** How much is read of each way in which something waits: more is not told in the morning. */
const LOOKED_AT = 10;

/** Whose morning began since then is written to, once a day; what, and whether there is anything, is seen when it is sent. */
export async function tellMornings(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const all = await ports.mine.mornings();
  const alike = Map.groupBy(all, ({ morning: { at, zone } }) => `${at} ${zone}`);
  return { effects: [...alike.values()].flatMap((told) => telling(told, now, since)), because: [] };
}

/** All of these have the same morning. A zone that the computer knows no more has none. */
function telling(told: readonly Told[], now: Instant, since: Instant): Effect[] {
  const [first] = told;
  const due = first && isZone(first.morning.zone) ? dueMorning(first.morning, since, now) : undefined;
  if (!due) return [];
  return told.map(({ user }) => {
    const id = `${user}/${due.day}`;
    return { kind: 'slack.dm', user, subject: { kind: 'morning', id }, once: `mine:${id}`, until: due.until };
  });
}

/** What a morning tells now: nothing where nothing waits, where it is no workday, or where it was turned off meanwhile. */
export async function renderMorning(id: string, ports: Ports): Promise<Message | undefined> {
  const [user = '', day = ''] = id.split('/');
  const { morning } = await ports.mine.of(user);
  if (!morning) return undefined;
  const now = ports.calendar.now();
  const mine = await gatherMine({ user, channel: undefined, now }, LOOKED_AT, readableIn(undefined, ports));
  if (mine.person.standing === 'gone' || !hasWork(mine)) return undefined;
  return isWorkday(day, morning.zone, officesOf(mine.groups, ports)) ? morningMessage(mine, now) : undefined;
}
