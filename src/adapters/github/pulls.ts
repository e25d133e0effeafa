import { createHash } from 'node:crypto';
import type { Octokit } from '@octokit/rest';
import type { Config } from '../../config.ts';
import { MOST_PATHS, type Check, type PullTold } from '../../domain/pull.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../../domain/time.ts';
import type { Inbox, NewDelivery, PullDue, PullRead, Pulls, Repository } from '../store/store.ts';
import { failureOf } from './failure.ts';
import { pathsOf, pullTold, runCheck, statusCheck } from './pull-told.ts';
import { ownerAndName, PER_PAGE } from './read.ts';
import { tracked, type RoundOptions } from './rounds.ts';
import type { Turns } from './turns.ts';

export interface PullsOptions extends Pick<RoundOptions, 'github' | 'mirror' | 'log'> {
  config: Pick<Config, 'repositories'>;
  pulls: Pick<Pulls, 'due' | 'take' | 'rest'>;
  inbox: Pick<Inbox, 'put'>;
  /** The labels of the groups that want to be told of pull requests. */
  pullLabels: () => Promise<readonly string[]>;
}

/** So many pull requests are read in a minute: about forty requests of the five thousand that GitHub answers in an hour. */
const A_MINUTE = 10;

/** Of an hour's requests this part is left to polls, and to what people ask for. */
const RESERVED = 1 / 4;

/** How long a reading that was begun is left alone, in ms: then it has failed, or whoever was at it is gone. */
const LEFT_ALONE = 10 * MINUTE;

/**
 * Reads what webhooks and lists do not tell of open pull requests that a group, or somebody, wants to hear of: size, whether they can be
 * merged, what they change, their checks. Those that moved last come first. Without a credential GitHub answers 60
 * requests an hour, which the polls need: then none is read.
 */
export async function readPullsDue(at: Instant, options: PullsOptions, turns: Turns): Promise<void> {
  const { config, mirror, pulls, github } = options;
  if (github.as === 'nobody') return;
  const followed = (await tracked(config, mirror)).flatMap(({ repository }) =>
    repository.synced ? repository : [],
  );
  const repos = followed.map(({ id }) => id);
  const query = { repos, labels: await options.pullLabels(), at, limit: A_MINUTE };
  let spare = true;
  for (const due of await pulls.due(query)) {
    const repository = followed.find(({ id }) => id === due.repoId);
    if (turns.resting() || !spare) return;
    if (!repository || !(await pulls.take(due.id, at, at + LEFT_ALONE))) continue;
    await turns.take(`reading ${repository.name}#${due.number}`, async () => {
      spare = await readPull(due, repository, options, { at, signal: turns.signal });
    });
  }
}

interface Moment {
  at: Instant;
  signal: AbortSignal;
}

/** Puts what is new into the inbox: four requests for a new commit, three later on. Whether there are requests to spare. */
async function readPull(
  due: PullDue,
  repository: Repository,
  { github, inbox, pulls }: PullsOptions,
  { at, signal }: Moment,
): Promise<boolean> {
  const place = ownerAndName(repository.name);
  const octokit = await github.octokitFor(place.owner);
  const query = { ...place, pull_number: due.number, request: { signal } };
  const { data, headers } = await octokit.rest.pulls.get(query);
  const told = pullTold(data);
  if (!told?.head) return true;
  const { head } = told;
  const known = due.pull?.head === head && due.pull.paths !== undefined;
  const paths = known ? undefined : await readPaths(octokit, query, told.extent?.files);
  const checks = await readChecks(octokit, { ...place, ref: head, request: { signal } });
  await inbox.put(pullDelivery(due, repository, told, { head, paths, checks }));
  const headAt = due.pull?.head === head ? due.headAt : at;
  await pulls.rest(due.id, at + restAfter({ ...due, headAt, told, checks }, at));
  return (
    Number(headers['x-ratelimit-remaining'] ?? Infinity) > Number(headers['x-ratelimit-limit']) * RESERVED
  );
}

async function readPaths(
  octokit: Octokit,
  query: { owner: string; repo: string; pull_number: number; request: { signal: AbortSignal } },
  count = MOST_PATHS,
): Promise<string[]> {
  const files: unknown[] = [];
  for (let page = 1; files.length < Math.min(count, MOST_PATHS); page += 1) {
    const { data } = await octokit.rest.pulls.listFiles({ ...query, per_page: PER_PAGE, page });
    files.push(...data);
    if (data.length < PER_PAGE) break;
  }
  return pathsOf(files);
}

type Ref = { owner: string; repo: string; ref: string; request: { signal: AbortSignal } };

/** Statuses and check runs, a hundred of each; undefined where the bot may read neither. */
async function readChecks(octokit: Octokit, ref: Ref): Promise<Check[] | undefined> {
  const statuses = await unlessRefused(async () => {
    const { data } = await octokit.rest.repos.getCombinedStatusForRef({ ...ref, per_page: PER_PAGE });
    return data.statuses.flatMap((status) => statusCheck(status) ?? []);
  });
  const runs = await unlessRefused(async () => {
    const { data } = await octokit.rest.checks.listForRef({ ...ref, per_page: PER_PAGE });
    return data.check_runs.flatMap((run) => runCheck(run) ?? []);
  });
  return statuses || runs ? [...(statuses ?? []), ...(runs ?? [])] : undefined;
}

/** An App, or a token, may be given one of the two permissions, or neither. */
async function unlessRefused<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (failureOf(error, 0).kind === 'refused') return undefined;
    throw error;
  }
}

function pullDelivery(
  { id, number }: PullDue,
  { id: repo, name }: Pick<Repository, 'id' | 'name'>,
  told: PullTold,
  read: PullRead,
): NewDelivery {
  const body = JSON.stringify({ repository: { id: repo, full_name: name }, number, told, read });
  const print = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { source: 'poll', key: `${id}/pull/${print}`, event: 'poll.pull', body };
}

/** What decides when a pull request is looked at again. */
interface Looked {
  headAt: Instant;
  /** A webhook tells of its checks. */
  heard: boolean;
  told: Pick<PullTold, 'mergeable'>;
  checks?: readonly Pick<Check, 'state'>[] | undefined;
}

const WEEK = 7 * DAY;

/**
 * How long nothing is asked, in ms: half the commit's age, within bounds. A commit whose checks go on running, or fail, is
 * looked at thirteen times on its first day, nine times where webhooks tell of some, seven where all passes. GitHub
 * begins to compute whether something can be merged when it is asked.
 */
export function restAfter({ headAt, heard, told, checks = [] }: Looked, at: Instant): number {
  const age = at - headAt;
  if (told.mergeable === 'unknown' && age < HOUR) return 2 * MINUTE;
  const passes = checks.every(({ state }) => state === 'passing');
  const least = passes ? 2 * HOUR : heard ? HOUR : 10 * MINUTE;
  return Math.min(Math.max(least, age / 2), WEEK);
}
