import { objectAt, objectsOf, textOf } from '../json.ts';
import type { SeenMessage } from '../serve/page-state.ts';
import { el, type Child } from './dom.ts';
import { emoji } from './emoji.ts';
import { icon } from './icons.ts';
import { nameOf, type Page } from './page.ts';

/** The reaction that the tools offer; on those that are there anybody can join. */
const OFFERED = 'white_check_mark';

/** What can be done with a message: answer, react, pin, the app's shortcuts; one's own can be dismissed. */
export function toolsOf(page: Page, message: SeenMessage): HTMLElement {
  const { ui } = page;
  const { ts, channel } = message;
  const tool = (label: string, sign: Child, onclick: () => void): HTMLElement =>
    el(
      'button',
      { type: 'button', title: label, 'aria-label': label, onclick, 'data-focus': `${ts}:${label}` },
      sign,
    );
  if (message.whisper) {
    const dismiss = (): void => {
      ui.dismissed.add(ts);
      page.redraw();
    };
    return el('div', { class: 'tools' }, tool('Dismiss message', '✕', dismiss));
  }
  const on = { channel, message: ts };
  const shortcuts = objectsOf(objectAt(page.state.manifest, 'features')['shortcuts'])
    .filter(({ type }) => type === 'message')
    .map((shortcut) => {
      const name = textOf(shortcut['name']);
      return tool(name, name, () => void page.act('shortcut', { callback: shortcut['callback_id'], ...on }));
    });
  return el(
    'div',
    { class: 'tools' },
    tool('React', '✓', () => void page.act('react', { ...on, name: OFFERED })),
    tool('Reply in thread', icon('speech'), () => answer(page, message.thread ?? ts)),
    tool(message.pinned ? 'Unpin' : 'Pin', icon('pin'), () => void page.act('pin', on)),
    ...shortcuts,
  );
}

function answer(page: Page, root: string): void {
  page.ui.threads.add(root);
  page.redraw();
  document.getElementById(`reply-${root}`)?.focus();
}

/** Who reacted how; pressing joins or leaves. */
export function reactionsOf(page: Page, { ts, channel, reactions }: SeenMessage): Child {
  if (reactions.length === 0) return undefined;
  const { viewer } = page.state.slack;
  return el(
    'div',
    { class: 'reactions' },
    ...reactions.map(({ name, users }) =>
      el(
        'button',
        {
          type: 'button',
          'aria-pressed': String(users.includes(viewer)),
          'aria-label': `${name}, ${users.length}`,
          title: users.map((user) => nameOf(page.state, user)).join(', '),
          'data-focus': `${ts}:${name}`,
          onclick: () => void page.act('react', { channel, message: ts, name }),
        },
        `${emoji(name)} ${users.length}`,
      ),
    ),
  );
}
