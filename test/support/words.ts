import type { KnownBlock } from '@slack/types';
import type { Message } from '../../src/feature.ts';

/** A message as a reader sees it, a line each: link texts without their addresses, bold without its stars, buttons in brackets. */
export function words(message: Message | undefined): string[] {
  return (message?.blocks ?? []).flatMap(blockWords).flatMap((text) => plain(text).split('\n'));
}

function blockWords(block: KnownBlock): string[] {
  switch (block.type) {
    case 'header':
      return [block.text.text];
    case 'section':
      return [block.text?.text ?? ''];
    case 'context':
      return block.elements.flatMap((element) => ('text' in element ? [element.text] : []));
    case 'actions':
      return [
        block.elements.flatMap((element) => ('text' in element ? [`[${element.text.text}]`] : [])).join(' '),
      ];
    case 'rich_text':
      return [JSON.stringify(block.elements)];
    default:
      return [block.type];
  }
}

function plain(text: string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<https?:[^|>]*\|([^>]*)>/g, '$1')
    .replace(/(^|[\s•])\*([^*\n]+)\*/g, '$1$2');
}
