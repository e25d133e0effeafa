import { objectAt, textOf, type Json } from '../json.ts';
import type { SeenFile } from '../serve/page-state.ts';
import { el, type Child } from './dom.ts';
import { icon } from './icons.ts';
import type { Page } from './page.ts';

/** A picture that the bot uploaded or serves; any other is not fetched from anywhere: its description stands in a frame. */
export function picture({ state }: Page, image: Json, isSmall = false): HTMLElement {
  const description = textOf(image['alt_text']);
  const file = fileIdIn(objectAt(image, 'slack_file'));
  if (state.slack.pictures.includes(file)) return shown(`/files/${file}`, description, isSmall);
  const [, served] = /^http:\/\/127\.0\.0\.1:\d+(\/pictures\/[^?#]+)$/.exec(textOf(image['image_url'])) ?? [];
  if (served !== undefined) return shown(`/bot${served}`, description, isSmall);
  return el(
    'span',
    { class: isSmall ? 'picture small' : 'picture', role: 'img', 'aria-label': description },
    isSmall ? '' : description,
  );
}

/** What came with a message: pictures as they are, all else to be saved. */
export function filesOf(page: Page, files: readonly SeenFile[]): Child {
  if (files.length === 0) return undefined;
  return el('ul', { class: 'files' }, ...files.map((file) => el('li', {}, fileNode(page, file))));
}

function fileNode({ state }: Page, { id, name, title, kind, size, alt }: SeenFile): HTMLElement {
  if (state.slack.pictures.includes(id))
    return el('figure', {}, el('figcaption', {}, title), shown(`/files/${id}`, alt || title, false));
  return el(
    'a',
    { class: 'file', href: `/files/${id}`, download: name, 'data-focus': id },
    icon('file'),
    el('span', {}, el('strong', {}, title), el('small', {}, `${kind} · ${sizeText(size)} · ${name}`)),
  );
}

function shown(src: string, alt: string, isSmall: boolean): HTMLElement {
  return el('img', { class: isSmall ? 'upload small' : 'upload', src, alt });
}

/** A slack_file names its file by id or by url_private. */
function fileIdIn(file: Json): string {
  return textOf(file['id']) || (/\/files-pri\/(F\w+)\//.exec(textOf(file['url']))?.[1] ?? '');
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
