import * as z from 'zod';
import { MAP } from './parts.ts';

const DAYS = 'Write a number of days, 1 to 180: 180.';

/** `health` in sigbot.yml. */
export const healthSchema = z.strictObject(
  {
    activeDays: z
      .int({ error: DAYS })
      .min(1, { error: DAYS })
      .max(180, { error: `${DAYS} What ended before that is forgotten.` })
      .default(180)
      .describe(
        'An approver is active who has opened, written or reviewed something in so many days. Leads are told of folders with fewer than two.',
      ),
  },
  { error: MAP },
);
