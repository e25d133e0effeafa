import { isObject, objectAt, objectsOf, textOf, textsOf, type Json } from '../json.ts';
import { el } from './dom.ts';
import { withEmoji } from './emoji.ts';
import type { Page } from './page.ts';

/** What somebody chose or typed; a list where several may be chosen. */
export type Choice = string | readonly string[];

/** Something to fill in or pick, and what it holds. */
export interface Control {
  node: HTMLElement;
  /** Undefined while nothing was chosen. */
  value(): Choice | undefined;
}

/** How a control is named, and what it holds already. */
export interface Filling {
  id: string;
  /** For screen readers, where no label stands beside it. */
  label: string | undefined;
  /** What was entered before the form was drawn anew. */
  entered: Choice | undefined;
  required: boolean;
}

/** Text, menus, dates, boxes: every element but buttons and the overflow menu. */
export function control(page: Page, element: Json, filling: Filling): Control {
  const type = textOf(element['type']);
  if (type === 'checkboxes' || type.startsWith('multi_')) return boxes(page, element, filling, 'checkbox');
  if (type === 'radio_buttons') return boxes(page, element, filling, 'radio');
  if (type.endsWith('_select') && type !== 'external_select') return menu(page, element, filling);
  return field(element, filling);
}

interface Option {
  value: string;
  text: string;
  description: string;
}

function menu(page: Page, element: Json, filling: Filling): Control {
  const chosen = [filling.entered ?? initial(element)].flat()[0];
  const placeholder = textOf(objectAt(element, 'placeholder')['text']) || 'Choose one';
  const node = el(
    'select',
    { ...attributes(element, filling), class: 'field' },
    el('option', { value: '' }, placeholder),
    ...groupsOf(page, element).flatMap(({ label, options }) => {
      const nodes = options.map(({ value, text }) =>
        el('option', { value, selected: value === chosen }, withEmoji(text)),
      );
      return label === '' ? nodes : [el('optgroup', { label }, ...nodes)];
    }),
  );
  return { node, value: () => node.value || undefined };
}

function boxes(page: Page, element: Json, filling: Filling, type: 'checkbox' | 'radio'): Control {
  const chosen = [filling.entered ?? initial(element) ?? []].flat();
  const inputs = groupsOf(page, element)
    .flatMap(({ options }) => options)
    .map((option) => {
      const checked = chosen.includes(option.value);
      const input = el('input', { type, name: filling.id, value: option.value, checked });
      return { input, option };
    });
  const node = el(
    'fieldset',
    { class: 'boxes', 'data-focus': filling.id, 'aria-label': filling.label },
    ...inputs.map(({ input, option: { text, description } }) =>
      el(
        'label',
        {},
        input,
        el('span', {}, withEmoji(text), description !== '' && el('small', {}, description)),
      ),
    ),
  );
  const value = (): Choice | undefined => {
    const ticked = inputs.filter(({ input }) => input.checked).map(({ option }) => option.value);
    return type === 'radio' ? ticked[0] : ticked;
  };
  return { node, value };
}

const INPUT_TYPES: Readonly<Record<string, string>> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
};

function field(element: Json, filling: Filling): Control {
  const kind = textOf(element['type']);
  const isLong = element['multiline'] === true;
  const start = filling.entered ?? initial(element);
  const node = isLong
    ? el('textarea', { ...attributes(element, filling), class: 'field', rows: 4 })
    : el('input', { ...attributes(element, filling), class: 'field', type: INPUT_TYPES[kind] ?? 'text' });
  node.value = kind === 'datetimepicker' ? localTime(Number(start)) : String(start ?? '');
  const value = (): string | undefined => {
    if (node.value === '') return undefined;
    return kind === 'datetimepicker' ? String(Math.floor(Date.parse(node.value) / 1000)) : node.value;
  };
  return { node, value };
}

function localTime(seconds: number): string {
  if (!Number.isFinite(seconds)) return '';
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function attributes(
  element: Json,
  { id, label, required }: Filling,
): Record<string, string | number | boolean> {
  const longest = Number(element['max_length']);
  const placeholder = textOf(objectAt(element, 'placeholder')['text']);
  return {
    id,
    required,
    'data-focus': id,
    ...(label === undefined ? {} : { 'aria-label': label }),
    ...(placeholder === '' ? {} : { placeholder }),
    ...(longest > 0 ? { maxlength: longest } : {}),
  };
}

/** What an element holds before anybody touched it. */
function initial(element: Json): Choice | undefined {
  const option = objectAt(element, 'initial_option')['value'];
  const options = objectsOf(element['initial_options']).map((one) => textOf(one['value']));
  if (typeof option === 'string') return option;
  if (options.length > 0) return options;
  const key = Object.keys(element).find((name) => name.startsWith('initial_'));
  const value = key === undefined ? undefined : element[key];
  if (Array.isArray(value)) return textsOf(value);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function groupsOf({ state }: Page, element: Json): { label: string; options: Option[] }[] {
  const type = textOf(element['type']);
  if (type.includes('users')) {
    const people = state.slack.people.map(({ id, realName, part }) => optionOf(id, realName, part));
    return [{ label: '', options: people }];
  }
  if (type.includes('channels') || type.includes('conversations')) {
    return [{ label: '', options: state.slack.channels.map(({ id, name }) => optionOf(id, `#${name}`, '')) }];
  }
  const groups = objectsOf(element['option_groups']);
  if (groups.length === 0) return [{ label: '', options: optionsIn(element) }];
  return groups.map((group) => ({
    label: textOf(objectAt(group, 'label')['text']),
    options: optionsIn(group),
  }));
}

function optionsIn(thing: Json): Option[] {
  return objectsOf(thing['options']).map((option) =>
    optionOf(textOf(option['value']), said(option['text']), said(option['description'])),
  );
}

function optionOf(value: string, text: string, description: string): Option {
  return { value, text, description };
}

function said(text: unknown): string {
  return isObject(text) ? textOf(text['text']) : '';
}
