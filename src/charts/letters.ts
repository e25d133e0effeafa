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

/** A line that the typeface can draw: composed, without control and direction marks. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\p{Cf}\ufe00-\ufe0f]/gu, '')
    .trim();
}

/**
 * A text of which everything can be drawn: itself, or the stand-in (a login of ASCII), or itself with "?" for what the
 * typeface lacks.
 */
export function readable(text: string, lettering: Lettering, standIn?: string): string {
  const line = plain(text);
  if (line !== '' && lettering.has(line)) return line;
  if (standIn !== undefined && standIn !== '' && lettering.has(standIn)) return standIn;
  const graphemes = [...new Intl.Segmenter('en').segment(line)].map(({ segment }) => segment);
  return graphemes.map((one) => (lettering.has(one) ? one : '?')).join('') || '?';
}

/** As much of a text as the width holds, with an ellipsis where that is not all. */
export function fitted(text: string, width: number, lettering: Lettering, setting: Setting = {}): string {
  if (widthOf(text, lettering, setting) <= width) return text;
  const graphemes = [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
  while (graphemes.length > 0) {
    graphemes.pop();
    const cut = `${graphemes.join('').trimEnd()}…`;
    if (widthOf(cut, lettering, setting) <= width) return cut;
  }
  return '';
}

/** A sentence in lines of that width, `most` of them at most. */
export function wrapped(text: string, width: number, most: number, lettering: Lettering): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && widthOf(longer, lettering) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const kept = lines.slice(0, most - 1);
  const rest = lines.slice(most - 1).join(' ');
  return [...kept, ...(rest === '' ? [] : [rest])].map((line) => fitted(line, width, lettering));
}
