import { textOf } from '../json.ts';
import { el } from './dom.ts';
import { showIssue, type Page } from './page.ts';

/** The form in which an issue is opened. */
export function newIssueForm(page: Page): HTMLElement {
  const { repo, labels } = page.state.github;
  const title = el('input', { id: 'new-title', class: 'field', required: true, autocomplete: 'off' });
  const body = el('textarea', { id: 'new-body', class: 'field', rows: 5 });
  const label = labelMenu(labels);
  const pull = el('input', { type: 'checkbox', role: 'switch' });
  const cancel = (): void => {
    page.ui.opening = false;
    page.redraw();
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chosen = label.value === '' ? [] : [label.value];
    const done = await page.act('open', {
      repo,
      title: title.value,
      body: body.value,
      labels: chosen,
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
    el('label', { for: 'new-label' }, 'Label'),
    label,
    el('label', { class: 'switch' }, pull, el('span', {}, 'as a pull request')),
    el(
      'div',
      { class: 'row' },
      el('button', { type: 'button', class: 'button', onclick: cancel }, 'Cancel'),
      el('button', { class: 'button green' }, 'Submit new issue'),
    ),
  );
}

function labelMenu(labels: readonly string[]): HTMLSelectElement {
  return el(
    'select',
    { id: 'new-label', class: 'field' },
    el('option', { value: '' }, 'No label'),
    ...labels.map((name) => el('option', { value: name }, name)),
  );
}
