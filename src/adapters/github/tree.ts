import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { isIgnoredFolder } from '../../domain/owners.ts';
import { statusOf } from './failure.ts';
import { ownerAndName } from './read.ts';

/** The wanted files of a repository's default branch; `sha` is git's name of the tree, and of each file's content. */
export interface FilesTree {
  sha: string;
  files: readonly TreeFile[];
}

/** A file of a tree: git's name of its content, and its size in bytes. */
export interface TreeFile {
  path: string;
  sha: string;
  size: number;
}

/** So many requests for one tree, and so many files of it, at most. */
const MOST_REQUESTS = 300;
const MOST_FILES = 2000;

const entrySchema = z.object({
  path: z.string(),
  /** 100644 and 100755 are files, 120000 is a link: Prow follows none. */
  mode: z.string(),
  type: z.string(),
  sha: z.string(),
  size: z.number().optional(),
});

type Entry = z.infer<typeof entrySchema>;

/** Which files are wanted, and what they are in words: "OWNERS files". */
interface Wanted {
  what: string;
  isPath(path: string): boolean;
}

/** A tree or a part of it, with the paths that lead to what is wanted. */
interface Part {
  sha: string;
  entries: readonly Entry[];
}

/** Asks for the tree of a folder by git's name of it, with all that is below where it is `deep`. */
type Ask = (of: { sha: string; folder: string }, deep: boolean) => Promise<Part & { truncated: boolean }>;

/**
 * The wanted files of a repository; of one without a commit, none.
 * @throws UserError where there are too many, or too much must be asked
 */
export async function readTree(
  octokit: Octokit,
  name: string,
  { what, isPath }: Wanted,
  signal: AbortSignal,
): Promise<FilesTree> {
  const tooMuch = (why: string) => new UserError(`The ${what} of ${name} are not read: ${why}.`);
  try {
    const ask = asker(octokit, { name, what, isPath }, signal, tooMuch);
    const { sha, entries } = await below({ sha: 'HEAD', folder: '' }, ask, tooMuch);
    const files = entries
      .filter(({ type, mode, path }) => type === 'blob' && mode !== '120000' && isPath(path))
      .map((file) => ({ path: file.path, sha: file.sha, size: file.size ?? 0 }));
    if (files.length > MOST_FILES) throw tooMuch(`there are more than ${MOST_FILES}`);
    return { sha, files };
  } catch (error) {
    // "Git Repository is empty."
    if (statusOf(error) === 409) return { sha: 'none', files: [] };
    throw error;
  }
}

/**
 * GitHub cuts its answer off after 100,000 entries or 7 MB: then each folder is asked for by itself (docs.github.com,
 * "Get a tree").
 */
async function below(
  { sha, folder }: { sha: string; folder: string },
  ask: Ask,
  tooMuch: TooMuch,
): Promise<Part> {
  const whole = await ask({ sha, folder }, true);
  if (!whole.truncated) return seenFrom(folder, whole);
  const level = await ask({ sha, folder }, false);
  if (level.truncated) throw tooMuch(`the folder "${folder}" has too many files`);
  const here = seenFrom(folder, level);
  const entries = [...here.entries];
  for (const { type, path, sha: tree } of here.entries)
    if (type === 'tree' && !isIgnoredFolder(path))
      entries.push(...(await below({ sha: tree, folder: path }, ask, tooMuch)).entries);
  return { sha: here.sha, entries };
}

function seenFrom(folder: string, { sha, entries }: Part): Part {
  if (folder === '') return { sha, entries };
  return { sha, entries: entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` })) };
}

type TooMuch = (why: string) => UserError;

function asker(
  octokit: Octokit,
  { name, isPath }: Wanted & { name: string },
  signal: AbortSignal,
  tooMuch: TooMuch,
): Ask {
  let asked = 0;
  return async ({ sha, folder }, deep) => {
    signal.throwIfAborted();
    if (++asked > MOST_REQUESTS) throw tooMuch(`its tree takes more than ${MOST_REQUESTS} requests`);
    const query = { ...ownerAndName(name), tree_sha: sha, request: { signal } };
    const { data } = await octokit.rest.git.getTree(deep ? { ...query, recursive: '1' } : query);
    // Of a hundred thousand entries most are of no concern.
    const wanted = data.tree.filter(
      ({ path, type }) => type === 'tree' || isPath(folder === '' ? path : `${folder}/${path}`),
    );
    return { sha: data.sha, truncated: data.truncated, entries: z.array(entrySchema).parse(wanted) };
  };
}
