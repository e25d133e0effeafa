import { objectAt, objectsOf, textOf } from '../json.ts';
import { el } from './dom.ts';
import type { Page } from './page.ts';

/** Something the person may mean. */
interface Suggestion {
  /** What the line becomes. */
  line: string;
  /** What is offered. */
  shown: string;
  about: string;
}

/** The menu of what the person may mean. */
interface Menu {
  update(): void;
  close(): void;
  /** Whether it took the key. */
  key(event: KeyboardEvent): boolean;
}

/** What is offered, and which of it the arrow keys reached. */
interface Offer {
  all: Suggestion[];
  active: number;
}

/** Offers the app's commands while a line begins with one, and names while one is typed. */
export function createMenu(page: Page, input: HTMLTextAreaElement, list: HTMLElement): Menu {
  const offer: Offer = { all: [], active: -1 };

  function set(all: Suggestion[]): void {
    Object.assign(offer, { all, active: -1 });
    show(offer, input, list, pick);
  }

  function pick(index: number): void {
    const chosen = offer.all[index];
    if (!chosen) return;
    const line = `${chosen.line} `;
    input.value = line + input.value.slice(input.selectionStart);
    input.setSelectionRange(line.length, line.length);
    set(suggestions(page, line));
  }

  return {
    update: () => set(suggestions(page, input.value.slice(0, input.selectionStart))),
    close: () => set([]),
    key(event) {
      if (!taken(event, offer, pick, () => set([]))) return false;
      event.preventDefault();
      show(offer, input, list, pick);
      return true;
    },
  };
}

/** Arrows walk, Tab takes the first, Enter what the arrows reached, Escape leaves. */
function taken(
  { key }: KeyboardEvent,
  offer: Offer,
  pick: (index: number) => void,
  close: () => void,
): boolean {
  const { all, active } = offer;
  if (all.length === 0) return false;
  const step = { ArrowDown: 1, ArrowUp: active < 0 ? 0 : -1 }[key];
  if (step !== undefined) offer.active = (active + step + all.length) % all.length;
  else if (key === 'Escape') close();
  else if (key === 'Tab' || (key === 'Enter' && active >= 0)) pick(Math.max(active, 0));
  else return false;
  return true;
}

function show(
  { all, active }: Offer,
  input: HTMLTextAreaElement,
  list: HTMLElement,
  pick: (index: number) => void,
): void {
  list.hidden = all.length === 0;
  input.setAttribute('aria-expanded', String(!list.hidden));
  list.replaceChildren(
    ...all.map((one, index) => optionNode(one, index, index === active, () => pick(index))),
  );
  if (active >= 0) input.setAttribute('aria-activedescendant', `suggestion-${active}`);
  else input.removeAttribute('aria-activedescendant');
}

function optionNode(
  { shown, about }: Suggestion,
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
    el('strong', {}, shown),
    el('span', {}, about),
  );
}

/** What the words before the caret may become. */
function suggestions(page: Page, typed: string): Suggestion[] {
  return [...commands(page, typed), ...names(page, typed)].slice(0, MOST);
}

const MOST = 12;

/** The manifest's commands that begin as the line does; after a whole command the words its hint names. */
function commands({ state }: Page, typed: string): Suggestion[] {
  if (!typed.startsWith('/') || typed.includes('\n')) return [];
  const all = objectsOf(objectAt(state.manifest, 'features')['slash_commands']);
  return all.flatMap((command): Suggestion[] => {
    const name = textOf(command['command']);
    if (name.startsWith(typed)) return [{ line: name, shown: name, about: textOf(command['description']) }];
    if (!typed.startsWith(`${name} `)) return [];
    const words = textOf(command['usage_hint'])
      .split('|')
      .map((word) => `${name} ${word.trim()}`);
    return words
      .filter((line) => line !== `${name} ` && line.startsWith(typed) && line !== typed.trim())
      .map((line) => ({ line, shown: line, about: '' }));
  });
}

/** People, groups and channels whose name begins as the last word does. */
function names({ state: { slack } }: Page, typed: string): Suggestion[] {
  const [, before = '', word = ''] = /^([\s\S]*?)((?<![\w/])[@#][\w.-]*)$/.exec(typed) ?? [];
  if (word === '') return [];
  const all: readonly (readonly [name: string, about: string])[] = [
    [`@${slack.bot.name}`, 'the app'],
    ...slack.people.map(({ name, realName }) => [`@${name}`, realName] as const),
    ...slack.usergroups.map(({ handle, name }) => [`@${handle}`, name] as const),
    ...slack.channels.map(({ name }) => [`#${name}`, ''] as const),
  ];
  return all
    .filter(([name]) => name.startsWith(word) && name !== word)
    .map(([name, about]) => ({ line: `${before}${name}`, shown: name, about }));
}
