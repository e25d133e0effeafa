import * as z from 'zod';
import { KUBERNETES_RETRIAGE } from '../domain/verdict.ts';
import { label, LIST, MAP, text, yesNo } from './parts.ts';

const UNTRIAGED =
  'Write “without: triage/” (no label with that prefix) or “with: needs-triage” (that very label).';

const REGEXP = /^\^(?:\(([\w.|-]+)\)|([\w.-]+))\/$/;
const PREFIXES = 'Write the beginning of the labels: "^triage/" or "^(sig|wg|committee)/".';

/** A rule in the words of Prow's plugins.yaml, so that it can be pasted. */
const requiredLabel = z.object(
  {
    missing_label: label.describe('The label that Prow puts on what lacks the others.'),
    org: text('Write the owner: kubernetes.').describe('The repositories’ owner.'),
    repo: text('Write the repository’s name.')
      .optional()
      .describe('The repository’s name; without it all of the owner’s.'),
    issues: yesNo.default(false).describe('Whether it is about issues.'),
    prs: yesNo.default(false).describe('Whether it is about pull requests.'),
    regexp: text(PREFIXES)
      .regex(REGEXP, { error: PREFIXES })
      .describe('What the other labels begin with: `^triage/` or `^(sig|wg)/`.'),
  },
  { error: MAP },
);

/** "^(sig|wg)/" -> ["sig/", "wg/"] */
export function prefixesOf(regexp: string): string[] {
  const [, several, one = ''] = REGEXP.exec(regexp) ?? [];
  return (several?.split('|') ?? [one]).map((word) => `${word}/`);
}

/** `labels` in sigbot.yml. */
export const labelPolicy = z.strictObject(
  {
    untriaged: z
      .union([z.strictObject({ without: label }), z.strictObject({ with: label })], { error: UNTRIAGED })
      .default({ without: 'triage/' })
      .describe(
        'Which issues wait for a decision: those without a label of this prefix (without: triage/), or with this very label (with: needs-triage).',
      )
      .meta({ kind: 'without: prefix, or with: label' }),
    required: z
      .array(requiredLabel, { error: LIST })
      .default([])
      .describe(
        'Prow’s `require_matching_label`, as plugins.yaml has it. Where untriaged is the missing label of some of these, they say in which repositories, and what an issue lacks then.',
      ),
    exclusive: z
      .array(
        text('Write a prefix: "priority/".').endsWith('/', {
          error: 'Write the prefix with its slash: "priority/".',
        }),
        { error: LIST },
      )
      .default(['triage/', 'priority/', 'lifecycle/'])
      .describe('Prefixes of which an issue carries one label at most.'),
  },
  { error: MAP },
);

const DAYS = 'Write a number of days: 90.';
const RETRIAGE = 'Write off, kubernetes, or a map: “after: 365”, and if need be byLabel: and never:.';

const days = z
  .number({ error: DAYS })
  .int({ error: DAYS })
  .min(1, { error: DAYS })
  .max(3650, { error: DAYS });

const retriage = z
  .union(
    [
      z.literal('off').transform(() => undefined),
      z.literal('kubernetes').transform(() => KUBERNETES_RETRIAGE),
      z.strictObject({
        after: days,
        byLabel: z.record(label, days).default({}),
        never: z.array(label).default([]),
      }),
    ],
    { error: RETRIAGE },
  )
  .prefault('off')
  .describe(
    'After how many days an accepted issue waits again: `off`; `kubernetes` (365, important-soon 90, critical-urgent 30); or your own `after: 365`, `byLabel: {priority/important-soon: 90}` and `never: [lifecycle/frozen]`.',
  )
  .meta({ kind: '`off`, `kubernetes`, or map' });

/** `triage` in sigbot.yml. */
export const triagePolicy = z.strictObject(
  {
    accepted: z
      .enum(['any', 'all'], { error: 'Write any or all.' })
      .default('any')
      .describe(
        'When the label of acceptance is set: as soon as one of the issue’s groups accepts (any), or when the last of them does (all).',
      ),
    retriage,
    priorities: z
      .array(text('Write the label’s name without its prefix: critical-urgent.'), { error: LIST })
      .default([
        'critical-urgent',
        'important-soon',
        'important-longterm',
        'backlog',
        'awaiting-more-evidence',
      ])
      .describe(
        'The labels under `priority/`, most urgent first: the order of `/sig triage priority`. What has none of them comes last.',
      ),
    robots: z
      .array(
        text('Write a GitHub login.').transform((login) => login.toLowerCase()),
        { error: LIST },
      )
      .prefault(['k8s-ci-robot', 'k8s-triage-robot'])
      .describe('GitHub accounts that do what somebody else asks them to, beside those GitHub calls bots.'),
  },
  { error: MAP },
);
