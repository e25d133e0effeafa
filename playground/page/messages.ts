import type { SeenMessage } from '../serve/page-state.ts';
import { avatar } from './avatar.ts';
import { blocks } from './blocks.ts';
import { clock } from './dates.ts';
import { byId, el, keep, type Child } from './dom.ts';
import type { Place } from './elements.ts';
import { filesOf } from './files.ts';
import { icon } from './icons.ts';
import { mrkdwn } from './markup.ts';
import { nameOf, repliesTo, type Page } from './page.ts';
import { timeNode } from './times.ts';
import { reactionsOf, toolsOf } from './tools.ts';

/** Whether the newest message is in sight. */
let atEnd = true;

/** Keeps the newest message in sight where it was, also when the window changes its size or a picture has come. */
export function watchEnd(): void {
  const list = byId('messages');
  list.addEventListener('scroll', () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  });
  const stay = (): void => {
    if (atEnd && list.dataset['channel'] !== 'home') list.scrollTop = list.scrollHeight;
  };
  new ResizeObserver(stay).observe(list);
  list.addEventListener('load', stay, true);
}

/** Draws the channel's messages; stays at their end where it was there, and goes there for an answer. */
export function drawMessages(page: Page): void {
  const { state, ui } = page;
  const list = byId('messages');
  const isNew = list.dataset['channel'] !== state.slack.channel;
  const last = list.dataset['last'] ?? '';
  const roots = state.slack.messages.filter(
    ({ thread, ts }) => (thread === undefined || thread === ts) && !ui.dismissed.has(ts),
  );
  keep(
    list,
    roots.map((message) => {
      const replies = repliesTo(state, message.ts);
      const open = ui.threads.has(message.ts);
      const signature = JSON.stringify([message, replies, open, state.slack.viewer, names(page)]);
      return { key: message.ts, signature, make: () => entry(page, message, replies, open) };
    }),
  );
  if (roots.length === 0) list.append(el('p', { class: 'empty' }, 'Nothing was said here yet.'));
  list.dataset['channel'] = state.slack.channel;
  list.dataset['last'] = roots.at(-1)?.ts ?? '';
  // What somebody alone is told answers what they did, wherever in the channel they did it.
  const isAnswered = roots.at(-1)?.whisper === true && Number(roots.at(-1)?.ts) > Number(last);
  if (isNew || atEnd || isAnswered) list.scrollTop = list.scrollHeight;
}

/** What mentions and links in messages look up. */
function names({ state: { slack, github } }: Page): unknown {
  const { usergroups, pictures } = slack;
  return [slack.channels.map(({ name }) => name), github.repos.map(({ name }) => name), usergroups, pictures];
}

/** A message with the answers to it. */
function entry(page: Page, message: SeenMessage, replies: SeenMessage[], open: boolean): HTMLElement {
  return el('div', { class: 'entry' }, oneMessage(page, message), threadOf(page, message, replies, open));
}

function oneMessage(page: Page, message: SeenMessage): HTMLElement {
  const { state } = page;
  const isBot = message.user === state.slack.bot.id || (message.whisper && !message.fromSlack);
  const author = isBot ? state.slack.bot.name : nameOf(state, message.user);
  const writer = message.fromSlack ? 'Slackbot' : author;
  const { at } = message;
  return el(
    'article',
    { class: message.whisper ? 'message whisper' : 'message', 'aria-label': `${writer}, ${clock(at)}` },
    avatar(writer, isBot),
    el(
      'div',
      { class: 'content' },
      message.whisper && el('p', { class: 'only-you' }, icon('eye'), ' Only visible to you'),
      el(
        'div',
        { class: 'byline' },
        el('strong', {}, writer),
        isBot && el('span', { class: 'badge' }, 'APP'),
        message.pinned && el('span', { class: 'pinned' }, icon('pin'), 'Pinned'),
        // Where the calendar hurries, an hour of the day says little.
        timeNode(page, at, state.calendar.speeds.length > 0 ? '{date_short_pretty} at {time}' : '{time}'),
      ),
      ...bodyOf(page, message),
      filesOf(page, message.files),
      message.edited && el('span', { class: 'edited' }, '(edited)'),
      reactionsOf(page, message),
    ),
    toolsOf(page, message),
  );
}

function bodyOf(page: Page, message: SeenMessage): HTMLElement[] {
  if (message.blocks.length === 0 && message.text === '') return [];
  if (message.blocks.length === 0) return [mrkdwn(page, message.text)];
  const place: Place = {
    page,
    id: message.ts,
    async press(block, element, choice) {
      const where = { where: 'message', channel: message.channel, message: message.ts };
      const pressed = { action: element['action_id'], block: block['block_id'], choice };
      const done = await page.act('press', { ...where, ...pressed });
      if (done && done['status'] !== 200)
        page.notice('sigbot did not answer in time. Try again in a moment.');
    },
  };
  return blocks(place, message.blocks);
}

function threadOf(page: Page, message: SeenMessage, replies: SeenMessage[], open: boolean): Child {
  if (replies.length === 0 && !open) return undefined;
  const { ui } = page;
  const toggle = (): void => {
    if (!ui.threads.delete(message.ts)) ui.threads.add(message.ts);
    page.redraw();
  };
  const count = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
  return el(
    'div',
    { class: 'thread' },
    el(
      'button',
      {
        type: 'button',
        class: 'replies',
        'aria-expanded': String(open),
        onclick: toggle,
        'data-focus': `${message.ts}:thread`,
      },
      `${open ? '▾' : '▸'} ${replies.length === 0 ? 'Thread' : count}`,
    ),
    ...(open ? replies.map((reply) => oneMessage(page, reply)) : []),
    open && replyForm(page, message),
  );
}

function replyForm(page: Page, { ts, channel }: SeenMessage): HTMLElement {
  const input = el('input', {
    id: `reply-${ts}`,
    class: 'field',
    placeholder: 'Reply…',
    'aria-label': 'Reply in thread',
    'data-focus': `reply-${ts}`,
    autocomplete: 'off',
  });
  const send = (event: Event): void => {
    event.preventDefault();
    const text = input.value.trim();
    input.value = '';
    if (text !== '') void page.act('say', { channel, text, thread: ts });
  };
  return el('form', { class: 'reply', onsubmit: send }, input, el('button', { class: 'button' }, 'Send'));
}
