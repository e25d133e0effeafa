import { el } from './dom.ts';

const COLOURS = 6;

/** A person's initials on a colour of their own; the bot's sign for the bot. */
export function avatar(name: string, isBot = false): HTMLElement {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  const initials = name
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase())
    .slice(0, 2)
    .join('');
  const tint = isBot ? 'avatar bot' : `avatar tint-${sum % COLOURS}`;
  return el('span', { class: tint, 'aria-hidden': 'true' }, isBot ? '≡' : initials);
}
