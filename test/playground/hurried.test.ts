import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTown, type Town } from '../../playground/serve/town.ts';
import { perform } from '../../playground/serve/acts.ts';

const DAY = 86_400_000;

let town: Town;
beforeAll(async () => void (town = await openTown({ transport: 'http', speed: 1 })), 60_000);
afterAll(() => town?.close());

/** All that the messages of a channel say. */
function said(channel: string): string {
  return JSON.stringify(town.world.slack.channel(channel).messages());
}

/** Lets the calendar run until it says so, and stop there. */
async function letPass(days: number): Promise<void> {
  const { calendar, until } = town.world;
  const end = calendar.now() + days * DAY;
  calendar.go(200_000);
  await until(() => calendar.now() >= end, 60_000, `${days} days to pass`);
  await perform(town, { act: 'speed', speed: 0 });
}

test('the bot does each day’s chores of the calendar, and everybody agrees on the date', async () => {
  const { world, bot } = town;
  const listed = () => world.slack.calls('conversations.list').length;
  const before = listed();
  await letPass(1.1);
  await world.until(
    () => listed() > before,
    60_000,
    'the channels to be listed again, as they are once a day',
  );
  await world.until(
    () => bot.logTail().includes('compared the mirror with GitHub'),
    60_000,
    'the nightly check',
  );

  const today = world.calendar.now();
  expect(today).toBeGreaterThan(Date.now() + DAY);
  const ref = await world.github
    .as('leeokafor')
    .open('lantern/lantern', { title: 'Late', labels: ['sig/runtime'] });
  await world.github.as('leeokafor').comment(ref, 'It is later than you think.');
  const second = Math.floor(today / 1000);
  const opened = `opened by leeokafor <!date^${second}^`;
  await world.until(() => said('sig-runtime').includes(opened), 60_000, `a card that says ${opened}`);
  const { createdAt, comments } = world.github.issue(ref);
  expect([createdAt, comments[0]?.createdAt].map((time) => Date.parse(time ?? '') / 1000)).toEqual([
    second,
    second,
  ]);
}, 180_000);

test('the bot is told the time anew when it was killed and is started again', async () => {
  const { world, bot } = town;
  const before = Math.floor(world.calendar.now() / 1000);
  await perform(town, { act: 'speed', speed: 1 });
  await world.github.quiet();
  await world.until(async () => (await bot.waiting()) === 0, 60_000, 'nothing to wait');
  await bot.kill();
  await bot.restart();
  await world.slack.as('dana').command('/sig triage lantern/lantern#102 accept', 'sig-runtime');
  const seconds = await world.until(
    () => /accepted by danawhit <!date\^(\d+)/.exec(said('sig-runtime'))?.[1],
    60_000,
    'the card to say who accepted it, and when',
  );
  expect(Number(seconds)).toBeGreaterThanOrEqual(before);
  expect(Number(seconds)).toBeLessThanOrEqual(world.calendar.now() / 1000);
}, 180_000);

test('what was done although its answer got lost is found again at any speed', async () => {
  const { world, bot } = town;
  await perform(town, { act: 'speed', speed: 10_080 });
  const title = 'Posted into the void';
  world.slack.fault({ kind: 'drop-after', method: 'chat.postMessage' });
  world.github.fault({ kind: 'drop-after', match: /^POST .*comments$/ });
  const ref = await world.github.as('leeokafor').open('lantern/lantern', { title, labels: ['sig/network'] });
  await world.until(() => said('sig-network').includes(title), 60_000, 'a card');
  await world.slack.as('mira').command(`/sig triage ${ref} accept`, 'sig-network');
  const labels = () => world.github.issue(ref).labels;
  await world.until(() => labels().includes('triage/accepted'), 60_000, 'the decision');
  await world.until(async () => (await bot.waiting()) === 0, 60_000, 'nothing to wait');
  const ours = world.github.issue(ref).comments.filter(({ author }) => author === 'sigbot');
  const posts = world.slack
    .calls('chat.postMessage')
    .filter(({ args }) => JSON.stringify(args).includes(title));
  expect({ comments: ours.length, posts: posts.length }).toEqual({ comments: 1, posts: 1 });
  expect(world.slack.calls('conversations.history').at(-1)?.answer).toMatchObject({ ok: true });
}, 180_000);

test('a calendar that is the machine’s clock cannot be turned', async () => {
  await expect(perform({ ...town, speed: undefined }, { act: 'speed', speed: 60 })).rejects.toThrow(
    '--speed',
  );
  await expect(perform(town, { act: 'speed', speed: -1 })).rejects.toThrow('-1');
});
