import { afterEach, expect, test } from 'vitest';
import { aStory, SEED, type Story } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';

let story: Story;
let calendar: HandCalendar;
afterEach(() => story.end());

const STEERING = 'steering-committee';
const many = Array.from(
  { length: 20 },
  (_, index) => `  - { dir: sig-boat-${index}, name: Boat ${index}, label: sig/boat-${index} }`,
);
const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly, day: Thursday, time: "18:00", tz: UTC, frequency: weekly }
${many.join('\n')}
committees:
  - dir: committee-steering
    name: Steering
    label: committee/steering
    leadership: { chairs: [{ github: noor, name: Noor Haddad }] }
    contact: { slack: steering-committee }
`;

async function begin(config = '') {
  calendar = handCalendar('2026-11-30T09:00Z');
  story = await aStory({
    directory: DIRECTORY,
    calendar,
    config: `meetings: { agenda: { publish: off } }\n${config}`,
    seed: { channels: [...SEED.channels, { name: STEERING }] },
  });
  await story.openWithCard('The mast leans');
}

async function day(moment: string): Promise<void> {
  await calendar.to(moment);
  await story.idle();
}

const reports = () => story.cards(STEERING).filter(({ text }) => text.includes('How the groups fare'));

test('those who steer are told of all groups on the first workday of the month, once', async () => {
  await begin('steering: { group: committee-steering }\nprivate: { labels: [kind/bug] }');
  await story.world.github.as('mori').open(story.repo, { title: 'A leak', labels: ['sig/node', 'kind/bug'] });
  await day('2026-12-01T08:59Z');
  expect(reports()).toEqual([]);
  await day('2026-12-01T09:00Z');
  await story.restart();
  await day('2026-12-01T09:01Z');
  await day('2026-12-02T09:00Z');
  expect(reports()).toHaveLength(1);
  const steady = story.look(STEERING).replace(/of \d{4}-.*? UTC/g, 'of …');
  expect(steady.split('\n').slice(0, 6).join('\n')).toMatchInlineSnapshot(`
    "sigbot
      *How the groups fare, 1 Dec*
      21 groups: 1 open, 1 untriaged.
      • *SIG Node* #sig-node: 1 open, 1 untriaged, the oldest of …
      • *SIG Boat 0*: 0 open, 0 untriaged
      • *SIG Boat 1*: 0 open, 0 untriaged"
  `);

  const noor = story.world.slack.as('noor');
  await noor.press(STEERING, reports()[0]?.ts ?? '', 'Show all');
  await story.world.until(() => noor.modal() !== undefined, 15_000, 'the pages');
  expect(JSON.stringify(noor.modal())).toContain('Page 1 of 2');
  expect(await story.ask('dana', '/sig health all --csv', 'random')).toContain('sig-node,1,1,');
  expect(await story.ask('mori', '/sig health all', 'random')).toContain(
    'is told to the members of committees',
  );
  await day('2027-01-01T09:00Z');
  expect(reports()).toHaveLength(2);
});

test('nobody is told where the operator has not asked for it; who leads a group can ask', async () => {
  await begin();
  await day('2026-12-01T09:00Z');
  expect(reports()).toEqual([]);
  expect(await story.ask('dana', '/sig health all', 'random')).toContain('21 groups: 1 open, 1 untriaged');
});
