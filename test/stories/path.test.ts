import { afterEach, expect, test } from 'vitest';
import { aStory, type Story } from '../support/bot.ts';
import { handCalendar } from '../support/calendar.ts';

let story: Story;
afterEach(() => story.end());

const NODE = 'sig-node';
const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly, day: Thursday, time: "18:00", tz: UTC, frequency: weekly }
`;

const paths = () => [...story.look(NODE).matchAll(/Path: .*/g)].map(([line]) => line);

test('a wish goes its way: given to a group, accepted, put on the agenda, talked about, built', async () => {
  const calendar = handCalendar('2026-12-01T09:00Z');
  const config = `meetings: { agenda: { publish: off } }`;
  story = await aStory({ directory: DIRECTORY, calendar, config });
  const { github, slack } = story.world;
  const ref = await github
    .as('mori')
    .open(story.repo, { title: 'A second mast', labels: ['sig/node', 'kind/feature'] });
  await story.idle();
  const ts = story.cards(NODE).at(-1)?.ts ?? '';
  console.log(story.look(NODE));
  await slack.as('dana').press(NODE, ts, 'Accept');
  await story.idle();
  console.log(story.look(NODE));
  await slack.as('lee').press(NODE, ts, 'Put on the agenda');
  await story.idle();
  console.log(story.look(NODE));
  console.log(
    slack
      .as('lee')
      .ephemeral(NODE)
      .map((one) => slack.render(one))
      .join('\n'),
  );
  const pull = await github.as('lee').openPull?.(story.repo, { title: 'Fix', body: `Fixes #1` });
  console.log(pull, paths(), ref);
  console.log(await story.ask('mori', '/sig show 1', NODE));
  expect(paths()).toHaveLength(1);
});
