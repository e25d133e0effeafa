import { avatar } from './avatar.ts';
import { byId, el, keepOne, type Child } from './dom.ts';
import { link } from './markup.ts';
import type { Page } from './page.ts';

/** Draws the channels, what is unread in them, and the app. */
export function drawSidebar(page: Page): void {
  const { slack } = page.state;
  if (!page.ui.home) markSeen(page);
  const rows = slack.channels.map((channel) => ({ ...channel, unread: isUnread(page, channel) }));
  keepOne(byId('sidebar'), [rows, slack.viewer, slack.channel, page.ui.home], () => {
    const items = rows.map((row) => channelItem(page, row));
    return el(
      'div',
      { class: 'inner' },
      el('h2', {}, 'Channels'),
      el('ul', { onkeydown: walk }, ...items),
      el('h2', {}, 'Apps'),
      el('ul', {}, appItem(page)),
    );
  });
  drawHead(page);
}

function keyOf({ state }: Page, channel: string): string {
  return `${state.slack.viewer} ${channel}`;
}

function markSeen(page: Page): void {
  const { channel, channels } = page.state.slack;
  const last = channels.find(({ id }) => id === channel)?.lastTs ?? '';
  page.ui.seen.set(keyOf(page, channel), last);
}

/** What was there when the page was opened counts as seen. */
function isUnread(page: Page, { id, lastTs }: { id: string; lastTs: string }): boolean {
  const key = keyOf(page, id);
  const seen = page.ui.seen.get(key);
  if (seen === undefined) page.ui.seen.set(key, lastTs);
  return seen !== undefined && Number(lastTs) > Number(seen);
}

interface Row {
  id: string;
  name: string;
  archived: boolean;
  botIsMember: boolean;
  unread: boolean;
}

function channelItem(page: Page, { id, name, unread, archived, botIsMember }: Row): HTMLElement {
  const isHere = !page.ui.home && id === page.state.slack.channel;
  const open = (): void => openChannel(page, id);
  const notes: Child[] = [
    unread && el('span', { class: 'unread-mark' }, el('span', { class: 'hidden' }, 'unread')),
    archived && el('small', {}, 'archived'),
    !botIsMember && el('small', {}, 'no bot'),
  ];
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        class: unread ? 'unread' : '',
        'aria-current': isHere ? 'page' : undefined,
        'data-focus': `channel-${id}`,
        onclick: open,
      },
      el('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
      el('span', { class: 'name' }, name),
      ...notes,
    ),
  );
}

function appItem(page: Page): HTMLElement {
  const open = (): void => {
    page.ui.home = true;
    void page.act('home');
    page.redraw();
  };
  const { name } = page.state.slack.bot;
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        'aria-current': page.ui.home ? 'page' : undefined,
        'data-focus': 'app',
        onclick: open,
      },
      avatar(name, true),
      el('span', { class: 'name' }, name),
    ),
  );
}

/** Arrow keys walk through the channels. */
function walk(event: Event): void {
  if (!(event instanceof KeyboardEvent) || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
  const buttons = [...byId('sidebar').querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

function openChannel(page: Page, channel: string): void {
  page.ui.home = false;
  page.see({ channel });
}

/** The channel's name; on a narrow screen the way to the others. */
function drawHead(page: Page): void {
  const { slack } = page.state;
  const { home } = page.ui;
  const names = slack.channels.map(({ id, name }) => [id, name] as const);
  keepOne(byId('channel'), [names, slack.channel, home, slack.viewer, slack.bookmarks], () => {
    const here = slack.channels.find(({ id }) => id === slack.channel);
    const select = el(
      'select',
      { class: 'field switcher', 'aria-label': 'Channel', 'data-focus': 'switcher' },
      ...names.map(([id, name]) =>
        el('option', { value: id, selected: !home && id === slack.channel }, `# ${name}`),
      ),
      el('option', { value: 'home', selected: home }, slack.bot.name),
    );
    select.addEventListener('change', () => {
      page.ui.home = select.value === 'home';
      if (page.ui.home) void page.act('home');
      else page.see({ channel: select.value });
      page.redraw();
    });
    return el(
      'div',
      { class: 'inner' },
      el('h1', {}, home ? slack.bot.name : `# ${here?.name ?? ''}`),
      select,
      ...(home ? [] : slack.bookmarks.map(({ title, link: url }) => link(page, url, [title]))),
      here?.archived === true && !home && el('span', { class: 'badge' }, 'archived'),
    );
  });
}
