import { afterEach, describe, expect, test } from 'vitest';
import { createGithub } from '../../src/adapters/github/auth.ts';
import { DAY } from '../../src/domain/time.ts';
import { createIntake } from '../../src/adapters/github/intake.ts';
import { createHealth } from '../../src/adapters/health.ts';
import { createLog } from '../../src/adapters/log.ts';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { signedWebhook } from '../support/signed.ts';

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  const { world, repo, cards, look } = story;
  return { world, repo, slack: world.slack, github: world.github, cards, look };
}

const OFTEN = 'github: { poll: 100ms }';
const posts = () => story.world.slack.calls('chat.postMessage').length;
const edits = () => story.world.slack.calls('chat.update').length;

async function send(event: string, payload: unknown, secret = story.world.github.webhookSecret) {
  const { init } = signedWebhook(secret, event, payload);
  return (await fetch(`${story.bot.url}/github/webhook`, init)).status;
}

describe('by poll', () => {
  test('an issue nobody tells of gets its card, and the card follows', async () => {
    const { world, repo, github, cards, look } = await begin({ intake: 'poll', config: OFTEN });
    const mori = github.as('mori');
    const ref = await github.silently(() => mori.open(repo, { title: 'Found', labels: ['sig/node'] }));
    await world.until(() => cards('sig-node').length === 1);
    await github.silently(() => mori.close(ref));
    await world.until(() => look('sig-node').includes('Closed'));
    expect(github.deliveries()).toEqual([]);
    expect(posts()).toBe(1);
  });

  test('the first sync fills the queue and posts nothing', async () => {
    const { world, repo, github } = await begin({
      intake: 'poll',
      config: OFTEN,
      before: async ({ github }, repo) => {
        for (const title of ['First', 'Second', 'Third'])
          await github.createBefore(repo, { title, labels: ['sig/node'], createdAt: '2026-01-05T08:00:00Z' });
        await github.createBefore(repo, { title: 'Done', labels: ['sig/node'], state: 'closed' });
      },
    });
    await world.until(() => story.log().includes('the first sync is done'));
    expect(await story.ask('lee', '/sig triage list', 'sig-node')).toContain(
      'SIG Node: 3 issues wait for triage',
    );
    await github.silently(() => github.as('mori').label(`${repo}#1`, 'triage/accepted'));
    const waiting = async () =>
      (await story.ask('lee', '/sig triage list', 'sig-node')).includes('2 issues wait');
    await world.until(waiting);
    expect(posts()).toBe(0);
  });
});

describe('by webhook and by poll', () => {
  test('a lost webhook is made good by the next poll', async () => {
    const { world, repo, github, cards } = await begin({ intake: 'both', config: OFTEN });
    await github.silently(() => github.as('mori').open(repo, { title: 'Lost', labels: ['sig/node'] }));
    await world.until(() => cards('sig-node').length === 1);
    expect(await story.ask('mori', '/sig why 1', 'random')).toContain('poll poll.issue');
  });

  test('what comes both ways makes one card and no needless edit', async () => {
    const { world, github, cards } = await begin({ intake: 'both', config: OFTEN });
    const { ref } = await story.openWithCard();
    const why = () => story.ask('mori', `/sig why ${github.issue(ref).number}`, 'random');
    await world.until(async () => /webhook issues[^]*poll poll\.issue/.test(await why()));
    await story.idle();
    expect(cards('sig-node')).toHaveLength(1);
    expect(posts()).toBe(1);
    expect(edits()).toBe(0);
  });
});

describe('by webhook', () => {
  test('a delivery sent again does nothing', async () => {
    const { github, look } = await begin();
    await story.openWithCard();
    await story.idle();
    const before = { posts: posts(), edits: edits(), look: look('sig-node') };
    for (const { id } of github.deliveries('issues')) expect(await github.redeliver(id)).toBe(202);
    await story.idle();
    expect({ posts: posts(), edits: edits(), look: look('sig-node') }).toEqual(before);
  });

  test('what is late does not turn the card back', async () => {
    const { world, github, look } = await begin();
    const { ref } = await story.openWithCard('Before');
    await github.as('mori').edit(ref, { title: 'After' });
    await world.until(() => look('sig-node').includes('After'));
    const [opened] = github.deliveries('issues');
    const issue = { ...(opened?.payload['issue'] as object), updated_at: '2026-01-05T08:00:00Z' };
    expect(await send('issues', { ...opened?.payload, issue })).toBe(202);
    await story.idle();
    expect(look('sig-node')).toContain('After');
    expect(look('sig-node')).not.toContain('Before');
  });

  test('whatever the order they arrive in, the card ends as the issue is', async () => {
    const { repo, github, cards, look } = await begin();
    github.order = 'shuffled';
    const mori = github.as('mori');
    const ref = await mori.open(repo, {
      title: 'Draft',
      labels: ['sig/node', 'kind/bug', 'priority/backlog'],
    });
    await mori.unlabel(ref, 'kind/bug');
    await mori.edit(ref, { title: 'Final' });
    await mori.label(ref, 'triage/accepted', 'kind/feature');
    await mori.assign(ref, 'lee');
    await story.idle();
    expect(cards('sig-node')).toHaveLength(1);
    expect(look('sig-node')).toContain('Final');
    expect(look('sig-node')).toContain('kind/feature · priority/backlog  assigned to lee');
  });

  test('while a secret is replaced both are taken, and no third', async () => {
    const { github } = await begin({
      env: { GITHUB_WEBHOOK_SECRET: 'the-next-secret,playground-webhook-secret' },
    });
    await story.openWithCard();
    expect(github.deliveries().flatMap(({ attempts }) => attempts)).toMatchObject([
      { status: 202 },
      { status: 202 },
    ]);
    expect(await send('ping', { zen: 'Half a tide is no tide.' }, 'the-next-secret')).toBe(202);
    expect(await send('ping', { zen: 'Nor is a third.' }, 'a-third-secret')).toBe(401);
  });

  test('the nightly check repairs what no webhook told', async () => {
    const { world, repo, github, cards, look } = await begin();
    await world.until(() => story.log().includes('the first sync is done'));
    const closed = await story.openWithCard('Closed unseen');
    const deleted = await story.openWithCard('Deleted unseen');
    await story.idle();
    await github.silently(async () => {
      await github.as('mori').close(closed.ref);
      await github.delete(deleted.ref);
      await github.as('mori').open(repo, { title: 'Opened unseen', labels: ['sig/network'] });
    });
    await story.record(async ({ mirror, kv, owners, keps, pulls, inbox, ping }) => {
      const log = createLog('silent');
      const auth = { token: github.token.value };
      const intake = createIntake({
        config: {
          repositories: [
            { pattern: repo, intake: 'webhook', write: 'as-bot', through: 'labels', owners: true },
          ],
          sweepAt: '03:10',
          github: { pollEvery: 60_000 },
        },
        github: createGithub({ auth, apiUrl: github.apiUrl, timeout: 1000 }, log),
        mirror,
        kv,
        owners,
        keps,
        pulls,
        pullLabels: () => Promise.resolve([]),
        inbox,
        health: createHealth(ping, []),
        now: Date.now,
        log,
      });
      const tomorrow = Date.now() + DAY;
      intake.tick(tomorrow);
      intake.tick(tomorrow);
      await world.until(async () => (await inbox.depth()) === 3);
      await intake.stop();
    });
    await story.restart();
    await world.until(() => cards('sig-network').length === 1);
    await story.idle();
    expect(look('sig-node')).toContain('Closed');
    expect(look('sig-node')).toContain('was deleted on GitHub');
  });
});
