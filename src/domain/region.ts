import { createHash } from 'node:crypto';

/**
 * What a text that people write as well becomes when our region in it is to say something: what was done, or why
 * nothing is written. `gone`: our marks were there and are not any more; `broken`: one of a pair is missing.
 */
export type Merged =
  { text: string; did: 'nothing' | 'added' | 'changed' | 'began below' } | { left: 'gone' | 'broken' };

/** Said at the head of a region that was begun because people edited the one above. */
const BELOW = '_What stands above was edited by hand and stays as it is. What changes stands here._';

/**
 * Whether a text holds an agenda or minutes of ours: an issue with such a text is no work for anybody. Whoever writes the
 * mark into an issue of their own hides that one alone.
 */
export function isDocument(text: string): boolean {
  return /^<!-- sigbot:(?:agenda|sitting) [^<>]+ -->\r?$/m.test(text) && text.includes('<!-- /sigbot:');
}

/** The line at which our region about something begins: by it a text of ours is known again. `key`: "agenda sig-node/weekly/2026-12-03". */
export function regionStart(key: string): string {
  return `<!-- sigbot:${named(key)} -->`;
}

/**
 * Puts `markdown` into our region of a text and leaves every other byte as it is. A region lies between two marks, the
 * second of which holds a print of what we wrote: where the text between them has another, somebody edited it, and it is
 * theirs; what is new then stands in a region of its own below it. A text without our marks gets a region at its end.
 * @param present undefined: there is no text yet
 * @param known whether we wrote there before: then missing marks were taken out by somebody
 */
export function mergeRegion(
  present: string | undefined,
  key: string,
  markdown: string,
  known: boolean,
): Merged {
  const text = present ?? '';
  const regions = regionsIn(text, key);
  if (!regions) return { left: 'broken' };
  const last = regions.at(-1);
  if (!last) return known ? { left: 'gone' } : { text: added(text, key, markdown), did: 'added' };
  const ours = regions.findLast(({ inner, print }) => printOf(inner) === print);
  if (!ours)
    return sameText(last.inner, markdown) ? { text, did: 'nothing' } : begunBelow(text, last, key, markdown);
  const wanted = ours === regions[0] ? markdown : `${BELOW}\n\n${markdown}`;
  if (sameText(ours.inner, wanted)) return { text, did: 'nothing' };
  const fresh = region(key, wanted, ours.inner.startsWith('\r\n') ? '\r\n' : '\n');
  return { text: text.slice(0, ours.from) + fresh + text.slice(ours.to), did: 'changed' };
}

/** A region of a text: where it begins and ends with its marks, what stands between them, and the print of what we wrote. */
interface Region {
  from: number;
  to: number;
  inner: string;
  print: string;
}

/** In their order; undefined where the marks are not in pairs. */
function regionsIn(text: string, key: string): Region[] | undefined {
  const name = named(key).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const marks = [...text.matchAll(new RegExp(`<!-- (/?)sigbot:${name}(?: ([0-9a-f]*))? -->`, 'g'))];
  const isPaired = marks.every(([, slash], at) => (slash === '/') === (at % 2 === 1));
  if (!isPaired || marks.length % 2 === 1) return undefined;
  return marks.flatMap((start, at) => {
    const end = marks[at + 1];
    if (at % 2 === 1 || !end) return [];
    const inner = text.slice(start.index + start[0].length, end.index);
    return [{ from: start.index, to: end.index + end[0].length, inner, print: end[2] ?? '' }];
  });
}

function added(text: string, key: string, markdown: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const ending = /(?:\r?\n)*$/.exec(text)?.[0].replaceAll('\r', '').length ?? 0;
  const gap = text === '' ? '' : eol.repeat(Math.max(0, 2 - ending));
  return text + gap + region(key, markdown, eol) + eol;
}

function begunBelow(text: string, { to, inner }: Region, key: string, markdown: string): Merged {
  const eol = inner.includes('\r\n') ? '\r\n' : '\n';
  const fresh = region(key, `${BELOW}\n\n${markdown}`, eol);
  return { text: text.slice(0, to) + eol + eol + fresh + text.slice(to), did: 'began below' };
}

function region(key: string, markdown: string, eol: string): string {
  const inner = `\n${markdown}\n`;
  const end = `<!-- /sigbot:${named(key)} ${printOf(inner)} -->`;
  return `${regionStart(key)}${inner.replaceAll('\n', eol)}${end}`;
}

function sameText(inner: string, markdown: string): boolean {
  return plainEnds(inner) === `\n${markdown}\n`;
}

/** Of a text, whatever its line ends: GitHub's own editor turns them round. */
function printOf(inner: string): string {
  return createHash('sha256').update(plainEnds(inner)).digest('hex').slice(0, 16);
}

const plainEnds = (text: string) => text.replaceAll('\r\n', '\n');

/** Nothing in a key ends its mark. */
function named(key: string): string {
  return key.replace(/[^\w./@: -]/g, '_').replaceAll('--', '-_');
}
