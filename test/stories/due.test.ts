import { afterEach, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { aStory, type Story } from '../support/bot.ts';
import { handCalendar } from '../support/calendar.ts';

let story: Story;
afterEach(() => story.end());

const after = (begin: number, ms: number) => new Date(begin + ms).toISOString();

async function says(text: string): Promise<void> {
  await story.world.until(() => story.look('sig-node').includes(text), 15_000, `"${text}" on the card`);
}

test('a card says when triage is due, and, once it is over, since when it is overdue', async () => {
  const begin = Math.floor(Date.now() / MINUTE) * MINUTE;
  const calendar = handCalendar(after(begin, 0));
  story = await aStory({
    calendar,
    config: `
clocks: { triage: 4h, hours: [{ open: 'mon-sun 00:00-24:00', zone: Asia/Kolkata, holidays: days.txt }] }
groups: { sig-network: { clocks: { triage: off } } }
`,
    files: { 'days.txt': 'a wrong file' },
  });
  const { github, slack } = story.world;
  const { ref, ts } = await story.openWithCard('The hull leaks');
  expect(story.look('sig-node')).toContain('Triage due');
  expect(story.log()).toContain('does not begin with a day');

  await calendar.to(after(begin, 3.5 * HOUR));
  await story.idle();
  expect(story.look('sig-node')).not.toContain('overdue');
  await calendar.to(after(begin, 4 * HOUR + 15 * MINUTE));
  await says('Triage overdue since');
  const edits = () => slack.calls('chat.update').length;
  const before = edits();
  await calendar.to(after(begin, 4 * HOUR + 16 * MINUTE));
  await story.idle();
  expect(edits()).toBe(before);
  expect(github.issue(ref).comments).toEqual([]);

  await slack.as('dana').press('sig-node', ts, 'Accept');
  await says('accepted');
  expect(story.look('sig-node')).not.toContain('overdue');
});

test('an answer is due until somebody of the project gives one', async () => {
  story = await aStory({ config: 'clocks: { response: 4h }' });
  const { github } = story.world;
  const { ref } = await story.openWithCard('The hull leaks');
  expect(story.look('sig-node')).toContain('Answer due');
  await github.as('mori').comment(ref, 'It still does.');
  await story.idle();
  expect(story.look('sig-node')).toContain('Answer due');
  await github.as('lee').comment(ref, 'Since when?');
  await story.world.until(() => !story.look('sig-node').includes('Answer due'), 15_000, 'nothing due');
});

test('nothing is said of what nobody measures', async () => {
  story = await aStory({ config: 'clocks: { hours: [{ open: 9:00-17:00, zone: UTC }] }' });
  await story.openWithCard('The hull leaks');
  expect(story.look('sig-node')).not.toContain('due');
});
