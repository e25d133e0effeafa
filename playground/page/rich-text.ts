import { isObject, objectAt, objectsOf, textOf, type Json } from '../json.ts';
import { el } from './dom.ts';
import { emoji } from './emoji.ts';
import { inlines } from './markup.ts';
import { linkTo, type Inline } from './mrkdwn.ts';
import type { Page } from './page.ts';

/** The parts of a rich_text block: paragraphs, lists, quotations, code. */
export function richText(page: Page, block: Json): HTMLElement {
  return el('div', { class: 'mrkdwn' }, ...objectsOf(block['elements']).map((part) => richPart(page, part)));
}

function richPart(page: Page, part: Json): HTMLElement {
  const inner = objectsOf(part['elements']);
  switch (part['type']) {
    case 'rich_text_list': {
      const items = inner.map((item) => el('li', {}, ...spans(page, item)));
      return part['style'] === 'ordered' ? el('ol', {}, ...items) : el('ul', {}, ...items);
    }
    case 'rich_text_preformatted':
      return el('pre', {}, ...spans(page, part));
    case 'rich_text_quote':
      return el('blockquote', {}, ...spans(page, part));
    default:
      return el('div', { class: 'line' }, ...spans(page, part));
  }
}

function spans(page: Page, part: Json): (Node | string)[] {
  return objectsOf(part['elements']).flatMap((span) => inlines(page, [styled(span, plainSpan(span))]));
}

function plainSpan(span: Json): Inline {
  switch (span['type']) {
    case 'link':
      return linkTo(textOf(span['url']), textOf(span['text']) || textOf(span['url']));
    case 'user':
      return { kind: 'user', id: textOf(span['user_id']) };
    case 'channel':
      return { kind: 'channel', id: textOf(span['channel_id']), name: '' };
    case 'broadcast':
      return { kind: 'broadcast', name: textOf(span['range']) };
    case 'usergroup':
      return { kind: 'usergroup', id: textOf(span['usergroup_id']), name: '' };
    case 'emoji':
      return { kind: 'text', text: emoji(textOf(span['name'])) };
    case 'date':
      return {
        kind: 'date',
        seconds: Number(span['timestamp']),
        form: textOf(span['format']),
        url: textOf(span['url']),
        fallback: textOf(span['fallback']),
      };
    default:
      return { kind: 'text', text: textOf(span['text']) };
  }
}

function styled(span: Json, plain: Inline): Inline {
  const style = isObject(span['style']) ? objectAt(span, 'style') : {};
  if (style['code'] === true && 'text' in plain) return { kind: 'code', text: plain.text };
  return (['bold', 'italic', 'strike'] as const)
    .filter((kind) => style[kind] === true)
    .reduce<Inline>((part, kind) => ({ kind, parts: [part] }), plain);
}
