import { z } from 'zod';
import { repositorySchema } from './schema.ts';

const paths = z.array(z.string()).nullish();

/** What we read of a push. */
export const pushEvent = z.object({
  ref: z.string(),
  forced: z.boolean().nullish(),
  commits: z.array(z.object({ added: paths, modified: paths, removed: paths })).nullish(),
  repository: repositorySchema.extend({ default_branch: z.string() }),
});

/** GitHub tells of no more commits of one push (docs.github.com, "Webhook events and payloads"). */
const MOST_COMMITS = 2048;

/**
 * The paths that a push changed on the default branch, none of any other; undefined where nobody tells all of them: what
 * was forced away, or too much at once.
 */
export function changedPaths({
  ref,
  forced,
  commits,
  repository,
}: z.infer<typeof pushEvent>): string[] | undefined {
  if (ref !== `refs/heads/${repository.default_branch}`) return [];
  const told = commits ?? [];
  if (forced || told.length >= MOST_COMMITS) return undefined;
  return told.flatMap(({ added, modified, removed }) =>
    [added, modified, removed].flatMap((some) => some ?? []),
  );
}
