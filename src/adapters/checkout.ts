import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '../domain/errors.ts';
import { isIgnoredFolder, isOwnersPath, type OwnersSource } from '../domain/owners.ts';
import { LARGEST, readOwnersText, tooLarge } from './owners-text.ts';

/**
 * The OWNERS files of a checked-out tree. Links are not followed, as Prow does not.
 * @throws UserError where there is no such folder
 */
export async function readCheckout(root: string): Promise<OwnersSource[]> {
  const found = await stat(root).catch(() => undefined);
  if (!found?.isDirectory())
    throw new UserError(
      `There is no folder "${root}".`,
      'Name the root of a checked-out repository: --tree DIR.',
    );
  return readFolder(root, '');
}

async function readFolder(root: string, folder: string): Promise<OwnersSource[]> {
  const sources: OwnersSource[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !isIgnoredFolder(path)) sources.push(...(await readFolder(root, path)));
    if (entry.isFile() && isOwnersPath(path)) sources.push(await readOne(root, path));
  }
  return sources;
}

async function readOne(root: string, path: string): Promise<OwnersSource> {
  try {
    const bytes = await readFile(join(root, path));
    return { path, ...(bytes.length > LARGEST ? tooLarge : readOwnersText(bytes.toString())) };
  } catch (error) {
    return { path, trouble: `It cannot be read: ${messageOf(error)}.` };
  }
}
