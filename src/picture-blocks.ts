import type { ContextBlock, ImageBlock } from '@slack/types';
import { clip, context, plainLine } from './blocks.ts';

/** Slack's limit on an image's alternative text, in characters (docs.slack.dev, image block). */
const ALT_TEXT = 2000;

/** A picture at its address, with what it shows in words; where there is no address, one line that says why. */
export function picture(address: string | undefined, inWords: string): ImageBlock | ContextBlock {
  if (address === undefined)
    return context('There is a picture of this where whoever runs sigbot has set PUBLIC_URL.');
  return { type: 'image', image_url: address, alt_text: clip(plainLine(inWords), ALT_TEXT) };
}
