import type { Doubt } from '../../domain/group.ts';
import { safeLink, scrub } from '../../domain/scrub.ts';

/** What YAML's failsafe schema makes of a file: text, lists and maps, nothing else. */
export type Node = unknown;

/** A doubt about what the file says; with `field` it is moot once the operator's overlay says that field. */
export type FileDoubt = Doubt & { field?: 'channel' | 'label' };

/** Collects what could not be used, each said once. */
export interface Doubts {
  add(severity: Doubt['severity'], about: string, text: string, field?: FileDoubt['field']): void;
}

/** Longest text kept of one field, in characters: a mission of several paragraphs fits. */
const LONGEST = 5000;
/** Longest list read of one group: protects from a file made to exhaust the process. */
const MOST = 200;

/** The text of a field, safe to keep and show; undefined where it is absent, empty, or YAML's ways to say nothing. */
export function textOf(node: Node): string | undefined {
  if (typeof node !== 'string' && typeof node !== 'number' && typeof node !== 'boolean') return undefined;
  const text = scrub(String(node).slice(0, 2 * LONGEST))
    .replace(/\s+/g, ' ')
    .trim();
  return NOTHING.test(text) ? undefined : text.slice(0, LONGEST).toWellFormed();
}

const NOTHING = /^(?:|null|~)$/i;

/** As textOf, with a doubt where something else than text is written. */
export function fieldText(node: Node, about: string, key: string, doubts: Doubts): string | undefined {
  if (isAbsent(node)) return undefined;
  if (typeof node === 'object')
    doubts.add('warning', about, `${key} is ${kindOf(node)} where text is due: not used.`);
  return textOf(node);
}

/** The elements of a list; a doubt where something else is written or the list is endless. */
export function fieldList(node: Node, about: string, key: string, doubts: Doubts): readonly Node[] {
  if (isAbsent(node)) return [];
  if (!Array.isArray(node)) {
    doubts.add('warning', about, `${key} is ${kindOf(node)} where a list is due: not used.`);
    return [];
  }
  if (node.length > MOST)
    doubts.add('warning', about, `${key} has ${node.length} entries: only the first ${MOST} are used.`);
  return node.slice(0, MOST);
}

/** The entries of a map; a doubt where something else is written. */
export function fieldMap(node: Node, about: string, key: string, doubts: Doubts): Record<string, Node> {
  if (isMap(node)) return node;
  if (!isAbsent(node))
    doubts.add('warning', about, `${key} is ${kindOf(node)} where a map is due: not used.`);
  return {};
}

export function isMap(node: Node): node is Record<string, Node> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** Nothing is written there, or YAML's ways to say nothing. */
export function isAbsent(node: Node): boolean {
  return node === undefined || node === null || (typeof node === 'string' && NOTHING.test(node.trim()));
}

/** What stands there, for a sentence: "a list", "a map", "text". */
export function kindOf(node: Node): string {
  if (Array.isArray(node)) return 'a list';
  return isMap(node) ? 'a map' : 'text';
}

/** A link that can be shown, as `safeLink` has it. */
export function linkOf(node: Node): string | undefined {
  const text = textOf(node);
  return text === undefined ? undefined : safeLink(text);
}
