import type { Logger } from 'pino';
import type { Health } from '../health.ts';
import type { StoreParts } from '../store/store.ts';

export interface SlackNews {
  type: string;
  event: Record<string, unknown>;
}

/** The events of Slack's that the bot subscribes to; the manifest is held against this list. */
export const EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_unarchive',
  'member_joined_channel',
  'tokens_revoked',
] as const;

export interface NewsNeeds {
  health: Pick<Health, 'bad'>;
  log: Logger;
  /** The bot's own Slack id, once Slack has told it. */
  botUser: () => string | undefined;
}

/**
 * What an event from the workspace changes: what waited for a channel goes out, or everything waits for a token.
 * @returns what was done, for the ledger
 */
export function workspaceNews({ health, log, botUser }: NewsNeeds) {
  return async ({ type, event }: SlackNews, { outbox }: StoreParts): Promise<string> => {
    const channel = channelOf(event);
    switch (type) {
      case 'member_joined_channel':
      case 'channel_unarchive':
        if (type === 'member_joined_channel' && event['user'] !== (botUser() ?? event['user']))
          return 'noted';
        await outbox.wake(`slack/${channel}`);
        return `what waited for ${channel} goes out`;
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
function channelOf({ channel }: Record<string, unknown>): string {
  if (typeof channel === 'string') return channel;
  return typeof channel === 'object' && channel !== null && 'id' in channel ? String(channel.id) : '';
}
