import { objectAt, textOf, type Json } from '../json.ts';
import { el } from './dom.ts';
import { mrkdwn } from './markup.ts';
import type { Page } from './page.ts';

/** Asks before something is done; Escape means no. */
export function confirmed(page: Page, question: Json): Promise<boolean> {
  const said = (key: string, otherwise: string): string =>
    textOf(objectAt(question, key)['text']) || otherwise;
  return new Promise((resolve) => {
    const finish = (yes: boolean): void => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    };
    const style = question['style'] === 'danger' ? 'button danger' : 'button primary';
    const dialog = el(
      'dialog',
      { class: 'modal confirm', 'aria-labelledby': 'confirm-title' },
      el('header', {}, el('h2', { id: 'confirm-title' }, said('title', 'Are you sure?'))),
      el('div', { class: 'body' }, mrkdwn(page, said('text', ''))),
      el(
        'footer',
        {},
        el(
          'button',
          { type: 'button', class: 'button', onclick: () => finish(false) },
          said('deny', 'Cancel'),
        ),
        el('button', { type: 'button', class: style, onclick: () => finish(true) }, said('confirm', 'Yes')),
      ),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      finish(false);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
