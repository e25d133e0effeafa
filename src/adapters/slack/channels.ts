import type { WebClient } from '@slack/web-api';
import type { Channel } from '../../domain/group.ts';

/**
 * The workspace's public channels that are not archived: thousands, in pages of a thousand. Asked once a day, and where a
 * group's channel is missing.
 */
export async function listChannels(client: WebClient): Promise<Channel[]> {
  const channels: Channel[] = [];
  let cursor = '';
  do {
    const answer = await client.conversations.list({
      exclude_archived: true,
      limit: 1000,
      types: 'public_channel',
      ...(cursor === '' ? {} : { cursor }),
    });
    for (const { id, name } of answer.channels ?? [])
      if (id !== undefined && name !== undefined) channels.push({ id, name });
    cursor = answer.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  return channels;
}
