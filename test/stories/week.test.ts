import { afterEach, expect, test } from 'vitest';
import { aStory, REPO, type Story } from '../support/bot.ts';
import { handCalendar } from '../support/calendar.ts';

let story: Story;
afterEach(() => story.end());

const NOTES = 'harbour/notes';
const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly Meeting, day: Thursday, time: "18:00", tz: UTC, frequency: weekly, url: "https://meet.example/node" }
`;

const CONFIG = `
noise: { budget: 0 }
meetings: { agenda: { publish: 2d }, outlets: [{ to: issue, repo: ${NOTES} }] }
`;

/** Waits until the channel shows that. */
const shows = (text: string | RegExp) =>
  story.world.until(
    () => new RegExp(text).test(story.look('sig-node')),
    15_000,
    () => `#sig-node to show ${String(text)}:\n${story.look('sig-node')}`,
  );
const ask = (person: string, words: string) => story.ask(person, `/sig ${words}`, 'sig-node');

/** What is written down on GitHub: the issue for the agenda and its minutes. */
const notes = () => story.world.github.issues(NOTES)[0]?.body ?? '';

test('a week of a SIG: agenda, a topic added, reminders, the meeting, a decision on the issue, what is carried over, the next agenda', async () => {
  const calendar = handCalendar('2026-12-01T12:00Z');
  story = await aStory({
    directory: DIRECTORY,
    calendar,
    config: CONFIG,
    repositories: `  - { name: ${NOTES}, intake: poll, write: as-bot, through: labels }`,
    env: { GITHUB_TOKEN: 'ghp_playground' },
    seed: { repos: [{ name: NOTES, labels: [] }] },
  });
  await calendar.to('2026-12-01T12:00Z');
  const { github } = story.world;
  const ref = await github.as('mori').open(REPO, { title: 'Anchor slips', labels: ['sig/node'] });
  await story.idle();

  // Tuesday: the agenda, with what waits; written down on GitHub as well.
  await calendar.to('2026-12-01T18:00Z');
  await shows('Anchor slips');
  await story.world.until(() => notes().includes('Anchor slips'), 15_000, 'the agenda on GitHub');

  // Somebody adds a topic, another writes into the issue by hand.
  const number = ref.split('#')[1];
  await ask('mori', `agenda add "Shall we ship the new anchor" 10m #${number}`);
  await ask('lee', 'agenda add "Paint for the hull"');
  await shows('Paint for the hull');
  await story.world.until(() => notes().includes('Paint for the hull'), 15_000, 'the topic on GitHub');
  await github.as('mori').edit(`${NOTES}#1`, { body: `By hand: bring tea.\n\n${notes()}` });

  // Wednesday and Thursday: reminders; the meeting.
  await calendar.to('2026-12-02T18:00Z');
  await shows('Shall we ship the new anchor');
  await calendar.to('2026-12-03T17:50Z');
  await shows('Weekly Meeting begins in 10 minutes');
  await calendar.to('2026-12-03T18:00Z');
  await ask('dana', 'meeting start');
  await shows('Dana|dana');
  await ask('dana', `decision "We ship it in the spring" #${number}`);
  await shows('We ship it in the spring');
  await ask('dana', 'next');
  await ask('dana', 'action me "order the paint" by next meeting');
  await ask('dana', 'defer');
  await ask('dana', 'meeting end');
  await story.idle();

  // The decision stands on its issue, the minutes below the agenda, and what a person wrote is there still.
  await story.world.until(
    () => github.issue(ref).comments.some(({ body }) => body.includes('We ship it in the spring')),
    15_000,
    'the decision on its issue',
  );
  await story.world.until(
    () => notes().includes('We ship it in the spring'),
    15_000,
    'the minutes on GitHub',
  );
  for (const kept of ['By hand: bring tea.', 'Shall we ship the new anchor', 'Paint for the hull'])
    expect(notes()).toContain(kept);
  expect(story.look('sig-node')).not.toContain('Nothing so far');

  // The next agenda has what was not reached, and what is still to be done.
  await calendar.to('2026-12-08T18:00Z');
  const latest = () => {
    const agendas = story.cards('sig-node').map((message) => story.world.slack.render(message));
    return agendas.findLast((text) => /Weekly Meeting\*\n.*Thu 10 Dec/.test(text)) ?? '';
  };
  await story.world.until(
    () => latest().includes('order the paint'),
    15_000,
    () => story.look('sig-node'),
  );
  expect(latest()).toMatch(/Paint for the hull.*carried over/);
  expect(latest()).not.toContain('Shall we ship the new anchor');
});
