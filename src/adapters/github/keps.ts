import type { Config } from '../../config.ts';
import type { KepSaid } from '../../domain/kep-file.ts';
import { kepPaths } from '../../domain/kep-tree.ts';
import type { Instant } from '../../domain/time.ts';
import { readKepText } from '../kep-text.ts';
import { LARGEST, tooLarge, type FileForm } from '../owners-text.ts';
import type { Files } from '../store/store.ts';
import { readFilesDue, type FilesOptions } from './files.ts';
import { matches } from './repositories.ts';
import type { Turns } from './turns.ts';

const KEP_FORM: FileForm<KepSaid> = {
  largest: LARGEST,
  tooLarge,
  read: readKepText,
  keyOf: (sha) => sha,
};

export interface KepsOptions extends FilesOptions {
  config: FilesOptions['config'] & Pick<Config, 'proposals'>;
  keps: Files<KepSaid>;
}

/** Reads the proposals that are due, of the repository that the configuration names; of others they are forgotten. */
export async function readKepsDue(at: Instant, options: KepsOptions, turns: Turns): Promise<void> {
  const { proposals } = options.config;
  const kind = {
    what: 'proposals',
    files: options.keps,
    isWanted: ({ name, firstName }: { name: string; firstName: string }) =>
      proposals !== undefined && [name, firstName].some((one) => matches(proposals.repository, one)),
    isPath: proposals ? kepPaths(proposals.places) : () => false,
    counts: <File>(files: readonly File[]) => files,
    formOf: () => KEP_FORM,
    unreadable: ({ trouble }: { trouble: string }, before: KepSaid | undefined): KepSaid => {
      const good = before && ('data' in before ? before : before.before);
      return good ? { trouble, before: { data: good.data, quoted: good.quoted } } : { trouble };
    },
  };
  await readFilesDue(kind, at, options, turns);
}
