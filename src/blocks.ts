import { createHash } from 'node:crypto';
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  HomeView,
  InputBlock,
  KnownBlock,
  ModalView,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import type { UserError } from './domain/errors.ts';
import type { Message } from './feature.ts';
import type { IssueId } from './domain/issue.ts';
import type { Instant } from './domain/time.ts';

/** Slack's limits on what we build (docs.slack.dev, Block Kit reference), in characters or pieces. */
export const LIMITS = {
  sectionText: 3000,
  headerText: 150,
  contextText: 2000,
  buttonText: 75,
  optionText: 75,
  options: 100,
  placeholder: 150,
  modalTitle: 24,
  messageBlocks: 50,
  /** Of all that a message says: Slack does not tell its limit, and refused 12,000 and more. */
  messageText: 10_000,
  homeBlocks: 100,
} as const;

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const RIGHT_TO_LEFT = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}/u;

/**
 * Foreign text made safe for Slack's mrkdwn: the one place where that happens.
 * One line, at most `max` characters before escaping; control, zero-width and direction-changing characters
 * are dropped, right-to-left text is isolated so that it cannot reorder what stands around it.
 */
export function escape(text: string, max = 250): string {
  const plain = clip(plainLine(text), max);
  const safe = plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return RIGHT_TO_LEFT.test(safe) ? `\u2068${safe}\u2069` : safe;
}

/** Foreign text for a `plain_text` object, which Slack does not parse: one clean line of at most `max` characters. */
export function plainLine(text: string, max = Infinity): string {
  return clip(text.replace(CONTROL, ' ').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim(), max);
}

/** Cuts to `max` characters with an ellipsis, never through a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** A link whose text is foreign. An address that is not http(s) or could leave its brackets becomes plain text. */
export function link(url: string, text: string, max = 250): string {
  const shown = escape(text, max) || 'no title';
  return /^https?:\/\/[^\s<>|]+$/.test(url) ? `<${url}|${shown}>` : shown;
}

/** A moment in the reader's own zone; `form` as in Slack's date formatting, "{ago}" by default. */
export function when(at: Instant, form = '{ago}'): string {
  const fallback = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return `<!date^${Math.floor(at / 1000)}^${form}|${fallback} UTC>`;
}

export function channelLink(channelId: string): string {
  return `<#${channelId}>`;
}

export function section(text: string, accessory?: Button): SectionBlock {
  const block: SectionBlock = {
    type: 'section',
    text: { type: 'mrkdwn', text: clip(text, LIMITS.sectionText) },
  };
  return accessory ? { ...block, accessory } : block;
}

/** Lines in as few sections as Slack's limit on a section's text allows. */
export function sections(lines: readonly string[]): SectionBlock[] {
  return joined(lines).map((text) => section(text));
}

/** The first lines, as many as a message has room for; `extra` characters go with each of them elsewhere in it. */
export function fitting(lines: readonly string[], extra = 0): string[] {
  let room = LIMITS.messageText;
  const over = lines.findIndex((line) => (room -= line.length + 1 + extra) < 0);
  return lines.slice(0, over === -1 ? undefined : over);
}

/** Lines joined into as few texts as the limit allows. */
function joined(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length < LIMITS.sectionText)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts;
}

/** Foreign text of several lines, which Slack does not parse: at most `max` characters; at least one must be seen. */
export function passage(text: string, max: number): SectionBlock {
  const lines = text.split('\n').map((line) => plainLine(line));
  const whole = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { type: 'section', text: { type: 'plain_text', text: clip(whole, max), emoji: false } };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.headerText) };
}

/** Text to copy, line by line as it is, in as many blocks as it needs; Slack parses nothing in it. */
export function preformatted(text: string): RichTextBlock[] {
  return joined(text.replace(CONTROL, '').split('\n')).map((piece) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: piece }] }],
  }));
}

/** Small grey text; each part is one element, ten at most. */
export function context(...parts: string[]): ContextBlock {
  const elements = parts.filter((part) => part !== '').slice(0, 10);
  return {
    type: 'context',
    elements: elements.map((text) => ({ type: 'mrkdwn', text: clip(text, LIMITS.contextText) })),
  };
}

export function button(label: string, actionId: string, value: string, style?: 'primary' | 'danger'): Button {
  const element: Button = {
    type: 'button',
    text: plain(label, LIMITS.buttonText),
    action_id: actionId,
    value,
  };
  return style ? { ...element, style } : element;
}

/** A button that leads out of Slack; pressing it also tells us so. */
export function linkButton(label: string, actionId: string, url: string): Button {
  return { type: 'button', text: plain(label, LIMITS.buttonText), action_id: actionId, url };
}

/** A menu in a message: choosing is a press whose value is the option's. */
export function select(actionId: string, placeholder: string, options: PlainTextOption[]): StaticSelect {
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plain(placeholder, LIMITS.placeholder),
    options: options.slice(0, LIMITS.options),
  };
}

/** A row of buttons and menus. Two of one row must not share an action id: Slack refuses the message. */
export function actions(...elements: (Button | StaticSelect)[]): ActionsBlock {
  return { type: 'actions', elements };
}

export function option(label: string, value: string): PlainTextOption {
  return { text: plain(label, LIMITS.optionText), value };
}

/** A menu in a form; optional. Its block and its action share `name`. */
export function menu(name: string, label: string, options: PlainTextOption[], chosen?: string): InputBlock {
  const initial = options.find((candidate) => candidate.value === chosen);
  return {
    type: 'input',
    block_id: name,
    optional: true,
    label: plain(label),
    element: {
      type: 'static_select',
      action_id: name,
      options: options.slice(0, LIMITS.options),
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

/** A line or a paragraph of text in a form; optional. Its block and its action share `name`. */
export function textInput(
  name: string,
  label: string,
  hint: string,
  {
    multiline = false,
    initial = '',
    max = 2000,
  }: { multiline?: boolean; initial?: string; max?: number } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    optional: true,
    label: plain(label),
    hint: plain(hint),
    element: {
      type: 'plain_text_input',
      action_id: name,
      multiline,
      max_length: max,
      ...(initial === '' ? {} : { initial_value: clip(initial, max) }),
    },
  };
}

/** Somebody to choose in a form; optional. Its block and its action share `name`. */
export function personInput(name: string, label: string, chosen?: string): InputBlock {
  const initial = chosen === undefined ? {} : { initial_user: chosen };
  const element = { type: 'users_select' as const, action_id: name, ...initial };
  return { type: 'input', block_id: name, optional: true, label: plain(label), element };
}

/** A day ("2026-12-29") or a time ("18:00") to choose in a form; optional. Its block and its action share `name`. */
export function picker(what: 'date' | 'time', name: string, label: string, hint: string): InputBlock {
  const type = what === 'date' ? ('datepicker' as const) : ('timepicker' as const);
  const element = { type, action_id: name };
  return { type: 'input', block_id: name, optional: true, label: plain(label), hint: plain(hint), element };
}

export function modal(
  callbackId: string,
  title: string,
  submit: string,
  metadata: string,
  blocks: KnownBlock[],
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(title, LIMITS.modalTitle),
    submit: plain(submit, LIMITS.modalTitle),
    close: plain('Cancel'),
    private_metadata: metadata,
    blocks,
  };
}

/** A modal that only shows something; it is closed, not sent. */
export function notice(title: string, blocks: KnownBlock[], metadata = ''): ModalView {
  const { submit: _submit, ...view } = modal('notice', title, '', metadata, blocks);
  return { ...view, close: plain('Close') };
}

/** A Home tab of several parts with lines between them. */
export function homeTab(parts: readonly KnownBlock[][]): HomeView {
  const blocks = parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [{ type: 'divider' as const }, ...part]));
  return { type: 'home', blocks: blocks.slice(0, LIMITS.homeBlocks) };
}

/** The buttons with which an issue is triaged, on a card and in the queue; Accept where it is `acceptable`. */
export function triageButtons(issue: IssueId, acceptable: boolean): ActionsBlock {
  return actions(
    ...(acceptable ? [button('Accept', 'triage:accept', issue, 'primary')] : []),
    button('Needs info…', 'triage:needs-info', issue),
    button('Assign to me', 'triage:assign', issue),
    button('More…', 'triage:more', issue),
  );
}

/** A message of one paragraph. */
export function say(text: string): Message {
  return { text, blocks: [section(text)] };
}

/** A refusal, escaped but for the mentions of people and channels that our own messages hold. */
export function refusal({ message, remedy }: UserError): Message {
  const lines = [message, remedy ?? ''].filter((line) => line !== '');
  return say(lines.map((line) => escape(line, 1000).replace(/&lt;(@[UW]\w+|#C\w+)&gt;/g, '<$1>')).join('\n'));
}

/** What two messages with the same content share. */
export function fingerprint(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22);
}

function plain(text: string, max = 2000): PlainTextElement {
  return { type: 'plain_text', text: plainLine(text, max), emoji: false };
}
