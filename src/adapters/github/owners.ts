import { isOwnersPath, type OwnersSaid } from '../../domain/owners.ts';
import type { Instant } from '../../domain/time.ts';
import { readOwnersText } from '../owners-text.ts';
import type { Files } from '../store/store.ts';
import { readFilesDue, type FilesOptions } from './files.ts';
import type { Turns } from './turns.ts';

export interface OwnersOptions extends FilesOptions {
  owners: Files<OwnersSaid>;
}

/** Reads the OWNERS files that are due, of every repository whose rule says so. */
export async function readOwnersDue(at: Instant, options: OwnersOptions, turns: Turns): Promise<void> {
  const kind = {
    what: 'OWNERS files',
    files: options.owners,
    isWanted: (_repository: unknown, { owners }: { owners: boolean }) => owners,
    isPath: isOwnersPath,
    read: readOwnersText,
    unreadable: (trouble: OwnersSaid) => trouble,
  };
  await readFilesDue(kind, at, options, turns);
}
