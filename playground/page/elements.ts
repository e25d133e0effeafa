import { objectAt, objectsOf, textOf, type Json } from '../json.ts';
import { confirmed } from './confirm.ts';
import { control, type Choice, type Control } from './controls.ts';
import { el } from './dom.ts';
import { withEmoji } from './emoji.ts';
import { picture } from './files.ts';
import { link } from './markup.ts';
import type { Page } from './page.ts';

/** Where blocks stand. */
export interface Place {
  page: Page;
  /** Unlike that of any other place. */
  id: string;
  /** Somebody pressed a button or picked something. */
  press(block: Json, element: Json, choice: Choice | undefined): Promise<void>;
  /** The form's controls by action id, where the place is a form. */
  controls?: Map<string, Control>;
  /** What was entered before the form was drawn anew, by action id. */
  entered?: Readonly<Record<string, Choice>>;
}

/** A button, a menu, a picker: what stands in `actions`, or beside a section. */
export function element(place: Place, block: Json, what: Json): HTMLElement {
  switch (what['type']) {
    case 'button':
    case 'workflow_button':
      return button(place, block, what);
    case 'overflow':
      return overflow(place, block, what);
    case 'image':
      return picture(place.page, what, true);
    default: {
      const made = controlIn(place, block, what, labelOf(what));
      const pick = (): void => void pressed(place, block, what, made.value());
      made.node.addEventListener('change', pick);
      return made.node;
    }
  }
}

/** A control of this place, remembered where the place is a form. */
export function controlIn(
  place: Place,
  block: Json,
  what: Json,
  label: string | undefined,
  required = false,
): Control {
  const action = textOf(what['action_id']);
  const id = `${place.id}:${textOf(block['block_id'])}:${action}`;
  const made = control(place.page, what, { id, label, required, entered: place.entered?.[action] });
  place.controls?.set(action, made);
  return made;
}

function button(place: Place, block: Json, what: Json): HTMLElement {
  const style = textOf(what['style']);
  const text = withEmoji(textOf(objectAt(what, 'text')['text']));
  const value = textOf(what['value']);
  const url = textOf(what['url']);
  const focus = `${place.id}:${textOf(block['block_id'])}:${textOf(what['action_id'])}`;
  const node = el('button', {
    type: 'button',
    class: `button ${style}`.trim(),
    'data-focus': focus,
    'aria-label': textOf(what['accessibility_label']) || undefined,
    onclick: () => {
      node.setAttribute('aria-busy', 'true');
      void pressed(place, block, what, value || undefined).finally(() => node.removeAttribute('aria-busy'));
    },
  });
  node.append(text);
  if (url === '') return node;
  const anchor = link(place.page, url, [text]);
  anchor.className = node.className;
  anchor.addEventListener('click', () => void pressed(place, block, what, value || undefined));
  return anchor;
}

function overflow(place: Place, block: Json, what: Json): HTMLElement {
  const menu = el(
    'select',
    { class: 'overflow', 'aria-label': 'More actions' },
    el('option', { value: '' }, '⋯'),
  );
  for (const option of objectsOf(what['options'])) {
    menu.append(el('option', { value: textOf(option['value']) }, textOf(objectAt(option, 'text')['text'])));
  }
  menu.addEventListener('change', () => {
    const { value } = menu;
    menu.value = '';
    if (value !== '') void pressed(place, block, what, value);
  });
  return menu;
}

async function pressed(place: Place, block: Json, what: Json, choice: Choice | undefined): Promise<void> {
  const question = what['confirm'];
  if (question !== undefined && !(await confirmed(place.page, objectAt(what, 'confirm')))) return;
  await place.press(block, what, choice);
}

function labelOf(what: Json): string {
  return textOf(objectAt(what, 'placeholder')['text']) || 'Choose';
}
