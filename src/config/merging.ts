import * as z from 'zod';
import { KUBERNETES_RULES } from '../domain/merging.ts';
import { MAP, yesNo } from './parts.ts';

const LABELS = 'Write a list of whole labels: [lgtm, approved].';
const labels = z.array(z.string(), { error: LABELS });
const PATTERNS = 'Write a list of labels; a * at the end stands for any rest: [do-not-merge/*].';

/** `merging` in sigbot.yml. */
export const mergingSchema = z.strictObject(
  {
    by: z
      .enum(['prow', 'reviews'], { error: 'Write prow or reviews.' })
      .optional()
      .describe(
        'What merges: labels that Prow’s tide asks for, or GitHub’s reviews. Without it, prow where a repository’s `through` is prow.',
      ),
    requires: labels
      .default([...KUBERNETES_RULES.requires])
      .describe('Labels without which nothing is merged; where Prow merges.'),
    blocks: z
      .array(z.string(), { error: PATTERNS })
      .default([...KUBERNETES_RULES.blocks])
      .describe('Labels with which nothing is merged; `do-not-merge/*` stands for all that begin so.'),
    harmless: labels
      .default([...KUBERNETES_RULES.harmless])
      .describe('Those of them with which it is merged all the same.'),
    approvals: z
      .int({ error: 'Write a number: 1.' })
      .min(0, { error: 'Write a number from 0.' })
      .default(KUBERNETES_RULES.approvals)
      .describe('How many reviews must approve; where reviews merge.'),
    ignores: z
      .array(z.string(), { error: 'Write a list of names of checks: [tide].' })
      .default([...KUBERNETES_RULES.ignores])
      .describe('Checks that say nothing of the change itself.'),
    selfApproval: yesNo
      .default(KUBERNETES_RULES.selfApproval)
      .describe(
        'Whether who opens a pull request and approves its files by OWNERS has approved them by that; Prow’s `require_self_approval` is its opposite.',
      ),
  },
  { error: MAP },
);
