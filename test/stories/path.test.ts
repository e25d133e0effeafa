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

const lines = () => [...story.look(NODE).matchAll(/(?:Path|Next): .*/g)].map(([line]) => line);

test('a wish goes its way: accepted, put on the agenda, talked about, built', async () => {
  const calendar = handCalendar('2026-12-01T09:00Z');
  story = await aStory({ directory: DIRECTORY, calendar, config: 'meetings: { agenda: { publish: off } }' });
  const { github, slack } = story.world;
  const wish = { title: 'A second mast', labels: ['sig/node', 'kind/feature'] };
  await github.as('mori').open(story.repo, wish);
  await story.idle();
  const ts = story.cards(NODE).at(-1)?.ts ?? '';
  const press = async (who: string, label: string) => {
    await slack.as(who).press(NODE, ts, label);
    await story.idle();
  };
  expect(lines()).toMatchInlineSnapshot(`
    [
      "Path: issue ✓ · duplicates ✓ · group ✓ · *discussion now* · code",
      "Next: SIG Node accepts it, or says what is missing",
    ]
  `);
  await press('dana', 'Accept');
  expect(lines()[1]).toBe('Next: the leads of SIG Node put it on an agenda');
  await press('lee', 'Put on the agenda');
  expect(lines()[1]).toBe('Next: SIG Node talks about it in a meeting');
  expect(await story.ask('mori', '/sig agenda', NODE)).toContain('A second mast');
  expect(story.look(NODE)).not.toContain('[ Put on the agenda ]');

  await calendar.to('2026-12-03T18:00Z');
  await story.ask('dana', '/sig meeting start', NODE);
  await story.idle();
  await story.ask('dana', '/sig next', NODE);
  await story.ask('dana', '/sig done', NODE);
  await story.ask('dana', '/sig meeting end', NODE);
  await story.idle();
  expect(lines()[1]).toBe('Next: whoever takes it opens a pull request');

  const pull = await github.as('lee').open(story.repo, {
    title: 'Step another mast',
    body: 'Fixes #1',
    pullRequest: true,
    labels: ['sig/node'],
  });
  await story.idle();
  expect(lines()[1]).toBe('Next: a reviewer looks at boats#2');
  await github.as('noor').merge(pull);
  await story.idle();
  expect(lines()).toMatchInlineSnapshot(`
    [
      "Path: issue ✓ · duplicates ✓ · group ✓ · discussion ✓ · code ✓",
      "Next: mori closes it, or says what is left",
    ]
  `);
});

test('a bug has no such way', async () => {
  story = await aStory({ directory: DIRECTORY });
  await story.openWithCard();
  expect(lines()).toEqual([]);
});
