import { afterEach, describe, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';

let story: Story;
afterEach(() => story.end());

async function begin(thread: 'nothing' | 'state' | 'comments', options: StoryOptions = {}) {
  story = await aStory({ config: `noise: { thread: ${thread} }`, ...options });
  const { slack, github } = story.world;
  return { slack, github, ...(await story.openWithCard()) };
}

/** The lines under the cards of a channel, oldest first. */
const lines = (channel = 'sig-node') =>
  story.cards(channel).flatMap(({ thread, text }) => (thread === undefined ? [] : [plain(text)]));
/** Without the addresses. */
const plain = (text: string) => text.replace(/<[^|>]*\|([^>]*)>/g, '$1');
const lineCount = (count: number) =>
  story.world.until(() => lines().length === count, 15_000, `${count} lines in the thread`);

describe('state, as it is where nobody chose', () => {
  test('closed and reopened: a line each under the card, never in the channel', async () => {
    const { github, ref, ts, slack } = await begin('state');
    await github.as('mori').comment(ref, 'It happens on every node.');
    await github.as('mori').close(ref, 'not_planned');
    await lineCount(1);
    await github.as('noor').reopen(ref);
    await lineCount(2);
    await story.idle();
    expect(lines()).toEqual(['mori closed harbour/boats#1 as not planned', 'noor reopened harbour/boats#1']);
    const [, , closed] = slack.calls('chat.postMessage');
    for (const call of slack.calls('chat.postMessage').filter(({ args }) => 'thread_ts' in args))
      expect(call.args).toMatchObject({ thread_ts: ts, parse: 'none', unfurl_links: 'false' });
    expect(closed?.args).not.toHaveProperty('reply_broadcast');
  });

  test('delivered twice, and over a restart: told once', async () => {
    const { github, ref } = await begin('state');
    await github.as('mori').close(ref);
    await lineCount(1);
    const closing = github
      .deliveries()
      .find(({ event, action }) => event === 'issues' && action === 'closed');
    await github.redeliver(closing?.id ?? '');
    await story.restart();
    await github.redeliver(closing?.id ?? '');
    await story.idle();
    expect(lines()).toHaveLength(1);
  });

  test.each(['drop-after', 'drop-before', 'hang-after', '500'] as const)(
    'Slack’s answer is lost (%s): one line',
    async (kind) => {
      const { github, ref, slack } = await begin('state');
      await story.idle();
      slack.fault({ method: 'chat.postMessage', kind });
      await github.as('mori').close(ref);
      await lineCount(1);
      await story.idle();
      expect(lines()).toHaveLength(1);
    },
  );

  test('heard by poll', async () => {
    const { github, ref } = await begin('state', { intake: 'both', config: 'github: { poll: 100ms }' });
    await story.idle();
    github.hooksLost = true;
    await github.as('mori').close(ref);
    await lineCount(1);
    expect(lines()).toEqual(['harbour/boats#1 was closed as completed']);
  });
});

test.each(['labels', 'prow'] as const)(
  'closed by a button (%s): the channel has its answer, the other one is told',
  async (write) => {
    const { world } = (story = await aStory({ write }));
    const ref = await world.github
      .as('mori')
      .open(story.repo, { title: 'Leak', labels: ['sig/node', 'sig/network'] });
    await world.until(() => story.cards('sig-node').length === 1 && story.cards('sig-network').length === 1);
    expect(
      await story.ask('dana', `/sig triage ${world.github.issue(ref).number} close`, 'sig-node'),
    ).toContain('close');
    await world.until(() => lines('sig-network').length === 1, 15_000, 'a line for the other group');
    await story.idle();
    expect(lines('sig-network')).toEqual(['dana closed harbour/boats#1 as not planned']);
    expect(lines('sig-node')).toEqual([]);
  },
);

test('nothing: no line at all', async () => {
  const { github, ref } = await begin('nothing');
  await github.as('mori').comment(ref, 'Still there');
  await github.as('mori').close(ref);
  await story.idle();
  expect(lines()).toEqual([]);
});

describe('comments', () => {
  test('people’s comments begin there, escaped; robots’ and the bot’s own do not', async () => {
    const { github, ref, slack, ts } = await begin('comments', {
      config: 'noise: { thread: comments }\ntriage: { robots: [lee] }',
    });
    await github
      .as('noor')
      .comment(ref, `### Same here\n<!channel> <@U0DANA> *now*\n${'again '.repeat(100)}`);
    await lineCount(1);
    await github.as('lee').comment(ref, 'I am a robot');
    await github.as('noor').comment(ref, '/sig network');
    await slack.as('dana').press('sig-node', ts, 'Needs info…');
    await story.world.until(() => slack.as('dana').modal());
    await slack.as('dana').submit(undefined, { question: 'Which version?' });
    await story.world.until(() => github.issue(ref).comments.length === 4);
    await story.idle();
    const [line = '', ...more] = lines();
    expect(more).toEqual([]);
    expect(line).toMatch(/^noor commented: Same here &lt;!channel&gt; &lt;@U0DANA&gt; \*now\* again .*…$/);
    expect(line.length).toBeLessThan(260);
  });

  test('the sixth within an hour says that there are more, and the rest is silent', async () => {
    const { github, ref } = await begin('comments');
    for (let count = 1; count <= 8; count += 1) {
      await github.as('noor').comment(ref, `Comment ${count}`);
      await story.idle();
    }
    expect(lines()).toEqual([
      ...[1, 2, 3, 4, 5].map((count) => `noor commented: Comment ${count}`),
      'More comments: harbour/boats#1',
    ]);
  });
});

test('a comment that waited is not told once its issue is private, or deleted', async () => {
  const { github, ref, slack } = await begin('comments', {
    config: 'noise: { thread: comments }\nprivate: { labels: [kind/security] }',
  });
  const { ref: other } = await story.openWithCard('Another');
  await story.idle();
  await slack.removeBot('sig-node');
  await github.as('noor').comment(ref, 'The token is in the log');
  await github.as('noor').comment(other, 'Here too');
  await story.world.until(() => story.log().includes('not_in_channel'), 15_000, 'the line to wait');
  await github.as('noor').label(ref, 'kind/security');
  await github.delete(other);
  await github.quiet();
  await slack.inviteBot('sig-node');
  await story.idle();
  expect(lines()).toEqual([]);
});
