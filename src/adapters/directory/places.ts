import type { Logger } from 'pino';
import {
  allowsChannel,
  findChannel,
  readChannel,
  type Channel,
  type ChannelName,
  type Group,
} from '../../domain/group.ts';
import { DAY, type Instant } from '../../domain/time.ts';

/** The Slack channels known by id from earlier. */
export interface KnownChannels {
  all(): Promise<Channel[]>;
  /** A name is kept for the channel alone that it was put for last. */
  put(channels: readonly Channel[]): Promise<void>;
}

/** What the places need from outside. */
export interface PlacesNeeds {
  channels: KnownChannels;
  /** Where it is kept when the channels were last listed. */
  kv: { get(key: string): Promise<string | undefined>; set(key: string, value: string): Promise<void> };
  /** The operator's list: the bot posts nowhere else. */
  allowed: 'directory' | readonly string[];
  /** Channels of the configuration that need be no group's, by name or id. */
  also?: readonly string[];
  log: Logger;
  now: () => Instant;
}

/** Which group posts where. */
export interface Places {
  of(groupId: string): Channel | undefined;
  /** The channel, where a group or the configuration names it and Slack has told of it. */
  known(wanted: ChannelName): Channel | undefined;
  /** Places these groups in the channels known so far. */
  place(groups: readonly Group[]): void;
  /**
   * As place, and asks `list` for the channels' present names once a day, or at once where the groups name a channel
   * that is not known. Rejects where `list` does and a channel is missing.
   */
  resolve(groups: readonly Group[], list: () => Promise<readonly Channel[]>): Promise<void>;
}

const LISTED = 'channels/listed';

/** Knows no channel before the first resolve. */
export function createPlaces({ channels, kv, allowed, also = [], log, now }: PlacesNeeds): Places {
  const others = also.map(readChannel).filter((channel) => channel !== undefined);
  let known: readonly Channel[] = [];
  let places = new Map<string, Channel>();
  let missed = '';

  function place(groups: readonly Group[]): void {
    const found = groups.map(
      (group) => [group.id, group.channel && findChannel(group.channel, known)] as const,
    );
    places = new Map(
      found.flatMap(([id, channel]) => (channel && allowsChannel(allowed, channel) ? [[id, channel]] : [])),
    );
  }

  async function follow(groups: readonly Group[], listed: readonly Channel[]): Promise<void> {
    const wanted = new Set([...known, ...wantedOf(groups, others, listed)].map(({ id }) => id));
    const found = listed.filter(({ id }) => wanted.has(id));
    await channels.put(found);
    await kv.set(LISTED, String(now()));
    const passed = (channel: Channel) =>
      found.some(({ id, name }) => id === channel.id || name === channel.name);
    known = [...found, ...known.filter((channel) => !passed(channel))];
    place(groups);
  }

  return {
    of: (groupId) => places.get(groupId),
    known: (wanted) => findChannel(wanted, known),
    place,
    async resolve(groups, list) {
      known = await channels.all();
      place(groups);
      const missing = unknownChannels(groups, others, known).join(' ');
      const listed = Number((await kv.get(LISTED)) ?? 0);
      if ((missing === '' || missing === missed) && now() - listed < DAY) return;
      const answer = await list().catch((error: unknown) => {
        if (missing !== '') throw error;
        log.warn({ err: error }, 'the channels could not be listed: their names of earlier are used');
      });
      if (answer) await follow(groups, answer);
      missed = unknownChannels(groups, others, known).join(' ');
    },
  };
}

function unknownChannels(
  groups: readonly Group[],
  others: readonly ChannelName[],
  known: readonly Channel[],
): string[] {
  const wanted = [...groups.flatMap(({ channel }) => channel ?? []), ...others];
  return wanted.filter((channel) => !findChannel(channel, known)).map(({ id, name }) => id ?? name ?? '');
}

/** Of all the workspace's channels those that are named: a large workspace has thousands. */
function wantedOf(
  groups: readonly Group[],
  others: readonly ChannelName[],
  listed: readonly Channel[],
): Channel[] {
  const named = [...groups.flatMap(({ channel }) => channel ?? []), ...others];
  return named.flatMap((channel) => findChannel(channel, listed) ?? []);
}
