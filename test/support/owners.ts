import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOwnersText } from '../../src/adapters/owners-text.ts';
import { isOwnersPath, ownersTree, type OwnersTree } from '../../src/domain/owners.ts';

/** Real OWNERS files and paths worked out by hand lie beside the project, and not on every machine. */
export const OWNERS_DATA = '../shared/data/owners';
export const hasOwners = existsSync(OWNERS_DATA);

/** The tree of these files, by path. */
export function treeOf(files: Readonly<Record<string, string>>): OwnersTree {
  return ownersTree(Object.entries(files).map(([path, text]) => ({ path, ...readOwnersText(text) })));
}

/** The OWNERS files below a folder. */
export function filesBelow(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isOwnersPath);
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
