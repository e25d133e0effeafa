import { el } from './dom.ts';

const HUES: readonly (readonly [begins: RegExp, hue: string])[] = [
  [/^(sig|wg|committee)\//, 'blue'],
  [/^kind\//, 'purple'],
  [/^triage\/accepted/, 'green'],
  [/^(priority\/critical|triage\/not)/, 'red'],
  [/^(needs-|triage\/needs|priority\/important)/, 'amber'],
];

/** A label as GitHub draws it; with a cross where it can be taken off. */
export function labelChip(name: string, remove?: () => void): HTMLElement {
  const hue = HUES.find(([begins]) => begins.test(name))?.[1] ?? 'grey';
  return el(
    'span',
    { class: `label ${hue}` },
    name,
    remove && el('button', { type: 'button', 'aria-label': `Remove ${name}`, onclick: remove }, '×'),
  );
}
