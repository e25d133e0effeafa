import * as z from 'zod';
import {
  inOrder,
  KEP_NEEDS,
  KUBERNETES_FREEZES,
  momentOfDeadline,
  readDeadline,
  type FreezeKind,
} from '../domain/freeze.ts';
import type { KepPolicy } from '../domain/kep-policy.ts';
import { KUBERNETES_PLACES } from '../domain/kep-tree.ts';
import { KEP_FIELDS, KEP_STAGES, KEP_STATUSES, KUBERNETES_KEPS } from '../domain/kep.ts';
import { readMilestone } from '../domain/milestone.ts';
import { PATH_STEPS, PLAIN_PATH, type PathStep } from '../domain/path.ts';
import { patternOf } from '../domain/pattern.ts';
import { isZone } from '../domain/zone.ts';
import { duration, label, LIST, MAP, source, text } from './parts.ts';

const REPO = 'Write owner/name: kubernetes/enhancements.';
const GLOB =
  'Write a path in the repository; * stands for what has no slash, **/ for any folders: "**/kep.yaml".';
const MILESTONE = 'Write the milestone as its proposals do, in quotes: "v1.37".';
const DEADLINE =
  'Write a day, “2026-06-16”: it ends where it ends last, anywhere on earth; or a map of at: and zone:.';
const ZONE = 'Write a zone of the IANA database: Europe/Berlin.';
const MATCH = 'Write a regular expression of RE2: "(?i)enhancements freeze".';
const NEEDS = `Write a list of ${KEP_NEEDS.join(', ')}.`;
const LINK = 'Write an https address.';
const STEPS = `Write a list of ${PATH_STEPS.join(', ')}.`;

const deadline = z.string({ error: DEADLINE }).transform((written, context) => {
  const read = readDeadline(written);
  if (!read) context.addIssue(DEADLINE);
  return read ?? z.NEVER;
});

const freezeDate = z
  .union(
    [
      deadline.refine(({ time }) => time === undefined, { error: DEADLINE }),
      z.strictObject({
        at: deadline,
        zone: z.string({ error: ZONE }).refine(isZone, { error: ZONE }),
      }),
    ],
    { error: DEADLINE },
  )
  .transform((written) => momentOfDeadline('at' in written ? { ...written.at, zone: written.zone } : written))
  .meta({ kind: 'day, or map of at and zone' });

const milestone = z.strictObject(
  {
    name: text(MILESTONE)
      .transform((written, context) => {
        const read = readMilestone(written);
        if (read === undefined) context.addIssue(MILESTONE);
        return read ?? z.NEVER;
      })
      .describe('As its proposals write it: `v1.37`.'),
    freezes: z
      .record(text('Write the freeze’s name.'), freezeDate, { error: MAP })
      .default({})
      .describe(
        'When each freeze begins: `Enhancements Freeze: 2026-06-16` (the end of that day anywhere on earth, UTC−12), or `{ at: "2026-06-17 12:00", zone: UTC }`.',
      ),
    calendar: source
      .optional()
      .describe('An iCalendar file that has them: a path, seen from this file, or an https address.'),
  },
  { error: MAP },
);

const kind = z
  .strictObject(
    {
      name: text('Write the freeze’s name.').describe('Its name, as milestones and people write it.'),
      match: text(MATCH)
        .optional()
        .describe(
          'What the title of its event in a calendar fits, as Go writes patterns; without it its name.',
        ),
      needs: z
        .array(z.enum(KEP_NEEDS, { error: NEEDS }), { error: NEEDS })
        .describe('What a proposal must have by then: `opted-in`, `milestone`, `implementable`, `reviewer`.'),
    },
    { error: MAP },
  )
  .transform(({ name, match, needs }, context): FreezeKind => {
    const pattern = patternOf(match ?? `(?i)${name.replace(/[^\p{L}\p{N} ]/gu, '.')}`);
    if (!pattern) context.addIssue({ code: 'custom', path: ['match'], message: MATCH });
    return { name, match: pattern, needs };
  });

const key = text('Write the key as the files have it: "kep-number".').optional();
const keys = Object.fromEntries(KEP_FIELDS.map((field) => [field, key]));

/** `proposals` in sigbot.yml. */
export const proposalsSchema = z
  .strictObject(
    {
      repository: text(REPO)
        .regex(/^[\w-]+\/[\w.-]+$/, { error: REPO })
        .optional()
        .describe(
          'Where they lie, `owner/name`; one of repositories. A proposal’s number is its issue’s there. Without it none are read.',
        ),
      files: text(GLOB).default(KUBERNETES_PLACES.files).describe('Their files, as a glob.'),
      reviews: text(GLOB)
        .default(KUBERNETES_PLACES.reviews)
        .describe('The files that name who approves their production readiness, each called by its number.'),
      keys: z
        .strictObject(keys, { error: MAP })
        .default({})
        .describe(`Where the files have other keys: ${KEP_FIELDS.map((field) => `\`${field}\``).join(', ')}.`)
        .meta({ kind: 'map of field to key' }),
      statuses: z
        .record(z.string(), z.enum(KEP_STATUSES, { error: `Write one of ${KEP_STATUSES.join(', ')}.` }), {
          error: MAP,
        })
        .default({})
        .describe('What the community’s own words for a status mean: `accepted: implementable`.')
        .meta({ kind: 'map of word to status' }),
      stages: z
        .record(z.string(), z.enum(KEP_STAGES, { error: `Write one of ${KEP_STAGES.join(', ')}.` }), {
          error: MAP,
        })
        .default({})
        .describe('What its own words for a stage mean: `preview: beta`.')
        .meta({ kind: 'map of word to stage' }),
      optedIn: label
        .default('lead-opted-in')
        .describe('The label with which a lead takes an issue into the milestone to come.'),
      radar: duration
        .prefault('14d')
        .describe('How long before a freeze agendas and digests say what is not ready for it.'),
      exceptions: z
        .string({ error: LINK })
        .regex(/^https:\/\/\S+$/, { error: LINK })
        .optional()
        .describe('Where one asks for an exception from a freeze, told to who missed it: an https address.'),
      freezes: z
        .array(kind, { error: LIST })
        .optional()
        .describe('Which freezes proposals must meet, in place of Kubernetes’ two.'),
      milestones: z
        .array(milestone, { error: LIST })
        .default([])
        .describe('The milestones that are to come, each with its freezes or the calendar that has them.'),
      labels: z
        .array(label, { error: LIST })
        .default([...PLAIN_PATH.labels])
        .describe('Which issues are proposals, whose cards tell what comes next; by whole labels.'),
      path: z
        .array(z.enum(PATH_STEPS, { error: STEPS }), { error: LIST })
        .optional()
        .describe(
          `The steps that such an issue takes: ${PATH_STEPS.map((step) => `\`${step}\``).join(', ')}. Without a repository there is no \`proposal\`, and no \`design\` unless it stands here.`,
        ),
    },
    { error: MAP },
  )
  .transform(({ labels, path, repository, ...rest }) => ({
    keps: repository === undefined ? undefined : policyOf({ repository, ...rest }),
    path: { labels, steps: stepsOf(path, repository !== undefined) },
  }));

/** In their own order; what nothing is known of is left out. */
function stepsOf(asked: readonly PathStep[] | undefined, read: boolean): PathStep[] {
  const wanted = asked ?? (read ? PATH_STEPS : PLAIN_PATH.steps);
  return PATH_STEPS.filter((step) => wanted.includes(step) && (read || step !== 'proposal'));
}

interface Written {
  repository: string;
  files: string;
  reviews: string;
  keys: Readonly<Record<string, string | undefined>>;
  statuses: KepPolicy['shape']['statuses'];
  stages: KepPolicy['shape']['stages'];
  optedIn: string;
  radar: number;
  exceptions?: string | undefined;
  freezes?: readonly FreezeKind[] | undefined;
  milestones: readonly {
    name: string;
    freezes: Readonly<Record<string, number>>;
    calendar?: string | undefined;
  }[];
}

/** A freeze of a milestone asks what its kind asks; one of no kind asks nothing of proposals. */
function policyOf({
  files,
  reviews,
  keys: named,
  statuses,
  stages,
  freezes,
  milestones,
  ...rest
}: Written): KepPolicy {
  const kinds = freezes ?? KUBERNETES_FREEZES;
  const needsOf = (name: string) =>
    kinds.find((one) => one.name.toLowerCase() === name.toLowerCase())?.needs ?? [];
  const plain = { ...KUBERNETES_KEPS.keys };
  for (const field of KEP_FIELDS) plain[field] = named[field] ?? plain[field];
  return {
    ...rest,
    places: { files, reviews },
    shape: { keys: plain, statuses, stages },
    kinds,
    milestones: milestones.map(({ name: of, freezes: written, calendar }) => ({
      name: of,
      freezes: inOrder(
        Object.entries(written).map(([name, at]) => ({ milestone: of, name, at, needs: needsOf(name) })),
      ),
      calendar,
    })),
  };
}
