import type { GitHubRow } from '../serve/page-state.ts';
import { byId, el, keep, type Child } from './dom.ts';
import { icon } from './icons.ts';
import { drawIssue } from './issue.ts';
import { labelChip } from './labels.ts';
import { newIssueForm } from './new-issue.ts';
import type { Page } from './page.ts';
import { timeNode } from './times.ts';

/** Draws the GitHub side: a repository's issues, or one of them. */
export function drawGitHub(page: Page): void {
  const { github, slack } = page.state;
  const login = slack.people.find(({ id }) => id === slack.viewer)?.login ?? '';
  const head = {
    key: 'head',
    signature: JSON.stringify([github.repo, github.repos, login, page.ui.opening]),
    make: () => repoHead(page, login),
  };
  const issue = github.issue;
  const body =
    issue && !page.ui.opening
      ? {
          key: issue.ref,
          signature: JSON.stringify([issue, login, github.labels.length]),
          make: () => drawIssue(page, issue, login),
        }
      : page.ui.opening
        ? { key: 'new', signature: `${github.repo} ${login}`, make: () => newIssueForm(page) }
        : {
            key: 'list',
            signature: JSON.stringify([github.issues, page.ui.filter]),
            make: () => issueList(page),
          };
  keep(byId('github'), [head, body]);
}

function repoHead(page: Page, login: string): HTMLElement {
  const { github } = page.state;
  const select = el(
    'select',
    { class: 'field', 'aria-label': 'Repository', 'data-focus': 'repo' },
    ...github.repos.map(({ name }) => el('option', { value: name, selected: name === github.repo }, name)),
  );
  select.addEventListener('change', () => {
    page.ui.opening = false;
    page.see({ repo: select.value, issue: '' });
  });
  const prow = github.repos.find(({ name }) => name === github.repo)?.prow === true;
  const box = el('input', { type: 'checkbox', role: 'switch', checked: prow, 'data-focus': 'prow' });
  box.addEventListener('change', () => void page.act('prow', { repo: github.repo, on: box.checked }));
  const openForm = (): void => {
    page.ui.opening = true;
    page.redraw();
    document.getElementById('new-title')?.focus();
  };
  return el(
    'div',
    { class: 'repo-head' },
    select,
    el(
      'label',
      {
        class: 'switch',
        title: 'A stand-in for Prow carries out /triage, /sig and other commands in comments',
      },
      box,
      el('span', {}, 'Prow'),
    ),
    login === ''
      ? el('span', { class: 'muted' }, 'no GitHub account')
      : el(
          'button',
          { type: 'button', class: 'button green', onclick: openForm, 'data-focus': 'new-issue' },
          'New issue',
        ),
  );
}

function issueList(page: Page): HTMLElement {
  const { issues } = page.state.github;
  const { filter } = page.ui;
  const tab = (state: 'open' | 'closed', text: string): HTMLElement =>
    el(
      'button',
      {
        type: 'button',
        'aria-pressed': String(filter === state),
        'data-focus': `filter-${state}`,
        onclick: () => {
          page.ui.filter = state;
          page.redraw();
        },
      },
      `${issues.filter((issue) => issue.state === state).length} ${text}`,
    );
  const shown = issues.filter((issue) => issue.state === filter);
  return el(
    'div',
    { class: 'box' },
    el('div', { class: 'box-head' }, tab('open', 'Open'), tab('closed', 'Closed')),
    shown.length === 0
      ? el('p', { class: 'empty' }, 'Nothing here.')
      : el('ul', { class: 'issues' }, ...shown.map((issue) => row(page, issue))),
  );
}

function row(page: Page, issue: GitHubRow): HTMLElement {
  const open = (): void => page.see({ issue: issue.ref });
  const comments: Child =
    issue.comments > 0 && el('span', { class: 'count' }, icon('speech'), ` ${issue.comments}`);
  return el(
    'li',
    {},
    stateDot(issue.state),
    el(
      'div',
      {},
      el('button', { type: 'button', class: 'title', onclick: open, 'data-focus': issue.ref }, issue.title),
      issue.isPullRequest && el('span', { class: 'badge' }, 'pull request'),
      ' ',
      issue.labels.length > 0 &&
        el('span', { class: 'labels' }, ...issue.labels.map((label) => labelChip(label))),
      el(
        'p',
        { class: 'muted' },
        `#${issue.number} opened `,
        timeNode(page, Date.parse(issue.createdAt), '{ago}'),
        ` by ${issue.author}`,
        issue.assignees.length > 0 && ` · assigned to ${issue.assignees.join(', ')}`,
      ),
    ),
    comments,
  );
}

function stateDot(state: 'open' | 'closed'): HTMLElement {
  return el('span', { class: `dot ${state}`, role: 'img', 'aria-label': state });
}
