import * as z from 'zod';
import { readChannel } from '../domain/group.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/time.ts';

/** What to write where a map is wanted. */
export const MAP = 'Write a map: indented “key: value” lines.';
/** What to write where a list is wanted. */
export const LIST = 'Write a list: one “- entry” a line.';

/** A text that is not empty; the remedy says what to write. */
export function text(remedy: string) {
  return z
    .string({
      error: ({ input }) =>
        input === undefined ? remedy : `${remedy} Put a number or a yes or no in quotes.`,
    })
    .trim()
    .min(1, { error: remedy });
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY };
const DURATION = 'Write a number and its unit, in quotes: "30s", "5m" or "1h".';

/** "30s" -> 30000 ms. A timer of Node takes 24.8 days at most. */
export const duration = z
  .string({ error: DURATION })
  .regex(/^\d{1,9} ?(?:ms|s|m|h|d)$/, { error: DURATION })
  .transform((written) => Number.parseInt(written, 10) * (UNITS[written.replace(/[\d ]/g, '')] ?? 0))
  .refine((ms) => ms > 0 && ms <= 24 * DAY, { error: 'Write a time between 1ms and 24d.' })
  .meta({ kind: 'duration' });

/** true or false. */
export const yesNo = z.boolean({ error: 'Write true or false.' });

/** A channel's name or id. */
export const channel = text('Write a channel’s name or id: "sig-node" or "C0123456789".').refine(
  (name) => readChannel(name) !== undefined,
  {
    error: 'Write a channel’s name or id: "sig-node" or "C0123456789". This is neither, or a placeholder.',
  },
);

/** A whole label. */
export const label = text('Write the whole label: "sig/node".').max(50, {
  error: 'GitHub’s labels have 50 characters at most.',
});

const SOURCE = 'Write a path or an https address; on GitHub the raw one (raw.githubusercontent.com).';

/** A path, or an https address of a file. */
export const source = text(SOURCE).refine(isSource, { error: SOURCE });

/** A GitHub page of a file is not the file, and plain http is for this machine only. */
function isSource(source: string): boolean {
  if (/^https?:\/\/github\.com\/[^/]+\/[^/]+\/blob\//.test(source)) return false;
  return (
    !/^[a-z]+:\/\//i.test(source) ||
    /^https:\/\/|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/i.test(source)
  );
}
