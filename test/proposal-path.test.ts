import { expect, test } from 'vitest';
import type { AgendaItem } from '../src/domain/agenda.ts';
import type { Meeting } from '../src/domain/meeting.ts';
import { PATH_STEPS, PLAIN_PATH } from '../src/domain/path.ts';
import type { LinkedPull } from '../src/domain/pull-request.ts';
import { standing } from '../src/domain/verdict.ts';
import { proposalPath } from '../src/proposal-path.ts';
import { anIssue, NOW, sigNode } from './support/facts.ts';
import { aKep, kepPolicy, knownKeps } from './support/keps.ts';
import { portsOf, type State } from './support/ports.ts';

const wish = anIssue({ labels: ['sig/node', 'kind/feature', 'triage/accepted'] });
const own = anIssue({ repo: 'harbour/designs', number: 7, labels: ['sig/node'] });
const kubernetes = {
  kepPolicy: kepPolicy(),
  pathPolicy: { labels: PLAIN_PATH.labels, steps: PATH_STEPS },
  saidOn: { searched: true, voices: 2 },
};
const design: LinkedPull = {
  repo: 'Harbour/designs',
  number: 12,
  title: 'The KEP',
  url: 'https://github.com/harbour/designs/pull/12',
  state: 'open',
  labels: [],
  closes: false,
};

async function next(issue: typeof wish, state: Partial<State> = {}): Promise<string | undefined> {
  const ports = portsOf({ ...kubernetes, issues: [issue], ...state });
  const standings = standing(issue, [], [sigNode], ports.policy.labels, NOW);
  return (await proposalPath(issue, standings, ports))?.next?.move;
}

test.each<[string, typeof wish, Partial<State>, string | undefined]>([
  ['a wish that was talked about wants a design', wish, {}, 'design'],
  ['a document in its text is one', wish, { excerpt: 'See https://hackmd.io/abc' }, 'propose'],
  ['any other address is none', wish, { excerpt: 'See https://example.org/abc' }, 'design'],
  [
    'a pull request in the proposals’ repository',
    wish,
    { keps: knownKeps(), linked: [design] },
    'merge-proposal',
  ],
  [
    'once it is merged there is a proposal',
    wish,
    { keps: knownKeps(), linked: [{ ...design, state: 'closed', merged: true }] },
    'build',
  ],
  [
    'a private one is told of to nobody',
    wish,
    {
      keps: knownKeps(),
      linked: [{ ...design, labels: ['security'] }],
      privacy: { channels: [], labels: ['security'] },
    },
    'design',
  ],
  ['a proposal’s own issue needs no label', own, { keps: knownKeps(aKep(7)) }, 'build'],
  ['provisional', own, { keps: knownKeps(aKep(7, { status: 'provisional' })) }, 'approve-proposal'],
  ['nobody reviews it', own, { keps: knownKeps(aKep(7, { prrApprovers: {} })) }, 'review-readiness'],
  [
    'where no freeze asks for a review, none is waited for',
    own,
    { kepPolicy: kepPolicy({ kinds: [] }), keps: knownKeps(aKep(7, { prrApprovers: {} })) },
    'build',
  ],
  ['a number that is no proposal’s', own, { keps: knownKeps(aKep(8)) }, undefined],
  ['proposals in a private repository', own, { keps: { ...knownKeps(aKep(7)), private: true } }, undefined],
  ['a bug', anIssue(), {}, undefined],
])('%s', async (_what, issue, state, move) => {
  expect(await next(issue, state)).toBe(move);
});

test('a topic of a private meeting tells nothing', async () => {
  const meeting = (hidden: boolean) =>
    ({ id: 'sig-node/weekly', sessions: [], dates: [], private: hidden }) as Partial<Meeting> as Meeting;
  const item = {
    id: 'x',
    meeting: 'sig-node/weekly',
    from: '2026-03-05',
    issue: wish.id,
    state: 'open',
  } as AgendaItem;
  expect(await next(wish, { items: [item], meetings: [meeting(true)] })).toBe('design');
  expect(await next(wish, { items: [item], meetings: [meeting(false)] })).toBe('meet');
});
