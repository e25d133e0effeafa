import * as z from 'zod';
import { PLAIN_DIGEST, type DigestPolicy } from '../domain/digest.ts';
import { daysText, readDays, timeText } from '../domain/zone.ts';
import { timeOfDay, zone } from './noise.ts';
import { MAP, yesNo } from './parts.ts';

const DAYS = 'Write days of the week: mon-fri, or sun,mon,tue.';
const DAY_OF_WEEK = 'Write a day of the week: monday.';

const days = z
  .string({ error: DAYS })
  .transform((written, context) => {
    const read = readDays(written.toLowerCase());
    if (!read) context.addIssue(DAYS);
    return read ?? z.NEVER;
  })
  .meta({ kind: 'days of the week' });

const day = z
  .string({ error: DAY_OF_WEEK })
  .transform((written, context) => {
    const [only, ...more] = readDays(written.toLowerCase()) ?? [];
    if (only === undefined || more.length > 0) context.addIssue(DAY_OF_WEEK);
    return only ?? z.NEVER;
  })
  .meta({ kind: 'day of the week' });

/** What of its digests a group's leads may choose, as it is written. */
const fields = {
  post: z
    .enum(['off', 'daily', 'weekly', 'both'], { error: 'Write off, daily, weekly or both.' })
    .describe('Which digests a group’s channel gets; `/sig digest` shows one to who asks in any case.'),
  at: timeOfDay.describe('When they come.'),
  zone: zone.describe('The zone of time and days; without it that of the group’s `noise`.'),
  days: days.describe('The days of the daily one.'),
  day: day.describe('The day of the weekly one; with `both` it comes in the daily one’s place.'),
  empty: z
    .enum(['line', 'nothing'], { error: 'Write line or nothing.' })
    .describe('What comes where there is nothing to tell: a line that says so, or nothing.'),
  edited: yesNo.describe(
    'true: its message follows what it tells until the day is over. Otherwise it stays as posted.',
  ),
};

const KEYS = Object.keys(fields) as [keyof DigestPolicy, ...(keyof DigestPolicy)[]];

/** What one group has otherwise: `groups.<id>.digest`. */
export const groupDigestSchema = z.strictObject(fields, { error: MAP }).partial();

/** `digest` in sigbot.yml. */
export const digestSchema = z.strictObject(
  {
    post: fields.post.default(PLAIN_DIGEST.post),
    at: fields.at.prefault(timeText(PLAIN_DIGEST.at)),
    zone: fields.zone.optional(),
    days: fields.days.prefault(daysText(PLAIN_DIGEST.days)),
    day: fields.day.prefault('monday'),
    empty: fields.empty.default(PLAIN_DIGEST.empty),
    edited: fields.edited.default(PLAIN_DIGEST.edited),
    locked: z
      .array(z.enum(KEYS, { error: `Write keys of digest: ${KEYS.join(', ')}.` }), {
        error: 'Write a list of keys of digest: [post].',
      })
      .default([])
      .describe(
        'What only this file decides; the rest a group’s leads may choose with `/sig digest settings`.',
      ),
  },
  { error: MAP },
);
