import * as z from 'zod';
import { PLAIN_STEERING } from '../domain/steering.ts';
import { timeText } from '../domain/zone.ts';
import { timeOfDay, zone } from './noise.ts';
import { channel, LIST, MAP, text } from './parts.ts';

const KIND = 'Write sig, wg, ug, committee or group.';
const GROUP = 'Write the group’s id: committee-steering.';

/** `steering` in sigbot.yml. */
export const steeringSchema = z.strictObject(
  {
    group: text(GROUP)
      .optional()
      .describe('Who steers the community, by group id: told how all groups fare. Without it nobody is.'),
    channel: channel
      .optional()
      .describe('Where they are told, by name or id, in place of their own channel.'),
    post: z
      .enum(['monthly', 'weekly'], { error: 'Write monthly or weekly.' })
      .default(PLAIN_STEERING.post)
      .describe('How often: on the first workday of each month, or each Monday.'),
    at: timeOfDay.prefault(timeText(PLAIN_STEERING.at)).describe('The time of day.'),
    zone: zone.default(PLAIN_STEERING.zone).describe('The zone of the time.'),
    kinds: z
      .array(z.enum(['sig', 'wg', 'ug', 'committee', 'group'], { error: KIND }), { error: LIST })
      .default([...PLAIN_STEERING.kinds])
      .describe('Which groups they are told of.'),
    private: z
      .array(text(GROUP), { error: LIST })
      .default([...PLAIN_STEERING.private])
      .describe('Groups to which nothing is escalated in a channel, by id: they have private ways.'),
  },
  { error: MAP },
);
