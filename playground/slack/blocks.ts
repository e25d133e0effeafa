import { isObject, objectsOf, textOf, type Json } from '../json.ts';
import { charactersOf, list, oneOf, type Say } from './checks.ts';
import { BLOCKS, VIEW } from './shapes.ts';

/** Why Slack would not take something: its error code, and for each place what is wrong there. */
export interface Refusal {
  error: string;
  messages: string[];
}

/** All characters of a message's blocks; beyond this Slack answers msg_blocks_too_long (undocumented, measured by others at 12,000 to 13,200). */
const CHARACTERS_IN_ALL = 12_000;

/** What Slack would say of a message: undefined where it takes it. */
export function refusalOfMessage(message: {
  text?: unknown;
  blocks?: unknown;
  attachments?: unknown;
}): Refusal | undefined {
  const { blocks } = message;
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  const hasAttachments = Array.isArray(message.attachments) && message.attachments.length > 0;
  if (!hasBlocks && !hasAttachments && textOf(message.text).trim() === '')
    return { error: 'no_text', messages: [] };
  if (blocks === undefined || blocks === null) return undefined;
  const messages = problems((say) => {
    list(oneOf(BLOCKS), { max: 50 })(blocks, '/blocks', say);
    identifiers(objectsOf(blocks), '/blocks', say);
  });
  if (messages.length > 0) return { error: 'invalid_blocks', messages };
  return visibleCharacters(blocks) > CHARACTERS_IN_ALL
    ? { error: 'msg_blocks_too_long', messages: [] }
    : undefined;
}

/** What Slack would say of a modal or Home tab: undefined where it takes it. */
export function refusalOfView(view: unknown): Refusal | undefined {
  if (JSON.stringify(view ?? null).length > 250_000) return { error: 'view_too_large', messages: [] };
  const messages = problems((say) => {
    VIEW(view, '/view', say);
    identifiers(objectsOf(isObject(view) ? view['blocks'] : []), '/view/blocks', say);
  });
  return messages.length > 0 ? { error: 'invalid_arguments', messages } : undefined;
}

/** The elements of a block that a person can use, in the order they are shown. */
export function elementsOf(block: Json): Json[] {
  const single = [block['accessory'], block['element']].filter(isObject);
  return [...single, ...objectsOf(block['elements']), ...objectsOf(block['actions'])];
}

/** Gives each block without a block_id one of ours, as Slack does. */
export function withBlockIds(blocks: Json[]): Json[] {
  return blocks.map((block, index) => ({ ...block, block_id: textOf(block['block_id']) || `b${index}` }));
}

function problems(look: (say: Say) => void): string[] {
  const found: string[] = [];
  look((at, problem) => void found.push(`[ERROR] ${problem} [json-pointer:${at}]`));
  return found;
}

/** A block_id is unique in its message, an action_id in its block. */
function identifiers(blocks: Json[], at: string, say: Say): void {
  unique(
    blocks.map((block) => textOf(block['block_id'])),
    'block_id',
    at,
    say,
  );
  blocks.forEach((block, index) => {
    const ids = elementsOf(block).map((element) => textOf(element['action_id']));
    unique(ids, 'action_id', `${at}/${index}`, say);
  });
}

function unique(ids: string[], key: string, at: string, say: Say): void {
  const given = ids.filter((id) => id !== '');
  const repeated = given.find((id, index) => given.indexOf(id) !== index);
  if (repeated !== undefined) say(at, `${key} "${repeated}" already exists`);
}

function visibleCharacters(value: unknown): number {
  if (Array.isArray(value))
    return value.reduce((sum: number, item: unknown) => sum + visibleCharacters(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) =>
      sum + (key === 'text' && typeof item === 'string' ? charactersOf(item) : visibleCharacters(item)),
    0,
  );
}
