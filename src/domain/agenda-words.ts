import { findGroup, type Group } from './group.ts';
import { labelsUnder } from './label.ts';

/** The words after the first `/agenda` at the start of a line of a comment; undefined where there is none. */
export function agendaWords(text: string): string | undefined {
  const visible = text.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  const found = /^\/agenda(?:[ \t]+(.*))?$/im.exec(visible.replace(/\r\n?/g, '\n'));
  return found ? (found[1] ?? '').trim() : undefined;
}

/** The group that a label puts an issue on the agenda of: "agenda/sig-node", "agenda/node"; undefined of any other label. */
export function groupOfLabel(label: string, groups: readonly Group[]): Group | undefined {
  const [name = ''] = labelsUnder([label.toLowerCase()], 'agenda/');
  return name === '' ? undefined : findGroup(groups, name);
}

/**
 * Whose agenda a comment asks for, and the topic in its own words. An issue of several groups needs one of them named
 * first; of one group it may be: "sig-node", not "node", with which a sentence may begin.
 * @param own the groups
 */
export function readAsked(words: string, own: readonly Group[]): { group: Group; text: string } | undefined {
  const [first = '', ...rest] = words.split(/\s+/);
  const [only, ...more] = own;
  const named = findGroup(own, first);
  if (named && (more.length > 0 || isName(first, named))) return { group: named, text: rest.join(' ') };
  return only && more.length === 0 ? { group: only, text: words } : undefined;
}

function isName(word: string, { id, label }: Group): boolean {
  return [id, label].some((name) => name?.toLowerCase() === word.toLowerCase());
}
