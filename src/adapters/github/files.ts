import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { HOUR, type Instant } from '../../domain/time.ts';
import type { FileForm } from '../owners-text.ts';
import type { Files, FilesState, Repository } from '../store/store.ts';
import { lastDue } from './nightly.ts';
import { ownerAndName } from './read.ts';
import { tracked, type RoundOptions } from './rounds.ts';
import { readTree, type TreeFile } from './tree.ts';
import type { Turns } from './turns.ts';

export interface FilesOptions extends Pick<RoundOptions, 'github' | 'mirror' | 'log'> {
  config: Pick<Config, 'repositories' | 'sweepAt'>;
}

type Trouble = { trouble: string };

/** Files of one kind that are read of repositories. */
export interface FileKind<Said> {
  /** What they are, in words: "OWNERS files". */
  what: string;
  files: Files<Said>;
  /** Of which repositories. */
  isWanted(repository: Repository, rule: Config['repositories'][number]): boolean;
  /** Which paths. */
  isPath(path: string): boolean;
  /** Of these files those that count beside one another. */
  counts(files: readonly TreeFile[]): readonly TreeFile[];
  /** How the file of a path is read and kept. */
  formOf(path: string): FileForm<Said | Trouble>;
  /** What is kept where a file cannot be read that could before. */
  unreadable(trouble: Trouble, before: Said | undefined): Said;
}

/** How long a reading that was begun is left alone, in ms: then it has failed, or whoever was at it is gone. */
const LEFT_ALONE = HOUR;

/**
 * Reads the files of each repository in which they have changed, or that was not looked at since the nightly time has
 * come. What cannot be read now is tried again in an hour. Without a credential GitHub answers 60 requests an hour, which
 * the polls need: then none is read.
 */
export async function readFilesDue<Said extends object>(
  kind: FileKind<Said>,
  at: Instant,
  options: FilesOptions,
  turns: Turns,
): Promise<void> {
  const { config, mirror, github } = options;
  const { files, what } = kind;
  if (github.as === 'nobody') return;
  const states = await files.states();
  const due = lastDue(config.sweepAt, at);
  for (const { repository, rule } of await tracked(config, mirror)) {
    const state = states.get(repository.id);
    const isWanted = kind.isWanted(repository, rule);
    if (!isWanted && state) await files.forget(repository.id);
    if (!isWanted || !repository.synced || !isDue(state, due, at)) continue;
    if (turns.resting()) return;
    await turns.take(`reading the ${what} of ${repository.name}`, async () => {
      await files.begin(repository.id, at);
      await readFiles(repository, kind, { ...options, signal: turns.signal }, at);
    });
  }
}

function isDue(state: FilesState | undefined, due: Instant, at: Instant): boolean {
  if (state?.begunAt !== undefined) return state.begunAt + LEFT_ALONE <= at;
  return state?.readAt === undefined || state.stale || state.readAt < due;
}

interface Reading extends Pick<FilesOptions, 'github' | 'log'> {
  signal: AbortSignal;
}

/**
 * Brings what is kept of a repository's files up to date: one request where nothing changed, and one more for each content
 * that is new. A tree that is known in part only is not kept: it would say the wrong thing.
 */
async function readFiles<Said extends object>(
  repository: Repository,
  kind: FileKind<Said>,
  reading: Reading,
  at: Instant,
): Promise<void> {
  const { github, log, signal } = reading;
  const octokit = await github.octokitFor(ownerAndName(repository.name).owner);
  const tree = await readTree(octokit, repository.name, kind, signal);
  const files = kind.counts(tree.files);
  const contents = new Map(files.map((file) => [contentOf(file, kind), file]));
  const unknown = await kind.files.unknown([...contents.keys()]);
  for (const content of unknown) {
    signal.throwIfAborted();
    const file = contents.get(content);
    if (!file) continue;
    const said = await saidIn(octokit, repository.name, file, kind, signal);
    const kept = 'trouble' in said ? kind.unreadable(said, await saidAt(file.path, repository, kind)) : said;
    await kind.files.learn(content, kept, at);
  }
  const kept = files.map((file) => ({ path: file.path, sha: contentOf(file, kind) }));
  await kind.files.keep(repository.id, { sha: tree.sha, files: kept }, at);
  log.info(
    { repository: repository.name, files: files.length, fetched: unknown.length },
    `read the ${kind.what}`,
  );
}

/** By what a content is kept: the same text may say another thing in a file of another form. */
function contentOf<Said>({ path, sha }: TreeFile, { formOf }: FileKind<Said>): string {
  return formOf(path).keyOf(sha);
}

/** What the file of that path said when the tree was last read. */
async function saidAt<Said extends object>(
  path: string,
  { id }: Repository,
  { files }: FileKind<Said>,
): Promise<Said | undefined> {
  return (await files.sources(id)).find((source) => source.path === path);
}

const blobSchema = z.object({ content: z.string(), encoding: z.literal('base64') });

async function saidIn<Said>(
  octokit: Octokit,
  name: string,
  { path, sha, size }: TreeFile,
  { formOf }: FileKind<Said>,
  signal: AbortSignal,
): Promise<Said | Trouble> {
  const { largest, tooLarge, read } = formOf(path);
  if (size > largest) return tooLarge;
  const query = { ...ownerAndName(name), file_sha: sha, request: { signal } };
  const { content } = blobSchema.parse((await octokit.rest.git.getBlob(query)).data);
  return read(Buffer.from(content, 'base64').toString());
}
