import { avatar } from './avatar.ts';
import { byId, el, keepOne, type Child } from './dom.ts';
import { openChannel, openHome, type Page } from './page.ts';

/** Draws the channels and the app, and what is unread in them. */
export function drawSidebar(page: Page): void {
  const { slack } = page.state;
  if (!page.ui.home) markSeen(page);
  const rows = slack.channels.map((channel) => ({ ...channel, unread: isUnread(page, channel) }));
  const { id: direct, lastTs = '' } = slack.direct ?? {};
  const app = { direct, unread: isUnread(page, { id: APP, lastTs }) };
  keepOne(byId('sidebar'), [rows, app, slack.viewer, slack.channel, page.ui.home], () => {
    const items = rows.map((row) => channelItem(page, row));
    return el(
      'div',
      { class: 'inner', onkeydown: walk },
      el('h2', {}, 'Channels'),
      el('ul', {}, ...items),
      el('h2', {}, 'Apps'),
      el('ul', {}, appItem(page, app)),
    );
  });
}

/** The conversation with the app, which is there before anything was said in it. */
const APP = 'app';

function keyOf({ state }: Page, channel: string): string {
  return `${state.slack.viewer} ${channel}`;
}

function markSeen(page: Page): void {
  const { channel, channels, direct } = page.state.slack;
  const isDirect = channel === direct?.id;
  const last = isDirect ? direct?.lastTs : channels.find(({ id }) => id === channel)?.lastTs;
  page.ui.seen.set(keyOf(page, isDirect ? APP : channel), last ?? '');
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
  return item({ focus: `channel-${id}`, unread, isHere, open: () => openChannel(page, id) }, [
    el('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
    el('span', { class: 'name', title: name }, name),
    unread && unreadMark(),
    archived && el('small', {}, 'archived'),
    !botIsMember && el('small', {}, 'no bot'),
  ]);
}

/** The app opens at its Home, or at what it wrote to the viewer and nobody has read. */
function appItem(
  page: Page,
  { direct, unread }: { direct: string | undefined; unread: boolean },
): HTMLElement {
  const { bot, channel } = page.state.slack;
  const isHere = page.ui.home || channel === direct;
  const open = (): void => (direct !== undefined && unread ? openChannel(page, direct) : openHome(page));
  return item({ focus: 'app', unread, isHere, open }, [
    avatar(bot.name, true),
    el('span', { class: 'name' }, bot.name),
    unread && unreadMark(),
  ]);
}

function unreadMark(): HTMLElement {
  return el('span', { class: 'unread-mark' }, el('span', { class: 'hidden' }, 'unread'));
}

interface Item {
  focus: string;
  unread: boolean;
  isHere: boolean;
  open: () => void;
}

function item({ focus, unread, isHere, open }: Item, content: Child[]): HTMLElement {
  const state = { class: unread ? 'unread' : '', 'aria-current': isHere ? 'page' : undefined };
  return el(
    'li',
    {},
    el('button', { type: 'button', ...state, 'data-focus': focus, onclick: open }, ...content),
  );
}

/** Arrow keys walk through the channels to the app. */
function walk(event: Event): void {
  if (!(event instanceof KeyboardEvent) || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
  const buttons = [...byId('sidebar').querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
