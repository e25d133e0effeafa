import { escape, link, when } from './blocks.ts';
import type { Issue } from './domain/issue.ts';
import type { Move, Next, Path, PathStep } from './domain/path.ts';
import type { LinkedPull } from './domain/pull-request.ts';

const STEPS: Readonly<Record<PathStep, string>> = {
  issue: 'issue',
  duplicates: 'duplicates',
  group: 'group',
  discussion: 'discussion',
  design: 'design',
  proposal: 'KEP',
  code: 'code',
};

/** "Path: issue ✓ · group ✓ · *discussion now* · design · KEP · code": all of it told in words, and in order. */
export function pathText({ steps, ended }: Path): string {
  const words = steps.map(({ step, state }) => {
    if (state === 'now') return `*${STEPS[step]} now*`;
    return state === 'done' ? `${STEPS[step]} ✓` : STEPS[step];
  });
  return `Path: ${words.join(' · ')}${ended === undefined ? '' : ` · *the KEP is ${ended}*`}`;
}

/** Who has to do what: "Next: the leads of SIG Node put it on an agenda"; "" where nothing comes. */
export function nextText({ next }: Path, issue: Issue, groups: readonly string[]): string {
  if (!next) return '';
  const names = groups.map((title) => escape(title, 60)).join(' and ') || 'its group';
  return `Next: ${MOVES[next.move](next, issue, { names, s: groups.length > 1 ? '' : 's' })}`;
}

/** A day near by in Slack's words, and the time: in the reader's zone. */
const DAY_AND_TIME = '{date_short_pretty} at {time}';

/** Its groups, and how a verb ends after them. */
interface Theirs {
  names: string;
  s: '' | 's';
}

const MOVES: Readonly<Record<Move, (next: Next, issue: Issue, groups: Theirs) => string>> = {
  search: () => 'somebody looks whether it was asked for before',
  give: (_next, issue) => `somebody gives it to a group: \`/sig triage ${issue.number} to …\``,
  accept: (_next, _issue, { names, s }) => `${names} accept${s} it, or say${s} what is missing`,
  schedule: (_next, _issue, { names }) => `the leads of ${names} put it on an agenda`,
  meet: (_next, _issue, { names, s }) => `${names} talk${s} about it in a meeting`,
  agree: ({ until = 0 }, _issue, { names, s }) =>
    `${names} answer${s} what is proposed until ${when(until, DAY_AND_TIME)}`,
  settle: (_next, _issue, { names }) => `the leads of ${names} settle what was not agreed on`,
  design: (_next, { author }) => `${escape(author, 40)} links a design, or opens a pull request with the KEP`,
  propose: (_next, { author }) => `${escape(author, 40)} opens a pull request with the KEP`,
  'merge-proposal': ({ on }) => `the KEP’s approvers merge ${pullText(on)}`,
  'approve-proposal': (_next, _issue, { names }) => `the leads of ${names} make the KEP implementable`,
  'review-readiness': () => 'a production readiness reviewer is named for the KEP’s stage',
  build: ({ by }, { assignees }) =>
    `${by === 'assignees' ? escape(assignees.slice(0, 3).join(' or '), 120) : 'whoever takes it'} opens a pull request`,
  review: ({ on }) => `a reviewer looks at ${pullText(on)}`,
  approve: ({ on }) => `an approver approves ${pullText(on)}`,
  conclude: ({ by }, { assignees, author }) =>
    `${escape(by === 'assignees' ? assignees.slice(0, 3).join(' or ') : author, 120)} closes it, or says what is left`,
};

function pullText(on: LinkedPull | undefined): string {
  return on ? link(on.url, `${on.repo.split('/').at(-1)}#${on.number}`) : 'it';
}
