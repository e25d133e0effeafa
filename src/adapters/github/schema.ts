import { z } from 'zod';
import type { IssueSnapshot } from '../../domain/issue.ts';

const account = z.object({ login: z.string() }).nullish();
const moment = z.iso.datetime({ offset: true });

/** What we read of a repository, in webhooks and in REST answers. */
export const repositorySchema = z.object({
  id: z.number(),
  full_name: z.string().includes('/'),
  private: z.boolean().optional().catch(undefined),
  archived: z.boolean().optional().catch(undefined),
  open_issues_count: z.number().optional().catch(undefined),
});

/**
 * What we read of an issue or a pull request, in webhooks and in REST answers. Labels and assignees must be there: an
 * issue shown without them (as recorded webhooks of `pinned` are) must not seem to have lost them.
 */
export const issueSchema = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish().catch(undefined),
  html_url: z.string(),
  user: account,
  state: z.enum(['open', 'closed']),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullish().catch(undefined),
  locked: z.boolean().nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])),
  assignees: z.array(account).nullable(),
  comments: z.number().nullish(),
  /** Not on a pull request seen as itself. */
  reactions: z.object({ total_count: z.number() }).optional().catch(undefined),
  /** Of pull requests. */
  draft: z.boolean().optional().catch(undefined),
  author_association: z.string().optional().catch(undefined),
  /** On a pull request seen as itself: those who have not reviewed since they were asked. */
  requested_reviewers: z.array(account).optional().catch(undefined),
  requested_teams: z
    .array(z.object({ slug: z.string() }))
    .optional()
    .catch(undefined),
  created_at: moment,
  updated_at: moment,
  closed_at: moment.nullish(),
  /** On a pull request seen as an issue. */
  pull_request: z.unknown().optional(),
  /** On a pull request seen as itself. */
  base: z.unknown().optional(),
  /** In REST answers only. */
  repository_url: z.string().optional(),
});

export const labelSchema = z.object({ name: z.string() });

export type IssueJson = z.infer<typeof issueSchema>;
export type RepositoryJson = z.infer<typeof repositorySchema>;

/** An issue of GitHub's, from a webhook's `issue` or `pull_request` or from REST, as the mirror takes it. */
export function toSnapshot(
  issue: IssueJson,
  repository: Pick<RepositoryJson, 'id' | 'full_name' | 'private'>,
): IssueSnapshot {
  return {
    repoId: repository.id,
    repo: repository.full_name,
    number: issue.number,
    isPullRequest: Boolean(issue.pull_request ?? issue.base),
    private: repository.private,
    title: issue.title,
    body: issue.body ?? undefined,
    url: issue.html_url,
    author: issue.user?.login ?? 'ghost',
    state: issue.state,
    stateReason: issue.state_reason ?? undefined,
    locked: issue.locked ?? false,
    labels: labelNames(issue),
    assignees: assigneesOf(issue),
    comments: issue.comments ?? undefined,
    reviewers: reviewersOf(issue, repository.full_name.split('/')[0] ?? ''),
    reactions: issue.reactions?.total_count,
    firstTimer: isFirstTimer(issue),
    draft: issue.draft,
    createdAt: Date.parse(issue.created_at),
    updatedAt: Date.parse(issue.updated_at),
    closedAt: issue.closed_at ? Date.parse(issue.closed_at) : undefined,
  };
}

/** Associations of those who have no commit in the repository (docs.github.com, GraphQL's CommentAuthorAssociation). */
const NO_COMMIT = ['FIRST_TIMER', 'FIRST_TIME_CONTRIBUTOR', 'NONE'];

/** Undefined where GitHub did not say; an App is nobody's first time. */
function isFirstTimer({ author_association: association, user }: IssueJson): boolean | undefined {
  if (association === undefined) return undefined;
  return NO_COMMIT.includes(association) && user?.login.endsWith('[bot]') === false;
}

/** Where something has another shape than expected; what stands there is not told. */
export function places(error: z.ZodError): string {
  return error.issues.map((issue) => issue.path.join('.') || 'the whole').join(', ');
}

/** The GitHub logins an issue is assigned to; accounts that are gone are left out. */
export function assigneesOf(issue: Pick<IssueJson, 'assignees'>): string[] {
  return (issue.assignees ?? []).flatMap((assignee) => assignee?.login ?? []);
}

/** Whose review is requested: logins, and teams as "owner/team"; undefined where GitHub did not say. */
function reviewersOf(
  { requested_reviewers: people, requested_teams: teams = [] }: IssueJson,
  owner: string,
): string[] | undefined {
  if (!people) return undefined;
  return [...people.flatMap((one) => one?.login ?? []), ...teams.map(({ slug }) => `${owner}/${slug}`)];
}

/** The repository's name as a REST answer's `repository_url` gives it; undefined where there is none. */
export function repositoryNameOf(issue: Pick<IssueJson, 'repository_url'>): string | undefined {
  return /\/repos\/([^/]+\/[^/]+)$/.exec(issue.repository_url ?? '')?.[1];
}

function labelNames(issue: IssueJson): string[] {
  return issue.labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? [])));
}
