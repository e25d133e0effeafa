import type { WebClient } from '@slack/web-api';
import { HOUR, SECOND, type Instant } from '../../domain/time.ts';

const PAGES = 10;

export interface LookUp {
  client: WebClient;
  channel: string;
  /** Where it was an answer: the thread, by its first message. */
  thread?: string;
  /** Of the message's metadata. */
  key: string;
  plannedAt: Instant;
  /** How long it may take in all, in ms. */
  timeout: number;
}

/**
 * Finds a message of ours in a channel, or in one of its threads, by its metadata key: asked before a send that may have got through is
 * repeated. Looks back to an hour before the effect was planned (clocks differ), 2,000 messages at most.
 * @returns the message's timestamp; undefined where it is certainly not there
 * @throws what the Web API throws, or where it came to no end: then nobody knows, and nothing may be repeated
 */
export async function findPosted({
  client,
  channel,
  thread,
  key,
  plannedAt,
  timeout,
}: LookUp): Promise<string | undefined> {
  const oldest = String((plannedAt - HOUR) / SECOND);
  const signal = AbortSignal.timeout(timeout);
  let cursor = '';
  for (let page = 0; page < PAGES && !signal.aborted; page += 1) {
    const more = cursor === '' ? {} : { cursor };
    const asked = { channel, oldest, limit: 200, include_all_metadata: true, ...more } as const;
    const answer =
      thread === undefined
        ? await client.conversations.history(asked)
        : await client.conversations.replies({ ...asked, ts: thread });
    const found = answer.messages?.find(({ metadata }) => keyOf(metadata) === key);
    if (found?.ts !== undefined) return found.ts;
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '' && !signal.aborted) return undefined;
  }
  throw new Error('the channel could not be searched to its end');
}

/** The key by which a message of ours is found. */
export function keyOf(metadata: { event_payload?: object | undefined } | undefined): unknown {
  const payload = metadata?.event_payload;
  return payload && 'key' in payload ? payload.key : undefined;
}
