import { z } from 'zod';
import { MOST_PATHS, type Check, type CheckState, type Mergeable, type PullTold } from '../../domain/pull.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** What we read of a pull request seen as itself, in webhooks and in REST answers. An event of a review lacks most of it. */
const pullSchema = z.object({
  updated_at: moment,
  head: z.object({ sha: z.string() }),
  base: z.object({ ref: z.string() }),
  additions: z.number().optional().catch(undefined),
  deletions: z.number().optional().catch(undefined),
  changed_files: z.number().optional().catch(undefined),
  mergeable: z.boolean().nullish().catch(undefined),
  merged_at: moment.nullish().catch(undefined),
});

/** Seen as an issue it says only when it was merged. */
const asIssue = z.object({
  updated_at: moment,
  pull_request: z.object({ merged_at: moment.nullish().catch(undefined) }),
});

const statusSchema = z.object({ context: z.string(), state: z.string(), updated_at: moment });

const runSchema = z.object({
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  started_at: moment.nullish().catch(undefined),
  completed_at: moment.nullish().catch(undefined),
});

/** Of a file that a pull request changes. */
const fileSchema = z.object({ filename: z.string(), previous_filename: z.string().optional() });

/** What a payload's or an answer's `pull_request` tells; undefined where it has another shape. */
export function pullTold(pull: unknown): PullTold | undefined {
  const { data } = pullSchema.safeParse(pull);
  if (!data) return undefined;
  const { additions, deletions, changed_files: files, merged_at: mergedAt } = data;
  const counted = additions !== undefined && deletions !== undefined && files !== undefined;
  return {
    at: data.updated_at,
    base: data.base.ref,
    head: data.head.sha,
    mergeable: mergeableOf(data.mergeable),
    ...(counted ? { extent: { additions, deletions, files } } : {}),
    ...(mergedAt ? { mergedAt } : {}),
  };
}

/** What an issue's shape tells of the pull request that it is: that it was merged, or nothing. */
export function mergeTold(issue: unknown): PullTold | undefined {
  const { data } = asIssue.safeParse(issue);
  const mergedAt = data?.pull_request.merged_at;
  return data && mergedAt ? { at: data.updated_at, mergedAt } : undefined;
}

function mergeableOf(mergeable: boolean | null | undefined): Mergeable {
  if (mergeable === undefined || mergeable === null) return 'unknown';
  return mergeable ? 'yes' : 'no';
}

/** States of a commit's status (docs.github.com, “Commit statuses”). */
const STATUS: Readonly<Record<string, CheckState>> = { success: 'passing', pending: 'pending' };

/** A status as a check; what is neither passing nor pending has failed. Undefined where it has another shape. */
export function statusCheck(status: unknown): Check | undefined {
  const { data } = statusSchema.safeParse(status);
  return data && { name: data.context, state: STATUS[data.state] ?? 'failing', at: data.updated_at };
}

/** Conclusions of a check run with which it passes, as required checks do (docs.github.com, “About status checks”). */
const PASSING = ['success', 'neutral', 'skipped'];

/** A check run as a check. Undefined where it has another shape, or says no time. */
export function runCheck(run: unknown): Check | undefined {
  const { data } = runSchema.safeParse(run);
  const at = data?.completed_at ?? data?.started_at;
  if (!data || !at) return undefined;
  const { name, status, conclusion } = data;
  if (status !== 'completed' || conclusion === 'stale') return { name, state: 'pending', at };
  return { name, state: PASSING.includes(conclusion ?? '') ? 'passing' : 'failing', at };
}

/** The paths of these files, each once and in their order, of a rename both. What has another shape is left out. */
export function pathsOf(files: readonly unknown[]): string[] {
  const paths = files.flatMap((file) => {
    const { data } = fileSchema.safeParse(file);
    return data ? [data.filename, ...(data.previous_filename ? [data.previous_filename] : [])] : [];
  });
  return [...new Set(paths)].slice(0, MOST_PATHS);
}

const statusEvent = z.object({ sha: z.string() });
const runEvent = z.object({ check_run: z.object({ head_sha: z.string() }).loose() });
const suiteEvent = z.object({ check_suite: z.object({ head_sha: z.string() }) });

/** What an event tells of a commit's checks; of a suite only that there is something to ask. */
export function checksTold(event: string, payload: unknown): { sha: string; checks: Check[] } {
  switch (event) {
    case 'status': {
      const check = statusCheck(payload);
      return { sha: statusEvent.parse(payload).sha, checks: check ? [check] : [] };
    }
    case 'check_run': {
      const { check_run: run } = runEvent.parse(payload);
      const check = runCheck(run);
      return { sha: run.head_sha, checks: check ? [check] : [] };
    }
    default:
      return { sha: suiteEvent.parse(payload).check_suite.head_sha, checks: [] };
  }
}
