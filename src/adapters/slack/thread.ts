import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackError } from './errors.ts';
import { keyOf } from './lookup.ts';

const PAGES = 10;

/** Errors of Slack that no other try would mend: a scope that is missing, a line that is gone or not ours. */
const FINAL = ['missing_scope', 'message_not_found', 'thread_not_found', 'cant_delete_message'];

export interface Thread {
  client: WebClient;
  channel: string;
  /** Its first message. */
  thread: string;
  /** How the keys begin of what is deleted. */
  begins: string;
  /** How long it may take in all, in ms. */
  timeout: number;
  log: Logger;
}

/**
 * Deletes what the bot wrote in a thread, told by the keys of its metadata; what people wrote stays.
 * @throws what the Web API throws, where another try may help
 */
export async function clearThread(thread: Thread): Promise<void> {
  const { client, channel, log } = thread;
  try {
    for (const ts of await linesOf(thread)) await client.chat.delete({ channel, ts });
  } catch (error) {
    if (!FINAL.includes(slackError(error) ?? '')) throw error;
    log.warn({ err: error, channel }, 'lines in a thread could not be deleted: somebody has to');
  }
}

async function linesOf({ client, channel, thread, begins, timeout }: Thread): Promise<string[]> {
  const signal = AbortSignal.timeout(timeout);
  const found: string[] = [];
  let cursor = '';
  for (let page = 0; page < PAGES && !signal.aborted; page += 1) {
    const more = cursor === '' ? {} : { cursor };
    const asked = { channel, ts: thread, limit: 200, include_all_metadata: true, ...more } as const;
    const { messages = [], response_metadata: next } = await client.conversations.replies(asked);
    for (const { ts, metadata } of messages)
      if (ts !== undefined && String(keyOf(metadata) ?? '').startsWith(begins)) found.push(ts);
    cursor = next?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return found;
}
