import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { firstOf } from '../../domain/codeowners.ts';
import { UserError } from '../../domain/errors.ts';
import { isIgnoredFolder, isOwnersPath } from '../../domain/owners.ts';
import { statusOf } from './failure.ts';
import { ownerAndName } from './read.ts';

/** The OWNERS files of a repository's default branch, and its CODEOWNERS file; `sha` is git's name of the tree. */
export interface OwnersFilesTree {
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

/** A tree or a part of it, with the paths that lead to OWNERS files. */
interface Part {
  sha: string;
  entries: readonly Entry[];
}

/** Asks for a tree by git's name of it, with all that is below where it is `deep`. */
type Ask = (sha: string, deep: boolean) => Promise<Part & { truncated: boolean }>;

/**
 * The OWNERS files of a repository and its CODEOWNERS file; of one without a commit, none.
 * @throws UserError where there are too many, or too much must be asked
 */
export async function readTree(
  octokit: Octokit,
  name: string,
  signal: AbortSignal,
): Promise<OwnersFilesTree> {
  try {
    const { sha, entries } = await below({ sha: 'HEAD', folder: '' }, asker(octokit, name, signal), name);
    const files = entries
      .filter(({ type, mode }) => type === 'blob' && mode !== '120000')
      .map((file) => ({ path: file.path, sha: file.sha, size: file.size ?? 0 }));
    const owners = files.filter(({ path }) => isOwnersPath(path));
    if (owners.length > MOST_FILES) throw tooMuch(name, `it has more than ${MOST_FILES}`);
    const codeowners = firstOf(files);
    return { sha, files: codeowners ? [...owners, codeowners] : owners };
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
  name: string,
): Promise<Part> {
  const whole = await ask(sha, true);
  if (!whole.truncated) return seenFrom(folder, whole);
  const level = await ask(sha, false);
  if (level.truncated) throw tooMuch(name, `the folder "${folder}" has too many files`);
  const here = seenFrom(folder, level);
  const entries = [...here.entries];
  for (const { type, path, sha: tree } of here.entries)
    if (type === 'tree' && !isIgnoredFolder(path))
      entries.push(...(await below({ sha: tree, folder: path }, ask, name)).entries);
  return { sha: here.sha, entries };
}

function seenFrom(folder: string, { sha, entries }: Part): Part {
  if (folder === '') return { sha, entries };
  return { sha, entries: entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` })) };
}

function asker(octokit: Octokit, name: string, signal: AbortSignal): Ask {
  let asked = 0;
  return async (sha, deep) => {
    signal.throwIfAborted();
    if (++asked > MOST_REQUESTS) throw tooMuch(name, `its tree takes more than ${MOST_REQUESTS} requests`);
    const query = { ...ownerAndName(name), tree_sha: sha, request: { signal } };
    const { data } = await octokit.rest.git.getTree(deep ? { ...query, recursive: '1' } : query);
    // Of a hundred thousand entries most are of no concern.
    const wanted = data.tree.filter(
      ({ path, type }) => type === 'tree' || /(?:^|\/)(?:OWNERS(?:_ALIASES)?|CODEOWNERS)$/.test(path),
    );
    return { sha: data.sha, truncated: data.truncated, entries: z.array(entrySchema).parse(wanted) };
  };
}

function tooMuch(name: string, why: string): UserError {
  return new UserError(`The OWNERS files of ${name} are not read: ${why}.`);
}
