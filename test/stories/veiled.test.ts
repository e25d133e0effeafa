import { markdownOf } from '../../playground/slack/canvases.ts';
import { afterEach, expect, test } from 'vitest';
import { aStory, REPO, type Story } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';
import { signedWebhook } from '../support/signed.ts';

let story: Story;
let calendar: HandCalendar;
afterEach(() => story.end());

const NODE = 'sig-node';
const NOTES = 'harbour/notes';

const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings: [{ description: Weekly, day: Thursday, time: "17:00", tz: UTC, frequency: weekly }]
`;

/** What the bot has written in the channel; what people typed is theirs. */
const look = () =>
  story
    .cards(NODE)
    .filter(({ user }) => user === story.world.slack.bot.user)
    .map((message) => story.world.slack.render(message))
    .join('\n');
const outside = () =>
  [
    ...story.world.github.issues(NOTES).map(({ body }) => body),
    ...story.world.slack.canvases(NODE).map(markdownOf),
  ].join('\n');
const everywhere = () => `${look()}\n${outside()}`;
const shows = (text: string) =>
  story.world.until(() => look().includes(text), 15_000, `${text} in ${look()}`);

/** A meeting that is over: its agenda, its reminder, its summary and its minutes tell of an issue, and of another one. */
async function held(): Promise<{ ref: string }> {
  calendar = handCalendar('2026-12-01T12:00Z');
  story = await aStory({
    directory: DIRECTORY,
    calendar,
    config: [
      'private: { labels: [kind/security], channels: [random] }',
      // No card: an issue that is named in the meeting alone has to be found as well.
      'noise: { budget: 0 }',
      `meetings: { canvas: true, outlets: [{ to: issue, repo: ${NOTES} }] }`,
    ].join('\n'),
    env: { GITHUB_TOKEN: 'ghp_playground' },
    seed: { repos: [{ name: NOTES }] },
    before: async ({ github }) => {
      await github.createLabel(REPO, 'kind/security');
      await github.as('mori').open(REPO, { title: 'The key leaks', labels: ['sig/node'] });
      await github.as('mori').open(REPO, { title: 'The key rusts', labels: ['sig/node'] });
    },
  });
  const { github } = story.world;
  for (const number of [1, 2]) await github.as('lee').comment(`${REPO}#${number}`, 'Seen here too.');
  await story.idle();
  await story.ask('lee', '/sig agenda add "Change the key" #1', NODE);
  await story.ask('lee', '/sig agenda add "Paint the mast"', NODE);
  await calendar.to('2026-12-01T17:00Z');
  await shows('Change the key');
  await shows('The key rusts');
  await story.idle();
  await calendar.to('2026-12-02T17:00Z');
  await story.idle();
  calendar.turn('2026-12-03T17:00Z');
  await story.ask('dana', '/sig meeting start', NODE);
  await shows('Now: Change the key');
  const [message] = story.cards(NODE).filter(({ text }) => text.includes('is on'));
  const say = async (words: string) => {
    const before = story.world.slack.as('dana').ephemeral(NODE).length;
    await story.world.slack.as('dana').say(`<@${story.world.slack.bot.user}> ${words}`, NODE, message?.ts);
    await story.world.until(() => story.world.slack.as('dana').ephemeral(NODE).length > before);
  };
  await say('decision "We forge another key"');
  await say('note "The key lies in the log"');
  await say('next');
  await say('note "Blue it is"');
  await say('meeting end');
  await shows('We forge another key');
  await calendar.to('2026-12-03T18:30Z');
  await story.idle();
  for (const told of ['Change the key', 'We forge another key', 'The key rusts'])
    expect(outside()).toContain(told);
  return { ref: `${REPO}#1` };
}

async function tell(action: string, hidden: boolean): Promise<void> {
  await story.idle();
  const id = story.world.github.repositories().find(({ name }) => name === story.repo)?.id;
  const payload = { action, repository: { id, full_name: story.repo, private: hidden } };
  const { init } = signedWebhook(story.world.github.webhookSecret, 'repository', payload);
  expect((await fetch(`${story.bot.url}/github/webhook`, init)).status).toBe(202);
}

test('an issue that gets a security label after the meeting leaves agenda, summary and minutes', async () => {
  const { ref } = await held();
  await story.world.github.as('noor').label(ref, 'kind/security');
  await story.world.until(
    () => !/Change the key|another key|key leaks|in the log/.test(everywhere()),
    15_000,
    everywhere,
  );
  await story.idle();
  expect(look()).toContain('1 topic is about what may not be shown here');
  for (const text of [look(), outside()])
    expect(text).toMatch(/Paint the mast[^]*Blue it is|Blue it is[^]*Paint the mast/);

  await story.world.github.as('noor').unlabel(ref, 'kind/security');
  await shows('We forge another key');
});

test('a repository that is made private takes all of it along, and gives the summary back', async () => {
  await held();
  await tell('privatized', true);
  await story.world.until(() => !/ key/.test(everywhere()), 8000, everywhere);
  await story.idle();
  expect(look()).toContain('Blue it is');
  await tell('publicized', false);
  await shows('We forge another key');
});
