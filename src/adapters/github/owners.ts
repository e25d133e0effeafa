import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import type { OwnersSaid } from '../../domain/owners.ts';
import { HOUR, type Instant } from '../../domain/time.ts';
import { LARGEST, readOwnersText, tooLarge } from '../owners-text.ts';
import type { OwnersFiles, OwnersState, Repository } from '../store/store.ts';
import { lastDue } from './nightly.ts';
import { ownerAndName } from './read.ts';
import { tracked, type RoundOptions } from './rounds.ts';
import { readTree } from './tree.ts';
import type { Turns } from './turns.ts';

export interface OwnersOptions extends Pick<RoundOptions, 'github' | 'mirror' | 'log'> {
  config: Pick<Config, 'repositories' | 'sweepAt'>;
  owners: OwnersFiles;
}

/** How long a reading that was begun is left alone, in ms: then it has failed, or whoever was at it is gone. */
const LEFT_ALONE = HOUR;

/**
 * Reads the OWNERS files of each repository in which they have changed, or that was not looked at since the nightly time
 * has come. What cannot be read now is tried again in an hour. Without a credential GitHub answers 60 requests an hour,
 * which the polls need: then none is read.
 */
export async function readOwnersDue(at: Instant, options: OwnersOptions, turns: Turns): Promise<void> {
  const { config, mirror, owners, github } = options;
  if (github.as === 'nobody') return;
  const states = await owners.states();
  const due = lastDue(config.sweepAt, at);
  for (const { repository, rule } of await tracked(config, mirror)) {
    const state = states.get(repository.id);
    if (!rule.owners && state) await owners.forget(repository.id);
    if (!rule.owners || !repository.synced || !isDue(state, due, at)) continue;
    if (turns.resting()) return;
    await turns.take(`reading the OWNERS files of ${repository.name}`, async () => {
      await owners.begin(repository.id, at);
      await readOwners(repository, { ...options, signal: turns.signal }, at);
    });
  }
}

function isDue(state: OwnersState | undefined, due: Instant, at: Instant): boolean {
  if (state?.begunAt !== undefined) return state.begunAt + LEFT_ALONE <= at;
  return state?.readAt === undefined || state.stale || state.readAt < due;
}

interface Reading extends Pick<OwnersOptions, 'github' | 'owners' | 'log'> {
  signal: AbortSignal;
}

/**
 * Brings what is kept of a repository's OWNERS files up to date: one request where nothing changed, and one more for each
 * content that is new. A tree that is known in part only is not kept: it would name the wrong people.
 */
async function readOwners(repository: Repository, reading: Reading, at: Instant): Promise<void> {
  const { github, owners, log, signal } = reading;
  const octokit = await github.octokitFor(ownerAndName(repository.name).owner);
  const { sha, files } = await readTree(octokit, repository.name, signal);
  const sizes = new Map(files.map((file) => [file.sha, file.size]));
  const unknown = await owners.unknown([...sizes.keys()]);
  for (const content of unknown) {
    signal.throwIfAborted();
    const isLarge = (sizes.get(content) ?? 0) > LARGEST;
    const said = isLarge ? tooLarge : await readBlob(octokit, repository.name, content, signal);
    await owners.learn(content, said, at);
  }
  await owners.keep(repository.id, { sha, files }, at);
  log.info(
    { repository: repository.name, files: files.length, fetched: unknown.length },
    'read the OWNERS files',
  );
}

const blobSchema = z.object({ content: z.string(), encoding: z.literal('base64') });

async function readBlob(
  octokit: Octokit,
  name: string,
  sha: string,
  signal: AbortSignal,
): Promise<OwnersSaid> {
  const query = { ...ownerAndName(name), file_sha: sha, request: { signal } };
  const { content } = blobSchema.parse((await octokit.rest.git.getBlob(query)).data);
  return readOwnersText(Buffer.from(content, 'base64').toString());
}
