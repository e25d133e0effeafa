import { afterEach, expect, test } from 'vitest';
import { aStory, type Story } from '../support/bot.ts';

let story: Story;
afterEach(() => story.end());

/** Until the channel says so. */
async function says(channel: string, text: string): Promise<void> {
  await story.world.until(() => story.look(channel).includes(text), 15_000, `"${text}" in #${channel}`);
}

test('an issue goes to another SIG with a reason, and comes back with one', async () => {
  story = await aStory();
  const { github } = story.world;
  const { ref } = await story.openWithCard('Service unreachable');
  await story.ask('dana', '/sig triage 1 to network "kube-proxy, not us"', 'sig-node');
  await says('sig-node', 'handed to SIG Network in #sig-network by dana: "kube-proxy, not us"');
  await says('sig-network', 'from SIG Node, by dana: "kube-proxy, not us"');
  await story.idle();
  expect(github.issue(ref).labels).toEqual(['sig/network']);
  expect(github.issue(ref).comments.at(-1)?.body).toContain('> kube-proxy, not us');
  expect(story.cards('sig-node')).toHaveLength(1);

  await story.ask('noor', '/sig triage 1 to node because the kubelet never answers', 'sig-network');
  await says('sig-node', 'back from SIG Network, by noor: "the kubelet never answers"');
  await says('sig-network', 'handed to SIG Node in #sig-node by noor: "the kubelet never answers"');
  await story.ask('dana', '/sig triage 1 accept', 'sig-node');
  await says('sig-node', 'Accepted');
  await story.idle();
  expect(story.look('sig-node')).not.toContain('back from');
  const verdicts = await story.record((store) => store.verdicts.all());
  expect(verdicts).toMatchObject([
    { group: 'sig-network', kind: 'not-ours', because: 'the kubelet never answers' },
    { group: 'sig-node', kind: 'accepted' },
  ]);
});

test('an issue from before the bot came gets a card where it is handed over to', async () => {
  story = await aStory({
    before: ({ github }, repo) =>
      github.createBefore(repo, {
        title: 'Service unreachable',
        labels: ['sig/node'],
        createdAt: '2026-01-05T08:00:00Z',
      }),
  });
  await story.world.until(() => story.log().includes('the first sync is done'));
  await story.ask('dana', '/sig triage 1 to network "kube-proxy, not us"', 'sig-node');
  await says('sig-network', 'from SIG Node, by dana: "kube-proxy, not us"');
  await story.idle();
  expect(story.cards('sig-network')).toHaveLength(1);
  expect(story.cards('sig-node')).toEqual([]);
});

test('the form asks why', async () => {
  story = await aStory();
  const { slack } = story.world;
  const { ts } = await story.openWithCard();
  await slack.as('dana').press('sig-node', ts, 'More…');
  await story.world.until(() => slack.as('dana').modal() !== undefined);
  await slack.as('dana').submit(undefined, { to: 'SIG Network', because: 'It is the proxy.' });
  await says('sig-node', 'by dana: "It is the proxy."');
  await says('sig-network', 'from SIG Node, by dana: "It is the proxy."');
  expect(story.cards('sig-network')).toHaveLength(1);
});
