import * as z from 'zod';
import { PLAIN_CONSENSUS } from '../domain/consensus-policy.ts';
import { allowance } from './clocks.ts';
import { MAP, yesNo } from './parts.ts';

const LEAST = 'Write how many: 0, or 2.';
const NUDGE = 'Write a share of the time, "33%", or off.';

/** How a group seeks consensus, as it is written. */
const fields = {
  within: allowance.describe(
    'How long a proposal is open where nobody says otherwise: business hours (`72h`) or business days (`3d`), by the group’s `clocks.hours`.',
  ),
  shortest: allowance.describe('How long it is open at least; a nearer date is refused.'),
  lazy: yesNo.describe(
    'true: who says nothing agrees. false: everybody who was asked must say +1; else it stalls.',
  ),
  least: z
    .int({ error: LEAST })
    .min(0, { error: LEAST })
    .max(100, { error: LEAST })
    .describe('How many must say +1; with fewer it stalls.'),
  nudge: z
    .union(
      [
        z.literal('off').transform(() => undefined),
        z
          .string()
          .regex(/^[1-9]\d?%$/)
          .transform((written) => Number.parseInt(written, 10) / 100),
      ],
      { error: NUDGE },
    )
    .describe(
      'When those who were asked and have not answered are asked again, once, in the card’s thread: with this share of the time left, or `off`.',
    )
    .meta({ kind: 'share, or `off`' }),
};

/** What one group has otherwise: `groups.<id>.consensus`. */
export const groupConsensusSchema = z.strictObject(fields, { error: MAP }).partial();

/** `consensus` in sigbot.yml. */
export const consensusSchema = z.strictObject(
  {
    within: fields.within.prefault('72h'),
    shortest: fields.shortest.prefault('72h'),
    lazy: fields.lazy.default(PLAIN_CONSENSUS.lazy),
    least: fields.least.default(PLAIN_CONSENSUS.least),
    nudge: fields.nudge.prefault('33%'),
  },
  { error: MAP },
);
