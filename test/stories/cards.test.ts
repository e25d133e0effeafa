import { afterEach, describe, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  const { world, repo, cards, look, idle } = story;
  return { world, repo, slack: world.slack, github: world.github, cards, look, idle };
}

/** An issue of SIG Node with its card in place. */
async function beginWithCard(options: StoryOptions = {}) {
  const parts = await begin(options);
  const card = await story.openWithCard();
  await parts.idle();
  return { ...parts, ...card };
}

const posts = () => story.world.slack.calls('chat.postMessage').length;
const updates = () => story.world.slack.calls('chat.update').length;

describe('where cards go', () => {
  test('an issue of two SIGs has a card in each of their channels; each names the other', async () => {
    const { github, repo, cards, look, idle } = await begin();
    await github.as('mori').open(repo, { title: 'Both', labels: ['sig/node', 'sig/network'] });
    await idle();
    expect(cards('sig-node')).toHaveLength(1);
    expect(cards('sig-network')).toHaveLength(1);
    expect(look('sig-node')).toContain('also with #sig-network');
    expect(look('sig-network')).toContain('also with #sig-node');
  });

  test('a robot’s label, later, brings the card; the issue had none before', async () => {
    const { world, github, repo, cards, idle } = await begin();
    const ref = await github.as('mori').open(repo, { title: 'Whose is it?', labels: ['needs-sig'] });
    await idle();
    expect(posts()).toBe(0);
    await github.robot.label(ref, 'sig/network');
    await github.robot.unlabel(ref, 'needs-sig');
    await world.until(() => cards('sig-network').length === 1);
    expect(cards('sig-node')).toEqual([]);
  });

  test('a burst of opened and five labeled is one post and one edit at most', async () => {
    const { github, repo, cards, look, idle } = await begin({ postsPerSecond: 2 });
    const labels = ['kind/bug', 'priority/backlog', 'sig/node', 'triage/accepted', 'needs-sig'];
    await github.as('mori').open(repo, { title: 'Five at once', labels });
    await idle();
    expect(github.deliveries('issues')).toHaveLength(6);
    expect(cards('sig-node')).toHaveLength(1);
    expect(look('sig-node')).toContain('kind/bug · priority/backlog');
    expect(posts()).toBe(1);
    expect(updates()).toBeLessThanOrEqual(1);
  });

  test('two groups that share a channel share one card', async () => {
    const shared = `
sigs:
  - { dir: sig-node, name: Node, label: node, contact: { slack: sig-node } }
  - { dir: sig-runtime, name: Runtime, label: runtime, contact: { slack: sig-node } }
`;
    const { github, repo, cards, look, idle } = await begin({ directory: shared });
    const ref = await github.as('mori').open(repo, { title: 'Shared', labels: ['sig/node', 'sig/runtime'] });
    await idle();
    expect(cards('sig-node')).toHaveLength(1);
    await github.robot.unlabel(ref, 'sig/node');
    await idle();
    expect(cards('sig-node')).toHaveLength(1);
    expect(look('sig-node')).toContain('Waiting for triage');
  });

  test('issues from before make no cards, also when they change; why says so', async () => {
    const { github, repo, idle } = await begin({
      before: (world, repo) =>
        world.github.createBefore(repo, {
          title: 'Old',
          labels: ['sig/node'],
          createdAt: '2026-01-05T08:00:00Z',
        }),
    });
    await github.as('mori').label(`${repo}#1`, 'kind/bug');
    await idle();
    expect(posts()).toBe(0);
    expect(await story.ask('mori', '/sig why 1', 'random')).toContain('the issue is older than the bot');
  });

  test('pull requests make no cards, but for a group that wants them', async () => {
    const { github, repo, cards, idle } = await begin({
      config: 'groups: { sig-node: { pullRequests: true } }',
    });
    const labels = ['sig/node', 'sig/network'];
    const ref = await github.as('mori').open(repo, { title: 'A change', labels, pullRequest: true });
    await idle();
    expect(cards('sig-node')).toHaveLength(1);
    expect(cards('sig-network')).toEqual([]);
    await github.as('noor').merge(ref);
    await idle();
    expect(story.look('sig-node')).toContain('*Merged*');
  });

  test('a paused group gets no cards; the others do', async () => {
    const { github, repo, cards, idle } = await begin({ config: 'groups: { sig-node: { paused: true } }' });
    await github.as('mori').open(repo, { title: 'Not now', labels: ['sig/node', 'sig/network'] });
    await idle();
    expect(cards('sig-node')).toEqual([]);
    expect(cards('sig-network')).toHaveLength(1);
  });
});

describe('a card stays true', () => {
  test('title, labels, assignee, closing and reopening are edited in place', async () => {
    const { world, github, cards, look, ref, ts } = await beginWithCard({
      config: 'noise: { thread: nothing }',
    });
    const mori = github.as('mori');
    await mori.edit(ref, { title: 'Pod never leaves Terminating' });
    await world.until(() => look('sig-node').includes('Pod never leaves Terminating'));
    await mori.label(ref, 'kind/bug', 'triage/accepted');
    await world.until(() => look('sig-node').includes('Accepted*  sig/node · kind/bug'));
    await mori.assign(ref, 'lee');
    await world.until(() => look('sig-node').includes('assigned to lee'));
    await mori.close(ref, 'not_planned');
    await world.until(() => look('sig-node').includes('Closed as not planned'));
    expect(look('sig-node')).not.toContain('[ More… ]');
    await mori.reopen(ref);
    await world.until(() => look('sig-node').includes('[ More… ]'));
    expect(cards('sig-node').map((card) => card.ts)).toEqual([ts]);
    expect(posts()).toBe(1);
  });

  test('its group leaves: one line says where it went; it comes back: the same card in full', async () => {
    const { world, github, cards, look, ref, ts } = await beginWithCard();
    await github.robot.label(ref, 'sig/network');
    await github.robot.unlabel(ref, 'sig/node');
    await world.until(() => look('sig-node').includes('now with SIG Network in #sig-network'));
    expect(cards('sig-node')[0]?.blocks).toHaveLength(1);
    await github.robot.label(ref, 'sig/node');
    await world.until(() => look('sig-node').includes('[ Accept ]'));
    expect(cards('sig-node').map((card) => card.ts)).toEqual([ts]);
    expect(cards('sig-network')).toHaveLength(1);
  });

  test('the issue is transferred or deleted: the card says so in one line', async () => {
    const { world, github, repo, cards, look, ref } = await beginWithCard({
      seed: { repos: [{ name: 'harbour/docks' }] },
    });
    await github.transfer(ref, 'harbour/docks');
    await world.until(() => look('sig-node').includes('moved to harbour/docks'));
    expect(look('sig-node')).not.toContain('[ Accept ]');
    const other = await github.as('mori').open(repo, { title: 'A mistake', labels: ['sig/node'] });
    await world.until(() => cards('sig-node').length === 2);
    await github.delete(other);
    await world.until(() => look('sig-node').includes('deleted on GitHub'));
    expect(cards('sig-node')[1]?.blocks).toHaveLength(1);
  });

  test('the issue is locked and unlocked', async () => {
    const { world, github, look, ref } = await beginWithCard();
    await github.as('noor').lock(ref);
    await world.until(() => look('sig-node').includes('Waiting for triage*  locked'));
    await github.as('noor').unlock(ref);
    await world.until(() => !look('sig-node').includes('locked'));
    expect(posts()).toBe(1);
  });

  test('the repository is renamed: its cards go on, under the new name, though it is configured by the old', async () => {
    const { world, github, cards, look, ts } = await beginWithCard();
    await github.rename('harbour/boats', 'harbour/ships');
    await github.as('mori').edit('harbour/ships#1', { title: 'Same issue' });
    await world.until(() => look('sig-node').includes('harbour/ships#1'));
    await story.ask('dana', '/sig triage harbour/ships#1 accept', 'sig-node');
    await world.until(() => look('sig-node').includes('Accepted'));
    expect(github.issue('harbour/ships#1').labels).toContain('triage/accepted');
    expect(cards('sig-node').map((card) => card.ts)).toEqual([ts]);
  });

  test('a card somebody deleted in Slack is not posted again', async () => {
    const { world, slack, github, cards, idle, ref, ts } = await beginWithCard();
    slack.fault({ method: 'chat.update', kind: 'message_not_found' });
    await github.as('mori').edit(ref, { title: 'Anybody there?' });
    await world.until(() => updates() >= 1);
    await idle();
    expect(cards('sig-node').map((card) => card.ts)).toEqual([ts]);
    expect(posts()).toBe(1);
  });
});
