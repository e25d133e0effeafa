import { isObject, objectAt, objectsOf, textOf, type Json } from '../json.ts';
import { labelOf } from './checks.ts';
import type { Roster } from './roster.ts';
import { APP } from './roster.ts';
import type { Message, Whisper } from './workspace.ts';

/** A message as it looks, in plain text: the writer, then its blocks; `(edited)` where it was. */
export function renderMessage(message: Message | Whisper, roster: Roster): string {
  const writer = 'edited' in message ? nameOf(message.user, roster) : APP.name;
  const note =
    'edited' in message
      ? message.edited
        ? ' (edited)'
        : ''
      : ` (only ${nameOf(message.user, roster)} sees this)`;
  const body =
    message.blocks.length > 0
      ? message.blocks.map((block) => renderBlock(block, roster)).join('\n')
      : plain(message.text, roster);
  const indent =
    'thread' in message && message.thread !== undefined && message.thread !== message.ts ? '    ' : '';
  return [`${writer}${note}`, ...body.split('\n').map((line) => `  ${line}`)]
    .map((line) => indent + line)
    .join('\n');
}

/** A modal as it looks: title, blocks, buttons. */
export function renderView(view: Json, roster: Roster): string {
  const buttons = [view['close'], view['submit']]
    .filter(isObject)
    .map((button) => `[ ${textOf(button['text'])} ]`);
  const blocks = objectsOf(view['blocks']).map((block) => renderBlock(block, roster));
  return [`== ${textOf(objectAt(view, 'title')['text'])} ==`, ...blocks, buttons.join(' ')].join('\n');
}

function renderBlock(block: Json, roster: Roster): string {
  const say = (thing: unknown): string => plain(isObject(thing) ? textOf(thing['text']) : '', roster);
  const elements = objectsOf(block['elements']);
  switch (block['type']) {
    case 'header':
      return `# ${say(block['text'])}`;
    case 'section': {
      const fields = objectsOf(block['fields']).map(say);
      const accessory = isObject(block['accessory']) ? [renderElement(block['accessory'])] : [];
      return [say(block['text']), ...fields, ...accessory].filter((line) => line !== '').join('\n');
    }
    case 'context':
      return elements
        .map((element) => (element['type'] === 'image' ? textOf(element['alt_text']) : say(element)))
        .join('  ');
    case 'actions':
      return elements.map(renderElement).join(' ');
    case 'divider':
      return '────────';
    case 'image':
      return `[image: ${textOf(block['alt_text'])}]`;
    case 'input':
      return `${say(block['label'])}: ${renderElement(objectAt(block, 'element'))}`;
    case 'markdown':
      return textOf(block['text']);
    case 'rich_text':
      return elements.map((element) => richText(element, roster)).join('\n');
    case 'table':
    case 'data_table':
      return rows(block)
        .map((row) => row.map(cellText).join(' | '))
        .join('\n');
    default:
      return `[${textOf(block['type'])}]`;
  }
}

function renderElement(element: Json): string {
  switch (element['type']) {
    case 'button':
    case 'workflow_button':
      return `[ ${labelOf(element)} ]`;
    case 'overflow':
      return '[ ⋯ ]';
    case 'image':
      return `[image: ${textOf(element['alt_text'])}]`;
    case 'checkboxes':
    case 'radio_buttons':
      return objectsOf(element['options'])
        .map((option) => `( ) ${labelOf(option)}`)
        .join('  ');
    default: {
      const initial = textOf(element['initial_value']) || labelOf(objectAt(element, 'initial_option'));
      return `[ ${initial || textOf(objectAt(element, 'placeholder')['text']) || '…'} ▾ ]`;
    }
  }
}

/** Slack's own markup as plain text: links as their text, people and channels by name, dates by their fallback. */
function plain(text: string, roster: Roster): string {
  return text
    .replace(/<([^<>]+)>/g, (_whole, inner: string) => reference(inner, roster))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function reference(inner: string, roster: Roster): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const shown = bar < 0 ? '' : inner.slice(bar + 1);
  if (target.startsWith('@')) return `@${nameOf(target.slice(1), roster)}`;
  if (target.startsWith('#'))
    return `#${shown || (roster.channels.find(({ id }) => id === target.slice(1))?.name ?? target.slice(1))}`;
  return shown || target;
}

function nameOf(user: string, roster: Roster): string {
  if (user === APP.user) return APP.name;
  return roster.people.find(({ id }) => id === user)?.name ?? user;
}

function richText(element: Json, roster: Roster): string {
  const parts = objectsOf(element['elements']);
  if (element['type'] === 'rich_text_list')
    return parts.map((part) => `• ${richText(part, roster)}`).join('\n');
  return parts
    .map((part) =>
      part['type'] === 'user'
        ? `@${nameOf(textOf(part['user_id']), roster)}`
        : textOf(part['text']) || textOf(part['url']),
    )
    .join('');
}

function rows(block: Json): Json[][] {
  return Array.isArray(block['rows']) ? block['rows'].map(objectsOf) : [];
}

function cellText(cell: Json): string {
  return (
    textOf(cell['text']) ||
    objectsOf(cell['elements'])
      .flatMap((part) => objectsOf(part['elements']))
      .map(labelOf)
      .join('')
  );
}
