import * as z from 'zod';
import { PLAIN_NOISE } from '../domain/noise.ts';
import { isZone, readHours, readTimeOfDay, timeText } from '../domain/zone.ts';

const TIME = 'Write a time of day in quotes: "09:00".';
const ZONE = 'Write a zone of the IANA database: Europe/Berlin.';
const HOURS = 'Write days and times in quotes: "mon-fri 09:00-18:00".';
const LABELS = 'Write a list of whole labels: [lifecycle/frozen].';

/** "09:30" -> 570 minutes after midnight. */
export const timeOfDay = z
  .string({ error: TIME })
  .transform((text, context) => {
    const time = readTimeOfDay(text);
    if (time === undefined) context.addIssue(TIME);
    return time ?? z.NEVER;
  })
  .meta({ kind: 'time of day' });

/** A zone of the IANA database. */
export const zone = z.string({ error: ZONE }).refine(isZone, { error: ZONE });

const hours = z
  .string({ error: HOURS })
  .transform((text, context) => {
    const read = readHours(text);
    if (!read) context.addIssue(HOURS);
    return read ?? z.NEVER;
  })
  .meta({ kind: 'days and hours' });

/** The settings of a group that its leads may change, as they are written. */
const fields = {
  cards: z
    .enum(['instant', 'hourly', 'daily'], { error: 'Write instant, hourly or daily.' })
    .describe('Whether a new issue makes a card at once, or a line in a message once an hour or a day.'),
  zone: zone.describe('The zone of the times here.'),
  dailyAt: timeOfDay.describe('When the daily message comes.'),
  hours: hours.describe('Outside of these hours new issues wait; without it there is no such time.'),
  budget: z
    .int({ error: 'Write a number: 12.' })
    .min(0, { error: 'Write a number from 0.' })
    .describe('How many new cards a channel gets in an hour; what is more becomes one message.'),
  quiet: z.array(z.string(), { error: LABELS }).describe('Issues with one of these labels make no card.'),
  robots: z
    .boolean({ error: 'Write true or false.' })
    .describe('Whether issues that robots opened make cards.'),
  pullRequests: z
    .boolean({ error: 'Write true or false.' })
    .describe('Whether pull requests make cards, with what each lacks to be merged.'),
  thread: z
    .enum(['nothing', 'state', 'comments'], { error: 'Write nothing, state or comments.' })
    .describe('What is told in a card’s thread: nothing, that it was closed or reopened, or comments too.'),
};

type Key = keyof typeof fields;
const KEYS = Object.keys(fields) as [Key, ...Key[]];

const DEFAULTS = {
  cards: PLAIN_NOISE.cards,
  zone: PLAIN_NOISE.zone,
  dailyAt: timeText(PLAIN_NOISE.dailyAt),
  quiet: [...PLAIN_NOISE.quiet],
  robots: PLAIN_NOISE.robots,
  pullRequests: PLAIN_NOISE.pullRequests,
  thread: PLAIN_NOISE.thread,
};

const MAP = 'Write a map: indented “key: value” lines.';

/** What one group has otherwise: `groups.<id>.noise`. */
export const groupNoiseSchema = z.strictObject(fields, { error: MAP }).partial();

/** `noise` in sigbot.yml. */
export const noiseSchema = z.strictObject(
  {
    cards: fields.cards.default(DEFAULTS.cards),
    zone: fields.zone.default(DEFAULTS.zone),
    dailyAt: fields.dailyAt.prefault(DEFAULTS.dailyAt),
    hours: fields.hours.optional(),
    budget: fields.budget.optional(),
    quiet: fields.quiet.default(DEFAULTS.quiet),
    robots: fields.robots.default(DEFAULTS.robots),
    pullRequests: fields.pullRequests.default(DEFAULTS.pullRequests),
    thread: fields.thread.default(DEFAULTS.thread),
    locked: z
      .array(z.enum(KEYS, { error: `Write keys of noise: ${KEYS.join(', ')}.` }), {
        error: 'Write a list of keys of noise: [budget].',
      })
      .default([])
      .describe('What only this file decides; the rest a group’s leads may change with `/sig settings`.'),
  },
  { error: MAP },
);
