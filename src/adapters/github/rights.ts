import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Issue } from '../../domain/issue.ts';
import { NO_RIGHTS, type RepositoryRights } from '../../domain/rights.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import type { GitHub } from './auth.ts';
import { failureOf, statusOf } from './failure.ts';
import { ownerAndName } from './read.ts';

/** What GitHub says of an account on an issue's repository; `unknown` in words where it could not be asked. */
export type RightsAnswer =
  { rights: RepositoryRights; author: boolean; login: string | undefined } | { unknown: string };

/** What is asked: an account by its number, an issue, and the teams that some rule names. */
export interface RightsQuestion {
  githubId: number;
  issue: Pick<Issue, 'repo' | 'number' | 'author'>;
  teams: readonly string[];
  /** An answer from before that moment does not count. */
  since?: Instant | undefined;
}

/** How long an answer counts, in ms: one that gives rights, one that gives none, and any while GitHub is out of reach. */
const KEPT = { rights: 5 * MINUTE, none: MINUTE, trouble: 15 * MINUTE };

const LARGEST = 5000;

interface Known {
  at: Instant;
  login: string | undefined;
  rights: RepositoryRights;
}

/** Asks GitHub what an account may do. Accounts are named by number: a login that somebody else has taken gives nothing. */
export function createRights(github: GitHub, now: () => Instant) {
  const known = new Map<string, Known>();
  return async (question: RightsQuestion): Promise<RightsAnswer> => {
    const { githubId, issue, teams, since = 0 } = question;
    const key = `${githubId} ${issue.repo.toLowerCase()} ${[...teams].sort().join(' ')}`;
    const before = known.get(key);
    try {
      const octokit = await github.octokitFor(ownerAndName(issue.repo).owner);
      const current = before && isFresh(before, now(), since) ? before : await ask(octokit, question, now());
      known.delete(key);
      known.set(key, current);
      if (known.size > LARGEST) known.delete([...known.keys()][0] ?? '');
      const { rights, login } = current;
      return { rights, login, author: await isAuthor(octokit, question, login) };
    } catch (error) {
      const { kind, text } = failureOf(error, now());
      const recent = before && now() - before.at < KEPT.trouble && before.at >= since - KEPT.rights;
      if (recent && kind !== 'refused') return { rights: before.rights, login: before.login, author: false };
      return { unknown: text };
    }
  };
}

function isFresh({ at, rights }: Known, now: Instant, since: Instant): boolean {
  const some = rights.member || rights.collaborator || rights.triage || rights.teams.length > 0;
  return at >= since && now - at < (some ? KEPT.rights : KEPT.none);
}

async function ask(
  octokit: Octokit,
  { githubId, issue, teams }: RightsQuestion,
  at: Instant,
): Promise<Known> {
  const login = await loginOf(octokit, githubId);
  if (login === undefined) return { at, login, rights: NO_RIGHTS };
  const { owner, repo } = ownerAndName(issue.repo);
  const place = { owner, repo, username: login };
  const [role, member, collaborator, ...inTeams] = await Promise.all([
    roleOf(octokit, place, githubId),
    yes(octokit.rest.orgs.checkMembershipForUser({ org: owner, username: login })),
    yes(octokit.rest.repos.checkCollaborator(place)),
    ...teams.map((team) => isInTeam(octokit, team, login)),
  ]);
  const found = teams.filter((_team, index) => inTeams[index]).map((team) => team.toLowerCase());
  return { at, login, rights: { member, collaborator, ...role, teams: found } };
}

const account = z.object({ id: z.number(), login: z.string() });

/** The login an account has now; undefined where it is gone. Octokit has no method for this address. */
async function loginOf(octokit: Octokit, githubId: number): Promise<string | undefined> {
  try {
    const { data } = await octokit.request('GET /user/{account_id}', { account_id: githubId });
    return account.parse(data).login;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

const roleAnswer = z.object({
  permission: z.string(),
  role_name: z.string().optional(),
  user: z.object({
    id: z.number(),
    permissions: z.object({ triage: z.boolean(), push: z.boolean() }).optional().catch(undefined),
  }),
});

const PUSH = ['write', 'maintain', 'admin'];

/** A custom role has a name of its own; what it holds stands beside it. */
async function roleOf(
  octokit: Octokit,
  place: { owner: string; repo: string; username: string },
  githubId: number,
): Promise<Pick<RepositoryRights, 'triage' | 'push'>> {
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel(place);
    const { user, permission, role_name: role = permission } = roleAnswer.parse(data);
    if (user.id !== githubId) return { triage: false, push: false };
    const push = PUSH.includes(permission) || user.permissions?.push === true;
    return { push, triage: push || role === 'triage' || user.permissions?.triage === true };
  } catch (error) {
    if (isNo(error)) return { triage: false, push: false };
    throw error;
  }
}

const membership = z.object({ state: z.string() });

async function isInTeam(octokit: Octokit, team: string, username: string): Promise<boolean> {
  const { owner: org, repo: team_slug } = ownerAndName(team);
  try {
    const { data } = await octokit.rest.teams.getMembershipForUserInOrg({ org, team_slug, username });
    return membership.parse(data).state === 'active';
  } catch (error) {
    if (isNo(error)) return false;
    throw error;
  }
}

/** A question that GitHub answers with 204 for yes. */
async function yes(answer: Promise<{ status: number }>): Promise<boolean> {
  try {
    return (await answer).status === 204;
  } catch (error) {
    if (isNo(error)) return false;
    throw error;
  }
}

/** No, or not to be told to us: a right that cannot be seen is none. A limit is no answer. */
function isNo(error: unknown): boolean {
  const status = statusOf(error);
  if (status === 404) return true;
  return status === 403 && failureOf(error, 0).kind === 'refused';
}

const issueAnswer = z.object({ user: z.object({ id: z.number() }).nullish() });

/** Whether the account opened the issue. GitHub is asked only where the login says so: an old login may be another's. */
async function isAuthor(
  octokit: Octokit,
  { githubId, issue }: RightsQuestion,
  login: string | undefined,
): Promise<boolean> {
  if (login === undefined || login.toLowerCase() !== issue.author.toLowerCase()) return false;
  const { data } = await octokit.rest.issues.get({ ...ownerAndName(issue.repo), issue_number: issue.number });
  return issueAnswer.parse(data).user?.id === githubId;
}
