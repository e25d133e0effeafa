import { canvasTabs } from './canvas.ts';
import { byId, el, keepOne } from './dom.ts';
import { link } from './markup.ts';
import { openChannel, openHome, type Page } from './page.ts';

/** Draws the channel's name, its bookmarks and canvases; on a narrow screen the way to the other channels. */
export function drawChannelHead(page: Page): void {
  const { slack } = page.state;
  const { home, canvas } = page.ui;
  const names = slack.channels.map(({ name }) => name);
  const canvases = slack.canvases.map(({ id, title }) => [id, title]);
  const of = [names, slack.channel, slack.direct?.id, home, slack.viewer, slack.bookmarks, canvas, canvases];
  keepOne(byId('channel'), of, () => {
    const here = slack.channels.find(({ id }) => id === slack.channel);
    const title = home || !here ? slack.bot.name : `# ${here.name}`;
    return el(
      'div',
      { class: 'inner' },
      el('h1', {}, title),
      switcher(page),
      ...(home ? [] : canvasTabs(page)),
      ...(home ? [] : slack.bookmarks.map(({ title, link: url }) => link(page, url, [title]))),
      here?.archived === true && !home && el('span', { class: 'badge' }, 'archived'),
    );
  });
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
    direct !== undefined && option(direct, `@ ${slack.bot.name}`, isAt(direct)),
    option('home', `${slack.bot.name}, Home`, home),
  );
  select.addEventListener('change', () => {
    if (select.value === 'home') openHome(page);
    else openChannel(page, select.value);
  });
  return select;
}
