import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { markdownOf } from '../../playground/slack/canvases.ts';
import { section } from '../../src/blocks.ts';
import type { Subject } from '../../src/effect.ts';
import type { Feature } from '../../src/feature.ts';
import type { Ports } from '../../src/ports.ts';
import { publishing } from '../../src/publishing.ts';
import { aStory, connect, ready, waitingWork, type Story, type StoryOptions } from '../support/bot.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';

const postgres = await startPostgres();
afterAll(async () => {
  if ('stop' in postgres) await postgres.stop();
});
const why = 'missing' in postgres ? ` (skipped: ${postgres.missing})` : '';

const NOTES = 'harbour/notes';
const PATH = 'sig-node/meetings/2026-12-03.md';
const BRANCH = 'sigbot/sig-node-meetings-2026-12-03';

const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings: [{ description: Weekly, day: Thursday, time: "17:00", tz: UTC, frequency: weekly }]
`;

const EVERYWHERE = `
meetings:
  canvas: true
  outlets:
    - { to: issue, repo: ${NOTES} }
    - { to: discussion, repo: ${NOTES}, category: Meetings }
    - { to: file, repo: ${NOTES}, path: '{group}/meetings/{date}.md' }
`;

/** What is on the agenda of these stories: who tells them changes it, and has it written with `/sig publish`. */
let topics: string[];
let story: Story;
afterEach(() => story.end());

async function agendaOf({ meetings }: Ports): Promise<Subject> {
  const [first] = await meetings.all();
  return { kind: 'agenda', id: `${first?.meeting.id}/2026-12-03` };
}

/** The smallest feature that has a document. */
const notes: Feature = {
  name: 'notes',
  commands: [
    {
      name: 'publish',
      usage: ['publish'],
      summary: 'Brings the agenda out.',
      who: 'Anyone.',
      examples: ['publish'],
      async run(_words, _call, ports) {
        const subject = await agendaOf(ports);
        const group = ports.directory.current().groups[0];
        const channel = group && ports.directory.channelOf(group)?.id;
        if (!group || channel === undefined) return {};
        const post = { kind: 'slack.post', channel, subject, once: 'agenda' } as const;
        return {
          message: { text: 'On its way.', blocks: [section('On its way.')] },
          effects: [post, ...publishing(subject, group, ports)],
        };
      },
    },
  ],
  renders: {
    agenda: () => Promise.resolve({ text: 'Agenda', blocks: [section(`Agenda: ${topics.join(', ')}`)] }),
  },
  documents: {
    agenda: () =>
      Promise.resolve({
        title: 'SIG Node, Thu 3 Dec',
        markdown: topics.map((topic, index) => `${index + 1}. ${topic}`).join('\n'),
      }),
  },
};

async function begin(options: StoryOptions = {}): Promise<void> {
  topics = ['Boats'];
  story = await aStory({
    directory: DIRECTORY,
    features: [notes],
    config: EVERYWHERE,
    env: { GITHUB_TOKEN: 'ghp_playground' },
    seed: { repos: [{ name: NOTES }] },
    ...options,
  });
}

async function publish(...now: string[]): Promise<void> {
  if (now.length > 0) topics = now;
  await story.ask('dana', '/sig publish', 'sig-node');
  await story.idle();
}

const issues = () => story.world.github.issues(NOTES).filter((one) => !one.isPullRequest);
const pulls = () => story.world.github.issues(NOTES).filter((one) => one.isPullRequest);
const discussions = () => story.world.github.discussions(NOTES);
const files = () => story.world.github.files(NOTES);
const canvas = () => story.world.slack.canvases('sig-node').map(markdownOf)[0];

describe('an agenda that the operator wants outside of Slack', () => {
  test('comes out everywhere, is changed everywhere, and keeps what people wrote there', async () => {
    await begin();
    await publish();
    const places = () => [issues()[0]?.body, discussions()[0]?.body, files().read(PATH, BRANCH), canvas()];
    expect(places()).toEqual(places().map(() => expect.stringContaining('Boats') as string));
    expect(pulls()).toMatchObject([{ title: 'SIG Node, Thu 3 Dec', author: 'sigbot', state: 'open' }]);
    expect(pulls()[0]?.body).toContain(story.world.slack.channel('sig-node').id);
    expect(files().read(PATH)).toBeUndefined();

    const { github } = story.world;
    await github
      .as('dana')
      .edit(`${NOTES}#${issues()[0]?.number}`, { body: `By hand.\r\n${issues()[0]?.body}` });
    const [talk] = discussions();
    if (talk) talk.body = talk.body.replace('1. Boats', '1. Boats (Noor has two)');
    files().write(PATH, `# Notes\n\n${files().read(PATH, BRANCH)}\nSee you.\n`, BRANCH);

    await publish('Oars', 'Boats');
    expect(issues()).toHaveLength(1);
    expect(issues()[0]?.body).toMatch(/^By hand\.\r\n<!-- [^]+1\. Oars\n2\. Boats\n<!-- /);
    expect(talk?.body).toMatch(
      /1\. Boats \(Noor has two\)[^]+edited by hand and stays[^]+1\. Oars\n2\. Boats/,
    );
    expect(files().read(PATH, BRANCH)).toMatch(/^# Notes\n\n<!-- [^]+1\. Oars[^]+-->\n\nSee you\.\n$/);
    expect(canvas()).toMatch(/1\\\. Oars\n2\\\. Boats/);
    expect([discussions().length, pulls().length]).toEqual([1, 1]);
  });

  test('what did not change costs no request, also after a restart', async () => {
    await begin();
    await publish();
    const calls = story.world.github.calls(/notes|graphql/).length;
    await publish();
    await story.restart();
    await publish();
    expect(story.world.github.calls(/notes|graphql/)).toHaveLength(calls);
  });

  test('follows a merge with a new pull request, and takes a closed one for a no', async () => {
    await begin({
      config: `meetings: { outlets: [{ to: file, repo: ${NOTES}, path: '{group}/meetings/{date}.md' }] }`,
    });
    await publish();
    const { github } = story.world;
    await github.as('dana').merge(`${NOTES}#1`);
    expect(files().read(PATH)).toContain('1. Boats');
    await publish('Oars');
    expect(pulls().map(({ state }) => state)).toEqual(['closed', 'open']);
    await github.as('dana').close(`${NOTES}#2`);
    await publish('Sails');
    expect(pulls()).toHaveLength(2);
    expect(files().read(PATH)).toContain('1. Boats');
    const said = () =>
      story.cards('sig-node').filter(({ text }) => text.includes('no longer kept up to date'));
    expect(said()).toHaveLength(1);
    await publish('Masts');
    expect(said()).toHaveLength(1);
  });

  test('is left to people where they took the marks out, and its thread says so once', async () => {
    await begin({ config: `meetings: { outlets: [{ to: issue, repo: ${NOTES} }] }` });
    await publish();
    await story.world.github.as('dana').edit(`${NOTES}#1`, { body: 'Ours now.' });
    await publish('Oars');
    await publish('Sails');
    const [agenda, ...said] = story.cards('sig-node');
    expect(said).toMatchObject([{ thread: agenda?.ts }]);
    expect(said[0]?.text).toContain('no longer kept up to date');
    expect(issues()[0]?.body).toBe('Ours now.');
  });
});

describe('trouble', () => {
  test('GitHub’s answer to an opening is lost: there is one issue', async () => {
    await begin({ config: `meetings: { outlets: [{ to: issue, repo: ${NOTES} }] }` });
    story.world.github.fault({ kind: 'drop-after', match: /^POST .*notes\/issues$/ });
    await publish();
    await story.world.until(async () => (await Promise.resolve(issues().length)) > 0);
    await publish('Oars');
    await story.world.until(() => issues()[0]?.body.includes('1. Oars') ?? false);
    expect(issues()).toHaveLength(1);
  });

  test('a workspace without canvases: the operator reads so once, and everything else goes on', async () => {
    await begin({ config: `${EVERYWHERE}operator: { channel: random }` });
    const refused = { kind: 'team_tier_cannot_create_channel_canvases', times: 9 };
    story.world.slack.fault({ ...refused, method: 'conversations.canvases.create' });
    await story.ask('dana', '/sig publish', 'sig-node');
    await story.world.until(() => story.look('random').includes('team_tier_cannot_create_channel_canvases'));
    topics = ['Oars'];
    await story.ask('dana', '/sig publish', 'sig-node');
    await story.world.until(() => issues()[0]?.body.includes('1. Oars') ?? false);
    await story.world.until(() => story.look('sig-node').includes('Agenda: Oars'));
    expect(story.cards('random')).toHaveLength(1);
    expect(story.world.slack.calls('conversations.canvases.create')).toHaveLength(1);
  });

  test('a bot that may not write says what it needs to the operator, once a day', async () => {
    await begin({
      config: `${EVERYWHERE}operator: { channel: random }`.replace('canvas: true', 'canvas: false'),
    });
    story.world.github.permission = 'read';
    await publish();
    await publish('Oars');
    await publish('Sails');
    expect(story.look('random')).toMatch(/“Issues: write”/);
    expect(story.look('random')).toMatch(/“Discussions: write”/);
    expect(story.look('random')).toMatch(/“Contents: write” and “Pull requests: write”/);
    expect(story.cards('random')).toHaveLength(3);
  });
});

describe.skipIf('missing' in postgres)(`two bots on one database${why}`, () => {
  const file = () => (pulls().length > 0 ? files().read(PATH, BRANCH) : undefined);
  const places = () => [issues()[0]?.body, discussions()[0]?.body, file(), canvas()];
  const blocks = () => canvas()?.match(/kept by sigbot/g)?.length;

  const ONCE = { issues: 1, discussions: 1, pulls: 1, canvases: 1, blocks: 1, messages: 1, marks: [1, 1, 1] };

  /** How often each thing is there once it says so everywhere and that bot has nothing left to do. */
  async function toldEverywhere(topic: string, url: string): Promise<typeof ONCE> {
    const { world } = story;
    const all = () => places().every((text) => text?.includes(topic));
    await world.until(all, 15_000, () => `${topic} everywhere: ${places().join('\n---\n')}`);
    await world.until(async () => (await waitingWork(url)) === 0, 15_000, 'nothing to be left to do');
    const marks = places().map((text) => text?.match(/<!-- sigbot:agenda [^>]* -->/g)?.length ?? 0);
    return {
      issues: issues().length,
      discussions: discussions().length,
      pulls: pulls().length,
      canvases: world.slack.canvases('sig-node').length,
      blocks: blocks() ?? 0,
      messages: story.cards('sig-node').filter(({ text }) => text.startsWith('Agenda')).length,
      marks: marks.slice(0, 3),
    };
  }

  const ask = () => story.ask('dana', '/sig publish', 'sig-node');

  test('write an agenda once at each place, and either changes what the other wrote', async () => {
    await begin({ databaseUrl: await (postgres as Postgres).newDatabase() });
    const first = story.bot.url;
    const second = await story.another();
    await ready(story.world, second.url);
    const asked = ask();
    connect(story.world, second.url);
    await Promise.all([asked, ask()]);
    expect(await toldEverywhere('Boats', first)).toEqual(ONCE);
    for (const [url, topic] of [
      [first, 'Oars'],
      [second.url, 'Sails'],
    ] as const) {
      connect(story.world, url);
      topics = [topic];
      await ask();
      expect(await toldEverywhere(topic, url)).toEqual(ONCE);
    }
  });

  test('one dies while it writes: the other goes on, and nothing stands twice', async () => {
    await begin({ databaseUrl: await (postgres as Postgres).newDatabase() });
    const second = await story.another();
    await ready(story.world, second.url);
    const { github, slack } = story.world;
    github.fault({ kind: 'drop-after', match: /^POST .*notes\/issues$/ });
    slack.fault({ kind: 'drop-after', method: 'conversations.canvases.create' });
    await ask();
    await story.bot.stop();
    connect(story.world, second.url);
    expect(await toldEverywhere('Boats', second.url)).toEqual(ONCE);
    topics = ['Oars'];
    await ask();
    expect(await toldEverywhere('Oars', second.url)).toEqual(ONCE);
  });
});
