import { CODEOWNERS_PATHS, firstOf } from '../../domain/codeowners.ts';
import { isOwnersPath, type OwnersSaid } from '../../domain/owners.ts';
import type { Instant } from '../../domain/time.ts';
import { ownersFormOf } from '../owners-text.ts';
import type { Files } from '../store/store.ts';
import { readFilesDue, type FileKind, type FilesOptions } from './files.ts';
import type { Turns } from './turns.ts';

export interface OwnersOptions extends FilesOptions {
  owners: Files<OwnersSaid>;
}

/** Reads the OWNERS files, and the CODEOWNERS file that counts, that are due: of every repository whose rule says so. */
export async function readOwnersDue(at: Instant, options: OwnersOptions, turns: Turns): Promise<void> {
  const kind: FileKind<OwnersSaid> = {
    ...OWNERS_WANTED,
    files: options.owners,
    isWanted: (_repository, { owners }) => owners,
    formOf: ownersFormOf,
    unreadable: (trouble) => trouble,
  };
  await readFilesDue(kind, at, options, turns);
}

/** Which files tell of owners. */
const OWNERS_WANTED = {
  what: 'OWNERS files',
  isPath: (path: string) => isOwnersPath(path) || CODEOWNERS_PATHS.includes(path),
  /** Of GitHub's own files the first counts. */
  counts<File extends { path: string }>(files: readonly File[]): File[] {
    const codeowners = firstOf(files);
    return files.filter((file) => file === codeowners || !CODEOWNERS_PATHS.includes(file.path));
  },
};
