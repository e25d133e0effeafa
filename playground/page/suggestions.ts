import { objectAt, objectsOf, textOf } from '../json.ts';
import { el } from './dom.ts';
import type { Page } from './page.ts';

/** Something the person may mean. */
interface Suggestion {
  /** What the line becomes. */
  line: string;
  about: string;
}

/** The menu of what the person may mean. */
interface Menu {
  update(): void;
  close(): void;
  /** Whether it took the key. */
  key(event: KeyboardEvent): boolean;
}

/** Offers the app's commands above the line while one begins to be typed. */
export function createMenu(page: Page, input: HTMLTextAreaElement, list: HTMLElement): Menu {
  let offered: Suggestion[] = [];
  let active = -1;

  function show(): void {
    list.hidden = offered.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    list.replaceChildren(
      ...offered.map((one, index) => optionNode(one, index, index === active, () => pick(index))),
    );
    if (active >= 0) input.setAttribute('aria-activedescendant', `suggestion-${active}`);
    else input.removeAttribute('aria-activedescendant');
  }

  function set(next: Suggestion[]): void {
    offered = next;
    active = -1;
    show();
  }

  function pick(index: number): void {
    const chosen = offered[index];
    if (!chosen) return;
    input.value = `${chosen.line} `;
    set(suggestions(page, input.value));
  }

  return {
    update: () => set(suggestions(page, input.value)),
    close: () => set([]),
    key(event) {
      if (offered.length === 0) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) active = (active + step + offered.length) % offered.length;
      else if (event.key === 'Escape') set([]);
      else if (event.key === 'Tab' || (event.key === 'Enter' && active >= 0)) pick(Math.max(active, 0));
      else return false;
      event.preventDefault();
      show();
      return true;
    },
  };
}

function optionNode(
  { line, about }: Suggestion,
  index: number,
  isActive: boolean,
  pick: () => void,
): HTMLElement {
  const press = (event: Event): void => {
    event.preventDefault();
    pick();
  };
  return el(
    'li',
    { id: `suggestion-${index}`, role: 'option', 'aria-selected': String(isActive), onmousedown: press },
    el('strong', {}, line),
    el('span', {}, about),
  );
}

/** The manifest's commands that begin as the line does; after a whole command the words its hint names. */
function suggestions({ state }: Page, typed: string): Suggestion[] {
  if (!typed.startsWith('/') || typed.includes('\n')) return [];
  const commands = objectsOf(objectAt(state.manifest, 'features')['slash_commands']);
  return commands.flatMap((command): Suggestion[] => {
    const name = textOf(command['command']);
    const about = textOf(command['description']);
    if (name.startsWith(typed)) return [{ line: name, about }];
    if (!typed.startsWith(`${name} `)) return [];
    const words = textOf(command['usage_hint'])
      .split('|')
      .map((word) => word.trim());
    return words
      .filter(
        (word) => word !== '' && `${name} ${word}`.startsWith(typed) && `${name} ${word}` !== typed.trim(),
      )
      .map((word) => ({ line: `${name} ${word}`, about: '' }));
  });
}
