import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { messageOf, UserError } from '../../domain/errors.ts';
import { readChannel } from '../../domain/group.ts';
import type {
  Channel,
  Directory,
  Doubt,
  Group,
  GroupKind,
  GroupOverlay,
  TriagerRule,
} from '../../domain/group.ts';
import { iso, type Instant } from '../../domain/time.ts';
import { withOverlay, type FileDirectory } from './overlay.ts';
import { readDirectory } from './parse.ts';
import { createPlaces, type KnownChannels } from './places.ts';
import { homeOf, readText } from './read.ts';

/** What the directory needs of the configuration. */
export interface DirectorySettings {
  directory: { source: string; kinds: Readonly<Record<string, GroupKind>> };
  overlay: Readonly<Record<string, GroupOverlay>>;
  channels: 'directory' | readonly string[];
  /** Channels beside the groups', by name or id. */
  strays?: { channel: string } | undefined;
  steering?: { channel?: string | undefined } | undefined;
  privacy?: { channels: readonly string[] };
  /** Who may decide for every group that has no rule of its own. */
  triagers?: TriagerRule;
}

/** What the directory needs from outside; `timeout` of a fetch in milliseconds. */
export interface DirectoryNeeds {
  config: DirectorySettings;
  /** Where the last good copy is kept. */
  kv: { get(key: string): Promise<string | undefined>; set(key: string, value: string): Promise<void> };
  channels: KnownChannels;
  log: Logger;
  fetch?: typeof globalThis.fetch;
  timeout?: number;
  now?: () => Instant;
}

/** The community's groups and their channels, as last read. */
export interface DirectorySource {
  current(): Directory;
  /** The group's channel, once it is resolved and the operator allows it. */
  channelOf(group: Group): Channel | undefined;
  groupsIn(channelId: string | undefined): readonly Group[];
  /** The Slack channel of that id; its name is "" where it is neither a group's nor in the configuration. */
  channel(id: string): Channel;
  /** A channel of the configuration; undefined where Slack has not told of it by that name. */
  find(channel: string): Channel | undefined;
  /**
   * Reads the file or address again. Never fails for what it reads: the last good copy stays, with a doubt.
   * Where it brings new channels, resolveChannels is due.
   */
  refresh(): Promise<void>;
  /**
   * Finds the groups' channels among those known from earlier. Asks `list` for their present names once a day, and at
   * once where one is missing; for the same ones once a day. Rejects where `list` does and one is missing; what was
   * known then stays.
   */
  resolveChannels(list: () => Promise<readonly Channel[]>): Promise<void>;
}

/** The parsed file as it is kept; another version is not read back. */
interface Copy {
  version: 2;
  at: Instant;
  hash: string;
  file: FileDirectory;
}

/** An empty directory until the first refresh. */
export function createDirectory(needs: DirectoryNeeds): DirectorySource {
  const { config, kv, channels, log, now = Date.now } = needs;
  const key = `directory/${config.directory.source}`;
  const also = otherChannels(config);
  const places = createPlaces({ channels, kv, allowed: config.channels, also, log, now });
  let copy: Copy | undefined;
  let directory: Directory = { groups: [], doubts: [] };

  function show(read: Copy | undefined, trouble: readonly Doubt[]): void {
    const { groups, doubts } = read ? withOverlay(read.file, config.overlay, config.triagers) : directory;
    directory = { groups, doubts: [...trouble, ...(read ? doubts : [])] };
    places.place(groups);
  }

  return {
    current: () => directory,
    channelOf: (group) => places.of(group.id),
    groupsIn: (channelId) =>
      channelId === undefined
        ? []
        : directory.groups.filter((group) => places.of(group.id)?.id === channelId),
    channel: (id) => places.known({ id }) ?? { id, name: '' },
    find(written) {
      const wanted = readChannel(written);
      const { id } = wanted ?? {};
      return wanted && (places.known(wanted) ?? (id === undefined ? undefined : { id, name: '' }));
    },
    resolveChannels: (list) => places.resolve(directory.groups, list),
    async refresh() {
      const before = copy;
      try {
        copy = await readCopy(needs, before, now());
        show(copy, []);
      } catch (error) {
        log.warn({ source: config.directory.source, err: error }, 'the directory could not be read');
        copy = before ?? (await lastGood(kv, key));
        show(copy, [troubleOf(error, copy)]);
      }
      if (copy && copy.hash !== before?.hash) await kv.set(key, JSON.stringify(copy));
    },
  };
}

/** The channels that the configuration names beside those of groups. */
function otherChannels({ strays, steering, privacy, overlay }: DirectorySettings): string[] {
  const meetings = Object.values(overlay).flatMap((group) => group.meetings ?? []);
  return [
    ...(strays ? [strays.channel] : []),
    ...(steering?.channel === undefined ? [] : [steering.channel]),
    ...(privacy?.channels ?? []),
    ...meetings.flatMap(({ channel }) => channel ?? []),
  ];
}

/** Unchanged content is not parsed again. */
async function readCopy(needs: DirectoryNeeds, before: Copy | undefined, at: Instant): Promise<Copy> {
  const { source, kinds } = needs.config.directory;
  const text = await readText(source, { fetch: needs.fetch ?? fetch, timeout: needs.timeout ?? 15_000 });
  const hash = createHash('sha256').update(text).digest('hex');
  if (before?.hash === hash) return before;
  return { version: 2, at, hash, file: readDirectory(text, { kinds, home: homeOf(source) }) };
}

async function lastGood(kv: DirectoryNeeds['kv'], key: string): Promise<Copy | undefined> {
  const kept = await kv.get(key);
  if (kept === undefined) return undefined;
  const copy = JSON.parse(kept) as Copy;
  return copy.version === 2 ? copy : undefined;
}

function troubleOf(error: unknown, copy: Copy | undefined): Doubt {
  const remedy = error instanceof UserError && error.remedy ? ` ${error.remedy}` : '';
  return copy
    ? {
        severity: 'warning',
        about: 'directory',
        text: `${messageOf(error)} The copy of ${iso(copy.at)} is used.${remedy}`,
      }
    : {
        severity: 'error',
        about: 'directory',
        text: `${messageOf(error)} There is no earlier copy, so no group is known.${remedy}`,
      };
}
