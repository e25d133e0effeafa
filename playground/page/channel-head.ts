import { byId, el, keepOne } from './dom.ts';
import { link } from './markup.ts';
import { openCanvas, openChannel, openHome, type Page } from './page.ts';

/** Draws the channel's name, its canvases and bookmarks, the app's tabs; on a narrow screen the way to the others. */
export function drawChannelHead(page: Page): void {
  const { slack } = page.state;
  const { home, canvas } = page.ui;
  const names = slack.channels.map(({ name }) => name);
  const canvases = slack.canvases.map(({ id, title }) => [id, title]);
  const of = [names, slack.channel, slack.direct?.id, home, slack.viewer, slack.bookmarks, canvas, canvases];
  keepOne(byId('channel'), of, () => {
    const here = home ? undefined : slack.channels.find(({ id }) => id === slack.channel);
    return el(
      'div',
      { class: 'inner' },
      el('h1', {}, here ? `# ${here.name}` : slack.bot.name),
      switcher(page),
      ...(here ? canvasTabs(page) : appTabs(page)),
      ...(home ? [] : slack.bookmarks.map(({ title, link: url }) => link(page, url, [title]))),
      here?.archived === true && el('span', { class: 'badge' }, 'archived'),
    );
  });
}

/** The way to the channel's canvases and back to its messages; nothing where it has none. */
function canvasTabs(page: Page): HTMLElement[] {
  const { canvases } = page.state.slack;
  if (canvases.length === 0) return [];
  return [{ id: '', title: 'Messages' }, ...canvases].map(({ id, title }) =>
    tab(`canvas-${id}`, title, page.ui.canvas === id, () => openCanvas(page, id)),
  );
}

/** The app's Home and its conversation with the viewer; nothing where there is no conversation. */
function appTabs(page: Page): HTMLElement[] {
  const { direct } = page.state.slack;
  if (!direct) return [];
  return [
    tab('app-home', 'Home', page.ui.home, () => openHome(page)),
    tab('app-messages', 'Messages', !page.ui.home, () => openChannel(page, direct.id)),
  ];
}

function tab(focus: string, label: string, isOpen: boolean, open: () => void): HTMLElement {
  const state = { 'aria-pressed': String(isOpen), 'data-focus': focus };
  return el('button', { type: 'button', class: 'tab', ...state, onclick: open }, label);
}

function switcher(page: Page): HTMLElement {
  const { slack } = page.state;
  const { home } = page.ui;
  const option = (value: string, label: string, selected: boolean): HTMLElement =>
    el('option', { value, selected }, label);
  const isAt = (id: string): boolean => !home && id === slack.channel;
  const direct = slack.direct?.id;
  const select = el(
    'select',
    { class: 'field switcher', 'aria-label': 'Channel', 'data-focus': 'switcher' },
    ...slack.channels.map(({ id, name }) => option(id, `# ${name}`, isAt(id))),
    option('home', slack.bot.name, home || (direct !== undefined && isAt(direct))),
  );
  select.addEventListener('change', () => {
    if (select.value === 'home') openHome(page);
    else openChannel(page, select.value);
  });
  return select;
}
