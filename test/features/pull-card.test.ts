import { describe, expect, test } from 'vitest';
import { refusalOfMessage } from '../../playground/slack/blocks.ts';
import { cards } from '../../src/features/cards/cards.ts';
import { KUBERNETES_RULES } from '../../src/domain/merging.ts';
import { NOTHING_GIVEN, type Given } from '../../src/domain/pull-act.ts';
import type { Check, Pull } from '../../src/domain/pull.ts';
import type { Issue } from '../../src/domain/issue.ts';
import { anIssue, NOW, sigNode } from '../support/facts.ts';
import { treeOf } from '../support/owners.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const NODE = 'C0NODE';
const URL = 'https://github.com/kubernetes/kubernetes/pull/4711';

const pull = (differs: Partial<Issue> = {}) =>
  anIssue({
    isPullRequest: true,
    url: URL,
    title: 'Free the pods',
    labels: ['sig/node', 'kind/bug'],
    ...differs,
  });

const owners = treeOf({
  OWNERS: 'approvers: [harbourmaster]',
  'hull/OWNERS': 'approvers: [dana, lee]\nreviewers: [lee, pat]',
  'mast/OWNERS': 'approvers: [noor]\noptions: { no_parent_owners: true }',
  'rope/OWNERS': 'approvers: [mori]\noptions: { no_parent_owners: true }',
});

interface Told {
  issue?: Partial<Issue>;
  pull?: Partial<Pull>;
  given?: Partial<Given>;
  state?: Partial<State>;
}

/** The state in which a pull request, of which GitHub has told all, has that told of it as well. */
function state({ issue, pull: differs, given, state: more }: Told): { subject: Issue; of: Partial<State> } {
  const subject = pull(issue);
  const known: Pull = {
    id: subject.id,
    base: 'main',
    head: 'a1',
    extent: { additions: 120, deletions: 30, files: 4 },
    mergeable: 'yes',
    paths: ['hull/keel.go'],
    checks: [],
    ...differs,
  };
  const pulls = { [subject.id]: { pull: known, given: { ...NOTHING_GIVEN, ...given } } };
  return { subject, of: { issues: [subject], pulls, owners, noise: { pullRequests: true }, ...more } };
}

async function card(told: Told) {
  const { subject, of } = state(told);
  const posted = [{ subject: { kind: 'card' as const, id: subject.id }, channel: NODE, ts: '1.1' }];
  return cards.renders?.card?.({ kind: 'card', id: subject.id }, NODE, portsOf({ posted, ...of }));
}

async function shown(told: Told): Promise<string[]> {
  return words(await card(told));
}

/** What stands below "Missing to merge". */
async function missing(told: Told): Promise<string[]> {
  return (await shown(told)).flatMap((line) => (line.startsWith('• ') ? line.slice(2) : []));
}

const labels = (...more: string[]) => ({ issue: { labels: ['sig/node', ...more] } });
const check = (name: string, is: Check['state']): Check => ({ name, state: is, at: NOW });

describe('a pull request’s card', () => {
  test('says how large it is, what it lacks, and who can give that', async () => {
    const told = {
      issue: { reviewers: ['noor', 'kubernetes/deck'] },
      pull: { paths: ['hull/keel.go', 'mast/sail.go'] },
    };
    expect(await shown(told)).toEqual([
      'Free the pods',
      'kubernetes/kubernetes#4711 · opened by mori 2026-03-02 09:00 UTC',
      'Waiting for review',
      'size L · +120 −30 in 4 files',
      'sig/node · kind/bug',
      'Missing to merge',
      '• `lgtm` from noor or kubernetes/deck',
      '• `approved` from dana (`hull`) and noor (`mast`)',
      '[LGTM…] [Approve…] [Hold…]',
    ]);
    expect(refusalOfMessage((await card(told)) ?? { text: '', blocks: [] })).toBeUndefined();
  });

  test('names people as links and mentions nobody', async () => {
    const text = JSON.stringify(await card({ issue: { reviewers: ['noor', 'kubernetes/deck'] } }));
    expect(text).toContain('<https://github.com/noor|noor>');
    expect(text).toContain('<https://github.com/orgs/kubernetes/teams/deck|kubernetes/deck>');
    expect(text).not.toMatch(/<@|@noor/);
  });

  test.each<[string, Told, string]>([
    ['a draft', { issue: { draft: true } }, 'Draft'],
    ['held', labels('lgtm', 'approved', 'do-not-merge/hold'), 'On hold'],
    ['not to be tested yet', labels('needs-ok-to-test'), 'Waiting to be tested'],
    ['to be rebased', labels('needs-rebase'), 'Waiting for mori'],
    ['failing', { pull: { checks: [check('unit', 'failing')] } }, 'Waiting for mori'],
    [
      'being checked',
      { ...labels('lgtm', 'approved'), pull: { checks: [check('unit', 'pending')] } },
      'Checks are running',
    ],
    ['to be reviewed', labels('approved'), 'Waiting for review'],
    ['to be approved', labels('lgtm'), 'Waiting for approval'],
    ['done', labels('lgtm', 'approved'), 'Ready to merge'],
    ['merged', { issue: { state: 'closed' }, pull: { mergedAt: NOW } }, 'Merged'],
    ['closed', { issue: { state: 'closed' } }, 'Closed without being merged'],
  ])('that is %s says so', async (_what, told, says) => {
    expect((await shown(told))[2]).toBe(says);
  });

  test.each<[string, Told, string[]]>([
    [
      'nobody is asked',
      { ...labels('approved'), state: { owners: undefined } },
      ['`lgtm` from a reviewer; nobody is asked yet'],
    ],
    ['nobody is asked: who reviews by OWNERS', labels('approved'), ['`lgtm` from lee or pat']],
    ['one approves all', labels('lgtm'), ['`approved` from dana']],
    [
      'the idler of two',
      { ...labels('lgtm'), state: { owners, load: { dana: 3 } } },
      ['`approved` from lee'],
    ],
    [
      'nothing is known of its files',
      { ...labels('lgtm'), pull: { paths: undefined } },
      ['`approved` from an approver'],
    ],
    [
      'one has approved already',
      { ...labels('lgtm'), pull: { paths: ['hull/keel.go', 'mast/sail.go'] }, given: { approved: ['Dana'] } },
      ['`approved` from noor'],
    ],
    [
      'the author approves it, and that counts',
      { ...labels('lgtm'), pull: { paths: ['rope/a.go', 'mast/b.go'] } },
      ['`approved` from noor'],
    ],
    [
      'the author alone approves it, and that does not count',
      {
        ...labels('lgtm'),
        pull: { paths: ['rope/a.go'] },
        state: { owners, rules: { ...KUBERNETES_RULES, selfApproval: false } },
      },
      ['`approved` for `rope`: OWNERS names nobody but the author'],
    ],
    [
      'much at once',
      {
        ...labels(
          'needs-ok-to-test',
          'needs-rebase',
          'do-not-merge/needs-kind',
          'do-not-merge/hold',
          'cncf-cla: no',
        ),
        pull: { checks: [check('unit', 'failing'), check('lint', 'pending')] },
        given: { held: ['lee'] },
      },
      [
        '`/ok-to-test` from a member of the organisation',
        'a rebase: mori',
        '`do-not-merge/needs-kind` to go: anybody, by a command',
        '`cncf-cla: no` to go: mori',
        '1 failing check (unit): mori',
        'checks that are running',
        '`lgtm` from lee or pat',
        '`approved` from dana',
        'the hold to end: lee',
      ],
    ],
    [
      'many checks fail',
      {
        ...labels('lgtm', 'approved'),
        pull: { checks: ['a', 'b', 'c', 'd', 'e'].map((name) => check(name, 'failing')) },
      },
      ['5 failing checks (a, b, c and 2 more): mori'],
    ],
    [
      'reviews count, not labels',
      {
        issue: { reviewers: ['noor'] },
        given: { refused: ['lee'] },
        state: { owners, rules: { ...KUBERNETES_RULES, by: 'reviews' } },
      },
      ['approval of lee, who asked for changes', 'an approving review from noor'],
    ],
  ])('lacks, where %s', async (_what, told, lines) => {
    expect(await missing(told)).toEqual(lines);
  });

  test('says whose word stands', async () => {
    const told = { ...labels('lgtm'), given: { lgtm: ['lee'], approved: ['noor'] } };
    expect(await shown(told)).toContain('`lgtm` by lee · `approve` by noor');
  });

  test('ends with the pull request: it lacks nothing any more, and has no buttons', async () => {
    expect(await shown({ issue: { state: 'closed' }, pull: { mergedAt: NOW } })).toEqual([
      'Free the pods',
      'kubernetes/kubernetes#4711 · opened by mori 2026-03-02 09:00 UTC',
      'Merged',
      'size L · +120 −30 in 4 files',
      'sig/node · kind/bug',
    ]);
  });

  test('stays the same while checks come and go that say the same', async () => {
    const running = (...names: string[]) => ({
      pull: { checks: names.map((name) => check(name, 'pending')) },
    });
    expect(await shown(running('unit', 'lint'))).toEqual(await shown(running('build')));
  });

  test('keeps to Slack’s limits, whatever stands on it', async () => {
    const long = (name: string) => `${name}-${'x'.repeat(200)}`;
    const many = (name: string) => Array.from({ length: 100 }, (_one, at) => long(`${name}${at}`));
    const logins = many('login').map((login) => login.slice(0, 39));
    const told = {
      issue: { labels: ['sig/node', ...many('do-not-merge/')], reviewers: logins, title: long('title') },
      pull: {
        checks: many('check').map((name) => check(name, 'failing')),
        paths: many('hull/').slice(0, 50),
      },
      given: { held: logins, approved: logins },
    };
    expect(refusalOfMessage((await card(told)) ?? { text: '', blocks: [] })).toBeUndefined();
    expect(await missing(told)).toHaveLength(13);
  });

  test('lets nobody’s words in', async () => {
    const evil = '`<!channel>*x*';
    const told = {
      ...labels(`do-not-merge/${evil}`),
      pull: { checks: [check(evil, 'failing')], paths: [`${evil}/a.go`] },
      given: { held: [evil] },
    };
    expect(JSON.stringify(await card(told))).not.toContain('<!channel>');
  });
});

describe('where a pull request gets a card', () => {
  async function planned(issue: Partial<Issue>, differs: Partial<State> = {}) {
    const { subject, of } = state({ issue, state: differs });
    const plan = await cards.touched?.(subject, portsOf(of));
    return [...(plan?.effects.map(({ kind }) => kind) ?? []), ...(plan?.because ?? [])];
  }

  test.each<[string, Partial<Issue>, Partial<State>, string, string?]>([
    ['where its group wants that', {}, {}, 'card', 'slack.post'],
    [
      'where the operator does',
      {},
      { noise: {}, groups: [{ ...sigNode, pullRequests: true }] },
      'card',
      'slack.post',
    ],
    ['nowhere else', {}, { noise: {} }, 'no new card, pull requests are off for this group'],
    [
      'nowhere where its leads want none',
      {},
      { noise: { pullRequests: false }, groups: [{ ...sigNode, pullRequests: true }] },
      'no new card, pull requests are off for this group',
    ],
    ['not while it is a draft', { draft: true }, {}, 'no new card, it is a draft'],
    [
      'nor by its label',
      { labels: ['sig/node', 'do-not-merge/work-in-progress'] },
      {},
      'no new card, it is a draft',
    ],
  ])('%s', async (_where, issue, differs, because, effect) => {
    const line = `sig/node → SIG Node → #sig-node: ${because}`;
    expect(await planned(issue, differs)).toEqual(effect ? [effect, line] : [line]);
  });
});
