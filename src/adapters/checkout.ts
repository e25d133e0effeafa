import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '../domain/errors.ts';
import { isIgnoredFolder } from '../domain/owners.ts';
import { LARGEST, tooLarge } from './owners-text.ts';

/** A file of a tree with what is known of it: what its text came to, or why it could not be read. */
export type CheckedOut<Said> = { path: string; said: Said | { trouble: string } };

/**
 * The wanted files of a checked-out tree, each as `read` takes its text. Links are not followed, as Prow does not.
 * @throws UserError where there is no such folder
 */
export async function readCheckout<Said>(
  root: string,
  wanted: (path: string) => boolean,
  read: (text: string) => Said,
): Promise<CheckedOut<Said>[]> {
  const found = await stat(root).catch(() => undefined);
  if (!found?.isDirectory())
    throw new UserError(
      `There is no folder "${root}".`,
      'Name the root of a checked-out repository: --tree DIR.',
    );
  const files: CheckedOut<Said>[] = [];
  for (const path of (await pathsIn(root, '')).filter(wanted))
    files.push({ path, said: await readOne(join(root, path), read) });
  return files;
}

async function pathsIn(root: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !isIgnoredFolder(path)) paths.push(...(await pathsIn(root, path)));
    if (entry.isFile()) paths.push(path);
  }
  return paths;
}

async function readOne<Said>(
  file: string,
  read: (text: string) => Said,
): Promise<Said | { trouble: string }> {
  try {
    const bytes = await readFile(file);
    return bytes.length > LARGEST ? tooLarge : read(bytes.toString());
  } catch (error) {
    return { trouble: `It cannot be read: ${messageOf(error)}.` };
  }
}
