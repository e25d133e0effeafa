import { afterEach, expect, test } from 'vitest';
import { aStory, LABELS, SEED, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';

let story: Story;
let calendar: HandCalendar;
afterEach(() => story.end());

const NODE = 'sig-node';
const STEERING = 'steering-committee';
const LIGHTS = 'harbour/lights';
const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly, day: Thursday, time: "18:00", tz: UTC, frequency: weekly }
committees:
  - dir: committee-steering
    name: Steering
    label: committee/steering
    leadership: { chairs: [{ github: noor, name: Noor Haddad }] }
    contact: { slack: steering-committee }
    meetings:
      - { description: Public Meeting, day: Monday, time: "17:00", tz: UTC, frequency: weekly }
  - dir: committee-code-of-conduct
    name: Code of Conduct
    leadership: { chairs: [{ github: kim, name: Kim }] }
    contact: { slack: random, private_mailing_list: conduct@harbour.example }
`;

interface Setting extends StoryOptions {
  /** How the repository is written in. */
  writing?: string;
}

/** A Tuesday, with an issue of SIG Node, which Dana leads; Noor is of the Steering Committee. */
async function begin({ writing = 'write: as-bot, through: prow', ...options }: Setting = {}) {
  calendar = handCalendar('2026-12-01T09:00Z');
  story = await aStory({
    directory: DIRECTORY,
    calendar,
    repositories: `  - { name: ${LIGHTS}, intake: webhook, ${writing} }`,
    ...options,
    config: `meetings: { agenda: { publish: off } }\n${options.config ?? ''}`,
    seed: {
      channels: [...SEED.channels, { name: STEERING }],
      repos: [{ name: LIGHTS, labels: [...LABELS, 'committee/steering'], prow: !writing.includes('labels') }],
    },
  });
  const { github, slack } = story.world;
  const ref = await github.as('mori').open(LIGHTS, { title: 'Who owns the light', labels: ['sig/node'] });
  await story.idle();
  return { ref, github, slack, issue: () => github.issue(ref) };
}

async function say(who: string, command: string, channel = NODE): Promise<string> {
  const said = await story.ask(who, command, channel);
  await story.idle();
  return said;
}

async function press(who: string, label: string): Promise<void> {
  await story.world.slack.as(who).press(STEERING, story.cards(STEERING).at(-1)?.ts ?? '', label);
  await story.idle();
}

/** What a person alone reads after pressing something. */
async function refused(who: string, label: string): Promise<string> {
  const actor = story.world.slack.as(who);
  const before = actor.ephemeral(STEERING).length;
  await press(who, label);
  await story.world.until(() => actor.ephemeral(STEERING).length > before, 15_000, `${who} to be told`);
  const told = actor.ephemeral(STEERING).slice(before);
  return told.map((one) => story.world.slack.render(one)).join('\n');
}

async function giveBack(who: string, text: string): Promise<void> {
  const actor = story.world.slack.as(who);
  await press(who, 'Give it back…');
  await story.world.until(() => actor.modal() !== undefined, 15_000, 'the form');
  expect((await actor.submit(undefined, { text })).errors).toBeUndefined();
  await story.idle();
}

const WHY = '"We do not agree, says <@U0LEE>: @dana /close"';

test('a lead hands over what the group cannot settle; the committee takes it, and gives it back', async () => {
  const { issue, slack } = await begin();
  await say('dana', `/sig consensus start ${LIGHTS}#1 "We own it" until friday`);
  await slack.as('mori').press(NODE, story.cards(NODE).at(-1)?.ts ?? '', '+1');
  await story.idle();

  expect(await say('mori', `/sig escalate ${LIGHTS}#1 steering ${WHY}`)).toContain(
    'The leads of SIG Node escalate its issues: dana.',
  );
  expect(await say('dana', `/sig escalate ${LIGHTS}#1 steering ${WHY}`)).toContain(
    'Escalated to the Steering Committee, in #steering-committee.',
  );
  expect(story.look(STEERING)).toMatchInlineSnapshot(`
    "sigbot
      *SIG Node escalates this to the Steering Committee*
      lights#1 Who owns the light
      > We do not agree, says lee: dana /close
      Waits for an answer. It is a topic of Public Meeting, Mon 7 Dec, 17:00.
      *What was said and decided*
      • SIG Node asked for agreement, 2026-12-01 09:00 UTC: “We own it”
      [ Take it ] [ Give it back… ]
      Escalated by @dana 2026-12-01 09:00 UTC · the leads of the Steering Committee answer"
  `);
  expect(story.cards(STEERING)).toHaveLength(1);
  expect(story.look(NODE)).toMatch(/Escalated to the Steering Committee on .*: waits for an answer/);
  expect(issue().labels).toContain('committee/steering');
  const told = issue().comments.at(-1)?.body ?? '';
  expect(told.replace(/<!--.*-->/s, '').trim()).toMatchInlineSnapshot(`
    "/committee steering

    SIG Node escalates this to the Steering Committee.

    > We do not agree, says lee: dana /close

    Decided in Slack by dana."
  `);
  expect(await say('noor', '/sig agenda', STEERING)).toContain('Escalated by SIG Node: Who owns the light');
  expect(await say('dana', `/sig escalate ${LIGHTS}#1 steering`)).toContain(
    'It is with the Steering Committee already.',
  );

  expect(await refused('dana', 'Take it')).toContain('The leads of the Steering Committee answer: noor.');
  expect(await refused('gast', 'Take it')).toContain('Guests of this Slack can look');
  await story.restart();
  await press('noor', 'Take it');
  expect(story.look(STEERING)).toContain('Taken by @noor');
  expect(story.look(NODE)).toContain('taken by @noor');
  await giveBack('noor', 'Ask the harbour master first');
  expect(story.look(STEERING)).toContain('“Ask the harbour master first”');
  expect(story.look(NODE)).toContain('given back by @noor');
  expect(issue().labels).not.toContain('committee/steering');
  expect(
    issue()
      .comments.map(({ body }) => body)
      .join(),
  ).toContain('> Ask the harbour master first');
  expect(await say('noor', '/sig agenda', STEERING)).not.toContain('Who owns the light');
  await calendar.to('2026-12-02T09:00Z');
  expect(await say('dana', `/sig escalate ${LIGHTS}#1 steering "Asked"`)).toContain('Escalated to');
  expect(story.look(NODE).match(/Escalated to/g)).toHaveLength(2);
  expect(await say('dana', '/sig why harbour/lights#1')).toContain('escalated harbour/lights#1 to Steering');
});

test('where sigbot may not write, the lead pastes the comment; all else is the same', async () => {
  const { issue } = await begin({ writing: 'write: handoff' });
  const said = await say('dana', `/sig escalate ${LIGHTS}#1 to steering ${WHY}`);
  expect(said).toMatchInlineSnapshot(`
    "sigbot (only dana sees this)
      Escalated to the Steering Committee, in #steering-committee.
      sigbot may not write in harbour/lights. Paste this as a comment there:
      /committee steering
      
      SIG Node escalates this to the Steering Committee.
      
      > We do not agree, says lee: dana /close
      
      Decided in Slack."
  `);
  expect(issue().comments).toEqual([]);
  expect(story.look(STEERING)).toContain('SIG Node escalates this to the Steering Committee');
});

test('nothing is escalated in the open to whom is spoken to in private, nor without a channel', async () => {
  await begin();
  const said = await say('dana', `/sig escalate ${LIGHTS}#1 code of conduct "They shout"`);
  expect(said).toMatchInlineSnapshot(`
    "sigbot (only dana sees this)
      What the Code of Conduct Committee hears is not for a channel. Nothing was changed.
      Its members on GitHub: kim. \`/sig info committee-code-of-conduct\` says more."
  `);
  expect(story.look('random')).toBe('');
  expect(await say('dana', `/sig escalate ${LIGHTS}#1 nobody`)).toContain('There is no group "nobody".');
  expect(await say('dana', `/sig escalate ${LIGHTS}#1 node`)).toContain('SIG Node has it already.');
});

test('what becomes private afterwards leaves both cards, and comes back', async () => {
  const { ref, github } = await begin({ config: 'private: { channels: [wg-lights], labels: [kind/bug] }' });
  await say('dana', `/sig escalate ${LIGHTS}#1 steering "It leaks"`);
  expect(story.look(STEERING)).toContain('It leaks');
  await github.as('dana').label(ref, 'kind/bug');
  await story.idle();
  expect(story.look(STEERING)).not.toContain('It leaks');
  expect(story.look(STEERING)).not.toContain('Who owns the light');
  expect(await say('noor', '/sig agenda', STEERING)).not.toContain('Who owns the light');
  await github.as('dana').unlabel(ref, 'kind/bug');
  await story.idle();
  expect(story.look(STEERING)).toContain('It leaks');
});

test('two replicas and two who press at once are one escalation, and one answer', async () => {
  const { issue } = await begin({ writing: 'write: as-bot, through: labels' });
  await Promise.all(
    [1, 2].map(() => story.world.slack.as('dana').command(`/sig escalate ${LIGHTS}#1 steering`, NODE)),
  );
  await story.idle();
  expect(story.cards(STEERING)).toHaveLength(1);
  expect(issue().comments).toHaveLength(1);
  const { ts = '' } = story.cards(STEERING)[0] ?? {};
  await Promise.all([1, 2].map(() => story.world.slack.as('noor').press(STEERING, ts, 'Take it')));
  await story.idle();
  expect(story.look(STEERING)).toContain('Taken by @noor');
  expect(
    story.world.slack
      .as('noor')
      .ephemeral(STEERING)
      .map((one) => story.world.slack.render(one))
      .join(),
  ).toContain('It was taken already.');
});
