import { afterEach, expect, test } from 'vitest';
import type { Clock } from '../../src/adapters/clock.ts';
import { aStory, type Story } from '../support/bot.ts';

let story: Story;
afterEach(() => story.end());

const HERE = 'random';

/** A clock whose minutes begin when the test says so. */
function byHand(): Clock & { minute(): Promise<void> } {
  const ticks = new Set<(at: number) => Promise<void>>();
  return {
    now: Date.now,
    everyMinute(tick) {
      ticks.add(tick);
      return () => {
        ticks.delete(tick);
        return Promise.resolve();
      };
    },
    async minute() {
      // No round hour: nothing but the features has anything to do.
      for (const tick of ticks) await tick(Math.floor(Date.now() / 3_600_000) * 3_600_000 + 3_599_000);
    },
  };
}

/** Until the channel says so. */
async function says(channel: string, text: string): Promise<void> {
  await story.world.until(() => story.look(channel).includes(text), 15_000, `"${text}" in #${channel}`);
}

test('an issue that no group has goes to a channel, with a suggestion, and gets a group by a press', async () => {
  const calendar = byHand();
  story = await aStory({
    calendar,
    config: `strays: { channel: ${HERE}, after: 1ms, perHour: 2, paths: { 'hull/**': sig-node } }`,
  });
  const { github, slack } = story.world;
  const open = (title: string, body = '') => github.as('mori').open(story.repo, { title, body });
  const ref = await open('Water inside', 'It comes through hull/keel/bolt.go');
  await open('Nobody knows');
  await open('Nor this');
  await story.idle();
  await calendar.minute();
  await story.idle();
  await calendar.minute();
  await story.idle();
  expect(story.cards(HERE)).toHaveLength(2);
  expect(story.look(HERE)).toContain('Perhaps *SIG Node* · names hull/keel/bolt.go');
  expect(story.look(HERE)).toContain('[ Give to a group… ');

  expect(await story.ask('mori', `/sig why ${github.issue(ref).number}`, HERE)).toContain(
    'post the stray in',
  );

  const [first] = story.cards(HERE);
  await slack.as('mori').press(HERE, first?.ts ?? '', 'Give to SIG Node');
  await story.world.until(() => slack.as('mori').ephemeral(HERE).length > 0);
  expect(github.issue(ref).labels).toEqual([]);
  await slack.as('lee').press(HERE, first?.ts ?? '', 'Give to SIG Node');
  await says(HERE, 'now with SIG Node in #sig-node');
  await says('sig-node', 'Water inside');
  expect(github.issue(ref).labels).toEqual(['sig/node']);

  await github.as('mori').close(`${story.repo}#2`);
  await says(HERE, 'closed without a group');
  expect(story.cards(HERE)).toHaveLength(2);
});

test('an issue that names a path is suggested for whom the OWNERS files name, as they are now', async () => {
  const calendar = byHand();
  story = await aStory({
    calendar,
    config: `strays: { channel: ${HERE}, after: 1ms, perHour: 2 }`,
    before: ({ github }, repo) => github.push(repo, 'hull/OWNERS', 'labels: [sig/network]'),
  });
  const { github } = story.world;
  const asked = () => github.calls(/\/git\//).length;
  // Not before the repository's first sync has ended.
  await story.world.until(async () => {
    await calendar.minute();
    return asked() === 2;
  });
  await story.world.until(() => story.log().includes('read the OWNERS files'));

  await github.push(story.repo, 'README.md', 'Boats');
  await github.push(story.repo, 'hull/OWNERS', 'labels: [area/hull, sig/node]');
  await story.idle();
  await calendar.minute();
  await story.world.until(() => asked() === 4);
  await story.idle();

  await github
    .as('mori')
    .open(story.repo, { title: 'Water inside', body: 'It comes through hull/keel/bolt.go' });
  await story.idle();
  await calendar.minute();
  await says(HERE, 'Perhaps *SIG Node* · OWNERS of hull says sig/node');
  expect(asked()).toBe(4);

  await github.deleteRepository(story.repo);
  await story.idle();
  expect(await story.record(({ owners }) => owners.states())).toEqual(new Map());
});
