import { el } from './dom.ts';
import { withEmoji } from './emoji.ts';
import { mayFollow, parseMrkdwn, type Inline, type Line } from './mrkdwn.ts';
import { issueAt, nameOf, openChannel, showIssue, type Page } from './page.ts';
import { timeNode } from './times.ts';

/** Slack's markup as nodes. */
export function mrkdwn(page: Page, text: string): HTMLElement {
  return el('div', { class: 'mrkdwn' }, ...lineNodes(page, parseMrkdwn(text)));
}

/** Lines as nodes: neighbouring quotes are one quotation. */
function lineNodes(page: Page, lines: readonly Line[]): HTMLElement[] {
  const nodes: HTMLElement[] = [];
  for (const line of lines) {
    if (line.kind === 'pre') {
      nodes.push(el('pre', {}, line.text));
      continue;
    }
    const node = el('div', { class: 'line' }, ...inlines(page, line.parts));
    const last = nodes.at(-1);
    if (line.kind === 'line') nodes.push(node);
    else if (last?.tagName === 'BLOCKQUOTE') last.append(node);
    else nodes.push(el('blockquote', {}, node));
  }
  return nodes;
}

/** Running text as nodes. */
export function inlines(page: Page, parts: readonly Inline[]): (Node | string)[] {
  return parts.map((part) => inline(page, part));
}

const TAGS = { bold: 'strong', italic: 'em', strike: 's' } as const;

function inline(page: Page, part: Inline): Node | string {
  switch (part.kind) {
    case 'text':
      return withEmoji(part.text);
    case 'code':
      return el('code', {}, part.text);
    case 'link':
      return link(page, part.url, inlines(page, part.parts));
    case 'user':
      return mention(page, part.id);
    case 'usergroup':
      return usergroup(page, part.id, part.name);
    case 'channel':
      return channelLink(page, part.id, part.name);
    case 'broadcast':
      return el('span', { class: 'mention' }, `@${part.name}`);
    case 'date':
      return dateNode(page, part);
    default:
      return el(TAGS[part.kind], {}, ...inlines(page, part.parts));
  }
}

/** A link; an issue of the world is shown on the GitHub side instead of being left for. */
export function link(page: Page, url: string, children: (Node | string)[]): HTMLElement {
  if (!mayFollow(url)) return el('span', {}, ...children);
  const at = issueAt(page.state, url);
  return el(
    'a',
    {
      href: url,
      target: '_blank',
      rel: 'noopener noreferrer',
      ...(at
        ? {
            onclick: (event: Event) => {
              event.preventDefault();
              showIssue(page, at);
            },
          }
        : {}),
    },
    ...children,
  );
}

function mention({ state }: Page, id: string): HTMLElement {
  const isViewer = id === state.slack.viewer;
  return el('span', { class: isViewer ? 'mention me' : 'mention' }, `@${nameOf(state, id)}`);
}

function usergroup({ state }: Page, id: string, name: string): HTMLElement {
  const group = state.slack.usergroups.find((one) => one.id === id);
  const isMine = group?.users.includes(state.slack.viewer) === true;
  const who = group?.users.map((user) => nameOf(state, user)).join(', ');
  const shown = group ? `@${group.handle}` : name || `@${id}`;
  return el('span', { class: isMine ? 'mention me' : 'mention', title: who }, shown);
}

function channelLink(page: Page, id: string, name: string): HTMLElement {
  const known = page.state.slack.channels.find((channel) => channel.id === id);
  const open = (): void => openChannel(page, id);
  const shown = `#${known?.name ?? (name || id)}`;
  return known
    ? el('button', { class: 'mention link', type: 'button', onclick: open }, shown)
    : el('span', { class: 'mention' }, shown);
}

function dateNode(page: Page, part: Extract<Inline, { kind: 'date' }>): Node | string {
  const at = part.seconds * 1000;
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return part.fallback;
  const time = timeNode(page, at, part.form);
  return /^https?:/.test(part.url) ? link(page, part.url, [time]) : time;
}
