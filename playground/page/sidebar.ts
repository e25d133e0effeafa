import { avatar } from './avatar.ts';
import { byId, el, keepOne, type Child } from './dom.ts';
import { openChannel, openHome, type Page } from './page.ts';

/** Draws the channels and the conversation with the app, what is unread in them, and the app's Home. */
export function drawSidebar(page: Page): void {
  const { slack } = page.state;
  if (!page.ui.home) markSeen(page);
  const rows = slack.channels.map((channel) => ({ ...channel, unread: isUnread(page, channel) }));
  const direct = slack.direct && { id: slack.direct.id, unread: isUnread(page, slack.direct) };
  keepOne(byId('sidebar'), [rows, direct, slack.viewer, slack.channel, page.ui.home], () => {
    const items = rows.map((row) => channelItem(page, row));
    return el(
      'div',
      { class: 'inner' },
      el('h2', {}, 'Channels'),
      el('ul', { onkeydown: walk }, ...items),
      direct && el('h2', {}, 'Direct messages'),
      direct && el('ul', {}, directItem(page, direct)),
      el('h2', {}, 'Apps'),
      el('ul', {}, appItem(page)),
    );
  });
}

function keyOf({ state }: Page, channel: string): string {
  return `${state.slack.viewer} ${channel}`;
}

function markSeen(page: Page): void {
  const { channel, channels, direct } = page.state.slack;
  const open = [...channels, ...(direct ? [direct] : [])];
  const last = open.find(({ id }) => id === channel)?.lastTs ?? '';
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
  return conversationItem(page, { id, unread }, [
    el('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
    el('span', { class: 'name' }, name),
    unread && unreadMark(),
    archived && el('small', {}, 'archived'),
    !botIsMember && el('small', {}, 'no bot'),
  ]);
}

function directItem(page: Page, direct: Pick<Row, 'id' | 'unread'>): HTMLElement {
  const { name } = page.state.slack.bot;
  return conversationItem(page, direct, [
    avatar(name, true),
    el('span', { class: 'name' }, name, el('span', { class: 'hidden' }, ', messages')),
    direct.unread && unreadMark(),
  ]);
}

function unreadMark(): HTMLElement {
  return el('span', { class: 'unread-mark' }, el('span', { class: 'hidden' }, 'unread'));
}

function conversationItem(
  page: Page,
  { id, unread }: Pick<Row, 'id' | 'unread'>,
  content: Child[],
): HTMLElement {
  const isHere = !page.ui.home && id === page.state.slack.channel;
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
        onclick: () => openChannel(page, id),
      },
      ...content,
    ),
  );
}

function appItem(page: Page): HTMLElement {
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
        onclick: () => openHome(page),
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
