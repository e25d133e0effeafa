import { afterEach, describe, expect, test } from 'vitest';
import { blocksOf } from '../../playground/slack/inputs.ts';
import type { Message } from '../../playground/slack/workspace.ts';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { signedWebhook } from '../support/signed.ts';

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  const { slack, github } = story.world;
  const said = await slack.as('mori').say(SAID, 'sig-node');
  return { slack, github, repo: story.repo, said };
}

const SAID =
  'The anchor chain slips on <https://example.org/boats|the big boats>\nAsk <@U0DANA> in <#C0X|harbour-talk>';

const modal = (person: string) => JSON.stringify(blocksOf(story.world.slack.as(person).modal() ?? {}));

/** Chooses “Create an issue” on a message and waits for the form. */
async function openForm(person: string, on: Message): Promise<void> {
  const actor = story.world.slack.as(person);
  await actor.shortcut('create:issue', on);
  await story.world.until(() => actor.modal()?.['callback_id'] === 'create:issue', 15_000, 'the form');
}

/** Until the bot has read the repository's labels, and the form offers kinds. */
async function kindsKnown(on: Message): Promise<void> {
  const known = async () => {
    await openForm('noor', on);
    const offered = modal('noor').includes('kind/bug');
    await story.world.slack.as('noor').dismiss();
    return offered;
  };
  await story.world.until(known, 15_000, 'the kinds');
}

/** Fills the form in and sends it; what only this person reads then. */
async function create(person: string, on: Message, values: Record<string, string> = {}): Promise<string> {
  await openForm(person, on);
  const actor = story.world.slack.as(person);
  const before = actor.ephemeral('sig-node').length;
  expect((await actor.submit(undefined, values)).errors).toBeUndefined();
  await story.world.until(() => actor.ephemeral('sig-node').length > before, 15_000, 'an answer');
  return told(person);
}

function told(person: string): string {
  const message = story.world.slack.as(person).ephemeral('sig-node').at(-1);
  return message ? JSON.stringify(message.blocks) : '';
}

/** GitHub tells that the repository was hidden or shown. */
async function visibility(action: 'privatized' | 'publicized'): Promise<void> {
  const id = story.world.github.repositories().find(({ name }) => name === story.repo)?.id;
  const repository = { id, full_name: story.repo, private: action === 'privatized' };
  const { init } = signedWebhook(story.world.github.webhookSecret, 'repository', { action, repository });
  expect((await fetch(`${story.bot.url}/github/webhook`, init)).status).toBe(202);
}

const answers = () => story.cards('sig-node').filter(({ thread }) => thread !== undefined);
const created = () => story.world.github.issues(story.repo).at(-1);

describe('“Create an issue”', () => {
  test('the form knows the channel’s group and its repository, and the message in plain words', async () => {
    const { said, github, repo } = await begin({
      repositories: '  - { name: harbour/docs, write: handoff }',
      seed: { repos: [{ name: 'harbour/docs' }] },
    });
    await github.as('mori').open(repo, { title: 'Another', labels: ['sig/node'] });
    await story.idle();
    await openForm('dana', said);
    const form = modal('dana');
    expect(form).toMatch(/"initial_option":\{[^}]*\{[^}]*\}[^}]*"value":"harbour\/boats"/);
    expect(form).toMatch(/"initial_option":\{[^}]*\{[^}]*\}[^}]*"value":"sig-node"/);
    expect(form).toContain('The anchor chain slips on the big boats (https://example.org/boats)');
    expect(form).toMatch(/Ask \w+ in #harbour-talk/i);
    expect(form).not.toMatch(/<@|@dana|<#|<https/);
    const dana = story.world.slack.as('dana');
    expect((await dana.submit(undefined, { title: ' ' })).errors).toEqual({ title: 'Give it a title.' });
  });

  test.each(['labels', 'prow'] as const)(
    'as the bot (%s): one issue with labels, for whom it is; the thread reads where, and its card comes',
    async (write) => {
      const { said, github } = await begin({ write });
      await kindsKnown(said);
      expect(await create('dana', said, { kind: 'kind/bug', title: 'Anchor slips' })).toContain(
        'is being opened in harbour/boats',
      );
      await story.world.until(() => story.cards('sig-node').length === 3, 15_000, 'the answer and the card');
      await story.idle();
      await github.quiet();
      const issue = created();
      expect(issue).toMatchObject({ title: 'Anchor slips', author: 'sigbot' });
      expect(issue?.labels).toEqual(expect.arrayContaining(['sig/node', 'kind/bug']));
      expect(issue?.body).toContain('Opened for dana.');
      expect(issue?.body).toMatch(
        /From a conversation in Slack: https:\/\/[\w-]+\.slack\.com\/archives\/C\w+\/p\d{16}/,
      );
      const [answer, ...more] = answers();
      expect(more).toEqual([]);
      expect(answer).toMatchObject({ thread: said.ts });
      expect(answer?.text).toContain(`<${issue?.url}|harbour/boats#`);
      expect(story.look('sig-node')).toContain('[ Accept ]');
    },
  );

  test.each(['drop-after', 'drop-before', 'hang-after', '500'] as const)(
    'answers of GitHub and Slack are lost (%s): one issue, one answer',
    async (kind) => {
      const { said, github, slack } = await begin({ config: 'github: { timeout: 1s }' });
      github.fault({ match: /^POST .*\/issues$/, kind });
      slack.fault({ method: 'chat.postMessage', channel: 'sig-node', kind });
      await create('dana', said);
      await story.world.until(() => answers().length === 1, 15_000, 'the answer');
      await story.idle();
      expect(github.issues(story.repo)).toHaveLength(1);
      expect(answers()).toHaveLength(1);
    },
  );

  test('the ledger tells of it, and where the issue may not be told of any more, neither does the answer', async () => {
    const { said } = await begin();
    await kindsKnown(said);
    await create('dana', said, { title: 'Anchor slips' });
    await story.world.until(() => story.cards('sig-node').length === 3, 15_000, 'the answer and the card');
    await story.idle();
    const why = await story.ask('dana', '/sig why 1', 'sig-node');
    expect(why).toContain('open an issue in harbour/boats for dana: Anchor slips: *done*');
    expect(why).toContain('answer in the thread');
    await visibility('privatized');
    await story.world.until(() => answers()[0]?.text.includes('private now'), 15_000, 'the answer to follow');
    const hidden = JSON.stringify(answers()[0]);
    expect(hidden).not.toMatch(/github|boats/);
    await visibility('publicized');
    await story.world.until(() => answers()[0]?.text.includes('harbour/boats#1'), 15_000, 'its return');
  });

  test('where the bot is no member the address is told directly', async () => {
    const { slack, said } = await begin();
    await slack.removeBot('sig-node');
    await openForm('dana', said);
    await slack.as('dana').submit(undefined, {});
    await story.world.until(() => slack.directs().length === 1, 15_000, 'a letter');
    const { id = '' } = slack.directs()[0] ?? {};
    await story.world.until(() => story.cards(id).length > 0);
    expect(story.look(id)).toContain('Opened from this conversation');
  });

  test('a log in the message is a block of code in the issue', async () => {
    const { slack, github, repo } = await begin();
    const said = await slack.as('mori').say('It *panics*: ```panic: nil\ngoroutine 1```', 'sig-node');
    await create('dana', said);
    await story.world.until(() => github.issues(repo).length === 1);
    expect(created()).toMatchObject({ title: 'It panics:' });
    expect(created()?.body).toMatch(/^It \*\*panics\*\*:\n```\npanic: nil\ngoroutine 1\n```\n\n---\n/);
  });

  test('of a message longer than the form it says that its end is left out', async () => {
    const { slack, said } = await begin();
    await openForm('dana', said);
    expect(modal('dana')).not.toContain('its end is left out');
    await slack.as('dana').dismiss();
    await openForm('dana', await slack.as('mori').say('It panics. '.repeat(300), 'sig-node'));
    expect(modal('dana')).toContain('its end is left out');
  });

  test('handed over: GitHub’s form, filled in', async () => {
    const { said, github } = await begin({ write: 'handoff' });
    const answer = await create('mori', said, { title: 'Anchor & chain' });
    expect(answer).toContain('sigbot may not write in harbour/boats. Open it there yourself:');
    const address = new URL(/"url":"([^"]+)"/.exec(answer)?.[1] ?? '');
    expect(address.pathname).toBe('/harbour/boats/issues/new');
    expect(address.searchParams.get('title')).toBe('Anchor & chain');
    expect(address.searchParams.get('body')).toContain('The anchor chain slips');
    await story.idle();
    expect(github.issues(story.repo)).toEqual([]);
  });

  test('who is not linked opens it themselves, a guest not at all', async () => {
    const { said, slack, github } = await begin();
    expect(await create('mori', said)).toContain('does not know who you are on GitHub');
    await slack.as('gast').shortcut('create:issue', said);
    await story.world.until(() => told('gast') !== '', 15_000, 'a refusal');
    expect(told('gast')).toContain('Guests of this Slack can look');
    expect(slack.as('gast').modal()).toBeUndefined();
    await story.idle();
    expect(github.issues(story.repo)).toEqual([]);
  });

  test('labels are left to others where GitHub would not let the person set them', async () => {
    const { said, github } = await begin();
    github.expel('dana');
    await kindsKnown(said);
    expect(await create('dana', said)).toContain('Without sig/node');
    await story.world.until(() => github.issues(story.repo).length === 1);
    expect(created()?.labels).toEqual([]);
  });

  test('similar issues are shown first, and what was written stays in the form', async () => {
    const { said, github, repo, slack } = await begin();
    const title = 'Anchor chain slips on the big boats in heavy weather';
    await github.as('noor').open(repo, { title, body: 'The windlass brake does not hold the anchor chain.' });
    await story.idle();
    await openForm('dana', said);
    await slack
      .as('dana')
      .submit(undefined, { title, text: 'The windlass brake does not hold the anchor chain. Mine.' });
    await story.world.until(() => modal('dana').includes('Is it one of these?'), 15_000, 'the similar issue');
    expect(modal('dana')).toContain('Mine.');
    expect(github.issues(repo)).toHaveLength(1);
    await slack.as('dana').submit(undefined, {});
    await story.world.until(() => github.issues(repo).length === 2);
    expect(created()).toMatchObject({ title });
  });
});

describe('from Slack to GitHub, as an issue', () => {
  test.each([
    ['a command on a line of its own', 'Which version?\n/close'],
    ['line ends that only some know', 'a\u2028/close\u2029/assign @lee\u0085/close\v/close\f/close'],
    ['a bare carriage return', 'a\r/close\r\n/assign @lee'],
    ['a code fence that ends early', '```\n/close\n```\n/close'],
    ['a way out of what surrounds it', '\n\n\n/close\n---\n\n</blockquote>\n/close'],
    ['people and teams by name', 'ping @mori and @harbour/leads, a@mori'],
    ['people as character references', '&#64;mori &#x40;mori &#0064;mori &commat;mori'],
    ['a comment that hides, or is our own mark', '<!-- sigbot:x -->\n<!--\n/close\n-->'],
    ['Slack’s own mentions and links', '<@U0MORI> <!channel> <https://evil.example|\n/close\n>'],
    ['a command behind spaces and marks', '\u00a0/close\n\ufeff/close\n\u200b/close\n\t/close'],
  ])('%s: read by people, obeyed by nobody', async (_how, text) => {
    const { said, github } = await begin({ write: 'prow' });
    await create('dana', said, { title: `Odd ${text}`, text });
    await story.world.until(() => github.issues(story.repo).length === 1);
    await story.idle();
    const issue = created();
    expect(issue).toMatchObject({ state: 'open', assignees: [], comments: [] });
    expect(issue?.labels).toEqual(['sig/node', 'needs-triage']);
    const shown = `${issue?.title}\n${issue?.body}`
      .replace(/&(?:#0*64|#x0*40|commat);/gi, '@')
      .replaceAll('&amp;', '&');
    expect(shown).not.toMatch(/@[\w-]/);
    expect(issue?.body.match(/<!--/g)).toHaveLength(1);
    expect(issue?.body.match(/^[^\p{L}\p{N}\p{P}\p{S}\n]*\/\w+/gmu)).toEqual(['/sig']);
    expect(issue?.title).not.toMatch(/[\n\r\u2028\u2029\u0085\v\f]/);
  });
});
