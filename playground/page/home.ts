import { objectsOf } from '../json.ts';
import { blocks } from './blocks.ts';
import { byId, el, keepOne } from './dom.ts';
import type { Place } from './elements.ts';
import type { Page } from './page.ts';

/** Draws the bot's Home tab in place of the messages, from its top where it was not open. */
export function drawHome(page: Page): void {
  const { home, viewer } = page.state.slack;
  const place: Place = {
    page,
    id: 'home',
    async press(block, element, choice) {
      await page.act('press', {
        where: 'home',
        action: element['action_id'],
        block: block['block_id'],
        choice,
      });
    },
  };
  const list = byId('messages');
  const isNew = list.dataset['channel'] !== 'home';
  list.dataset['channel'] = 'home';
  keepOne(list, ['home', home, viewer], () =>
    home
      ? el('div', { class: 'home' }, ...blocks(place, objectsOf(home['blocks'])))
      : el('p', { class: 'empty' }, 'The bot has nothing to show here yet.'),
  );
  if (isNew) list.scrollTop = 0;
}
