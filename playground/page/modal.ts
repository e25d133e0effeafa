import { isObject, objectAt, objectsOf, textOf, type Json } from '../json.ts';
import { blocks } from './blocks.ts';
import type { Choice, Control } from './controls.ts';
import { el } from './dom.ts';
import type { Place } from './elements.ts';
import { withEmoji } from './emoji.ts';
import type { Page } from './page.ts';

/** What is open. */
interface Open {
  dialog: HTMLDialogElement;
  controls: Map<string, Control>;
  signature: string;
  view: string;
}

let open: Open | undefined;
/** What was entered in the modals below and on top, by view id. */
const drafts = new Map<string, Record<string, Choice>>();
/** Where the focus was before a modal took it. */
let before: { element: HTMLElement; name: string | undefined } | undefined;

/** Shows the modal on top, brings it up to date, or closes it; what was entered stays while it is the same view. */
export function drawModal(page: Page): void {
  const { modal } = page.state.slack;
  if (!modal) return close();
  const signature = JSON.stringify(modal);
  if (open?.signature === signature) return;
  if (open) drafts.set(open.view, enteredIn(open.controls));
  else remember();
  const entered = drafts.get(textOf(modal['id'])) ?? {};
  open?.dialog.remove();
  open = show(page, modal, entered, signature);
}

function remember(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement)
    before = { element: activeElement, name: activeElement.dataset['focus'] };
}

function close(): void {
  if (!open) return;
  open.dialog.close();
  open.dialog.remove();
  open = undefined;
  drafts.clear();
  const name = before?.name;
  const again =
    name === undefined
      ? undefined
      : document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(name)}"]`);
  if (before?.element.isConnected) before.element.focus();
  else (again ?? document.getElementById('write'))?.focus();
}

function enteredIn(controls: Map<string, Control>): Record<string, Choice> {
  return Object.fromEntries(
    [...controls].flatMap(([action, { value }]) => {
      const choice = value();
      return choice === undefined ? [] : [[action, choice]];
    }),
  );
}

function show(page: Page, view: Json, entered: Record<string, Choice>, signature: string): Open {
  const controls = new Map<string, Control>();
  const place = placeIn(page, textOf(view['id']), controls, entered);
  const content = form(view, blocks(place, objectsOf(view['blocks'])), {
    submit(event) {
      event.preventDefault();
      void send(page, dialog, enteredIn(controls));
    },
    dismiss: () => void page.act('dismiss'),
    dismissAll: () => void page.act('dismiss', { all: true }),
  });
  const dialog = el('dialog', { class: 'modal', 'aria-labelledby': 'modal-title' }, content);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void page.act('dismiss');
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('.field, .boxes input, footer .primary')?.focus();
  return { dialog, controls, signature, view: place.id };
}

/** Where the blocks of a modal stand: a form, which a press inside tells of as it is. */
function placeIn(
  page: Page,
  id: string,
  controls: Map<string, Control>,
  entered: Record<string, Choice>,
): Place {
  return {
    page,
    id,
    controls,
    entered,
    async press(block, element, choice) {
      const pressed = { action: element['action_id'], block: block['block_id'], choice };
      await page.act('press', { where: 'modal', ...pressed, values: enteredIn(controls) });
    },
  };
}

/** What the frame of a modal does. */
interface FormActs {
  submit(event: Event): void;
  /** Closes this modal. */
  dismiss(): void;
  /** Closes those below it too. */
  dismissAll(): void;
}

function form(view: Json, content: HTMLElement[], { submit, dismiss, dismissAll }: FormActs): HTMLElement {
  const isOnOthers = textOf(view['previous_view_id']) !== '';
  const words = (key: string): string => withEmoji(textOf(objectAt(view, key)['text']));
  return el(
    'form',
    { onsubmit: submit },
    el(
      'header',
      {},
      el('h2', { id: 'modal-title' }, words('title')),
      el(
        'button',
        {
          type: 'button',
          class: 'close',
          'aria-label': isOnOthers ? 'Close all' : 'Close',
          onclick: dismissAll,
        },
        '✕',
      ),
    ),
    el(
      'div',
      { class: 'body', tabindex: 0, role: 'group', 'aria-label': words('title') },
      el('p', { class: 'error banner', role: 'alert' }),
      ...content,
    ),
    el(
      'footer',
      {},
      el('button', { type: 'button', class: 'button', onclick: dismiss }, words('close') || 'Close'),
      isObject(view['submit']) && el('button', { class: 'button primary' }, words('submit')),
    ),
  );
}

/** Sends the form; what the bot finds wrong stands beside it then. */
async function send(page: Page, dialog: HTMLDialogElement, values: Record<string, Choice>): Promise<void> {
  const button = dialog.querySelector<HTMLButtonElement>('footer .primary');
  for (const node of dialog.querySelectorAll('.error')) node.textContent = '';
  for (const node of dialog.querySelectorAll('[aria-invalid]')) node.removeAttribute('aria-invalid');
  button?.setAttribute('aria-busy', 'true');
  if (button) button.disabled = true;
  const done = await page.act('submit', { values });
  button?.removeAttribute('aria-busy');
  if (button) button.disabled = false;
  if (done && done['status'] !== 200) {
    const banner = dialog.querySelector('.banner');
    if (banner) banner.textContent = 'sigbot did not answer in time. Nothing was lost: try again.';
  }
  showErrors(dialog, objectAt(done, 'errors'));
}

function showErrors(dialog: HTMLDialogElement, errors: Json): void {
  const wrong = Object.entries(errors).flatMap(([block, text]) => {
    const node = dialog.querySelector(`[data-block="${CSS.escape(block)}"]`);
    const line = node?.querySelector('.error');
    if (line) line.textContent = textOf(text);
    const field = node?.querySelector<HTMLElement>('.field, .boxes');
    field?.setAttribute('aria-invalid', 'true');
    return field ? [field] : [];
  });
  wrong[0]?.focus();
}
