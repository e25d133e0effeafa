import { afterEach, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { signedWebhook } from '../support/signed.ts';

let story: Story;
afterEach(() => story.end());

const TITLE = 'Token in the log';
const NODE = 'sig-node';
const NET = 'sig-network';
const SECURITY = { config: 'private: { channels: [sig-node], labels: [kind/bug] }' };

async function begin(options: StoryOptions) {
  story = await aStory(options);
  return { github: story.world.github, slack: story.world.slack };
}

/** Until the channel says so. */
async function says(channel: string, text: string): Promise<void> {
  await story.world.until(() => story.look(channel).includes(text), 15_000, `"${text}" in #${channel}`);
}

test('a security report is shown in the marked channel, and loses its text in the others', async () => {
  const { github } = await begin(SECURITY);
  const ref = await github.as('mori').open(story.repo, { title: TITLE, labels: ['sig/node', 'sig/network'] });
  await says(NET, TITLE);
  await says(NODE, TITLE);
  await github.as('noor').label(ref, 'kind/bug');
  await says(NET, 'An issue that is private now');
  await story.idle();
  expect(story.look(NET)).not.toContain(TITLE);
  expect(story.look(NODE)).toContain(TITLE);

  for (const command of ['show', 'why', 'triage']) {
    const said = await story.ask('noor', `/sig ${command} 1${command === 'triage' ? ' accept' : ''}`, NET);
    expect(said).toContain('This issue is private.');
    expect(said).toContain('Ask in #sig-node.');
    expect(said).not.toContain(TITLE);
  }
  expect(await story.ask('noor', '/sig triage list', NET)).toContain('Nothing waits');
  expect(await story.ask('dana', '/sig triage list', NODE)).toContain(TITLE);
  const why = await story.ask('dana', '/sig why 1', NODE);
  expect(why).toContain('lets this channel show no private ones');

  await github.as('noor').unlabel(ref, 'kind/bug');
  await says(NET, TITLE);
  expect(story.cards(NET)).toHaveLength(1);
});

test('one that comes as such makes no card elsewhere, and is named on none', async () => {
  const { github } = await begin(SECURITY);
  const labels = ['sig/node', 'sig/network', 'kind/bug'];
  await github.as('mori').open(story.repo, { title: TITLE, body: TITLE, labels });
  await says(NODE, TITLE);
  await github.as('mori').open(story.repo, { title: `${TITLE} again`, body: TITLE, labels: ['sig/network'] });
  await says(NET, `${TITLE} again`);
  await story.idle();
  expect(story.cards(NET)).toHaveLength(1);
  expect(story.look(NET)).not.toContain('#1');
});

test('a repository that is made private takes its cards’ text with it, and gives it back', async () => {
  const { github } = await begin({ config: 'private: { channels: [sig-network] }' });
  await github.as('mori').open(story.repo, { title: TITLE, labels: ['sig/node', 'sig/network'] });
  await says(NODE, TITLE);
  await says(NET, TITLE);
  await tell('privatized', true);
  await says(NODE, 'An issue of a repository that is private now');
  expect(story.look(NODE)).not.toContain(TITLE);
  expect(story.look(NET)).toContain(TITLE);
  await github.as('mori').open(story.repo, { title: 'Later', labels: ['sig/node'] });
  await story.idle();
  expect(story.cards(NODE)).toHaveLength(1);
  await tell('publicized', false);
  await says(NODE, TITLE);
});

test('so does one that is deleted, at once', async () => {
  const { github } = await begin({ config: 'noise: { thread: comments }' });
  const ref = await github.as('mori').open(story.repo, { title: TITLE, labels: ['sig/node'] });
  await says(NODE, TITLE);
  await github.as('mori').comment(ref, 'The token is xyzzy.');
  await story.world.until(() => threadOf(NODE).includes('xyzzy'));
  await story.idle();
  await github.deleteRepository(story.repo);
  await says(NODE, 'An issue of a repository that is private now');
  await story.world.until(() => !threadOf(NODE).includes('xyzzy'), 15_000, 'the line to go');
  expect(story.look(NODE)).not.toContain(TITLE);
});

test('of a message that names a private issue and a public one, “Triage this issue” shows the public one', async () => {
  const { github, slack } = await begin(SECURITY);
  const secret = await github.as('mori').open(story.repo, { title: TITLE, labels: ['kind/bug'] });
  const open = await github.as('mori').open(story.repo, { title: 'Keel is loose' });
  await story.idle();
  const named = (...refs: string[]) => refs.map((ref) => github.issue(ref).url).join(' and ');
  const modal = () => JSON.stringify(slack.as('noor').modal() ?? {});
  await slack.as('noor').shortcut('cards:triage', await slack.as('mori').say(named(secret, open), 'random'));
  await story.world.until(() => modal().includes('Keel is loose'), 15_000, 'the public one');
  expect(modal()).toContain('1 more is private, and not shown in this channel');
  expect(modal()).not.toContain(TITLE);
  await slack.as('lee').shortcut('cards:triage', await slack.as('mori').say(named(secret), 'random'));
  await story.world.until(() => slack.as('lee').ephemeral('random').length > 0, 15_000, 'a refusal');
  expect(JSON.stringify(slack.as('lee').ephemeral('random'))).toContain('This issue is private.');
});

test('so do the lines under its card, and one that was still to come', async () => {
  const { github, slack } = await begin({ config: 'noise: { thread: comments }' });
  const ref = await github.as('mori').open(story.repo, { title: TITLE, labels: ['sig/node'] });
  await says(NODE, TITLE);
  await github.as('mori').comment(ref, 'The token is xyzzy.');
  await story.world.until(() => threadOf(NODE).includes('xyzzy'));
  const [card] = story.cards(NODE);
  await slack.as('dana').say('Rotated.', NODE, card?.ts);
  const heal = slack.fault({ method: 'chat.postMessage', kind: '500' });
  await github.as('mori').comment(ref, 'It opens the vault.');
  await story.world.until(() => slack.calls('chat.postMessage').some(({ fault }) => fault !== undefined));
  await tell('privatized', true, false);
  await says(NODE, 'An issue of a repository that is private now');
  heal();
  await story.world.until(() => !threadOf(NODE).includes('xyzzy'), 15_000, 'the line to go');
  await story.idle();
  expect(threadOf(NODE)).not.toMatch(/xyzzy|vault/);
  expect(threadOf(NODE)).toContain('Rotated.');
  const update = slack.calls('chat.update').at(-1);
  expect(JSON.stringify(update?.args)).not.toContain(`#${github.issue(ref).number}`);
});

test('so does the line of a bundle', async () => {
  const { github } = await begin({ config: 'noise: { budget: 0 }' });
  await github.as('mori').open(story.repo, { title: TITLE, labels: ['sig/node'] });
  await says(NODE, TITLE);
  await tell('privatized', true);
  await says(NODE, 'An issue of a repository that is private now');
  expect(story.look(NODE)).not.toContain(TITLE);
});

/** What stands in the threads of a channel. */
function threadOf(channel: string): string {
  const { slack } = story.world;
  const lines = slack
    .channel(channel)
    .messages()
    .filter(({ thread }) => thread !== undefined);
  return lines.map((line) => slack.render(line)).join('\n');
}

/** GitHub tells that the repository was hidden or shown. */
async function tell(action: string, hidden: boolean, quiet = true): Promise<void> {
  if (quiet) await story.idle();
  const id = story.world.github.repositories().find(({ name }) => name === story.repo)?.id;
  const payload = { action, repository: { id, full_name: story.repo, private: hidden } };
  const { init } = signedWebhook(story.world.github.webhookSecret, 'repository', payload);
  expect((await fetch(`${story.bot.url}/github/webhook`, init)).status).toBe(202);
}
