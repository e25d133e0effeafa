import type { Lettering, Weight } from './drawing.ts';
import { SIZE } from './palette.ts';

/** How a text is set; as plain text is, where nothing is said. */
export interface Setting {
  size?: number;
  weight?: Weight;
}

/** How wide a text is, in units. */
export function widthOf(
  text: string,
  lettering: Lettering,
  { size = SIZE.text, weight = 400 }: Setting = {},
): number {
  return lettering.width(text, weight) * size;
}

const segmenter = new Intl.Segmenter('en');

/** What a reader takes for one character each. */
function charactersOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** On one line, composed, without what is not seen: controls, joiners, marks of direction, variation selectors. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\p{Cf}\ufe00-\ufe0f]/gu, '');
}

/**
 * A text of which everything can be drawn: itself, or the stand-in (a login of ASCII), or itself with "?" for what the
 * typeface lacks.
 */
export function readable(text: string, lettering: Lettering, standIn?: string): string {
  const line = plain(text).trim();
  if (line !== '' && lettering.has(line)) return line;
  if (standIn !== undefined && standIn !== '' && lettering.has(standIn)) return standIn;
  const drawn = charactersOf(text).map(plain);
  const marked = drawn.map((one) => (lettering.has(one) ? one : '?')).join('');
  return marked.replace(/ +/g, ' ').trim() || '?';
}

/** As much of a text as the width holds, with an ellipsis where that is not all. */
export function fitted(text: string, width: number, lettering: Lettering, setting: Setting = {}): string {
  if (widthOf(text, lettering, setting) <= width) return text;
  const characters = charactersOf(text);
  while (characters.pop() !== undefined) {
    const cut = `${characters.join('').trimEnd()}…`;
    if (widthOf(cut, lettering, setting) <= width) return cut;
  }
  return '';
}

/** A sentence in lines of that width, `most` of them at most; where that is not all, it ends after a word. */
export function wrapped(text: string, width: number, most: number, lettering: Lettering): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && widthOf(longer, lettering) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  if (lines.length <= most) return lines.map((line) => fitted(line, width, lettering));
  const kept = lines.slice(0, most).map((line) => fitted(line, width, lettering));
  return [...kept.slice(0, -1), endedAtWord(kept.at(-1) ?? '', width, lettering)];
}

/** A line with an ellipsis, without the words for which that leaves no room. */
function endedAtWord(line: string, width: number, lettering: Lettering): string {
  const words = line.split(' ');
  while (words.length > 1 && widthOf(`${words.join(' ')}…`, lettering) > width) words.pop();
  return fitted(`${words.join(' ')}…`.replace(/…+$/, '…'), width, lettering);
}
