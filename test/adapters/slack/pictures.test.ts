import type { KnownBlock } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import { expect, test } from 'vitest';
import { withOrWithoutPictures } from '../../../src/adapters/slack/pictures.ts';
import { section } from '../../../src/blocks.ts';
import { picture } from '../../../src/picture-blocks.ts';

const chart = picture('https://bot.example/pictures/x.png', 'SIG Boats');
const numbers = section('104 open');

/** A Slack that refuses with that error for so many calls; and what it was sent. */
function refusing(error: string, times: number) {
  const sent: string[][] = [];
  const send = async (blocks: KnownBlock[]) => {
    sent.push(blocks.map(({ type }) => type));
    if (sent.length <= times) throw new WebAPIPlatformError({ ok: false, error });
    return 'sent';
  };
  return { sent, send };
}

test.each([
  ['a picture that Slack fetched', [chart, numbers], 'invalid_blocks', 0, [['image', 'section']], 'sent'],
  [
    'a picture that it could not fetch',
    [chart, numbers],
    'invalid_blocks',
    1,
    [['image', 'section'], ['section']],
    'sent',
  ],
  ['blocks without a picture', [numbers], 'invalid_blocks', 1, [['section']], 'invalid_blocks'],
  ['another refusal', [chart, numbers], 'channel_not_found', 1, [['image', 'section']], 'channel_not_found'],
])('%s', async (_what, blocks, error, times, sent, outcome) => {
  const slack = refusing(error, times);
  const told = await withOrWithoutPictures(blocks, slack.send).catch((refused: unknown) => String(refused));
  expect(told).toContain(outcome);
  expect(slack.sent).toEqual(sent);
});
