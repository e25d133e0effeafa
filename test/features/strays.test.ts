import { describe, expect, test } from 'vitest';
import { refusalOfMessage } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import type { Issue } from '../../src/domain/issue.ts';
import { NO_RIGHTS } from '../../src/domain/rights.ts';
import { features } from '../../src/features.ts';
import type { Message } from '../../src/feature.ts';
import { anIssue, NOW, sigNode, withoutMemory } from '../support/facts.ts';
import { treeOf } from '../support/owners.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp(features);
const HERE = 'C0STRAY';
const stray = anIssue({ labels: ['area/kubelet', 'needs-sig'] });
const subject = { kind: 'stray', id: stray.id } as const;
const watched: Partial<State> = {
  issues: [stray],
  strays: [stray],
  strayPolicy: { after: 3_600_000, perHour: 2, paths: [{ glob: 'pkg/proxy/**', group: 'sig-network' }] },
  strayChannel: { id: HERE, name: 'strays' },
  precedents: [{ label: 'area/kubelet', issues: 15, groups: [{ label: 'sig/node', issues: 14 }] }],
};

function portsWith(differs: Partial<State> = {}) {
  return portsOf({ ...watched, ...differs });
}

/** As the message stands in the channel already. */
async function shown(issue: Issue, differs: Partial<State> = {}) {
  const posted = [{ subject, channel: HERE, ts: '1.1', shown: 'older' }];
  return words(await app.render(subject, HERE, portsWith({ issues: [issue], posted, ...differs })));
}

/** The menu under a message. */
function menuOf(message: Message | undefined) {
  const rows = message?.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return rows?.find(({ type }) => type === 'static_select');
}

describe('each minute', () => {
  test.each<[string, Partial<State>, number]>([
    ['an issue without a group is told of', {}, 1],
    ['no more than an hour’s measure', { strays: [stray, stray, stray], straysTold: 1 }, 1],
    ['none where that is used up', { straysTold: 2 }, 0],
    ['none where the channel is not known', { strayChannel: undefined }, 0],
    ['none where nobody wants it', { strayPolicy: undefined }, 0],
    ['none where no group could take it', { groups: [{ ...sigNode, label: undefined }] }, 0],
  ])('%s', async (_name, differs, count) => {
    const { effects } = await app.tick(NOW, portsWith(differs), NOW);
    expect(effects).toHaveLength(count);
    for (const effect of effects)
      expect(effect).toEqual({ kind: 'slack.post', channel: HERE, subject, once: `stray:${stray.id}` });
  });
});

describe('the message', () => {
  test('says what may be its group and why, and lets somebody choose', async () => {
    const message = await app.render(subject, HERE, portsWith());
    expect(words(message)).toEqual([
      'Pod stays in Terminating',
      'kubernetes/kubernetes#4711 · opened by mori 2026-03-02 09:00 UTC',
      'No group has this issue yet',
      'area/kubelet · needs-sig',
      'Perhaps SIG Node · area/kubelet: 14 of 15 such issues have SIG Node',
      '[Give to SIG Node]',
    ]);
    expect(menuOf(message)).toMatchObject({
      placeholder: { text: 'Another group…' },
      options: [{ value: `${stray.id} sig-node` }, { value: `${stray.id} sig-network` }],
    });
  });

  test('says whose the OWNERS files say a path is that the issue names', async () => {
    const owners = treeOf({ 'pkg/proxy/OWNERS': 'labels: [sig/network]' });
    const about = {
      owners,
      excerpt: 'It hangs in pkg/proxy/iptables.go',
      precedents: [],
      strayPolicy: undefined,
    };
    expect(words(await app.render(subject, HERE, portsWith(about)))).toContain(
      'Perhaps SIG Network · OWNERS of pkg/proxy says sig/network',
    );
  });

  test('without anything sure there is the menu alone', async () => {
    const message = await app.render(subject, HERE, portsWith({ precedents: [] }));
    expect(menuOf(message)).toMatchObject({ placeholder: { text: 'Give to a group…' } });
    expect(JSON.stringify(message)).not.toContain('Perhaps');
  });

  test('without a group that could take it there is no menu: Slack takes none without an option', async () => {
    const message = await app.render(
      subject,
      HERE,
      portsWith({ groups: [{ ...sigNode, label: undefined }] }),
    );
    expect(menuOf(message)).toBeUndefined();
    expect(refusalOfMessage(message ?? {})).toBeUndefined();
  });

  test('a private issue’s number is no reason on a public one’s', async () => {
    const hidden = anIssue({ number: 9, private: true });
    const similar = [{ issue: hidden, score: 0.9 }];
    const message = await app.render(subject, HERE, portsWith({ similar, precedents: [] }));
    expect(JSON.stringify(message)).not.toContain('#9');
    const open = await app.render(
      subject,
      HERE,
      portsWith({ similar: [{ issue: anIssue({ number: 9 }), score: 0.9 }] }),
    );
    expect(JSON.stringify(open)).toContain('like #9, which SIG Node has');
  });

  test.each<[string, Partial<Issue>, string]>([
    [
      'once a group has it',
      { labels: ['sig/node'] },
      'Pod stays in Terminating (kubernetes/kubernetes#4711) · now with SIG Node in <#C0NODE>',
    ],
    [
      'once it is closed',
      { state: 'closed' },
      'Pod stays in Terminating (kubernetes/kubernetes#4711) · closed without a group',
    ],
    [
      'once it moved',
      { gone: 'transferred' },
      'Pod stays in Terminating (kubernetes/kubernetes#4711) · moved to another repository',
    ],
    ['once it is deleted', { gone: 'deleted' }, 'kubernetes/kubernetes#4711 was deleted on GitHub'],
    ['once it is private', { private: true }, 'An issue of a repository that is private now'],
  ])('is one line %s', async (_name, differs, expected) => {
    const issue = { ...stray, ...differs };
    expect(await shown(issue)).toEqual([expected]);
    expect(await app.render(subject, HERE, portsWith({ issues: [issue] }))).toBeUndefined();
    const posted = [{ subject, channel: HERE, ts: '1.1', shown: 'older' }];
    const { effects } = await app.issueTouched(issue, portsWith({ issues: [issue], posted }));
    expect(effects).toContainEqual({ kind: 'slack.update', channel: HERE, subject });
  });
});

describe('giving it to a group', () => {
  const give = (user: string, to: string, differs: Partial<State> = {}) =>
    app
      .press('triage:give.1', `${stray.id} ${to}`, { user, channel: HERE, now: NOW }, portsWith(differs))
      .then(withoutMemory);

  test('is for who decides for that group, and for whom GitHub lets change labels', async () => {
    const { effects } = await give('U0DANA', 'sig-node');
    expect(effects).toMatchObject([{ kind: 'github.labels', add: ['sig/node'], remove: [] }]);
    const other = await give('U0DANA', 'sig-network');
    expect(other.effects).toMatchObject([{ kind: 'github.labels', add: ['sig/network'], remove: [] }]);
    expect(words(other.message).join('\n')).toContain('given to sig/network.');
  });

  test('is refused to others', async () => {
    const { effects, message } = await give('U0DANA', 'sig-network', { rights: NO_RIGHTS });
    expect(effects).toBeUndefined();
    expect(words(message).join()).toContain('GitHub lets only people with the role triage change labels.');
    const stranger = await give('U0MORI', 'sig-network');
    expect(words(stranger.message).join()).toContain(
      'Only the leads and triagers of SIG Network decide here',
    );
  });
});
