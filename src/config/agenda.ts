import * as z from 'zod';
import { ENHANCEMENT_LABELS, PLAIN_LIMITS, SECTIONS } from '../domain/agenda-policy.ts';
import { MINUTE } from '../domain/time.ts';
import { duration, label, LIST, MAP } from './parts.ts';

const NAMES = SECTIONS.join(', ');
const SECTION = `Write one of ${NAMES}; with a map, “name: untriaged” and below it limit:.`;
const LIMIT = 'Write a number from 1 to 50: 5.';

const name = z.enum(SECTIONS, { error: SECTION });

const section = z
  .union(
    [
      name.transform((written) => ({ name: written, limit: undefined, labels: undefined })),
      z.strictObject({
        name,
        limit: z.int({ error: LIMIT }).min(1, { error: LIMIT }).max(50, { error: LIMIT }).optional(),
        labels: z.array(label, { error: LIST }).optional(),
      }),
    ],
    { error: SECTION },
  )
  .transform((written) => ({
    name: written.name,
    limit: written.limit ?? PLAIN_LIMITS[written.name],
    labels: written.labels ?? ENHANCEMENT_LABELS,
  }));

/** How an agenda is made, as it is written. */
const fields = {
  publish: z
    .union(
      [z.literal('off').transform(() => undefined), duration.transform((ms) => Math.ceil(ms / MINUTE))],
      { error: 'Write a number and its unit, in quotes: "1d"; or off.' },
    )
    .describe(
      'How long before a meeting its channel gets the agenda; `off`: never, it is there for who asks.',
    )
    .meta({ kind: 'duration, or `off`' }),
  sections: z
    .array(section, { error: LIST })
    .describe(
      `What an agenda is made of, in this order: ${SECTIONS.map((one) => `\`${one}\``).join(', ')}. A map says more: \`{ name: untriaged, limit: 10 }\`, \`{ name: enhancements, labels: [kind/kep] }\`.`,
    )
    .meta({ kind: 'list of names, or maps of name, limit and labels' }),
};

/** What one group has otherwise: `groups.<id>.agenda`. */
export const groupAgendaSchema = z.strictObject(fields, { error: MAP }).partial();

const LOCKABLE = ['publish', 'sections'] as const;

/** `meetings.agenda` in sigbot.yml. */
export const agendaSchema = z.strictObject(
  {
    publish: fields.publish.prefault('2d'),
    sections: fields.sections.prefault([...SECTIONS]),
    locked: z
      .array(z.enum(LOCKABLE, { error: 'Write publish or sections.' }), {
        error: 'Write a list: [sections].',
      })
      .default([])
      .describe('What only this file decides; the rest a group’s leads may change with `/sig settings`.'),
  },
  { error: MAP },
);
