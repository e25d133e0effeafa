import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import type { OwnersSaid } from '../../domain/owners.ts';
import { HOUR, type Instant } from '../../domain/time.ts';
import { fileKindOf } from '../owners-text.ts';
import type { OwnersFiles, OwnersState, Repository } from '../store/store.ts';
import { lastDue } from './nightly.ts';
import { ownerAndName } from './read.ts';
import { tracked, type RoundOptions } from './rounds.ts';
import { readTree, type TreeFile } from './tree.ts';
import type { Turns } from './turns.ts';

export interface OwnersOptions extends Pick<RoundOptions, 'github' | 'mirror' | 'log'> {
  config: Pick<Config, 'repositories' | 'sweepAt'>;
  owners: OwnersFiles;
}

/** How long a reading that was begun is left alone, in ms: then it has failed, or whoever was at it is gone. */
const LEFT_ALONE = HOUR;

/**
 * Reads the OWNERS and CODEOWNERS files of each repository in which they have changed, or that was not looked at since the nightly time
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
  const contents = new Map(files.map((file) => [contentOf(file), file]));
  const unknown = await owners.unknown([...contents.keys()]);
  for (const content of unknown) {
    signal.throwIfAborted();
    const file = contents.get(content);
    if (file) await owners.learn(content, await saidIn(octokit, repository.name, file, signal), at);
  }
  await owners.keep(
    repository.id,
    { sha, files: files.map((file) => ({ path: file.path, sha: contentOf(file) })) },
    at,
  );
  log.info(
    { repository: repository.name, files: files.length, fetched: unknown.length },
    'read the OWNERS files',
  );
}

/** By what a content is kept: what the same text holds is another thing in an OWNERS file than in CODEOWNERS. */
function contentOf({ path, sha }: TreeFile): string {
  return fileKindOf(path).keyOf(sha);
}

const blobSchema = z.object({ content: z.string(), encoding: z.literal('base64') });

async function saidIn(
  octokit: Octokit,
  name: string,
  { path, sha, size }: TreeFile,
  signal: AbortSignal,
): Promise<OwnersSaid> {
  const { largest, tooLarge, read } = fileKindOf(path);
  if (size > largest) return tooLarge;
  const query = { ...ownerAndName(name), file_sha: sha, request: { signal } };
  const { content } = blobSchema.parse((await octokit.rest.git.getBlob(query)).data);
  return read(Buffer.from(content, 'base64').toString());
}
