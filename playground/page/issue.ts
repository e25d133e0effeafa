import type { GitHubIssue } from '../serve/page-state.ts';
import { avatar } from './avatar.ts';
import { el, type Child } from './dom.ts';
import { labelChip } from './labels.ts';
import { markdown } from './markdown.ts';
import type { Page } from './page.ts';
import { timeNode } from './times.ts';

/** One issue with its comments; whoever has an account may change it. */
export function drawIssue(page: Page, issue: GitHubIssue, login: string): HTMLElement {
  const back = (): void => page.see({ issue: '' });
  return el(
    'article',
    { class: 'issue' },
    el('button', { type: 'button', class: 'back', onclick: back, 'data-focus': 'back' }, '← All issues'),
    el('h2', {}, issue.title, ' ', el('span', { class: 'muted' }, `#${issue.number}`)),
    el(
      'p',
      { class: 'standing' },
      el('span', { class: `state ${issue.state}` }, stateText(issue)),
      ` ${issue.author} opened this ${issue.isPullRequest ? 'pull request' : 'issue'} `,
      timeNode(page, Date.parse(issue.createdAt), '{ago}'),
    ),
    about(page, issue, login),
    commentBox(page, issue),
    ...issue.comments.map((comment) => commentBox(page, comment)),
    login === ''
      ? el('p', { class: 'muted note' }, 'A guest without a GitHub account can read here.')
      : answerForm(page, issue),
  );
}

function stateText({ state, stateReason, merged }: GitHubIssue): string {
  if (state === 'open') return 'Open';
  if (merged) return 'Merged';
  return stateReason === 'not_planned' ? 'Closed as not planned' : 'Closed';
}

/** Labels and assignees. */
function about(page: Page, issue: GitHubIssue, login: string): HTMLElement {
  const { ref } = issue;
  const may = login !== '';
  const chips = issue.labels.map((label) =>
    labelChip(label, may ? () => void page.act('unlabel', { ref, label }) : undefined),
  );
  const others = page.state.github.labels.filter((label) => !issue.labels.includes(label));
  const people = page.state.slack.people.map((person) => person.login).filter((one) => one !== '');
  const free = people.filter((one) => !issue.assignees.includes(one));
  const assigned = issue.assignees.map((one) => assignee(page, ref, one, may));
  return el(
    'dl',
    { class: 'about' },
    el('dt', {}, 'Labels'),
    el(
      'dd',
      {},
      ...chips,
      may && picker('Add a label', others, (label) => void page.act('label', { ref, label })),
    ),
    el('dt', {}, 'Assignees'),
    el(
      'dd',
      {},
      ...(assigned.length > 0 ? assigned : [el('span', { class: 'muted' }, 'nobody')]),
      may && picker('Assign', free, (one) => void page.act('assign', { ref, login: one, on: true })),
    ),
  );
}

function assignee(page: Page, ref: string, login: string, may: boolean): HTMLElement {
  const unassign = (): void => void page.act('assign', { ref, login, on: false });
  return el(
    'span',
    { class: 'assignee' },
    avatar(login),
    login,
    may && el('button', { type: 'button', 'aria-label': `Unassign ${login}`, onclick: unassign }, '×'),
  );
}

function picker(what: string, choices: readonly string[], pick: (choice: string) => void): HTMLElement {
  const select = el(
    'select',
    { class: 'picker', 'aria-label': what, 'data-focus': what },
    el('option', { value: '' }, `+ ${what}`),
    ...choices.map((choice) => el('option', { value: choice }, choice)),
  );
  select.addEventListener('change', () => {
    const { value } = select;
    select.value = '';
    if (value !== '') pick(value);
  });
  return select;
}

type Comment = GitHubIssue['comments'][number];

/** What somebody wrote and when: the description looks like a comment. */
function commentBox(page: Page, { author, body, createdAt }: Comment): HTMLElement {
  const isRobot = author === page.state.slack.bot.name || author.endsWith('robot');
  return el(
    'section',
    { class: 'comment', 'aria-label': `Comment by ${author}` },
    el(
      'header',
      {},
      avatar(author),
      el('strong', {}, author),
      isRobot && el('span', { class: 'badge' }, 'bot'),
      el('span', { class: 'when' }, 'commented ', timeNode(page, Date.parse(createdAt), '{ago}')),
    ),
    el(
      'div',
      { class: 'body' },
      body.trim() === '' ? el('p', { class: 'muted' }, 'No description provided.') : markdown(page, body),
    ),
  );
}

/** What may become of its state: the button's words, the act, what is said with it. */
function stateChanges({
  state,
  isPullRequest,
  merged,
}: GitHubIssue): [string, string, Record<string, string>?][] {
  if (merged) return [];
  if (state === 'closed') return [['Reopen', 'reopen']];
  if (isPullRequest)
    return [
      ['Close', 'close'],
      ['Merge', 'merge'],
    ];
  return [
    ['Close', 'close'],
    ['Close as not planned', 'close', { reason: 'not_planned' }],
  ];
}

function answerForm(page: Page, issue: GitHubIssue): HTMLElement {
  const { ref } = issue;
  const text = el('textarea', {
    class: 'field',
    rows: 3,
    'aria-label': 'Comment',
    placeholder: 'Leave a comment; /triage accepted and its kind work where Prow does',
    'data-focus': 'comment',
  });
  const changes = stateChanges(issue);
  const submit = (event: Event): void => {
    event.preventDefault();
    const said = text.value.trim();
    if (said !== '') void page.act('comment', { ref, text: said });
    text.value = '';
  };
  const act = (label: string, name: string, said: Record<string, string> = {}): Child =>
    el(
      'button',
      {
        type: 'button',
        class: 'button',
        'data-focus': label,
        onclick: () => void page.act(name, { ref, ...said }),
      },
      label,
    );
  return el(
    'form',
    { class: 'answer', onsubmit: submit },
    text,
    el(
      'div',
      { class: 'row' },
      ...changes.map(([label, name, said]) => act(label, name, said)),
      el('button', { class: 'button green' }, 'Comment'),
    ),
  );
}
