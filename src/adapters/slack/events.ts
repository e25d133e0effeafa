import type { Logger } from 'pino';
import type { Health } from '../health.ts';
import type { StoreParts } from '../store/store.ts';

export interface SlackNews {
  type: string;
  event: Record<string, unknown>;
}

/** The events of Slack's that the bot subscribes to; the manifest is held against this list. */
export const EVENTS = [
  'app_uninstalled',
  'channel_archive',
  'channel_rename',
  'channel_unarchive',
  'member_joined_channel',
  'tokens_revoked',
] as const;

/**
 * What an event from the workspace changes: a channel's new name is kept, and what waited for a channel goes out.
 * @returns what was done, for the ledger
 */
export function workspaceNews(health: Health, log: Logger) {
  return async ({ type, event }: SlackNews, { channels, outbox }: StoreParts): Promise<string> => {
    const channel = channelOf(event);
    switch (type) {
      case 'channel_rename':
        if (channel.name === undefined) return 'ignored: a rename without a name';
        await channels.rename(channel.id, channel.name);
        return `${channel.id} is now #${channel.name}`;
      case 'channel_unarchive':
      case 'member_joined_channel':
        await outbox.wake(`slack/${channel.id}`);
        return `what waited for ${channel.id} goes out`;
      case 'app_uninstalled':
      case 'tokens_revoked':
        health.bad('slack', 'the app was removed from the workspace, or its token was revoked');
        log.error('the app was removed from the workspace, or its token was revoked: all work waits');
        return 'work waits for a new token';
      default:
        return 'noted';
    }
  };
}

/** Slack sends a channel as an id in some events and as an object in others. */
function channelOf({ channel }: Record<string, unknown>): { id: string; name: string | undefined } {
  if (typeof channel === 'string') return { id: channel, name: undefined };
  const fields: Record<string, unknown> =
    typeof channel === 'object' && channel !== null ? { ...channel } : {};
  return {
    id: String(fields['id'] ?? ''),
    name: typeof fields['name'] === 'string' ? fields['name'] : undefined,
  };
}
