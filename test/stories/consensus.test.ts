import { afterEach, expect, test } from 'vitest';
import { aStory, SEED, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';

let story: Story;
let calendar: HandCalendar;
afterEach(() => story.end());

const NODE = 'sig-node';
const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership:
      chairs: [{ github: dana, name: Dana Okafor }]
      tech_leads: [{ github: noor, name: Noor Haddad }]
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly, day: Thursday, time: "18:00", tz: UTC, frequency: weekly }
`;

/** A Tuesday, with an issue of SIG Node; Dana and Noor lead it. Agendas have their own stories. */
async function begin(options: StoryOptions = {}) {
  calendar = handCalendar('2026-12-01T09:00Z');
  const config = `meetings: { agenda: { publish: off } }\n${options.config ?? ''}`;
  story = await aStory({ directory: DIRECTORY, calendar, ...options, config });
  const { ref } = await story.openWithCard('The mast leans');
  const { github, slack } = story.world;
  return { ref, github, slack, comments: () => github.issue(ref).comments.map(({ body }) => body) };
}

const card = () =>
  story.cards(NODE).find(({ blocks }) => JSON.stringify(blocks).includes('We straighten it'));
const look = () => story.look(NODE);
const press = (who: string, label: string) => story.world.slack.as(who).press(NODE, card()?.ts ?? '', label);

async function start(more = ''): Promise<string> {
  const said = await story.ask('dana', `/sig consensus start 1 "We straighten it" ${more}`, NODE);
  await story.idle();
  return said;
}

/** Fills in the form behind a button. */
async function form(who: string, label: string, values: Record<string, string>): Promise<void> {
  const actor = story.world.slack.as(who);
  await press(who, label);
  await story.world.until(() => actor.modal() !== undefined, 15_000, `the form behind ${label}`);
  expect((await actor.submit(undefined, values)).errors).toBeUndefined();
  await story.idle();
}

/** What a person alone reads after pressing something. */
async function refused(who: string, label: string): Promise<string> {
  const actor = story.world.slack.as(who);
  const before = actor.ephemeral(NODE).length;
  await press(who, label);
  await story.world.until(() => actor.ephemeral(NODE).length > before, 15_000, `${who} to be told`);
  return actor
    .ephemeral(NODE)
    .slice(before)
    .map((one) => story.world.slack.render(one))
    .join('\n');
}

async function day(moment: string): Promise<void> {
  await calendar.to(moment);
  await story.idle();
}

test('a concern is raised, answered by a lead, and the proposal is accepted: on the card, the issue, the agenda, the log', async () => {
  const { comments, slack } = await begin();
  expect(await start('until friday 18:00 UTC')).toContain('open until 2026-12-04 18:00 UTC');
  expect(look()).toContain('Asked: @noor');
  expect(comments()).toEqual([expect.stringContaining('Open until Fri 4 Dec 2026, 18:00 UTC')]);

  await press('lee', '+1');
  await story.idle();
  expect(await refused('lee', '+1')).toContain('You have said +1 already.');
  expect(await refused('gast', '+1')).toContain('Guests of this Slack can look');
  await form('lee', 'Raise a concern…', { text: 'Two ropes are too few, says @dana' });
  expect(look()).not.toContain('+1 (1)');
  expect(look()).toContain('*Concern 1* · @lee: “Two ropes are too few, says @dana”');
  expect(comments().join()).toContain('too few, says @\u200Bdana” (open)');
  expect(await refused('mori', 'Resolve…')).toContain(
    'Who raised it, and the leads of SIG Node, resolve a concern.',
  );
  await press('mori', '+1');
  await form('dana', 'Resolve…', { text: 'We take four' });
  expect(look()).toContain('Answered by @dana: “We take four”');

  await day('2026-12-03T18:00Z');
  await day('2026-12-04T17:59Z');
  expect(look().match(/@noor: your answer to the proposal above is asked for/g)).toHaveLength(1);
  expect(look()).not.toContain('has accepted');
  // What is overdue by an outage is recorded as of its time.
  calendar.turn('2026-12-05T07:00Z');
  await story.restart();
  await day('2026-12-05T07:00Z');
  expect(look()).toContain('Accepted 2026-12-04 18:00 UTC.');
  expect(look()).toContain('+1 (1): @mori');
  expect(await refused('mori', 'Raise a concern…').catch(() => 'no such button')).toBe('no such button');
  expect(comments()).toEqual([
    expect.stringMatching(/^\*\*SIG Node has accepted this\*\* [^]*Accepted on Fri 4 Dec 2026, 18:00/),
  ]);
  expect(await story.ask('lee', '/sig agenda', NODE)).toMatch(
    /Accepted since the last meeting.*\n.*We straighten it/,
  );
  expect(await story.ask('lee', '/sig decisions mast', NODE)).toContain(
    'No decision with “mast” of SIG Node',
  );
  expect(await story.ask('lee', '/sig decisions straighten since 2026-12-01', NODE)).toContain(
    'We straighten it',
  );
  expect(
    slack.calls('chat.postMessage').filter((call) => JSON.stringify(call).includes('straighten')),
  ).toHaveLength(1);
});

test('one that stalls is a topic of the next meeting; extended it opens again, and stops when a lead says so', async () => {
  const { comments } = await begin();
  await start();
  await form('mori', 'Raise a concern…', { text: 'It is the keel that leans' });
  await day('2026-12-04T09:00Z');
  expect(look()).toContain(
    'Its time was over 2026-12-04 09:00 UTC: 1 concern is open. It is a topic of the next meeting.',
  );
  expect(await story.ask('lee', '/sig agenda', NODE)).toContain('No consensus yet: We straighten it');
  expect(comments().join()).toContain('SIG Node has not agreed on this');
  expect(await story.ask('lee', '/sig decisions', NODE)).toContain('No decision of SIG Node');
  expect(await refused('lee', 'Extend…')).toContain('Who started it, and the leads of SIG Node, extend it.');
  const soon = await story.ask('noor', '/sig consensus extend 1 until tomorrow', NODE);
  expect(soon).toContain('The earliest is Mon 7 Dec, 09:00 UTC.');
  await form('noor', 'Extend…', { until: '2026-12-08 12:00' });
  expect(look()).toContain('Open until 2026-12-08 12:00 UTC');
  await form('mori', 'Resolve…', { text: '' });
  expect(look()).toContain('Withdrawn');
  await story.ask('noor', '/sig consensus stop 1 "It fell down"', NODE);
  await story.idle();
  expect(look()).toContain('Stopped by @noor: It fell down');
  await day('2026-12-09T12:00Z');
  expect(comments()).toEqual([expect.stringContaining('Stopped by noor: It fell down')]);
  expect(await story.ask('lee', '/sig consensus', NODE)).toContain('No proposal of SIG Node is open.');
});

test('what becomes private leaves the card, the lists and the log, and is accepted all the same', async () => {
  const { ref, github, comments } = await begin({
    config: 'private: { channels: [wg-lights], labels: [kind/bug] }',
  });
  await start();
  await github.as('mori').close(ref);
  await story.idle();
  expect(look()).toContain('boats#1 The mast leans (closed)');
  const [before] = comments();
  await github.as('noor').label(ref, 'kind/bug');
  await story.world.until(() => !look().includes('We straighten it'), 15_000, 'the card to be emptied');
  await day('2026-12-04T09:00Z');
  expect(look()).not.toContain('straighten');
  expect(comments()).toEqual([before]);
  expect(await story.ask('lee', '/sig decisions', NODE)).toContain('No decision of SIG Node');
  expect(await story.ask('lee', '/sig consensus show 1', NODE)).toContain('This issue is private.');
  expect(await story.ask('lee', '/sig decisions node', 'wg-lights')).toContain('We straighten it');
  expect(await story.ask('lee', '/sig agenda', NODE)).not.toContain('straighten');
  await github.as('noor').unlabel(ref, 'kind/bug');
  await story.world.until(
    () => look().includes('SIG Node has accepted this'),
    15_000,
    'the card to come back',
  );
  await story.idle();
  expect(comments()).toEqual([expect.stringContaining('SIG Node has accepted this')]);
});

test('a comment that somebody deleted is not written again, while GitHub is away nothing is lost', async () => {
  const { ref, github, comments } = await begin();
  const heal = github.fault({ match: /comments/, kind: '503', times: 50 });
  await story.ask('dana', '/sig consensus start 1 "We straighten it" until friday', NODE);
  await story.world.until(() => github.calls(/comments/).length > 0, 15_000, 'a try');
  expect(comments()).toEqual([]);
  heal();
  await story.idle();
  expect(comments()).toHaveLength(1);
  await github.as('noor').deleteComment(ref, 'seeks consensus');
  await press('lee', '+1');
  await story.idle();
  await press('mori', '+1');
  await story.idle();
  expect(comments()).toEqual([]);
  expect(look().match(/Its comment was deleted on GitHub/g)).toHaveLength(1);
  await day('2026-12-05T09:00Z');
  expect(look()).toContain('SIG Node has accepted this');
});

test('where the bot may not write, who starts it pastes the text, and the card has it as it is later', async () => {
  const { comments } = await begin({ write: 'handoff', seed: { people: SEED.people } });
  const said = await start('until 72 business hours asking @lee');
  expect(said).toContain('sigbot may not write in harbour/boats. Paste this there:');
  expect(said).toContain('SIG Node seeks consensus');
  await day('2026-12-04T09:00Z');
  expect(await refused('dana', 'Text for GitHub')).toContain('SIG Node has accepted this');
  expect(comments()).toEqual([]);
});
