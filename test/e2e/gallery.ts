import type { Json } from '../../playground/json.ts';

const plain = (text: string): Json => ({ type: 'plain_text', text });
const options = ['one', 'two', 'three'].map((value) => ({ text: plain(`Option ${value}`), value }));
const placeholder = plain('Pick something');
const confirm = {
  title: plain('Really?'),
  text: { type: 'mrkdwn', text: 'It cannot be *undone*.' },
  confirm: plain('Do it'),
  deny: plain('Leave it'),
  style: 'danger',
};

/** Hostile and ordinary markup in one text. */
const MARKUP = [
  '*bold* _italic_ ~gone~ `code <b>` &lt;img src=x onerror=alert(1)&gt; snake_case_word 2*3*4',
  '> quoted *words*',
  '• a list &amp; such <https://example.org/a?b=1&amp;c=2|a *starred* link> <javascript:alert(1)|no link>',
  '<@U0DANA0001> in <#C_UNKNOWN|elsewhere> <!here> <!date^1700000000^{date_num} {time}|then> :tada:',
  '```\npre *as it is*\n```',
].join('\n');

/** Every kind of block that a message can have. */
export const MESSAGE: Json[] = [
  { type: 'header', text: plain('Gallery') },
  { type: 'section', text: { type: 'mrkdwn', text: MARKUP } },
  {
    type: 'section',
    fields: [
      { type: 'mrkdwn', text: '*Left*\nfield' },
      { type: 'mrkdwn', text: '*Right*\nfield' },
    ],
    accessory: {
      type: 'overflow',
      action_id: 'over',
      options: options.slice(0, 2),
    },
  },
  { type: 'divider' },
  {
    type: 'context',
    elements: [
      { type: 'image', image_url: 'https://example.org/a.png', alt_text: 'a small picture' },
      { type: 'mrkdwn', text: 'small _print_' },
    ],
  },
  {
    type: 'image',
    image_url: 'https://example.org/b.png',
    alt_text: 'a large picture',
    title: plain('Title'),
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'rich and bold', style: { bold: true } },
          { type: 'user', user_id: 'U0DANA0001' },
          { type: 'link', url: 'https://example.org', text: 'there' },
          { type: 'emoji', name: 'tada' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] }],
      },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: '/triage accepted' }] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said once' }] },
    ],
  },
  { type: 'markdown', text: '## Heading\n- **item** with `code`\n\n[link](https://example.org)' },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'Group' },
        { type: 'raw_text', text: 'Waiting' },
      ],
      [
        { type: 'raw_text', text: 'Runtime' },
        { type: 'raw_text', text: '3' },
      ],
    ],
  },
  {
    type: 'actions',
    block_id: 'acts',
    elements: [
      { type: 'button', action_id: 'danger', text: plain('Delete'), style: 'danger', value: 'v', confirm },
      { type: 'button', action_id: 'open', text: plain('Look closer') },
      { type: 'static_select', action_id: 'static', placeholder, options },
      { type: 'multi_static_select', action_id: 'multi', placeholder, options },
      { type: 'users_select', action_id: 'user', placeholder },
      { type: 'channels_select', action_id: 'channel', placeholder },
      { type: 'datepicker', action_id: 'date', initial_date: '2026-11-20' },
      { type: 'timepicker', action_id: 'time' },
      { type: 'radio_buttons', action_id: 'radio', options },
      { type: 'checkboxes', action_id: 'checks', options, initial_options: [options[1]] },
    ],
  },
];

/** An app with shortcuts. */
export const MANIFEST: Json = {
  features: {
    slash_commands: [{ command: '/sig', description: 'Triage issues', usage_hint: 'triage | help' }],
    shortcuts: [
      { name: 'Add to agenda', type: 'message', callback_id: 'agenda:add' },
      { name: 'My issues', type: 'global', callback_id: 'mine' },
    ],
  },
};

/** A modal with a field and a way deeper. */
export function modal(title: string): Json {
  return {
    type: 'modal',
    title: plain(title),
    submit: plain('Save'),
    blocks: [
      {
        type: 'input',
        block_id: 'words',
        label: plain('Words'),
        element: { type: 'plain_text_input', action_id: 'words' },
      },
      { type: 'actions', elements: [{ type: 'button', action_id: 'deeper', text: plain('Deeper') }] },
    ],
  };
}

/** A Home tab. */
export const HOME: Json = {
  type: 'home',
  blocks: [
    { type: 'header', text: plain('Your issues') },
    { type: 'section', text: { type: 'mrkdwn', text: 'Nothing waits for *you*.' } },
    { type: 'actions', elements: [{ type: 'button', action_id: 'home:look', text: plain('Look again') }] },
  ],
};

/** A picture of eight by eight dots. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAIElEQVR42mP4sEUDiGyiTgARMpsBpwSmEISNW4IOdgAAl5FlQWuQD1IAAAAASUVORK5CYII=',
  'base64',
);
