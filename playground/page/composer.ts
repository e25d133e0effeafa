import { objectAt, objectsOf, textOf } from '../json.ts';
import { byId, el, keepOne } from './dom.ts';
import { icon } from './icons.ts';
import { nameOf, type Page } from './page.ts';
import { createMenu } from './suggestions.ts';

/** Draws where one writes: once for each channel and person. */
export function drawComposer(page: Page): void {
  const { slack } = page.state;
  const channel = slack.channels.find(({ id }) => id === slack.channel);
  const isDirect = slack.direct?.id === slack.channel;
  const isElsewhere = page.ui.home || slack.canvases.some(({ id }) => id === page.ui.canvas);
  const signature = [slack.channel, channel?.name, channel?.archived, slack.viewer, isElsewhere];
  keepOne(byId('composer'), signature, () => {
    if (isElsewhere || (!channel && !isDirect)) return el('div', {});
    if (channel?.archived) return el('p', { class: 'closed' }, `#${channel.name} is archived.`);
    if (isDirect && isReadOnly(page))
      return el('p', { class: 'closed' }, 'Sending messages to this app has been turned off.');
    return composer(page, channel ? `#${channel.name}` : slack.bot.name);
  });
}

/** Whether the app's manifest lets nobody write to it. */
function isReadOnly({ state }: Page): boolean {
  const appHome = objectAt(objectAt(state.manifest, 'features'), 'app_home');
  return appHome['messages_tab_read_only_enabled'] === true;
}

function composer(page: Page, where: string): HTMLElement {
  const list = el('ul', {
    id: 'suggestions',
    role: 'listbox',
    'aria-label': 'Suggestions',
    class: 'suggestions',
    hidden: true,
  });
  const input = writingLine(where);
  const send = listenTo(page, input, list);
  const submit = (event: Event): void => {
    event.preventDefault();
    send();
  };
  return el(
    'form',
    { class: 'composer', onsubmit: submit },
    list,
    input,
    el(
      'div',
      { class: 'row' },
      ...shortcuts(page),
      el('span', { class: 'as' }, `as ${nameOf(page.state, page.state.slack.viewer)}`),
      el('button', { class: 'button primary send', 'aria-label': 'Send' }, 'Send'),
    ),
  );
}

/** Offers suggestions while one types, and sends on Enter; returns what sends. */
function listenTo(page: Page, input: HTMLTextAreaElement, list: HTMLElement): () => void {
  const menu = createMenu(page, input, list);
  const send = (): void => {
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    menu.update();
    const { channel } = page.state.slack;
    void page.act(text.startsWith('/') ? 'command' : 'say', { channel, text });
  };
  input.addEventListener('input', () => menu.update());
  input.addEventListener('blur', () => menu.close());
  input.addEventListener('keydown', (event) => {
    if (menu.key(event) || event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  return send;
}

function writingLine(where: string): HTMLTextAreaElement {
  return el('textarea', {
    id: 'write',
    rows: 1,
    role: 'combobox',
    'aria-label': `Message ${where}`,
    'aria-expanded': 'false',
    'aria-controls': 'suggestions',
    'aria-autocomplete': 'list',
    'data-focus': 'write',
    placeholder: `Message ${where}, or / for a command`,
    autocomplete: 'off',
  });
}

/** The app's global shortcuts. */
function shortcuts(page: Page): HTMLElement[] {
  return objectsOf(objectAt(page.state.manifest, 'features')['shortcuts'])
    .filter(({ type }) => type === 'global')
    .map((shortcut) =>
      el(
        'button',
        {
          type: 'button',
          class: 'button',
          onclick: () => void page.act('shortcut', { callback: shortcut['callback_id'] }),
        },
        icon('bolt'),
        ` ${textOf(shortcut['name'])}`,
      ),
    );
}
