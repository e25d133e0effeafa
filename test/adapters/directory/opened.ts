import { pino } from 'pino';
import {
  createDirectory,
  type DirectoryNeeds,
  type DirectorySettings,
} from '../../../src/adapters/directory/source.ts';
import { DEFAULT_KINDS } from '../../../src/config/file.ts';
import type { Channel } from '../../../src/domain/group.ts';

/** A directory of one group, "sig-tide". */
export const TIDE = `sigs: [{dir: sig-tide, name: Tide, label: tide, contact: {slack: sig-tide}, email: mara@harbor.example}]\n`;

/** What is kept over a restart. */
export function storage() {
  const kept = new Map<string, string>();
  const channels = new Map<string, Channel>();
  let writes = 0;
  return {
    kept,
    writes: () => writes,
    kv: {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: string) => {
        writes++;
        kept.set(key, value);
      },
    },
    channels: {
      all: async () => [...channels.values()],
      put: async (some: readonly Channel[]) => {
        const names = some.map(({ name }) => name);
        for (const { id, name } of channels.values()) if (names.includes(name)) channels.delete(id);
        for (const channel of some) channels.set(channel.id, channel);
      },
    },
  };
}

/** A directory that has read nothing yet. */
export function open(
  settings: Partial<DirectorySettings> & { source: string },
  stored = storage(),
  needs: Partial<DirectoryNeeds> = {},
) {
  const { source, ...rest } = settings;
  return createDirectory({
    config: { directory: { source, kinds: DEFAULT_KINDS }, overlay: {}, channels: 'directory', ...rest },
    kv: stored.kv,
    channels: stored.channels,
    log: pino({ level: 'silent' }),
    ...needs,
  });
}
