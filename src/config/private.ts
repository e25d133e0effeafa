import * as z from 'zod';
import { channel, label, LIST, MAP } from './parts.ts';

/** `private` in sigbot.yml. */
export const privateSchema = z.strictObject(
  {
    channels: z
      .array(channel, { error: LIST })
      .default([])
      .describe(
        'The channels that may show issues of private repositories and security reports: by name, or by id (private channels of Slack: the bot is told the names of public ones alone). Without any they are shown nowhere.',
      ),
    labels: z
      .array(label, { error: LIST })
      .default([])
      .describe(
        'Labels that mark a security report: `[kind/security]`. Such an issue is private wherever it is.',
      ),
  },
  { error: MAP },
);
