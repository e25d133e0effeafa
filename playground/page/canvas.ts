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

/** The way to the channel's canvases and back to its messages; nothing where it has none. */
export function canvasTabs(page: Page): HTMLElement[] {
  const { canvases } = page.state.slack;
  if (canvases.length === 0) return [];
  const tab = (label: string, id: string): HTMLElement =>
    el(
      'button',
      {
        type: 'button',
        class: 'tab',
        'aria-pressed': String(page.ui.canvas === id),
        'data-focus': `canvas-${id}`,
        onclick: () => open(page, id),
      },
      label,
    );
  return [tab('Messages', ''), ...canvases.map(({ id, title }) => tab(title, id))];
}

function open(page: Page, id: string): void {
  page.ui.canvas = id;
  page.redraw();
}
