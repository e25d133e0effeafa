import { isObject, objectAt, objectsOf, textOf, type Json } from '../json.ts';
import { el, type Child } from './dom.ts';
import { controlIn, element, type Place } from './elements.ts';
import { withEmoji } from './emoji.ts';
import { picture } from './files.ts';
import { markdown } from './markdown.ts';
import { mrkdwn } from './markup.ts';
import { richText } from './rich-text.ts';

/** Blocks as Slack draws them. */
export function blocks(place: Place, all: readonly Json[]): HTMLElement[] {
  return all.map((block) => draw(place, block));
}

function draw(place: Place, block: Json): HTMLElement {
  const { page } = place;
  const elements = objectsOf(block['elements']);
  switch (block['type']) {
    case 'header':
      return el('h3', { class: 'block header' }, withEmoji(textOf(objectAt(block, 'text')['text'])));
    case 'section':
      return section(place, block);
    case 'context':
      return el('div', { class: 'block context' }, ...elements.map((part) => contextPart(place, part)));
    case 'actions':
      return el('div', { class: 'block actions' }, ...elements.map((part) => element(place, block, part)));
    case 'divider':
      return el('hr', { class: 'block' });
    case 'image':
      return el('figure', { class: 'block' }, picture(page, block), caption(block));
    case 'input':
      return input(place, block);
    case 'markdown':
      return el('div', { class: 'block' }, markdown(page, textOf(block['text'])));
    case 'rich_text':
      return el('div', { class: 'block' }, richText(page, block));
    case 'table':
    case 'data_table':
      return table(place, block);
    default:
      return el('div', { class: 'block unknown' }, `A block of type ${textOf(block['type'])}.`);
  }
}

function section(place: Place, block: Json): HTMLElement {
  const fields = objectsOf(block['fields']).map((field) => words(place, field));
  const accessory = isObject(block['accessory']) && element(place, block, objectAt(block, 'accessory'));
  return el(
    'div',
    { class: 'block section' },
    el(
      'div',
      { class: 'text' },
      isObject(block['text']) && words(place, block['text']),
      fields.length > 0 && el('div', { class: 'fields' }, ...fields),
    ),
    accessory,
  );
}

/** A text object. */
function words({ page }: Place, text: Json): HTMLElement {
  return text['type'] === 'mrkdwn'
    ? mrkdwn(page, textOf(text['text']))
    : el('div', { class: 'plain' }, withEmoji(textOf(text['text'])));
}

function contextPart(place: Place, part: Json): HTMLElement {
  return part['type'] === 'image' ? picture(place.page, part, true) : words(place, part);
}

function caption(block: Json): Child {
  const title = textOf(objectAt(block, 'title')['text']);
  return title !== '' && el('figcaption', {}, title);
}

/** A labelled field of a form; where the bot finds fault with it, that stands below. */
function input(place: Place, block: Json): HTMLElement {
  const what = objectAt(block, 'element');
  const optional = block['optional'] === true;
  const label = textOf(objectAt(block, 'label')['text']);
  const hint = textOf(objectAt(block, 'hint')['text']);
  const made = controlIn(place, block, what, undefined, !optional);
  const id = textOf(block['block_id']);
  const help = `${made.node.id || `${place.id}:${id}`}:help`;
  made.node.setAttribute('aria-describedby', help);
  if (block['dispatch_action'] === true) {
    made.node.addEventListener('change', () => void place.press(block, what, made.value()));
  }
  const name: Child[] = [label, optional && el('span', { class: 'optional' }, ' (optional)')];
  const isGroup = made.node.tagName === 'FIELDSET';
  if (isGroup) made.node.prepend(el('legend', {}, ...name));
  return el(
    'div',
    { class: 'block input', 'data-block': id },
    !isGroup && el('label', { for: made.node.id }, ...name),
    made.node,
    el(
      'div',
      { id: help },
      el('p', { class: 'error', role: 'alert' }),
      hint !== '' && el('p', { class: 'hint' }, hint),
    ),
  );
}

function table({ page }: Place, block: Json): HTMLElement {
  const rows = Array.isArray(block['rows']) ? block['rows'].map(objectsOf) : [];
  const cell = (part: Json): Node | string =>
    part['type'] === 'rich_text' ? richText(page, part) : textOf(part['text']);
  const line = (tag: 'th' | 'td', cells: Json[]): HTMLElement =>
    el('tr', {}, ...cells.map((part) => el(tag, tag === 'th' ? { scope: 'col' } : {}, cell(part))));
  return el(
    'div',
    { class: 'block table', tabindex: 0, role: 'group', 'aria-label': 'Table' },
    el('table', {}, ...rows.map((cells, index) => line(index === 0 ? 'th' : 'td', cells))),
  );
}
