import { isObject, objectAt, objectsOf, textOf, type Json } from '../json.ts';
import { elementsOf } from './blocks.ts';
import { labelOf } from './checks.ts';

/** What a person chose or typed; a list where the element takes several. */
export type Choice = string | readonly string[];

/** The element a person means by its action_id or by what stands on it, with its block; `value` tells equal buttons apart. */
export function findElement(blocks: Json[], action: string, value?: Choice): { block: Json; element: Json } {
  const all = blocks.flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
  const named = all.filter(({ element }) => element['action_id'] === action || labelOf(element) === action);
  const exact = named.find(({ element }) => element['type'] === 'button' && element['value'] === value);
  const found = exact ?? named[0];
  if (found) return found;
  const there = all.map(({ element }) => `${textOf(element['action_id'])} [ ${labelOf(element)} ]`);
  throw new Error(`There is no "${action}" to press; there is: ${there.join(', ') || 'nothing'}.`);
}

/** The element's part of a block_actions payload. */
export function actionOf(block: Json, element: Json, choice: Choice | undefined): Json {
  const base = {
    type: element['type'],
    action_id: element['action_id'],
    block_id: block['block_id'],
    action_ts: `${Date.now() / 1000}`,
  };
  if (element['type'] === 'button') {
    return {
      ...base,
      text: element['text'],
      ...(element['value'] === undefined ? {} : { value: element['value'] }),
    };
  }
  return { ...base, ...stateOf(element, choice) };
}

/**
 * The values of a form as Slack sends them, from what was typed by action_id; what was not keeps its initial value.
 * @throws Error where a required input is empty: Slack's window would not let it go
 */
export function formState(blocks: Json[], values: Readonly<Record<string, Choice>>): Json {
  const state = enteredState(blocks, values);
  for (const block of blocks.filter((one) => one['type'] === 'input' && one['optional'] !== true)) {
    const entered = objectAt(state, textOf(block['block_id']));
    const empty = Object.keys(entered).find((id) => isEmpty(objectAt(entered, id)));
    if (empty === undefined) continue;
    const label = labelOf(objectAt(block, 'label'));
    throw new Error(`"${label}" (${empty}) is required and empty: Slack would not submit it.`);
  }
  return state;
}

/** What the elements of a message or view hold, complete or not, by block_id and action_id. */
export function enteredState(blocks: Json[], values: Readonly<Record<string, Choice>>): Json {
  const state: Record<string, Json> = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const id = textOf(element['action_id']);
      if (id === '' || !holdsState(element)) continue;
      (state[textOf(block['block_id'])] ??= {})[id] = stateOf(element, values[id]);
    }
  }
  return state;
}

function holdsState({ type }: Json): boolean {
  return !['button', 'workflow_button', 'overflow', 'image'].includes(textOf(type));
}

const TEXTS = new Set(['plain_text_input', 'email_text_input', 'url_text_input', 'number_input']);

const PICKS: Readonly<Record<string, readonly [key: string, initial: string]>> = {
  users_select: ['selected_user', 'initial_user'],
  channels_select: ['selected_channel', 'initial_channel'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
};

function stateOf(element: Json, choice: Choice | undefined): Json {
  const type = textOf(element['type']);
  if (TEXTS.has(type)) return { type, value: choice ?? element['initial_value'] ?? null };
  if (type === 'datetimepicker') {
    const seconds = choice === undefined ? element['initial_date_time'] : Number([choice].flat()[0]);
    return { type, selected_date_time: seconds ?? null };
  }
  const pick = PICKS[type];
  if (pick) return { type, [pick[0]]: choice ?? element[pick[1]] ?? (type.startsWith('multi_') ? [] : null) };
  if (type === 'checkboxes' || type.startsWith('multi_')) {
    const chosen = choice === undefined ? undefined : [choice].flat().map((one) => optionOf(element, one));
    return { type, selected_options: chosen ?? element['initial_options'] ?? [] };
  }
  const option = choice === undefined ? undefined : optionOf(element, [choice].flat()[0] ?? '');
  return { type, selected_option: option ?? element['initial_option'] ?? null };
}

/** The option with this value or text. */
function optionOf(element: Json, wanted: string): Json {
  const groups = objectsOf(element['option_groups']).flatMap((group) => objectsOf(group['options']));
  const all = [...objectsOf(element['options']), ...groups];
  const found = all.find((option) => option['value'] === wanted || labelOf(option) === wanted);
  if (found) return found;
  if (textOf(element['type']).includes('external'))
    return { text: { type: 'plain_text', text: wanted }, value: wanted };
  throw new Error(`There is no option "${wanted}"; there is: ${all.map(labelOf).join(', ')}.`);
}

function isEmpty(entered: Json): boolean {
  const { type: _type, ...values } = entered;
  return Object.values(values).every(
    (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}

/** The blocks of a message or view. */
export function blocksOf(thing: unknown): Json[] {
  return isObject(thing) ? objectsOf(thing['blocks']) : [];
}
