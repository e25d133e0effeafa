import { el } from './dom.ts';
import { link } from './markup.ts';
import { linkTo, type Inline } from './mrkdwn.ts';
import type { Page } from './page.ts';

/** The Markdown that comments, canvases and `markdown` blocks are written in, as nodes: headings, lists, tables, quotes, code. */
export function markdown(page: Page, text: string): HTMLElement {
  const root = el('div', { class: 'markdown' });
  const withoutComments = text.replace(/<!--[\s\S]*?-->/g, '').trim();
  withoutComments.split(/(^```[^\n]*\n[\s\S]*?^```\s*$)/m).forEach((part, index) => {
    if (index % 2 === 1) root.append(el('pre', {}, part.replace(/^```[^\n]*\n|\n?```\s*$/g, '')));
    else for (const line of part.split('\n')) addLine(page, root, line);
  });
  return root;
}

const HEADINGS = ['h3', 'h4', 'h5'] as const;

function addLine(page: Page, root: HTMLElement, line: string): void {
  const text = line.trim();
  if (text === '') return;
  const [, marks = '', title = ''] = /^(#{1,6})\s+(.*)$/.exec(text) ?? [];
  const [, bullet = '', item = ''] = /^([-*+]|\d+\.)\s+(.*)$/.exec(text) ?? [];
  if (/^(-{3,}|\*{3,}|_{3,})$/.test(text)) root.append(el('hr'));
  else if (marks !== '') root.append(el(HEADINGS[marks.length - 1] ?? 'h5', {}, ...spans(page, title)));
  else if (bullet !== '') addItem(page, root, /\d/.test(bullet) ? 'ol' : 'ul', item);
  else if (/^\|.*\|$/.test(text)) addRow(page, root, text);
  else if (text.startsWith('>')) root.append(el('blockquote', {}, ...spans(page, text.replace(/^>\s?/, ''))));
  else root.append(el('p', {}, ...spans(page, text)));
}

/** A list's item; one to be ticked off has its box. */
function addItem(page: Page, root: HTMLElement, tag: 'ol' | 'ul', text: string): void {
  const [, tick, rest = text] = /^\[([ xX])\]\s+(.*)$/.exec(text) ?? [];
  const box = tick === undefined ? '' : tick === ' ' ? '☐ ' : '☑ ';
  const node = el('li', box === '' ? {} : { class: 'task' }, box, ...spans(page, rest));
  const last = root.lastElementChild;
  if (last?.tagName === tag.toUpperCase()) last.append(node);
  else root.append(el(tag, {}, node));
}

/** A table's row; the first one names the columns. */
function addRow(page: Page, root: HTMLElement, text: string): void {
  const last = root.lastElementChild;
  const known = last?.classList.contains('table') ? last.firstElementChild : undefined;
  if (known && /^[|:\s-]+$/.test(text)) return;
  const cells = text.slice(1, -1).split('|');
  const row = el('tr', {}, ...cells.map((cell) => el(known ? 'td' : 'th', {}, ...spans(page, cell.trim()))));
  if (known) known.append(row);
  else
    root.append(
      el(
        'div',
        { class: 'block table', tabindex: 0, role: 'group', 'aria-label': 'Table' },
        el('table', {}, row),
      ),
    );
}

const SPAN =
  /`(?<code>[^`]+)`|\*\*(?<strong>.+?)\*\*|~~(?<s>.+?)~~|\*(?<star>[^\s*](?:[^*]*[^\s*])?)\*|(?<!\w)_(?<line>[^_]+)_(?!\w)|\[(?<shown>[^\]]+)\]\((?<url>[^)\s]+)\)|(?<bare>https?:\/\/[^\s<>)]+)/g;

function spans(page: Page, text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const found of text.matchAll(SPAN)) {
    nodes.push(text.slice(end, found.index), spanNode(page, found.groups ?? {}));
    end = found.index + found[0].length;
  }
  return [...nodes, text.slice(end)];
}

function spanNode(page: Page, found: Record<string, string | undefined>): Node | string {
  const { code, strong, s, star, line, shown, url, bare = '' } = found;
  const em = star ?? line;
  if (code !== undefined) return el('code', {}, code);
  if (strong !== undefined) return el('strong', {}, ...spans(page, strong));
  if (s !== undefined) return el('s', {}, ...spans(page, s));
  if (em !== undefined) return el('em', {}, ...spans(page, em));
  return linkNode(page, linkTo(url ?? bare, shown ?? bare));
}

function linkNode(page: Page, part: Inline): Node | string {
  if (part.kind === 'link')
    return link(
      page,
      part.url,
      part.parts.map((one) => ('text' in one ? one.text : '')),
    );
  return 'text' in part ? part.text : '';
}
