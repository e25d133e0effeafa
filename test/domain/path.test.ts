import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isProposal,
  PATH_STEPS,
  pathOf,
  PLAIN_PATH,
  type PathFacts,
  type PathStep,
} from '../../src/domain/path.ts';
import type { LinkedPull } from '../../src/domain/pull-request.ts';

const policy = { labels: PLAIN_PATH.labels, steps: PATH_STEPS };

/** A wish that nobody has looked at, with whatever differs. */
function facts({
  issue,
  ...differs
}: Partial<Omit<PathFacts, 'issue'>> & { issue?: object } = {}): PathFacts {
  return {
    issue: { state: 'open', author: 'mori', assignees: [], ...issue },
    searched: false,
    groups: [],
    accepted: false,
    voices: 0,
    agenda: 'never',
    document: false,
    designs: [],
    pulls: [],
    ...differs,
  };
}

const pull = (differs: Partial<LinkedPull> = {}): LinkedPull => ({
  repo: 'harbour/boats',
  number: 12,
  title: 'Keep it afloat',
  url: 'https://github.com/harbour/boats/pull/12',
  state: 'open',
  labels: [],
  closes: true,
  ...differs,
});
const merged = pull({ state: 'closed', merged: true });
const given = { searched: true, groups: [{ id: 'sig-node', title: 'SIG Node' }] };
const accepted = { ...given, accepted: true };
const discussed = { ...accepted, voices: 2 };
const designed = { ...discussed, document: true };
const implementable = { status: 'implementable', reviewed: true } as const;
const proposed = { ...discussed, proposal: implementable };
const until = 0;

type Row = [
  what: string,
  given: Parameters<typeof facts>[0],
  now: PathStep | undefined,
  next: string | undefined,
];

const ROWS: Row[] = [
  ['nobody has looked at it', {}, 'duplicates', 'search by anybody'],
  ['no group has it', { searched: true }, 'group', 'give by anybody'],
  ['its group has it', given, 'discussion', 'accept by group'],
  ['people talk, nobody has accepted', { ...given, voices: 5 }, 'discussion', 'accept by group'],
  ['accepted in silence', accepted, 'discussion', 'schedule by leads'],
  ['one other person spoke', { ...accepted, voices: 1 }, 'discussion', 'schedule by leads'],
  ['two other people spoke', discussed, 'design', 'design by author'],
  ['it waits on an agenda', { ...discussed, agenda: 'waiting' }, 'discussion', 'meet by group'],
  ['a meeting talked about it', { ...accepted, agenda: 'held' }, 'design', 'design by author'],
  ['talked about, not accepted', { ...given, agenda: 'held' }, 'discussion', 'accept by group'],
  [
    'consensus is sought',
    { ...discussed, consensus: { state: 'open', until } },
    'discussion',
    'agree by group',
  ],
  [
    'sought, and on an agenda',
    { ...accepted, agenda: 'waiting', consensus: { state: 'open', until } },
    'discussion',
    'agree by group',
  ],
  [
    'consensus stalled',
    { ...accepted, consensus: { state: 'stalled', until } },
    'discussion',
    'settle by leads',
  ],
  [
    'stalled, and a topic now',
    { ...accepted, agenda: 'waiting', consensus: { state: 'stalled', until } },
    'discussion',
    'meet by group',
  ],
  ['agreed on', { ...given, consensus: { state: 'accepted', until } }, 'design', 'design by author'],
  [
    'consensus was stopped',
    { ...accepted, consensus: { state: 'stopped', until } },
    'discussion',
    'schedule by leads',
  ],
  ['a document tells the design', designed, 'proposal', 'propose by author'],
  [
    'its KEP is a pull request',
    { ...accepted, designs: [pull()] },
    'proposal',
    'merge-proposal by approvers',
  ],
  ['proposed without a group', { searched: true, designs: [pull()] }, 'group', 'give by anybody'],
  [
    'consensus is sought on a KEP',
    { ...accepted, designs: [pull()], consensus: { state: 'open', until } },
    'discussion',
    'agree by group',
  ],
  [
    'provisional',
    { ...given, proposal: { status: 'provisional', reviewed: true } },
    'proposal',
    'approve-proposal by leads',
  ],
  [
    'provisional, to be changed by a pull request',
    { ...given, designs: [pull()], proposal: { status: 'provisional', reviewed: false } },
    'proposal',
    'merge-proposal by approvers',
  ],
  [
    'of a status nobody can read',
    { ...given, proposal: { status: undefined, reviewed: true } },
    'proposal',
    'approve-proposal by leads',
  ],
  [
    'nobody reviews its readiness',
    { ...given, proposal: { status: 'implementable', reviewed: false } },
    'proposal',
    'review-readiness by readiness',
  ],
  ['ready to be built', proposed, 'code', 'build by anybody'],
  ['somebody has it', { ...proposed, issue: { assignees: ['lee'] } }, 'code', 'build by assignees'],
  ['code is open', { ...proposed, pulls: [pull()] }, 'code', 'review by reviewers'],
  ['looked at', { ...proposed, pulls: [pull({ labels: ['lgtm'] })] }, 'code', 'approve by approvers'],
  ['one merged, one open', { ...proposed, pulls: [merged, pull()] }, 'code', 'review by reviewers'],
  ['closed without a merge', { ...proposed, pulls: [pull({ state: 'closed' })] }, 'code', 'build by anybody'],
  ['all is merged', { ...proposed, pulls: [merged] }, undefined, 'conclude by author'],
  [
    'implemented',
    { ...given, proposal: { status: 'implemented', reviewed: true } },
    undefined,
    'conclude by author',
  ],
  ['built before it was proposed', { ...discussed, pulls: [merged] }, 'design', 'design by author'],
  ['given up', { ...given, proposal: { status: 'withdrawn', reviewed: false } }, undefined, undefined],
  ['closed as completed', { issue: { state: 'closed', stateReason: 'completed' } }, undefined, undefined],
];

describe('where a proposal is', () => {
  test.each(ROWS)('%s', (_what, given_, now, next) => {
    const path = pathOf(facts(given_), policy);
    expect(path?.steps.find(({ state }) => state === 'now')?.step).toBe(now);
    expect(path?.next && `${path.next.move} by ${path.next.by}`).toBe(next);
  });

  test('what was closed otherwise, or is gone, has none', () => {
    expect(pathOf(facts({ issue: { state: 'closed', stateReason: 'not_planned' } }), policy)).toBeUndefined();
    expect(pathOf(facts({ issue: { gone: 'transferred' } }), policy)).toBeUndefined();
  });

  test('names the pull request that is waited for, and what it ended as', () => {
    expect(
      pathOf(facts({ ...proposed, pulls: [merged, pull({ number: 13 })] }), policy)?.next?.on?.number,
    ).toBe(13);
    const ended = pathOf(facts({ ...given, proposal: { status: 'deferred', reviewed: false } }), policy);
    expect(ended?.ended).toBe('deferred');
  });

  test('a community without proposals goes from the discussion to the code', () => {
    const path = pathOf(facts(discussed), PLAIN_PATH);
    expect(path?.steps.map(({ step }) => step)).toEqual([
      'issue',
      'duplicates',
      'group',
      'discussion',
      'code',
    ]);
    expect(path?.next?.move).toBe('build');
  });
});

test('a pull request, or a bug, is no proposal; an issue in the proposals’ repository is one by its number', () => {
  const wish = { labels: ['Kind/Feature'], isPullRequest: false };
  expect(isProposal(wish, policy)).toBe(true);
  expect(isProposal({ ...wish, isPullRequest: true }, policy, true)).toBe(false);
  expect(isProposal({ labels: ['kind/bug'], isPullRequest: false }, policy)).toBe(false);
  expect(isProposal({ labels: [], isPullRequest: false }, policy, true)).toBe(true);
});

test('whatever is known, one step at most is on, all before it are done, and its mover is named', () => {
  const some = fc.record({
    searched: fc.boolean(),
    groups: fc.constantFrom(given.groups, []),
    accepted: fc.boolean(),
    voices: fc.nat(3),
    agenda: fc.constantFrom('never' as const, 'waiting' as const, 'held' as const),
    document: fc.boolean(),
    designs: fc.constantFrom([], [pull()], [merged]),
    pulls: fc.constantFrom([], [pull()], [merged]),
    proposal: fc.constantFrom(undefined, implementable, { status: 'provisional' as const, reviewed: false }),
    consensus: fc.option(
      fc.record({ state: fc.constantFrom('open', 'stalled', 'accepted', 'stopped'), until: fc.nat() }),
      { nil: undefined },
    ),
  });
  fc.assert(
    fc.property(some, fc.subarray([...PATH_STEPS], { minLength: 1 }), (known, steps) => {
      const path = pathOf(facts(known), { labels: [], steps });
      const states = path?.steps.map(({ state }) => state) ?? [];
      const now = states.indexOf('now');
      expect(states.filter((state) => state === 'now').length).toBeLessThanOrEqual(1);
      expect(states.slice(0, now === -1 ? undefined : now)).toEqual(
        Array.from({ length: now === -1 ? states.length : now }, () => 'done'),
      );
      expect(path?.next?.by).toBeDefined();
    }),
  );
});
