import * as z from 'zod';
import { channel, duration, MAP, text } from './parts.ts';

const GLOB =
  'Write a path, with ** for whatever is below it, and the group’s id: “pkg/kubelet/**: sig-node”.';

/** `strays` in sigbot.yml. */
export const straysSchema = z.strictObject(
  {
    channel: channel.describe('The public channel they go to, by name, or any by id.'),
    after: duration.prefault('4h').describe('How long an issue may be without a group before it is told of.'),
    perHour: z
      .int({ error: 'Write a number: 6.' })
      .min(1, { error: 'Write a number from 1.' })
      .default(6)
      .describe('How many are told of in an hour; the others wait.'),
    paths: z
      .record(text(GLOB), text(GLOB), { error: MAP })
      .default({})
      .transform((paths) => Object.entries(paths).map(([glob, group]) => ({ glob, group })))
      .describe('Whose a path is that an issue names, by group id: `pkg/kubelet/**: sig-node`.'),
  },
  { error: MAP },
);
