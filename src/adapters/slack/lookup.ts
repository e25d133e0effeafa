import type { WebClient } from '@slack/web-api';
import { MINUTE, SECOND, type Instant } from '../../domain/time.ts';

const PAGES = 10;

/**
 * Finds a message of ours in a channel by its metadata key: asked before a send that may have got through is
 * repeated. Looks back to a minute before the effect was planned, 2,000 messages at most.
 * @returns the message's timestamp
 * @throws what the Web API throws: then nobody knows, and nothing may be repeated
 */
export async function findPosted(
  client: WebClient,
  channel: string,
  key: string,
  plannedAt: Instant,
): Promise<string | undefined> {
  const oldest = String((plannedAt - MINUTE) / SECOND);
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await client.conversations.history({
      channel,
      oldest,
      limit: 200,
      include_all_metadata: true,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const found = answer.messages?.find(({ metadata }) => keyOf(metadata) === key);
    if (found?.ts !== undefined) return found.ts;
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return undefined;
  }
  return undefined;
}

function keyOf(metadata: { event_payload?: object | undefined } | undefined): unknown {
  const payload = metadata?.event_payload;
  return payload && 'key' in payload ? payload.key : undefined;
}
