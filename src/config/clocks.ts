import * as z from 'zod';
import type { Allowance, OfficeRule } from '../domain/clock-policy.ts';
import { KUBERNETES_STALE, STALENESSES, type StalePolicy, type Staleness } from '../domain/stale.ts';
import { DAY, HOUR, MINUTE } from '../domain/time.ts';
import { isZone, readHours } from '../domain/zone.ts';
import { label, LIST, MAP, source } from './parts.ts';

const ZONE = 'Write a zone of the IANA database: Europe/Berlin.';
const OPEN =
  'Write days and times in quotes: "mon-fri 09:00-17:00". Hours over midnight are two offices: one until 24:00, one from 00:00.';
const OFFICE = 'Write “- open: mon-fri 09:00-17:00” and below it zone:, and if need be holidays:.';
const ALLOWED = 'Write business hours or business days, in quotes: "8h" or "3d".';
const LEVEL = `${ALLOWED} Or off; or a map: “within: 3d”, and if need be byLabel:.`;
const SOON = 'Write a share of the time allowed, "25%", or what is left of it: "2h" or "1d".';
const STALE = `Write off, kubernetes, or a map of days: “idle: 90”; the keys are ${STALENESSES.join(', ')}.`;

const UNITS: Readonly<Record<string, Allowance>> = {
  m: { ms: MINUTE, in: 'hours' },
  h: { ms: HOUR, in: 'hours' },
  d: { ms: DAY, in: 'days' },
};

/** "8h" → eight business hours, "3d" → three business days; undefined where it is neither, or more than a year. */
function readAllowance(written: string): Allowance | undefined {
  const [, count = '', letter = ''] = /^(\d{1,5}) ?([mhd])$/.exec(written.trim()) ?? [];
  const unit = UNITS[letter];
  const ms = Number(count) * (unit?.ms ?? 0);
  return unit && ms > 0 && ms <= 366 * DAY ? { ...unit, ms } : undefined;
}

/** Business time: "8h", "3d". */
export const allowance = z
  .string({ error: ALLOWED })
  .transform((written, context) => {
    const read = readAllowance(written);
    if (!read) context.addIssue(ALLOWED);
    return read ?? z.NEVER;
  })
  .meta({ kind: 'business time' });

const level = z
  .union(
    [
      z.literal('off').transform(() => undefined),
      allowance.transform((within) => ({ within, byLabel: {} })),
      z
        .strictObject({ within: allowance.optional(), byLabel: z.record(label, allowance).default({}) })
        .refine(({ within, byLabel }) => within !== undefined || Object.keys(byLabel).length > 0, {
          error: LEVEL,
        }),
    ],
    { error: LEVEL },
  )
  .meta({ kind: 'business time, `off`, or map' });

const soon = z
  .union(
    [
      z
        .string()
        .regex(/^[1-9]\d?%$/)
        .transform((written) => ({ share: Number.parseInt(written, 10) / 100 })),
      allowance,
    ],
    { error: SOON },
  )
  .meta({ kind: 'share, or business time' });

const days = z.int().min(1).max(3650).optional();

const limits = { unanswered: days, 'no-pull': days, idle: days, unmoved: days } satisfies Record<
  Staleness,
  unknown
>;

const stale = z
  .union(
    [
      z.literal('off').transform(() => ({})),
      z.literal('kubernetes').transform(() => KUBERNETES_STALE),
      z.strictObject(limits).transform(inMilliseconds),
    ],
    { error: STALE },
  )
  .meta({ kind: '`off`, `kubernetes`, or map of days' });

function inMilliseconds(written: Partial<Record<Staleness, number | undefined>>): StalePolicy {
  return Object.fromEntries(Object.entries(written).map(([why, count]) => [why, count * DAY]));
}

const open = z
  .string({ error: OPEN })
  .transform((written, context) => {
    const read = readHours(written);
    if (!read) context.addIssue(OPEN);
    return read ?? z.NEVER;
  })
  .meta({ kind: 'days and hours' });

const office = z
  .strictObject(
    {
      open: open.describe(
        'When it works, on the clock of its zone: `mon-fri 09:00-17:00`, `sun-thu 08:00-16:00`.',
      ),
      zone: z.string({ error: ZONE }).refine(isZone, { error: ZONE }).describe('Its zone: `Europe/Berlin`.'),
      holidays: source
        .optional()
        .describe(
          'The days on which it does not: a path, seen from this file, or an https address, of a list (`2026-12-25 Christmas`, one a line) or an iCalendar file.',
        ),
    },
    { error: OFFICE },
  )
  .transform(({ open, ...rest }) => ({ ...open, ...rest }));

/** The clocks of a group, as they are written. */
const fields = {
  hours: z
    .array(office, { error: LIST })
    .describe('When a group works: while one of these offices is open. Without any every minute counts.'),
  response: level.describe(
    'How long an issue may be without an answer of somebody who is not its author: `8h` (business hours), `3d` (business days), `off`; or `within: 3d` and `byLabel: {priority/critical-urgent: 4h}`.',
  ),
  triage: level.describe('How long an issue may wait for the group’s decision; written as response is.'),
  soon: soon.describe(
    'When it is time to act: when this share of the time allowed is left (`25%`), or as much as this (`2h`).',
  ),
  stale: stale.describe(
    'After how many days an issue is at rest for too long: `kubernetes` (asked for information 20, assigned without a pull request 30, idle 90, without movement 30), `off`, or your own of `unanswered: 20`, `no-pull: 30`, `idle: 90`, `unmoved: 30`.',
  ),
};

/** What one group has otherwise: `groups.<id>.clocks`. */
export const groupClocksSchema = z.strictObject(fields, { error: MAP }).partial();

/** `clocks` in sigbot.yml. */
export const clocksSchema = z.strictObject(
  {
    hours: fields.hours.default([]),
    response: fields.response.prefault('off'),
    triage: fields.triage.prefault('off'),
    soon: fields.soon.prefault('25%'),
    stale: fields.stale.prefault('kubernetes'),
  },
  { error: MAP },
);

/** The same clocks, each file of holidays where `placeOf` finds it. */
export function clocksPlaced<Rules extends { hours?: readonly OfficeRule[] | undefined }>(
  rules: Rules,
  placeOf: (source: string) => string,
): Rules {
  const hours = rules.hours?.map(({ holidays, ...rest }) =>
    holidays === undefined ? rest : { ...rest, holidays: placeOf(holidays) },
  );
  return hours ? { ...rules, hours } : rules;
}
