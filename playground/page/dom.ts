/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** What may stand in an element; `undefined` and `false` are left out. */
export type Child = Node | string | undefined | false;

type Property = string | number | boolean | undefined | ((event: Event) => void);

/** An element: properties are attributes, functions under "onclick" and the like are listeners. Never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Readonly<Record<string, Property>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...present(children));
  return element;
}

/** The children that are there. */
function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => child !== undefined && child !== false);
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

/** A child that is made anew only when its signature changes. */
export interface Keyed {
  key: string;
  /** Everything it is made of, as text. */
  signature: string;
  make: () => HTMLElement;
}

/** Brings an element's children up to date; who has the focus keeps it, also where the child was made anew. */
export function keep(parent: HTMLElement, wanted: readonly Keyed[]): void {
  const known = new Map([...parent.children].map((child) => [(child as HTMLElement).dataset['key'], child]));
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
  const had = focused && parent.contains(focused) ? focused.dataset['focus'] : undefined;
  const children = wanted.map(({ key, signature, make }) => {
    const child = known.get(key);
    if (child instanceof HTMLElement && child.dataset['signature'] === signature) return child;
    const made = make();
    made.dataset['key'] = key;
    made.dataset['signature'] = signature;
    return made;
  });
  [...parent.children]
    .filter((child) => !children.includes(child as HTMLElement))
    .forEach((child) => child.remove());
  children.forEach((child, index) => {
    const now = parent.children[index];
    if (now !== child) parent.insertBefore(child, now ?? null);
  });
  if (had !== undefined && document.activeElement !== focused) giveBack(parent, had, focused);
}

/** The focus, and what was being typed. */
function giveBack(parent: HTMLElement, name: string, old: HTMLElement | undefined): void {
  const now = parent.querySelector<HTMLElement>(`[data-focus="${CSS.escape(name)}"]`);
  if (now instanceof HTMLInputElement && old instanceof HTMLInputElement) now.value = old.value;
  now?.focus();
}

/** One child for each part of the page that is drawn as a whole. */
export function keepOne(parent: HTMLElement, signature: unknown, make: () => HTMLElement): void {
  keep(parent, [{ key: 'one', signature: JSON.stringify(signature), make }]);
}
