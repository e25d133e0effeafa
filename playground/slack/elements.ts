import { objectsOf, type Json } from '../json.ts';
import {
  anything,
  form,
  labelOf,
  list,
  number,
  shape,
  string,
  text,
  type Check,
  type Say,
} from './checks.ts';

const plain = (max: number): Check => text(max, 'plain_text');
const actionId = string({ min: 1, max: 255 });
const placeholder = plain(150);

const confirm = shape({
  required: { text: text(300) },
  optional: { title: plain(100), confirm: plain(30), deny: plain(30) },
});

const option = shape({
  required: { text: text(75) },
  optional: { value: string({ max: 150 }), description: text(75), url: string({ max: 3000 }) },
});

const group = shape({ required: { label: plain(75), options: list(option, { min: 1, max: 100 }) } });

const choice = {
  optional: {
    action_id: actionId,
    confirm,
    placeholder,
    options: list(option, { max: 100 }),
    option_groups: list(group, { max: 100 }),
    initial_option: option,
    initial_options: list(option, {}),
    max_selected_items: number({ min: 1 }),
  },
  also(thing: Json, at: string, say: Say) {
    choiceSource(thing, at, say);
    initialChoice(thing, at, say);
  },
};

/** Where a pick is made of something Slack knows itself: people, channels, dates. */
const pick = shape({
  optional: {
    action_id: actionId,
    confirm,
    placeholder,
    initial_date: form(/^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-11-23'),
    initial_time: form(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time like 09:30'),
    max_selected_items: number({ min: 1 }),
  },
});

const input = (more: Record<string, Check> = {}, also?: (thing: Json, at: string, say: Say) => void): Check =>
  shape({ optional: { action_id: actionId, placeholder, ...more }, ...(also ? { also } : {}) });

const listed = (max: number): Check =>
  shape({
    required: { options: list(option, { min: 1, max }) },
    optional: { action_id: actionId, confirm },
    also: initialChoice,
  });

const feedbackButton = shape({
  required: { text: plain(75) },
  optional: { value: string({ max: 2000 }), accessibility_label: string({ max: 75 }) },
});

const button = shape({
  required: { text: plain(75) },
  optional: {
    action_id: actionId,
    confirm,
    url: string({ max: 3000 }),
    value: string({ max: 2000 }),
    accessibility_label: string({ max: 75 }),
    style: form(/^(primary|danger)$/, 'primary or danger'),
  },
});

export const image = shape({
  required: { alt_text: string({ max: 2000 }) },
  optional: { image_url: string({ min: 1, max: 3000 }), title: plain(2000) },
  also(thing, at, say) {
    if ((thing['image_url'] === undefined) === (thing['slack_file'] === undefined)) {
      say(at, 'must provide either image_url or slack_file');
    }
  },
});

export const urlSource = shape({ required: { url: string({ min: 1, max: 3000 }) } });

/** What a person presses or picks; usable in actions, mostly also as a section's accessory. */
export const INTERACTIVE: Readonly<Record<string, Check>> = {
  button,
  workflow_button: button,
  overflow: listed(5),
  checkboxes: listed(10),
  radio_buttons: listed(10),
  static_select: shape(choice),
  multi_static_select: shape(choice),
  users_select: pick,
  multi_users_select: pick,
  conversations_select: pick,
  multi_conversations_select: pick,
  channels_select: pick,
  multi_channels_select: pick,
  external_select: pick,
  multi_external_select: pick,
  datepicker: pick,
  datetimepicker: pick,
  timepicker: pick,
};

const { button: _button, workflow_button: _workflow, overflow: _overflow, ...selectable } = INTERACTIVE;

/** What an input block may hold. */
export const INPUTS: Readonly<Record<string, Check>> = {
  ...selectable,
  plain_text_input: input({
    max_length: number({ min: 1, max: 3000 }),
    min_length: number({ min: 0, max: 3000 }),
    initial_value: string({ max: 3000 }),
  }),
  email_text_input: input(),
  url_text_input: input(),
  number_input: input({}, (thing, at, say) => {
    if (Number(thing['min_value'] ?? -Infinity) > Number(thing['max_value'] ?? Infinity)) {
      say(at, 'min_value must not exceed max_value');
    }
  }),
  file_input: input({ max_files: number({ min: 1, max: 10 }) }),
  rich_text_input: input(),
};

/** What a context_actions block may hold. */
export const FEEDBACK: Readonly<Record<string, Check>> = {
  feedback_buttons: shape({ required: { positive_button: feedbackButton, negative_button: feedbackButton } }),
  icon_button: shape({
    required: { icon: string({ min: 1 }), text: plain(75) },
    optional: { visible_to_user_ids: list(anything, { max: 10 }), confirm },
  }),
};

/** A static select takes options or groups of options, and one of the two. */
function choiceSource(thing: Json, at: string, say: Say): void {
  const has = (key: string): boolean => thing[key] !== undefined;
  if (has('options') === has('option_groups')) say(at, 'must provide either options or option_groups');
  if (has('options') && objectsOf(thing['options']).length === 0)
    say(`${at}/options`, 'must be more than 0 items');
}

/** What is chosen from the start must be one of the options, word for word. */
function initialChoice(thing: Json, at: string, say: Say): void {
  const groups = objectsOf(thing['option_groups']).flatMap((group) => objectsOf(group['options']));
  const all = [...objectsOf(thing['options']), ...groups].map((one) => [labelOf(one), one['value']]);
  const chosen = [...objectsOf([thing['initial_option']]), ...objectsOf(thing['initial_options'])];
  const stray = chosen.find(
    (one) => !all.some(([label, value]) => label === labelOf(one) && value === one['value']),
  );
  if (stray) say(at, `initial option "${labelOf(stray)}" is not one of the options`);
}
