import type { Json } from '../json.ts';
import { botMembership, eventEnvelope } from './payloads.ts';
import { ADMIN } from './roster.ts';
import type { Workspace } from './workspace.ts';

/** What administrators and members do to a channel, by name or id; the bot is sent the event of it. */
export interface ChannelChanges {
  archive(channel: string): Promise<void>;
  unarchive(channel: string): Promise<void>;
  rename(channel: string, name: string): Promise<void>;
  removeBot(channel: string): Promise<void>;
  inviteBot(channel: string): Promise<void>;
}

/** @param tell sends an event to the bot, where it is connected */
export function createChannelChanges(
  { roster }: Workspace,
  tell: (envelope: Json) => Promise<void>,
): ChannelChanges {
  async function setArchived(name: string, archived: boolean): Promise<void> {
    const verb = archived ? 'archive' : 'unarchive';
    const channel = roster.channel(name);
    await roster.call(`conversations.${verb}`, { channel: channel.id }, ADMIN);
    channel.archived = archived;
    await tell(eventEnvelope({ type: `channel_${verb}`, channel: channel.id }));
  }

  async function setMember(name: string, isMember: boolean): Promise<void> {
    const channel = roster.channel(name);
    const method = isMember ? 'conversations.join' : 'conversations.leave';
    await roster.call(method, { channel: channel.id }, roster.bot.next());
    channel.botIsMember = isMember;
    await tell(botMembership(isMember ? 'member_joined_channel' : 'member_left_channel', channel.id));
  }

  return {
    archive: (name) => setArchived(name, true),
    unarchive: (name) => setArchived(name, false),
    removeBot: (name) => setMember(name, false),
    inviteBot: (name) => setMember(name, true),
    async rename(name, to) {
      const channel = roster.channel(name);
      await roster.call('conversations.rename', { channel: channel.id, name: to }, ADMIN);
      channel.name = to;
      const created = Math.floor(Date.now() / 1000);
      await tell(eventEnvelope({ type: 'channel_rename', channel: { id: channel.id, name: to, created } }));
    },
  };
}
