import { allowsChannel, findChannel, type Channel, type Group } from '../../domain/group.ts';
import { DAY, type Instant } from '../../domain/time.ts';

/** The Slack channels known by id from earlier. */
export interface KnownChannels {
  all(): Promise<Channel[]>;
  put(channels: readonly Channel[]): Promise<void>;
}

/** Which group posts where. */
export interface Places {
  of(groupId: string): Channel | undefined;
  /** Places these groups in the channels known so far. */
  place(groups: readonly Group[]): void;
  /** As place, and asks `list` where a channel is not known, at most once a day for the same ones. */
  resolve(groups: readonly Group[], list: () => Promise<readonly Channel[]>): Promise<void>;
}

/** Places groups only where the operator's list (`allowed`) lets the bot post. */
export function createPlaces(
  channels: KnownChannels,
  allowed: 'directory' | readonly string[],
  now: () => Instant,
): Places {
  let known: readonly Channel[] = [];
  let places = new Map<string, Channel>();
  let asked = { for: '', at: 0 };

  function place(groups: readonly Group[]): void {
    const found = groups.map(
      (group) => [group.id, group.channel && findChannel(group.channel, known)] as const,
    );
    places = new Map(
      found.flatMap(([id, channel]) => (channel && allowsChannel(allowed, channel) ? [[id, channel]] : [])),
    );
  }

  return {
    of: (groupId) => places.get(groupId),
    place,
    async resolve(groups, list) {
      known = await channels.all();
      place(groups);
      const question = unknownChannels(groups, known).join(' ');
      if (question === '' || (question === asked.for && now() - asked.at < DAY)) return;
      const found = wantedOf(groups, await list());
      asked = { for: question, at: now() };
      await channels.put(found);
      known = [...found, ...known.filter((channel) => !found.some(({ id }) => id === channel.id))];
      place(groups);
    },
  };
}

function unknownChannels(groups: readonly Group[], known: readonly Channel[]): string[] {
  const wanted = groups.flatMap(({ channel }) => channel ?? []);
  return wanted.filter((channel) => !findChannel(channel, known)).map(({ id, name }) => id ?? name ?? '');
}

/** Of all the workspace's channels those that a group names: a large workspace has thousands. */
function wantedOf(groups: readonly Group[], listed: readonly Channel[]): Channel[] {
  const found = groups.flatMap(({ channel }) => (channel && findChannel(channel, listed)) ?? []);
  return [...new Map(found.map((channel) => [channel.id, channel])).values()];
}
