import { el } from './dom.ts';
import { link } from './markup.ts';
import { linkTo, type Inline } from './mrkdwn.ts';
import type { Page } from './page.ts';

/** The Markdown that comments and `markdown` blocks are written in, as nodes: paragraphs, lists, quotes, code. */
export function markdown(page: Page, text: string): HTMLElement {
  const root = el('div', { class: 'markdown' });
  const withoutComments = text.replace(/<!--[\s\S]*?-->/g, '').trim();
  withoutComments.split(/(^```[^\n]*\n[\s\S]*?^```\s*$)/m).forEach((part, index) => {
    if (index % 2 === 1) root.append(el('pre', {}, part.replace(/^```[^\n]*\n|\n?```\s*$/g, '')));
    else for (const line of part.split('\n')) addLine(page, root, line);
  });
  return root;
}

const KINDS: readonly (readonly [begins: RegExp, tag: 'h4' | 'li' | 'blockquote'])[] = [
  [/^#{1,6}\s+/, 'h4'],
  [/^\s*(?:[-*+]|\d+\.)\s+/, 'li'],
  [/^>\s?/, 'blockquote'],
];

function addLine(page: Page, root: HTMLElement, line: string): void {
  if (line.trim() === '') return;
  const [begins, tag] = KINDS.find(([begins]) => begins.test(line)) ?? [/^/, 'p' as const];
  const node = el(tag, {}, ...spans(page, line.replace(begins, '')));
  const last = root.lastElementChild;
  if (tag !== 'li') root.append(node);
  else if (last?.tagName === 'UL') last.append(node);
  else root.append(el('ul', {}, node));
}

const SPAN = /`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>)]+)/g;

function spans(page: Page, text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const found of text.matchAll(SPAN)) {
    const [whole, code, bold, shown, url, bare] = found;
    nodes.push(text.slice(end, found.index));
    end = found.index + whole.length;
    if (code !== undefined) nodes.push(el('code', {}, code));
    else if (bold !== undefined) nodes.push(el('strong', {}, ...spans(page, bold)));
    else nodes.push(linkNode(page, linkTo(url ?? bare ?? '', shown ?? bare ?? '')));
  }
  return [...nodes, text.slice(end)];
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
