import { z } from 'zod';
import { CODEOWNERS_PATHS } from '../../domain/codeowners.ts';
import { isOwnersPath } from '../../domain/owners.ts';
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

/** Whether OWNERS or CODEOWNERS files of the default branch have changed, or may have: what was forced away, nobody tells. */
export function changesOwners({ ref, forced, commits, repository }: z.infer<typeof pushEvent>): boolean {
  if (ref !== `refs/heads/${repository.default_branch}`) return false;
  const told = commits ?? [];
  if (forced || told.length >= MOST_COMMITS) return true;
  return told.some((commit) =>
    [commit.added, commit.modified, commit.removed].some((changed) => changed?.some(tellsOwners)),
  );
}

function tellsOwners(path: string): boolean {
  return isOwnersPath(path) || CODEOWNERS_PATHS.includes(path);
}
