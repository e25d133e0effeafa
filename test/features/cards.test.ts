import { describe, expect, test } from 'vitest';
import { refusalOfMessage } from '../../playground/slack/blocks.ts';
import { cards } from '../../src/features/cards/cards.ts';
import { fingerprint } from '../../src/blocks.ts';
import type { Issue } from '../../src/domain/issue.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { anIssue, sigNetwork, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const NODE = 'C0NODE';
const NET = 'C0NET';

async function touched(issue: Issue, state: Partial<State> = {}) {
  const plan = await cards.touched?.(issue, portsOf({ issues: [issue], ...state }));
  const effects = plan?.effects.map((effect) =>
    'channel' in effect ? `${effect.kind} ${effect.channel}` : effect.kind,
  );
  return { effects, because: plan?.because };
}

async function card(issue: Issue, channel: string, state: Partial<State> = {}) {
  const subject = { kind: 'card', id: issue.id } as const;
  return cards.renders?.card?.(subject, channel, portsOf({ issues: [issue], ...state }));
}

const sent = (issue: Issue, channel: string, shown = 'older') => ({
  subject: { kind: 'card' as const, id: issue.id },
  channel,
  ts: '1.1',
  shown,
});

describe('where an issue gets a card', () => {
  test.each<[string, Partial<Issue>, Partial<State>, string[], string]>([
    ['in its group’s channel', {}, {}, [`slack.post ${NODE}`], 'sig/node → SIG Node → #sig-node: card'],
    [
      'in each of its groups’',
      { labels: ['sig/network', 'sig/node'] },
      {},
      [`slack.post ${NODE}`, `slack.post ${NET}`],
      'sig/network → SIG Network → #sig-network: card',
    ],
    [
      'whatever the case of the label',
      { labels: ['SIG/Node'] },
      {},
      [`slack.post ${NODE}`],
      'sig/node → SIG Node → #sig-node: card',
    ],
    [
      'nowhere without a group’s label',
      { labels: ['needs-sig'] },
      {},
      [],
      'no card: no group has one of its labels (needs-sig)',
    ],
    [
      'nowhere without any label',
      { labels: [] },
      {},
      [],
      'no card: no group has one of its labels (it has none)',
    ],
    [
      'not when it is closed',
      { state: 'closed' },
      {},
      [],
      'sig/node → SIG Node → #sig-node: no new card, the issue is closed',
    ],
    [
      'not when it is older than the bot',
      { existedBefore: true },
      {},
      [],
      'sig/node → SIG Node → #sig-node: no new card, the issue is older than the bot in its repository',
    ],
    [
      'not when it is a pull request',
      { isPullRequest: true },
      {},
      [],
      'sig/node → SIG Node → #sig-node: no new card, pull requests are off for this group',
    ],
    [
      'but when the group wants pull requests',
      { isPullRequest: true },
      { groups: [{ ...sigNode, pullRequests: true }] },
      [`slack.post ${NODE}`],
      'sig/node → SIG Node → #sig-node: card',
    ],
    [
      'not when the group is paused',
      {},
      { groups: [{ ...sigNode, paused: true }] },
      [],
      'sig/node → SIG Node → #sig-node: no new card, the group is paused',
    ],
    [
      'not when the group has no channel',
      {},
      { channels: {} },
      [],
      'sig/node → SIG Node: no card, it has no channel the bot may post in',
    ],
    [
      'not when it was deleted',
      { gone: 'deleted' },
      {},
      [],
      'sig/node → SIG Node → #sig-node: no new card, the issue was deleted',
    ],
  ])('%s', async (_name, differs, state, effects, because) => {
    const plan = await touched(anIssue(differs), state);
    expect(plan.effects).toEqual(effects);
    expect(plan.because).toContain(because);
  });

  test('two groups that share a channel share one card', async () => {
    const channels = {
      'sig-node': { id: NODE, name: 'sig-node' },
      'sig-network': { id: NODE, name: 'sig-node' },
    };
    const issue = anIssue({ labels: ['sig/node', 'sig/network'] });
    expect((await touched(issue, { channels })).effects).toEqual([`slack.post ${NODE}`]);
  });
});

describe('a card that was sent', () => {
  test('is edited when it shows something else, and left alone when it does not', async () => {
    const issue = anIssue();
    expect((await touched(issue, { posted: [sent(issue, NODE)] })).effects).toEqual([`slack.update ${NODE}`]);
    const shown = await card(issue, NODE);
    const same = sent(issue, NODE, shown && fingerprint(shown));
    expect((await touched(issue, { posted: [same] })).effects).toEqual([]);
  });

  test('follows when its group leaves', async () => {
    const issue = anIssue({ labels: ['sig/network'] });
    const plan = await touched(issue, { posted: [sent(issue, NODE)] });
    expect(plan.effects).toEqual([`slack.post ${NET}`, `slack.update ${NODE}`]);
    const retired = await card(issue, NODE, { posted: [sent(issue, NODE)] });
    expect(words(retired)).toEqual([
      'Pod stays in Terminating (kubernetes/kubernetes#4711) · now with SIG Network in <#C0NET>',
    ]);
  });

  test.each<[string, Partial<Issue>, string]>([
    ['no group is left', { labels: ['needs-sig'] }, 'no longer with a group'],
    [
      'it was transferred',
      { gone: 'transferred', movedTo: 'https://github.com/kubernetes/website/issues/9' },
      'moved to kubernetes/website/issues/9',
    ],
  ])('says so in one line when %s', async (_name, differs, ending) => {
    const issue = anIssue(differs);
    const [line, ...more] = words(await card(issue, NODE, { posted: [sent(issue, NODE)] }));
    expect(line).toBe(`Pod stays in Terminating (kubernetes/kubernetes#4711) · ${ending}`);
    expect(more).toEqual([]);
  });
});

test('of a deleted issue only its number stays', async () => {
  const issue = anIssue({ gone: 'deleted' });
  expect(words(await card(issue, NODE, { posted: [sent(issue, NODE)] }))).toEqual([
    'kubernetes/kubernetes#4711 was deleted on GitHub',
  ]);
});

describe('what a card says', () => {
  test('title, place, author, age, state, labels, assignees, the other groups, buttons', async () => {
    const issue = anIssue({
      labels: [
        'sig/node',
        'sig/network',
        'kind/bug',
        'priority/important-soon',
        'area/kubelet',
        'lifecycle/frozen',
      ],
      assignees: ['dana', 'stranger'],
    });
    expect(words(await card(issue, NODE))).toEqual([
      'Pod stays in Terminating',
      'kubernetes/kubernetes#4711 · opened by mori 2026-03-02 09:00 UTC',
      'Waiting for triage',
      'sig/node · sig/network · kind/bug · priority/important-soon · area/kubelet',
      'assigned to dana, stranger',
      'also with <#C0NET>',
      '[Accept] [Needs info…] [Assign to me] [More…]',
    ]);
  });

  test.each<[string, Partial<Issue>, string]>([
    ['accepted', { labels: ['sig/node', 'triage/accepted'] }, 'Accepted'],
    ['needing information', { labels: ['sig/node', 'triage/needs-information'] }, 'Needs information'],
    ['closed', { state: 'closed' }, 'Closed'],
    ['closed as not planned', { state: 'closed', stateReason: 'not_planned' }, 'Closed as not planned'],
  ])('an issue that is %s', async (_name, differs, state) => {
    const issue = anIssue(differs);
    expect(words(await card(issue, NODE, { posted: [sent(issue, NODE)] }))).toContain(state);
  });

  test('an accepted issue can no longer be accepted, but still be changed', async () => {
    const issue = anIssue({ labels: ['sig/node', 'triage/accepted'] });
    expect(words(await card(issue, NODE))).toContain('[Needs info…] [Assign to me] [More…]');
  });

  test.each(['needs-information', 'duplicate', 'not-reproducible'])(
    'one that is %s can be accepted as long as it is open',
    async (name) => {
      const issue = anIssue({ labels: ['sig/node', `triage/${name}`] });
      expect(words(await card(issue, NODE))).toContain('[Accept] [Needs info…] [Assign to me] [More…]');
    },
  );

  test('a closed issue has no buttons', async () => {
    const issue = anIssue({ state: 'closed' });
    expect(words(await card(issue, NODE, { posted: [sent(issue, NODE)] })).join()).not.toContain('[Accept]');
  });

  test('a verdict is shown with who and when', async () => {
    const issue = anIssue();
    const verdict = {
      issue: issue.id,
      group: 'sig-node',
      kind: 'accepted' as const,
      by: 'dana',
      at: issue.createdAt,
      via: 'slack' as const,
    };
    expect(words(await card(issue, NODE, { verdicts: [verdict] }))).toContain(
      'node: accepted by dana 2026-03-02 09:00 UTC',
    );
  });

  test('older issues like it, while it waits', async () => {
    const issue = anIssue();
    const like = (number: number, differs: Partial<Issue> = {}) => ({
      issue: anIssue({ number, title: `Pod number ${number} hangs`, ...differs }),
      score: 0.9 - number / 100,
    });
    const similar = [like(1), like(2, { state: 'closed' }), like(3, { repo: 'kubernetes/website' }), like(4)];
    const line =
      'also like #1 Pod number 1 hangs · #2 Pod number 2 hangs (closed) · kubernetes/website#3 Pod number 3 hangs';
    expect(words(await card(issue, NODE, { similar }))).toContain(line);
    const decided = anIssue({ labels: ['sig/node', 'triage/accepted'] });
    expect(words(await card(decided, NODE, { similar })).join()).not.toContain('also like');
    const evil = [like(1, { title: '<!channel> & [x](y)' })];
    expect(words(await card(issue, NODE, { similar: evil }))).toContain(
      'also like #1 &lt;!channel&gt; &amp; [x](y)',
    );
  });

  describe('where the issue stands with each group', () => {
    const shared = anIssue({ labels: ['sig/node', 'sig/network', 'triage/accepted'] });
    const decided = (differs: Partial<Verdict> = {}): Verdict => ({
      issue: shared.id,
      group: 'sig-node',
      kind: 'accepted',
      by: 'dana',
      at: shared.createdAt,
      via: 'slack',
      ...differs,
    });
    const AT = '2026-03-02 09:00 UTC';

    test.each<[string, Verdict[], string, string]>([
      ['one decided', [decided()], NODE, `node: accepted by dana ${AT} · network: waiting`],
      ['the channel’s own group first', [decided()], NET, `network: waiting · node: accepted by dana ${AT}`],
      ['alike together', [decided({ group: undefined })], NODE, `node, network: accepted by dana ${AT}`],
      [
        'nobody known',
        [decided({ group: undefined, by: undefined })],
        NODE,
        `node, network: accepted on GitHub ${AT}`,
      ],
      [
        'a note',
        [decided({ kind: 'duplicate', note: '#12' })],
        NODE,
        `node: duplicate (#12) by dana ${AT} · network: waiting`,
      ],
      [
        'lapsed',
        [decided({ retriageAt: shared.createdAt })],
        NODE,
        `node: waiting again (accepted ${AT}) · network: waiting`,
      ],
      [
        'taken back',
        [decided({ ended: { at: shared.createdAt, by: '<mori>', why: 'taken-back' } })],
        NODE,
        `node: waiting again (accepted taken back by &lt;mori&gt; ${AT}) · network: waiting`,
      ],
    ])('%s', async (_name, verdicts, channel, line) => {
      expect(words(await card(shared, channel, { verdicts }))).toContain(line);
    });

    test('the buttons stay where the channel’s group waits', async () => {
      const verdicts = [decided()];
      expect(words(await card(shared, NODE, { verdicts })).at(-1)).toBe(
        '[Needs info…] [Assign to me] [More…]',
      );
      expect(words(await card(shared, NET, { verdicts }))).toEqual(
        expect.arrayContaining(['Waiting for triage', '[Accept] [Needs info…] [Assign to me] [More…]']),
      );
    });

    test('an answer makes it wait again', async () => {
      const answered = { ...shared, authorCommentedAt: shared.createdAt + 1000 };
      const shown = await card(answered, NODE, { verdicts: [decided({ kind: 'needs-information' })] });
      expect(words(shown)).toContain(`node: waiting again (the author answered ${AT}) · network: waiting`);
      expect(words(shown)).toContain('Waiting for triage again');
    });

    test('seventeen groups fit into one line', async () => {
      const groups = Array.from({ length: 17 }, (_, n) => ({
        ...sigNode,
        id: `sig-${n}`,
        label: `sig/${'long-name-'.repeat(4)}${n}`,
      }));
      const issue = anIssue({ labels: groups.map(({ label }) => label) });
      const verdicts = groups.map(({ id }, n) =>
        decided({ group: id, by: 'a'.repeat(39), at: shared.createdAt + n * 60_000, note: '<'.repeat(80) }),
      );
      const channels = { 'sig-0': { id: NODE, name: 'sig-node' } };
      const message = await card(issue, NODE, { groups, verdicts, channels });
      const texts = message?.blocks.flatMap((block) =>
        block.type === 'context' ? block.elements.map((one) => ('text' in one ? one.text : '')) : [],
      );
      expect(Math.max(...(texts ?? []).map((text) => text.length))).toBeLessThanOrEqual(2000);
      expect(words(message).join('\n')).toMatch(/ · \d+ more$/m);
    });
  });

  test('hostile content stays inside Slack’s limits and cannot mention anybody', async () => {
    const issue = anIssue({
      title: `<!channel> ${'\u202eevil '.repeat(600)}`,
      author: 'a'.repeat(100),
      labels: ['sig/node', ...Array.from({ length: 100 }, (_, index) => `area/${'x'.repeat(40)}${index}`)],
      assignees: Array.from({ length: 30 }, (_, index) => `person${index}`),
    });
    const message = await card(issue, NODE, { groups: [sigNode, sigNetwork] });
    const texts = JSON.stringify(message);
    expect(texts.length).toBeLessThan(6000);
    expect(texts).not.toContain('<!channel');
    expect(words(message)).toContain('assigned to person0, person1, person2, person3, person4 and 25 more');
  });
});

test('a card whose issue closed before it could be sent is not sent', async () => {
  expect(await card(anIssue({ state: 'closed' }), NODE)).toBeUndefined();
});

describe('a bundle that was not sent yet', () => {
  const subject = { kind: 'bundle', id: 'sig-node/2026-03-02T09:00:00Z' } as const;
  const render = (channel: string, state: Partial<State> = {}) =>
    cards.renders?.bundle?.(subject, channel, portsOf({ issues: [anIssue()], ...state }));

  test('comes to the group’s channel', async () => {
    expect(words(await render(NODE))).toContain('1 new issue for SIG Node');
  });

  test.each([
    ['usual titles', 'Pod stays in Terminating after the node was rebooted while it was drained'],
    ['titles that grow when they are escaped', '&'.repeat(250)],
  ])('of 45 issues with %s is one that Slack takes', async (_what, title) => {
    const issues = Array.from({ length: 45 }, (_, index) => {
      const number = 130_000 + index;
      return anIssue({ number, title, url: `https://github.com/kubernetes/kubernetes/issues/${number}` });
    });
    const message = await render(NODE, { issues });
    expect(refusalOfMessage(message ?? {})).toBeUndefined();
    const said = words(message);
    const named = said.filter((line) => line.startsWith('•')).length;
    expect(named).toBeGreaterThan(10);
    expect(said).toContain(`and ${45 - named} more: \`/sig triage sig-node\``);
  });

  test('comes nowhere else, nor to a group that is paused', async () => {
    expect(await render(NET)).toBeUndefined();
    expect(await render(NODE, { channels: {} })).toBeUndefined();
    expect(await render(NODE, { groups: [{ ...sigNode, paused: true }] })).toBeUndefined();
  });
});

test('“Triage this issue” says how many it leaves out', async () => {
  const issues = Array.from({ length: 7 }, (_, index) => anIssue({ number: index + 1 }));
  const text = issues.map(({ repo, number }) => `${repo}#${number}`).join(' ');
  const message = { channel: NODE, ts: '9.9', text, links: [] };
  const call = { user: 'U0DANA', channel: NODE, now: 0 };
  const reply = await cards.shortcuts?.['cards:triage']?.(message, call, portsOf({ issues }));
  expect(JSON.stringify(reply?.view)).toContain('2 more are named in this message');
});
