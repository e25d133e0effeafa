import { textOf } from '../json.ts';
import { el } from './dom.ts';
import { labelChip } from './labels.ts';
import { showIssue, type Page } from './page.ts';

/** The form in which an issue is opened. */
export function newIssueForm(page: Page): HTMLElement {
  const { repo, labels } = page.state.github;
  const title = el('input', { id: 'new-title', class: 'field', required: true, autocomplete: 'off' });
  const body = el('textarea', { id: 'new-body', class: 'field', rows: 5 });
  const { node: menu, chosen } = labelMenu(labels);
  const pull = el('input', { type: 'checkbox', role: 'switch' });
  const cancel = (): void => {
    page.ui.opening = false;
    page.redraw();
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const done = await page.act('open', {
      repo,
      title: title.value,
      body: body.value,
      labels: [...chosen],
      pullRequest: pull.checked,
    });
    if (done) showIssue(page, { repo, issue: textOf(done['ref']) });
  };
  return el(
    'form',
    { class: 'box new-issue', onsubmit: (event: Event) => void submit(event) },
    el('h2', {}, `New issue in ${repo}`),
    el('label', { for: 'new-title' }, 'Title'),
    title,
    el('label', { for: 'new-body' }, 'Description'),
    body,
    el('label', { for: 'new-label' }, 'Labels'),
    menu,
    el('label', { class: 'switch' }, pull, el('span', {}, 'as a pull request')),
    el(
      'div',
      { class: 'row' },
      el('button', { type: 'button', class: 'button', onclick: cancel }, 'Cancel'),
      el('button', { class: 'button green' }, 'Submit new issue'),
    ),
  );
}

/** Where labels are picked one after the other, and the picked ones taken off again. */
function labelMenu(labels: readonly string[]): { node: HTMLElement; chosen: ReadonlySet<string> } {
  const chosen = new Set<string>();
  const chips = el('span', { class: 'labels' });
  const select = el('select', { id: 'new-label', class: 'picker' });
  const draw = (): void => {
    const free = labels.filter((name) => !chosen.has(name));
    chips.replaceChildren(...[...chosen].map((name) => labelChip(name, () => take(name))));
    select.replaceChildren(
      el('option', { value: '' }, '+ Add a label'),
      ...free.map((name) => el('option', { value: name }, name)),
    );
  };
  const take = (name: string): void => {
    chosen.delete(name);
    draw();
    select.focus();
  };
  select.addEventListener('change', () => {
    if (select.value !== '') chosen.add(select.value);
    draw();
  });
  draw();
  return { node: el('div', { class: 'row' }, chips, select), chosen };
}
