import { objectAt, objectsOf, textOf, textsOf, type Json } from '../json.ts';
import { forward, type Method } from './forward.ts';
import { nextNumber, type Workspace } from './workspace.ts';

/** A document beside the messages. */
export interface Canvas {
  id: string;
  title: string;
  /** The channel in whose tabs it stands. */
  channel: string | undefined;
  sections: Section[];
}

/** A heading, a paragraph, a list: what an edit can aim at. */
interface Section {
  id: string;
  markdown: string;
}

/** The methods that write canvases. */
export const CANVAS_METHODS: Readonly<Record<string, Method>> = {
  'canvases.create': (workspace, args) => created(workspace, args),

  'conversations.canvases.create': (workspace, args) => {
    const channel = textOf(args['channel_id']);
    if (canvasesOf(workspace, channel).length > 0) return failed('channel_canvas_already_exists');
    return created(workspace, args);
  },

  'canvases.edit': (workspace, args) => {
    const canvas = workspace.canvases.get(textOf(args['canvas_id']));
    if (!canvas) return failed('canvas_not_found');
    const [change, second] = objectsOf(args['changes']);
    if (!change || second) return failed('invalid_arguments');
    return Promise.resolve(
      edited(canvas, change) ? { ok: true } : { ok: false, error: 'canvas_editing_failed' },
    );
  },

  'canvases.sections.lookup': (workspace, args) => {
    const canvas = workspace.canvases.get(textOf(args['canvas_id']));
    if (!canvas) return failed('canvas_not_found');
    const found = canvas.sections.filter(({ markdown }) => fits(markdown, objectAt(args, 'criteria')));
    return Promise.resolve({ ok: true, sections: found.map(({ id }) => ({ id })) });
  },

  'canvases.delete': (workspace, args) =>
    workspace.canvases.delete(textOf(args['canvas_id']))
      ? Promise.resolve({ ok: true })
      : failed('canvas_not_found'),

  'conversations.info': async (workspace, args) => {
    const answer = await forward(workspace, 'conversations.info', args);
    const [canvas] = canvasesOf(workspace, textOf(args['channel']));
    if (answer['ok'] !== true || !canvas) return answer;
    const properties = { canvas: { file_id: canvas.id, is_empty: canvas.sections.length === 0 } };
    return { ...answer, channel: { ...objectAt(answer, 'channel'), properties } };
  },
};

/** The canvases in a channel's tabs, oldest first. */
export function canvasesOf({ canvases }: Workspace, channel: string): Canvas[] {
  return [...canvases.values()].filter((canvas) => canvas.channel === channel);
}

/** What a canvas says. */
export function markdownOf({ sections }: Canvas): string {
  return sections.map(({ markdown }) => markdown).join('\n\n');
}

function failed(error: string): Promise<Json> {
  return Promise.resolve({ ok: false, error });
}

function created({ canvases, roster }: Workspace, args: Json): Promise<Json> {
  const wanted = textOf(args['channel_id']);
  if (wanted !== '' && !roster.channels.some(({ id }) => id === wanted)) return failed('channel_not_found');
  const id = `F0CANVAS${String(nextNumber()).padStart(5, '0')}`;
  const title = textOf(args['title']) || 'Untitled';
  canvases.set(id, { id, title, channel: wanted || undefined, sections: written(args) });
  return Promise.resolve({ ok: true, canvas_id: id });
}

/** The sections of the Markdown in a call or a change. */
function written(thing: Json): Section[] {
  return split(textOf(objectAt(thing, 'document_content')['markdown'])).map((markdown) => ({
    id: `temp:C:${String(nextNumber()).padStart(12, '0')}`,
    markdown,
  }));
}

/** Pieces between empty lines, headings apart; what stands in a fence stays together. */
function split(markdown: string): string[] {
  const pieces: string[][] = [[]];
  let fenced = false;
  for (const line of markdown.split('\n')) {
    const isHeading = !fenced && /^#{1,6}\s/.test(line);
    if (/^\s*```/.test(line)) fenced = !fenced;
    if (isHeading || (!fenced && line.trim() === '')) pieces.push([]);
    if (fenced || line.trim() !== '') pieces.at(-1)?.push(line);
    if (isHeading) pieces.push([]);
  }
  return pieces.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
}

/** Makes one change; false where it aims at nothing. */
function edited(canvas: Canvas, change: Json): boolean {
  const { sections } = canvas;
  const target = textOf(change['section_id']);
  const at = sections.findIndex(({ id }) => id === target);
  const content = written(change);
  if (target !== '' && at < 0) return false;
  switch (change['operation']) {
    case 'insert_at_start':
      return replaced(sections, 0, 0, content);
    case 'insert_at_end':
      return replaced(sections, sections.length, 0, content);
    case 'insert_before':
      return at >= 0 && replaced(sections, at, 0, content);
    case 'insert_after':
      return at >= 0 && replaced(sections, at + 1, 0, content);
    case 'replace':
      return at < 0 ? replaced(sections, 0, sections.length, content) : replaced(sections, at, 1, content);
    case 'delete':
      return at >= 0 && replaced(sections, at, 1, []);
    case 'rename':
      canvas.title = textOf(objectAt(change, 'title_content')['markdown']);
      return canvas.title !== '';
    default:
      return false;
  }
}

function replaced(sections: Section[], from: number, count: number, content: Section[]): true {
  sections.splice(from, count, ...content);
  return true;
}

function fits(markdown: string, criteria: Json): boolean {
  const types = textsOf(criteria['section_types']);
  const depth = /^(#{1,3})\s/.exec(markdown)?.[1]?.length;
  const isWanted =
    types.length === 0 ||
    (depth !== undefined && types.some((type) => ['any_header', `h${depth}`].includes(type)));
  return isWanted && markdown.includes(textOf(criteria['contains_text']));
}
