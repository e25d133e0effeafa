import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { aMortalStory, type MortalStory } from '../support/child.ts';
import type { StoryOptions } from '../support/bot.ts';

let story: MortalStory;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aMortalStory(options);
  const { world, repo } = story;
  return { world, repo, slack: world.slack, github: world.github };
}

const cards = (channel: string) => story.world.slack.channel(channel).messages();
const look = (channel: string) => story.world.slack.channel(channel).render();

async function openWithCard() {
  const { world, repo } = story;
  const ref = await world.github.as('mori').open(repo, { title: 'Survivor', labels: ['sig/node'] });
  await world.until(() => cards('sig-node').length === 1);
  return { ref, ts: cards('sig-node')[0]?.ts ?? '' };
}

describe('killed', () => {
  test('after Slack took the card and before that was recorded: one card, and it lives on', async () => {
    const { world, slack, github } = await begin();
    await story.start();
    slack.fault({ method: 'chat.postMessage', kind: 'hang-after' });
    const { ref, ts } = await openWithCard();
    await story.kill();

    await story.start();
    await story.idle();
    expect(cards('sig-node').map((card) => card.ts)).toEqual([ts]);
    expect(slack.calls('chat.postMessage')).toHaveLength(1);
    await github.as('mori').edit(ref, { title: 'Survivor, edited' });
    await world.until(() => look('sig-node').includes('Survivor, edited'));
    expect(cards('sig-node')).toHaveLength(1);
  });

  test('after a webhook was answered and before it was worked off: the card comes', async () => {
    const { world, slack, github, repo } = await begin();
    slack.fault({ method: /./, kind: 'drop-before', times: 1000 });
    await story.start({ unready: true });
    await github.as('mori').open(repo, { title: 'Kept', labels: ['sig/node'] });
    await github.quiet();
    await story.kill();
    expect(
      github.deliveries('issues').flatMap(({ attempts }) => attempts.map(({ status }) => status)),
    ).toEqual([202, 202]);

    slack.clearFaults();
    await story.start();
    await world.until(() => cards('sig-node').length === 1);
    await story.idle();
    expect(cards('sig-node')).toHaveLength(1);
  });

  test('after GitHub took the comment and before that was recorded: one comment', async () => {
    const config = 'github: { timeout: 1s, poll: 200ms }';
    const { world, slack, github } = await begin({ write: 'prow', intake: 'both', config });
    await story.start();
    const { ref, ts } = await openWithCard();
    github.fault({ match: /^POST .*\/comments$/, kind: 'hang-after' });
    await slack.as('dana').press('sig-node', ts, 'Accept');
    await world.until(() => github.issue(ref).comments.length === 1);
    await story.kill();

    await story.start();
    await world.until(() => look('sig-node').includes('Accepted'));
    await story.idle();
    expect(github.issue(ref).comments.filter(({ author }) => author === 'sigbot')).toHaveLength(1);
    expect(github.calls(/^POST .*\/comments$/)).toHaveLength(1);
  });

  test.each([
    ['http', 0],
    ['socket', 15],
  ] as const)(
    'after a decision was acknowledged (%s, %i ms): it is carried out once',
    async (transport, ms) => {
      const { world, slack, github } = await begin({ transport, write: 'prow' });
      await story.start();
      const { ref, ts } = await openWithCard();
      const { ack } = await slack.as('dana').press('sig-node', ts, 'Accept');
      expect(ack.status).toBe(200);
      await sleep(ms);
      await story.kill();

      await story.start();
      await world.until(() => github.issue(ref).labels.includes('triage/accepted'), 15_000);
      await world.until(() => look('sig-node').includes('accepted by dana'));
      await story.idle();
      expect(github.issue(ref).comments.filter(({ author }) => author === 'sigbot')).toHaveLength(1);
      expect(cards('sig-node')).toHaveLength(1);
    },
  );
});
