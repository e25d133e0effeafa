import { afterEach, describe, expect, test } from 'vitest';
import { blocksOf } from '../../playground/slack/inputs.ts';
import type { Json } from '../../playground/json.ts';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  const { world, repo } = story;
  return { world, repo, slack: world.slack, github: world.github };
}

const words = (view: Json | undefined) => JSON.stringify(view ? blocksOf(view) : []);
const modal = (person: string) => words(story.world.slack.as(person).modal());
const home = (person: string) => words(story.world.slack.as(person).home());
/** Waits for a modal with these words; all its words. */
async function modalSays(person: string, text: string): Promise<string> {
  await story.world.until(() => modal(person).includes(text), 15_000, `a modal with "${text}"`);
  return modal(person);
}
const homeSays = (person: string, text: string) =>
  story.world.until(() => home(person).includes(text), 15_000, `a Home tab with "${text}"`);
const openHome = (person: string) => story.world.slack.as(person).event('app_home_opened', { tab: 'home' });

describe.each(['http', 'socket'] as const)('“Triage this issue” over %s', (transport) => {
  test('on a card, in its thread, and on a message with an address it opens the issue', async () => {
    const { slack, github, repo } = await begin({ transport });
    const { ref, ts } = await story.openWithCard('Keel is loose');
    const other = await github.as('mori').open(repo, { title: 'Mast creaks' });
    await story.idle();
    const [card] = story.cards('sig-node');
    if (card) await slack.as('dana').shortcut('cards:triage', card);
    await modalSays('dana', 'Keel is loose');

    const reply = await slack.as('mori').say('is this urgent?', 'sig-node', ts);
    await slack.as('lee').shortcut('cards:triage', reply);
    await modalSays('lee', 'Keel is loose');
    await slack.as('lee').pressInModal('Accept');
    await story.world.until(() => github.issue(ref).labels.includes('triage/accepted'));
    await modalSays('lee', 'accept');

    const said = await slack.as('mori').say(`see <${github.issue(other).url}>`, 'random');
    await slack.as('noor').shortcut('cards:triage', said);
    expect(await modalSays('noor', 'Mast creaks')).not.toContain('Keel');
  });

  test('@sigbot in a thread answers there, to the asker alone', async () => {
    const { slack, github } = await begin({ transport });
    const { ref, ts } = await story.openWithCard();
    const channel = story.cards('sig-node')[0]?.channel ?? '';
    const text = `hey <@${slack.bot.user}> triage ${github.issue(ref).number} accept`;
    await slack.as('dana').event('app_mention', { text, channel, ts, thread_ts: ts });
    await story.world.until(() => github.issue(ref).labels.includes('triage/accepted'));
    await slack.as('mori').event('app_mention', { text, channel, ts, thread_ts: ts });
    const told = (user: string) =>
      slack.calls('chat.postEphemeral').find(({ args }) => args['user'] === user && args['thread_ts'] === ts);
    const refusal = await story.world.until(() => told('U0MORI'), 15_000, 'a refusal in the thread');
    expect(JSON.stringify(refusal.args)).toContain('Only the leads and triagers of SIG Node');
    expect(JSON.stringify(told('U0DANA')?.args)).toContain('accept');
  });

  test('@sigbot in a card’s thread means the card’s issue', async () => {
    const { slack, github } = await begin({ transport });
    const { ref, ts } = await story.openWithCard('Keel is loose');
    const channel = story.cards('sig-node')[0]?.channel ?? '';
    const heard = () => slack.calls('chat.postEphemeral').map(({ args }) => JSON.stringify(args));
    const say = async (words: string, thread: string) => {
      const before = heard().length;
      const text = `<@${slack.bot.user}> ${words}`;
      await slack.as('dana').event('app_mention', { text, channel, ts: thread, thread_ts: thread });
      await story.world.until(() => heard().length > before, 15_000, `an answer to ${words}`);
      return heard().at(-1) ?? '';
    };
    expect(await say('show', ts)).toContain('Keel is loose');
    expect(await say('why this', ts)).toContain('What came in');
    expect(await say('help triage', ts)).toContain('@sigbot accept');
    await say('accept', ts);
    await say('triage this needs-info', ts);
    await story.world.until(() => github.issue(ref).labels.includes('triage/needs-information'));
    const other = await slack.as('mori').say('lunch?', 'sig-node');
    expect(await say('close', other.ts)).toContain('This thread is not under an issue’s card.');
    await story.idle();
    expect(await story.ask('dana', '/sig triage accept', 'sig-node')).toContain('Which issue?');
    expect(await story.ask('dana', '/sig accept', 'sig-node')).toContain('There is no `/sig accept`');
  });

  test('Home shows what waits for whom, and its buttons answer in a modal', async () => {
    const { slack, github } = await begin({ transport });
    const { ref } = await story.openWithCard('Keel is loose');
    await openHome('dana');
    await homeSays('dana', '1 issue waits');
    expect(home('dana')).not.toContain('SIG Network');
    await slack.as('dana').pressInHome('triage:queue');
    await modalSays('dana', 'Keel is loose');
    await slack.as('dana').pressInModal('Accept');
    await story.world.until(() => github.issue(ref).labels.includes('triage/accepted'));
    await story.idle();
    await openHome('dana');
    await homeSays('dana', 'Nothing waits');
    await openHome('gast');
    await homeSays('gast', 'sigbot brings this community’s groups');
  });
});

describe('a modal', () => {
  test('says in itself what was refused, and whom to ask', async () => {
    const { slack } = await begin();
    await story.openWithCard();
    const [card] = story.cards('sig-node');
    if (card) await slack.as('gast').shortcut('cards:triage', card);
    await modalSays('gast', 'Pod stays');
    await slack.as('gast').pressInModal('Accept');
    const refusal = await modalSays('gast', 'Only the leads and triagers of SIG Node');
    expect(refusal).toContain('Guests of this Slack can look, and decide nothing.');
  });

  test('keeps a form on top of the issue it is about, and comes back to it', async () => {
    const { slack, github } = await begin();
    const { ref } = await story.openWithCard();
    const [card] = story.cards('sig-node');
    if (card) await slack.as('dana').shortcut('cards:triage', card);
    await modalSays('dana', 'Pod stays');
    await slack.as('dana').pressInModal('Needs info…');
    await modalSays('dana', 'Question to the author');
    await slack.as('dana').submit(undefined, { question: 'Which version?' });
    expect(await modalSays('dana', 'Needs info…')).not.toContain('Question to the author');
    await story.world.until(() => github.issue(ref).labels.includes('triage/needs-information'));
    await story.world.until(() => slack.as('dana').ephemeral('sig-node').length === 1, 15_000, 'an answer');
  });

  test('a message about no issue is answered with what to do', async () => {
    const { slack } = await begin();
    const said = await slack.as('mori').say('lunch?', 'random');
    await slack.as('mori').shortcut('cards:triage', said);
    await story.world.until(() => slack.as('mori').ephemeral('random').length === 1);
    const [answer] = slack.as('mori').ephemeral('random');
    expect(answer && slack.render(answer)).toContain('names no issue that sigbot knows');
  });
});

test('/sig show gives an issue’s card to whoever asks, wherever they are', async () => {
  const { github } = await begin();
  const { ref } = await story.openWithCard('Keel is loose');
  const shown = await story.ask('mori', `/sig show ${github.issue(ref).number}`, 'random');
  expect(shown).toContain('Keel is loose');
  expect(shown).toContain('Waiting for triage');
});
