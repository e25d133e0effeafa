import type { KnownBlock } from '@slack/types';
import { mayLead, mightTriage } from '../../domain/person.ts';
import type { Call } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { homeBlocks, type MyGroup } from './home-blocks.ts';
import { gatherMine } from './mine-gather.ts';
import type { Mine } from './plan.ts';

/** How much of each way in which something waits is looked at for Home. */
const LOOKED_AT = 10;

/** A person's Home tab: all they need without a command. */
export async function home(call: Call, ports: Ports): Promise<KnownBlock[]> {
  const mine = await gatherMine(call, LOOKED_AT, ports);
  const [groups, calendar] = await Promise.all([groupsOf(mine, call, ports), ports.calendars.of(call.user)]);
  return homeBlocks({
    ...mine,
    own: groups,
    calendars: ports.calendars.url('all') !== undefined,
    calendar: calendar !== undefined,
  });
}

/** Each of the groups with what waits for it; those that Home has no room for count in the queue all the same. */
function groupsOf({ groups, person }: Mine, { now }: Call, ports: Ports): Promise<MyGroup[]> {
  const { untriaged } = ports.policy.labels;
  return Promise.all(
    groups.map(async (group) => {
      const { id, label } = group;
      const about = { group: id, label: label ?? '', untriaged, now, limit: 1, offset: 0 };
      const waits = label === undefined ? { issues: [], total: 0 } : await ports.issues.queue(about);
      return {
        group,
        channel: ports.directory.channelOf(group)?.id,
        waits: waits.total,
        oldest: waits.issues[0]?.createdAt,
        triages: label !== undefined && mightTriage(person, group),
        leads: mayLead(person, group),
      };
    }),
  );
}
