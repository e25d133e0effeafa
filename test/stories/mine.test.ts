import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { blocksOf } from '../../playground/slack/inputs.ts';
import type { Feature, Render } from '../../src/feature.ts';
import { mine } from '../../src/features/mine/mine.ts';
import { aStory, REPO, SEED, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';
import { startPostgres } from '../support/postgres.ts';

let story: Story;
afterEach(() => story.end());

const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly Meeting, day: Thursday, time: "18:00", tz: UTC, frequency: weekly }
  - dir: sig-network
    name: Network
    label: network
    leadership: { chairs: [{ github: noor, name: Noor Haddad }] }
    contact: { slack: sig-network }
`;
const QUIET =
  'noise: { budget: 0, cards: daily, dailyAt: "23:59" }\nmeetings: { remind: [], agenda: { publish: off } }';

async function begin(begins: string, more: StoryOptions = {}): Promise<HandCalendar> {
  const calendar = handCalendar(begins);
  story = await aStory({
    calendar,
    directory: DIRECTORY,
    ...more,
    config: `${QUIET}\n${more.config ?? ''}`,
    seed: {
      people: SEED.people.map((person) =>
        person.name === 'dana' ? { ...person, zone: 'Europe/Berlin' } : person,
      ),
      ...more.seed,
    },
  });
  await calendar.to(begins);
  return calendar;
}

/** An issue of SIG Node that these people have. */
async function assigned(title: string, ...logins: string[]): Promise<string> {
  const { github } = story.world;
  const ref = await github.as('mori').open(REPO, { title, labels: ['sig/node', 'triage/accepted'] });
  await github.as('dana').assign(ref, ...logins);
  await story.idle();
  return ref;
}

const homeOf = (person: string) =>
  JSON.stringify(blocksOf(story.world.slack.as(person).home() ?? { blocks: [] }));
const homeSays = (person: string, text: string) =>
  story.world.until(
    () => homeOf(person).includes(text),
    15_000,
    () => `a Home tab with "${text}": ${homeOf(person)}`,
  );
const openHome = (person: string) => story.world.slack.as(person).event('app_home_opened', { tab: 'home' });

const BROKEN: Feature = { name: 'broken', home: () => Promise.reject(new Error('no such column')) };

/** What the bot wrote to a person directly, the latest at the end. */
function letters(id: string) {
  const direct = story.world.slack.directs().find(({ partner }) => partner === id);
  return direct ? story.cards(direct.id) : [];
}
const written = (id: string) => letters(id).map((message) => story.world.slack.render(message));

/** Wants to be told each workday, through the form. */
async function wantMornings(person: string, values: Record<string, string> = {}): Promise<string> {
  const { slack, until } = story.world;
  const before = slack.as(person).ephemeral('sig-node').length;
  await slack.as(person).command('/sig mine settings', 'sig-node');
  await until(() => slack.as(person).modal(), 15_000, 'the form');
  await slack.as(person).submit(undefined, { told: 'yes', ...values });
  const answer = await until(() => slack.as(person).ephemeral('sig-node')[before], 15_000, 'an answer');
  return slack.render(answer);
}

describe('what is somebody’s own', () => {
  test('is another for each, and a private issue only where it may be told of', async () => {
    await begin('2026-11-23T09:00Z', { config: 'private: { channels: [sig-node], labels: [kind/bug] }' });
    const { github } = story.world;
    await assigned('Hull leaks', 'dana');
    await assigned('Mast leans', 'noor');
    await github.as('dana').label(await assigned('Token in the log', 'dana'), 'kind/bug');
    await story.idle();
    expect(await story.ask('dana', '/sig mine', 'sig-node')).toMatch(
      /2 wait for you.*\n.*boats#1 Hull leaks · it is assigned to you · since .*\n.*Token in the log[\s\S]*Your groups meet next.*\n.*2026-11-26 18:00 UTC: SIG Node, Weekly Meeting/,
    );
    const elsewhere = await story.ask('dana', '/sig mine', 'random');
    expect(elsewhere).toContain('1 waits for you');
    expect(elsewhere).not.toContain('Token');
    const noors = await story.ask('noor', '/sig mine', 'sig-node');
    expect(noors).toMatch(/1 waits for you.*\n.*Mast leans/);
    expect(noors).not.toContain('SIG Node');
    await openHome('dana');
    await homeSays('dana', 'Hull leaks');
    await openHome('noor');
    await homeSays('noor', 'Mast leans');
    expect(homeOf('dana')).not.toMatch(/Token|Mast|SIG Network/);
    expect(homeOf('noor')).not.toMatch(/Token|Hull|SIG Node/);
  });

  test('a promise that is done leaves Home at the press', async () => {
    const calendar = await begin('2026-11-26T18:00Z');
    const { slack } = story.world;
    await slack.as('dana').command('/sig meeting start', 'sig-node');
    await story.idle();
    await story.ask('dana', '/sig action me "paint the hull" by friday', 'sig-node');
    await calendar.to('2026-11-26T18:30Z');
    await openHome('dana');
    await homeSays('dana', 'paint the hull');
    await slack.as('dana').pressInHome('sitting:did.0');
    await story.world.until(() => !homeOf('dana').includes('paint the hull'), 15_000, 'it to go');
    expect(await story.ask('dana', '/sig mine', 'sig-node')).not.toContain('paint');
  });

  test('Home links an account, and follows groups, and shows both', async () => {
    const GITHUB_CLIENT_ID = 'Iv23liplayground';
    await begin('2026-11-23T09:00Z', { env: { GITHUB_CLIENT_ID } });
    const { slack, github, until } = story.world;
    github.oauth.interval = 0.02;
    await openHome('mori');
    await homeSays('mori', 'sigbot brings this community’s groups');
    await slack.as('mori').pressInHome('mine:settings');
    await until(() => slack.as('mori').modal(), 15_000, 'the form');
    await slack.as('mori').submit(undefined, { groups: ['sig-node'] });
    await homeSays('mori', '*SIG Node*');
    expect(homeOf('mori')).toContain('Weekly Meeting');
    const saved = () =>
      JSON.stringify(slack.as('mori').modal() ?? {}).includes('Saved. Your groups: SIG Node.');
    await until(saved, 15_000, 'a word that it is saved');
    expect(letters('U0MORI')).toEqual([]);
    await slack.as('mori').dismiss();

    await slack.as('mori').pressInHome('people:link');
    const shown = () => JSON.stringify(slack.as('mori').modal() ?? {});
    await until(() => shown().includes('enter this code'), 15_000, 'a code');
    const [, code = ''] = /enter this code there: \*([\w-]+)\*/.exec(shown()) ?? [];
    github.oauth.enter(code, 'mori');
    await until(() => written('U0MORI').join().includes('Link'), 15_000, 'the question');
    const asked = letters('U0MORI').at(-1);
    if (asked) await slack.as('mori').press(asked.channel, asked.ts, 'people:link-none');
    await story.idle();
    await openHome('mori');
    await homeSays('mori', 'You are mori on GitHub.');
  });
});

describe('a Home tab in trouble', () => {
  test('that Slack does not take writes to nobody, and what was done in it is told as done', async () => {
    await begin('2026-11-23T09:00Z');
    const { slack, until } = story.world;
    await wantMornings('dana');
    await openHome('dana');
    await homeSays('dana', 'Turn mornings off');
    slack.fault({ method: 'views.publish', kind: 'fatal_error', times: 2 });
    await slack.as('dana').pressInHome('mine:quiet');
    await until(() => JSON.stringify(slack.as('dana').modal() ?? {}).includes('no more'), 15_000, 'a word');
    await openHome('dana');
    await until(
      () => story.log().split('a Home tab could not be shown').length === 3,
      15_000,
      'two failures',
    );
    await story.idle();
    expect(letters('U0DANA')).toEqual([]);
    expect(JSON.stringify(slack.as('dana').modal())).not.toContain('went wrong');
    await openHome('dana');
    await until(() => !homeOf('dana').includes('Turn mornings off'), 15_000, 'Home as it is');
  });

  test('what a form in it has done is told directly where Slack opens nothing any more', async () => {
    await begin('2026-11-23T09:00Z');
    const { slack, until } = story.world;
    await openHome('mori');
    await homeSays('mori', 'Choose groups…');
    await slack.as('mori').pressInHome('mine:settings');
    await until(() => slack.as('mori').modal(), 15_000, 'the form');
    slack.fault({ method: 'views.open', kind: 'expired_trigger_id' });
    await slack.as('mori').submit(undefined, { groups: ['sig-node'] });
    await until(() => written('U0MORI').join().includes('Saved. Your groups: SIG Node.'), 15_000, 'a letter');
    expect(letters('U0MORI')).toHaveLength(1);
  });

  test('that cannot be drawn says so in its place', async () => {
    await begin('2026-11-23T09:00Z', { features: [BROKEN] });
    await openHome('dana');
    await homeSays('dana', 'sigbot could not draw this page');
    const [, reference = '?'] = /this reference: (\w+)/.exec(homeOf('dana')) ?? [];
    expect(story.log()).toContain(reference);
    expect(letters('U0DANA')).toEqual([]);
  });

  test('before the groups were read says that, there', async () => {
    await begin('2026-11-23T09:00Z', { unready: true, directory: 'nothing: [to be read' });
    await openHome('dana');
    await homeSays('dana', 'sigbot is starting');
    expect(letters('U0DANA')).toEqual([]);
  });
});

describe('each morning', () => {
  test('in one’s own zone over a change of the clocks, once a workday, and only where something waits', async () => {
    const calendar = await begin('2026-10-22T12:00Z');
    expect(await wantMornings('dana', { at: '08:30' })).toContain(
      'sigbot writes to you on workdays at 08:30 (Berlin), where something waits for you. The next time: 2026-10-23 06:30 UTC.',
    );
    const seen: [string, number][] = [];
    const go = async (moment: string) => {
      await calendar.to(moment);
      await story.idle();
      seen.push([moment, letters('U0DANA').length]);
    };
    await go('2026-10-23T06:30Z');
    await assigned('Hull leaks', 'dana');
    for (const moment of ['2026-10-24T06:30Z', '2026-10-25T07:30Z', '2026-10-26T06:30Z', '2026-10-26T07:29Z'])
      await go(moment);
    for (const moment of ['2026-10-26T07:30Z', '2026-10-26T07:31Z', '2026-10-27T07:30Z']) await go(moment);
    expect(seen).toEqual([
      ['2026-10-23T06:30Z', 0],
      ['2026-10-24T06:30Z', 0],
      ['2026-10-25T07:30Z', 0],
      ['2026-10-26T06:30Z', 0],
      ['2026-10-26T07:29Z', 0],
      ['2026-10-26T07:30Z', 1],
      ['2026-10-26T07:31Z', 1],
      ['2026-10-27T07:30Z', 2],
    ]);
    expect(written('U0DANA')[0]).toMatch(/1 waits for you.*\n.*Hull leaks · it is assigned to you/);
  });

  test('once also where the bot is started anew; not where it comes four hours late; never again after one press', async () => {
    const calendar = await begin('2026-11-23T06:00Z');
    await assigned('Hull leaks', 'dana');
    await wantMornings('dana', { at: '08:00', zone: 'UTC' });
    await calendar.to('2026-11-23T08:00Z');
    await story.restart();
    await calendar.to('2026-11-23T08:00Z');
    await calendar.to('2026-11-23T08:01Z');
    await story.idle();
    expect(letters('U0DANA')).toHaveLength(1);
    calendar.turn('2026-11-24T12:00Z');
    await story.restart();
    await calendar.to('2026-11-24T12:00Z');
    await story.idle();
    expect(letters('U0DANA')).toHaveLength(1);
    calendar.turn('2026-11-25T11:59Z');
    await story.restart();
    await calendar.to('2026-11-25T11:59Z');
    await story.world.until(() => letters('U0DANA').length === 2, 15_000, 'one that is late');
    const [, last] = letters('U0DANA');
    if (last) await story.world.slack.as('dana').press(last.channel, last.ts, 'Turn this off');
    await story.idle();
    await calendar.to('2026-11-26T08:00Z');
    await story.idle();
    expect(written('U0DANA').filter((text) => text.includes('waits for you'))).toHaveLength(2);
  });
});

describe('a morning that Slack does not take at once', () => {
  async function heldUp(): Promise<() => Promise<void>> {
    const calendar = await begin('2026-11-23T06:00Z', { config: 'private: { labels: [kind/bug] }' });
    await assigned('Token in the log', 'dana');
    await assigned('Hull leaks', 'dana');
    await wantMornings('dana', { at: '08:00', zone: 'UTC' });
    const { slack, until } = story.world;
    const release = slack.fault({ method: 'chat.postMessage', kind: '429', retryAfter: 1, times: 1000 });
    await calendar.to('2026-11-23T08:00Z');
    await until(() => story.log().includes('"retry":'), 15_000, 'a refusal');
    return async () => {
      release();
      await story.idle();
    };
  }

  test('names nothing that became private meanwhile', async () => {
    const release = await heldUp();
    await story.world.github.as('dana').label(`${REPO}#1`, 'kind/bug');
    await story.world.github.quiet();
    await release();
    expect(written('U0DANA').join()).toContain('Hull leaks');
    expect(written('U0DANA').join()).not.toContain('Token');
  });

  test('does not come where it was turned off meanwhile', async () => {
    const release = await heldUp();
    await story.ask('dana', '/sig mine quiet', 'sig-node');
    await release();
    expect(letters('U0DANA')).toEqual([]);
  });
});

test('one person’s morning that cannot be drawn takes nobody else’s, and comes when it can', async () => {
  let isBroken = true;
  const draw: Render = (subject, user, ports) => {
    if (isBroken && user === 'U0DANA') throw new Error('no such column');
    return Promise.resolve(mine.renders?.morning?.(subject, user, ports));
  };
  const calendar = await begin('2026-11-23T06:00Z', {
    features: [{ ...mine, renders: { morning: draw } }],
  });
  await assigned('Hull leaks', 'dana', 'noor');
  await wantMornings('dana', { at: '08:00', zone: 'UTC' });
  await wantMornings('noor', { at: '08:00', zone: 'UTC' });
  await calendar.to('2026-11-23T08:00Z');
  await story.world.until(() => letters('U0NOOR').length === 1, 15_000, 'Noor’s');
  await story.world.until(() => story.log().includes('no such column'), 15_000, 'a failure');
  isBroken = false;
  await story.world.until(() => letters('U0DANA').length === 1, 15_000, 'Dana’s');
  expect(story.log()).not.toContain('a chore of this minute failed');
});

const postgres = await startPostgres();
const why = 'missing' in postgres ? ` (skipped: ${postgres.missing})` : '';

describe.skipIf('missing' in postgres)(`with two replicas on PostgreSQL${why}`, () => {
  afterAll(() => ('stop' in postgres ? postgres.stop() : undefined));

  test('a morning comes once', async () => {
    const databaseUrl = 'newDatabase' in postgres ? await postgres.newDatabase() : '';
    const calendar = await begin('2026-11-23T06:00Z', { databaseUrl });
    await story.another();
    await assigned('Hull leaks', 'dana');
    await wantMornings('dana', { at: '08:00', zone: 'UTC' });
    await calendar.to('2026-11-23T08:00Z');
    await story.restart();
    await calendar.to('2026-11-23T08:00Z');
    await story.idle();
    expect(letters('U0DANA')).toHaveLength(1);
    expect(story.log()).not.toContain('a chore of this minute failed');
  });
});
