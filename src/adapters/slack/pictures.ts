import type { KnownBlock } from '@slack/types';
import { slackError } from './errors.ts';

/**
 * Sends blocks, and where Slack refuses them, once more without their pictures: it fetches each picture first, and refuses
 * the whole message where it cannot (docs.slack.dev, chat.postMessage: invalid_blocks). What stands beside a picture says
 * the same in words.
 */
export async function withOrWithoutPictures<T>(
  blocks: readonly KnownBlock[],
  send: (blocks: KnownBlock[]) => Promise<T>,
): Promise<T> {
  try {
    return await send([...blocks]);
  } catch (error) {
    const others = blocks.filter(({ type }) => type !== 'image');
    if (slackError(error) !== 'invalid_blocks' || others.length === blocks.length) throw error;
    return send(others);
  }
}
