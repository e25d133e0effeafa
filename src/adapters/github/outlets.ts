import { z } from 'zod';
import type { Config } from '../../config.ts';
import { outletKey, type Outlet } from '../../domain/outlet.ts';
import type { GitHub } from './auth.ts';
import { failureOf } from './failure.ts';
import { ownerAndName } from './read.ts';
import { ruleFor } from './repositories.ts';

/** What stands in the way of a document, in words. */
export interface Obstacle {
  /** The outlet's key. */
  about: string;
  wrong: string;
}

const repositorySchema = z.object({
  archived: z.boolean().optional(),
  has_issues: z.boolean().optional(),
  has_discussions: z.boolean().optional(),
  permissions: z.object({ push: z.boolean().optional() }).optional(),
});

/** What GitHub would refuse of the configured outlets, as far as it can be seen without writing. */
export async function outletObstacles(
  github: GitHub,
  { documents, overlay, repositories }: Pick<Config, 'documents' | 'overlay' | 'repositories'>,
): Promise<Obstacle[]> {
  const all = [...documents.outlets, ...Object.values(overlay).flatMap(({ outlets = [] }) => outlets)];
  const distinct = new Map(all.map((outlet) => [outletKey(outlet), outlet]));
  const obstacles: Obstacle[] = [];
  for (const [about, outlet] of distinct) {
    const rule = ruleFor(repositories, { name: outlet.repo, firstName: outlet.repo });
    const wrong =
      rule?.write === 'handoff'
        ? `repositories has ${outlet.repo} as handoff, so nothing is written there. Write as-bot or as-person, or take the outlet out.`
        : await refusalAt(outlet, github);
    if (wrong !== undefined) obstacles.push({ about, wrong });
  }
  return obstacles;
}

async function refusalAt(outlet: Outlet, github: GitHub): Promise<string | undefined> {
  if (github.as === 'nobody') return 'The bot has no GitHub credential, so it cannot write there.';
  const { owner, repo } = ownerAndName(outlet.repo);
  try {
    const octokit = await github.octokitFor(owner);
    const { data } = await octokit.rest.repos.get({ owner, repo });
    return lackOf(outlet, repositorySchema.parse(data));
  } catch (error) {
    return `${outlet.repo} could not be looked at: ${failureOf(error, 0).text}`;
  }
}

function lackOf({ to, repo }: Outlet, has: z.infer<typeof repositorySchema>): string | undefined {
  if (has.archived) return `${repo} is archived: nobody can write there.`;
  if (to === 'issue' && has.has_issues === false) return `${repo} has no issues: turn them on there.`;
  if (to === 'discussion' && has.has_discussions === false)
    return `${repo} has no discussions: turn them on there.`;
  if (to === 'file' && has.permissions?.push === false)
    return `The bot’s account may not push to ${repo}, so it cannot make a pull request there.`;
  return undefined;
}
