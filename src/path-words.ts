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
  const theirs = groups.map((title) => escape(title, 60)).join(' and ');
  return `Next: ${MOVES[next.move](next, issue, theirs === '' ? 'its group' : theirs)}`;
}

/** A day near by in Slack's words, and the time: in the reader's zone. */
const DAY_AND_TIME = '{date_short_pretty} at {time}';

const MOVES: Readonly<Record<Move, (next: Next, issue: Issue, groups: string) => string>> = {
  search: () => 'somebody looks whether it was asked for before',
  give: ({ by: _by }, issue) => `somebody gives it to a group: \`/sig triage ${issue.number} to …\``,
  accept: (_next, _issue, groups) => `${groups} accepts it, or says what is missing`,
  schedule: (_next, _issue, groups) => `the leads of ${groups} put it on an agenda`,
  meet: (_next, _issue, groups) => `${groups} talks about it in a meeting`,
  agree: ({ until = 0 }, _issue, groups) =>
    `${groups} answers the proposal until ${when(until, DAY_AND_TIME)}`,
  settle: (_next, _issue, groups) => `the leads of ${groups} settle what was not agreed on`,
  design: (_next, { author }) => `${escape(author, 40)} links a design, or opens a pull request with the KEP`,
  propose: (_next, { author }) => `${escape(author, 40)} opens a pull request with the KEP`,
  'merge-proposal': ({ on }) => `the KEP’s approvers merge ${pullText(on)}`,
  'approve-proposal': (_next, _issue, groups) => `the leads of ${groups} make the KEP implementable`,
  'review-readiness': () => 'a production readiness reviewer is named for the KEP’s stage',
  build: ({ by }, { assignees }) =>
    `${by === 'assignees' ? escape(assignees.slice(0, 3).join(', '), 120) : 'whoever takes it'} opens a pull request`,
  review: ({ on }) => `a reviewer looks at ${pullText(on)}`,
  approve: ({ on }) => `an approver approves ${pullText(on)}`,
  conclude: ({ by }, { assignees, author }) =>
    `${escape(by === 'assignees' ? assignees.slice(0, 3).join(', ') : author, 120)} closes it, or says what is left`,
};

function pullText(on: LinkedPull | undefined): string {
  return on ? link(on.url, `${on.repo.split('/').at(-1)}#${on.number}`) : 'it';
}
