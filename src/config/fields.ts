import * as z from 'zod';

/** What to write in place of something that is no map. */
export const MAP = 'Write a map: indented “key: value” lines.';
/** What to write in place of something that is no list. */
export const LIST = 'Write a list: one “- entry” a line.';

/** Text that is not empty; `remedy` says what to write. */
export function text(remedy: string) {
  return z
    .string({
      error: ({ input }) =>
        input === undefined ? remedy : `${remedy} Put a number or a yes or no in quotes.`,
    })
    .trim()
    .min(1, { error: remedy });
}

export const yesNo = z.boolean({ error: 'Write true or false.' });

/** A whole label of GitHub's. */
export const label = text('Write the whole label: "sig/node".').max(50, {
  error: 'GitHub’s labels have 50 characters at most.',
});
