import { byId, el, keepOne } from './dom.ts';
import { markdown } from './markdown.ts';
import type { Page } from './page.ts';

/** Draws the canvas whose tab is open in place of the messages; false where none is. */
export function drawCanvas(page: Page): boolean {
  const canvas = page.state.slack.canvases.find(({ id }) => id === page.ui.canvas);
  if (!canvas) return false;
  const list = byId('messages');
  list.dataset['channel'] = canvas.id;
  keepOne(list, canvas, () =>
    el('article', { class: 'canvas' }, el('h2', {}, canvas.title), markdown(page, canvas.markdown)),
  );
  return true;
}
