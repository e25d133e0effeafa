import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOfMessage, refusalOfView } from '../../playground/slack/blocks.ts';
import { notice } from '../../src/blocks.ts';
import { standing, type Verdict } from '../../src/domain/verdict.ts';
import { issueView, type IssueFacts } from '../../src/features/triage/issue-view.ts';
import { anIssue, NOW, sigNetwork, sigNode } from '../support/facts.ts';
import { words } from '../support/words.ts';

const DAY = 86_400_000;
const issue = anIssue({ labels: ['sig/node', 'sig/network', 'kind/bug'] });
const accepted: Verdict = {
  issue: issue.id,
  group: 'sig-network',
  kind: 'accepted',
  by: 'noor',
  at: NOW,
  via: 'slack',
};

function facts(differs: Partial<IssueFacts> = {}): IssueFacts {
  const { issue: its = issue } = differs;
  const policy = { untriaged: { without: 'triage/' } };
  const standings = standing(its, [accepted], [sigNode, sigNetwork], policy, NOW);
  return { issue: its, standings, excerpt: undefined, linked: [], similar: [], others: [], ...differs };
}
const seen = (differs: Partial<IssueFacts> = {}) => words({ text: '', blocks: issueView(facts(differs)) });

const pull = (number: number, differs: Partial<IssueFacts['linked'][number]> = {}) => ({
  repo: issue.repo,
  number,
  title: 'Reap the pod',
  url: `https://github.com/kubernetes/kubernetes/pull/${number}`,
  state: 'open' as const,
  labels: [],
  closes: false,
  ...differs,
});
const like = (number: number, title: string) => ({
  issue: anIssue({ number, title, createdAt: NOW - number * DAY }),
  score: 1 - number / 100,
});

describe('an issue to be decided about', () => {
  test('says all that one needs', () => {
    expect(
      seen({
        issue: anIssue({
          labels: ['sig/node', 'sig/network', 'kind/bug'],
          firstTimer: true,
          comments: 3,
          commentedAt: NOW,
          commentedBy: 'lee',
          reactions: 7,
          assignees: ['lee'],
        }),
        excerpt: 'It stays.\n\n\n\n_For ever_ <!channel>\u0007',
        linked: [pull(12, { closes: true }), pull(9, { state: 'closed', repo: 'kubernetes/website' })],
        similar: [like(7, 'A pod hangs')],
        others: ['Lee Wong'],
      }),
    ).toEqual([
      'Pod stays in Terminating',
      'kubernetes/kubernetes#4711 · opened by mori 2026-03-02 09:00 UTC (no commit here yet)',
      '3 comments, the last by lee 2026-03-02 10:00 UTC · 7 reactions',
      'sig/node · sig/network · kind/bug',
      'assigned to lee',
      'node: waiting · network: accepted by noor 2026-03-02 10:00 UTC',
      'It stays.',
      '',
      '_For ever_ <!channel>',
      'pull requests: #12 Reap the pod (closes this) · kubernetes/website#9 Reap the pod (closed)',
      'also like #7 A pod hangs',
      'Lee Wong looks at it too',
    ]);
  });

  test('says no more than there is', () => {
    expect(seen({ issue: anIssue({ comments: 1, reactions: 1 }), standings: [] })).toEqual([
      'Pod stays in Terminating',
      'kubernetes/kubernetes#4711 · opened by mori 2026-03-02 09:00 UTC',
      '1 comment · 1 reaction',
      'sig/node · kind/bug',
    ]);
    expect(seen({ excerpt: ' \u200b\n' }).at(-1)).toBe('no description');
  });

  test('says what changed while it was before somebody', () => {
    expect(seen({ issue: anIssue({ state: 'closed', locked: true }) })).toContain('closed, locked');
    const gone = anIssue({ gone: 'deleted', title: 'A secret' });
    expect(seen({ issue: gone, excerpt: 'the secret' })).toEqual([
      'kubernetes/kubernetes#4711 was deleted on GitHub.',
    ]);
  });

  test('cuts what is long, and says how much', () => {
    const lines = seen({
      issue: anIssue({ labels: Array.from({ length: 14 }, (_, index) => `area/${index}`), assignees: [] }),
      excerpt: 'x'.repeat(4000),
      linked: [1, 2, 3, 4, 5].map((number) => pull(number)),
      similar: [1, 2, 3, 4].map((number) => like(number, `A pod hangs ${number}`)),
      others: ['Lee', 'Noor', 'Dana', 'Mori', 'Ada', 'Kim', 'Jo'],
    });
    expect(lines.find((line) => line.startsWith('area/0'))).toMatch(/area\/9 · 4 more$/);
    expect(lines.find((line) => line.startsWith('xxx'))).toHaveLength(600);
    expect(lines.find((line) => line.startsWith('pull requests'))).toMatch(/#3 Reap the pod · 2 more$/);
    expect(lines.find((line) => line.startsWith('also like'))).toMatch(/#1 .* · #2 .* · #3 A pod hangs 3$/);
    expect(lines.at(-1)).toBe('Lee, Noor, Dana, Mori, Ada, 2 more look at it too');
  });
});

const wild = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 700 }),
  fc.constantFrom('<!channel>', '&'.repeat(700), '\u202e<@U1>', '\u0627'.repeat(400), '', '\u200b'),
);
const number = fc.nat();
const some = fc.array(wild, { maxLength: 30 });
const address = fc.oneof(wild, fc.webUrl({ withQueryParameters: true }));

test('Slack takes it whatever stands on GitHub, and finds no mention in it', () => {
  const wildIssue = fc.record({
    title: wild,
    url: address,
    author: wild,
    labels: some,
    assignees: some,
    comments: number,
    reactions: number,
    commentedAt: fc.constantFrom(undefined, NOW),
    commentedBy: fc.option(wild, { nil: undefined }),
    firstTimer: fc.boolean(),
    locked: fc.boolean(),
    state: fc.constantFrom('open' as const, 'closed' as const),
    gone: fc.constantFrom(undefined, undefined, 'deleted' as const, 'transferred' as const),
  });
  const wildFacts = fc.record({
    issue: wildIssue.map((differs) => anIssue(differs)),
    excerpt: fc.option(
      fc.array(wild, { maxLength: 9 }).map((lines) => lines.join('\n')),
      { nil: undefined },
    ),
    others: some,
    linked: fc.array(
      fc.record({ title: wild, url: address, number }).map((differs) => pull(1, differs)),
      { maxLength: 10 },
    ),
    similar: fc.array(
      fc
        .record({ title: wild, url: address, number })
        .map((differs) => ({ issue: anIssue(differs), score: 0.5 })),
      { maxLength: 5 },
    ),
    group: wild.map((label) => ({ ...sigNode, label })),
    note: wild,
  });
  fc.assert(
    fc.property(wildFacts, ({ group, note, ...rest }) => {
      const verdict: Verdict = { ...accepted, group: group.id, note, by: note };
      const standings = [
        { group, state: 'decided' as const, verdict },
        {
          group: sigNetwork,
          state: 'waiting' as const,
          since: NOW,
          why: 'reopened' as const,
          after: verdict,
        },
      ];
      const blocks = issueView({ ...rest, standings });
      expect(refusalOfView(notice('Triage', blocks))).toBeUndefined();
      expect(refusalOfMessage({ text: 'x', blocks })).toBeUndefined();
      const parsed = JSON.stringify(blocks.filter((block) => !JSON.stringify(block).includes('plain_text')));
      expect(parsed).not.toMatch(/<[!@#](?!date\^\d+\^)/);
    }),
  );
});
