import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { HOUR, iso, MINUTE } from '../../src/domain/time.ts';
import { aStory, REPO, type Story, type StoryOptions } from '../support/bot.ts';
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
  - { dir: sig-network, name: Network, label: network, contact: { slack: sig-network } }
  - { dir: sig-quiet, name: Quiet, label: quiet, contact: { slack: random } }
`;
const QUIET =
  'noise: { budget: 0, cards: daily, dailyAt: "23:59" }\nmeetings: { remind: [], agenda: { publish: off } }';

async function begin(begins: string, config: string, more: StoryOptions = {}): Promise<HandCalendar> {
  const calendar = handCalendar(begins);
  story = await aStory({ calendar, directory: DIRECTORY, config: `${QUIET}\n${config}`, ...more });
  await calendar.to(begins);
  return calendar;
}

const open = async (title: string, labels = ['sig/node']) => {
  const ref = await story.world.github.as('mori').open(REPO, { title, labels });
  await story.idle();
  return ref;
};

const slackText = (message: Parameters<typeof story.world.slack.render>[0] | undefined) =>
  message ? story.world.slack.render(message) : '';

/** The digests in a channel. */
const digests = (channel = 'sig-node') =>
  story
    .cards(channel)
    .map((message) => story.world.slack.render(message))
    .filter((text) => text.includes('since '));

describe('at nine on Monday, in three zones', () => {
  const config = `
digest: { post: weekly }
groups:
  sig-node: { digest: { zone: Europe/Berlin } }
  sig-network: { digest: { zone: America/New_York } }
  sig-quiet: { digest: { zone: Australia/Sydney } }
`;
  const CHANNELS = ['sig-node', 'sig-network', 'random'];
  const counts = () => CHANNELS.map((channel) => digests(channel).length);

  test('over the changes of the clocks, each once', async () => {
    const calendar = await begin('2026-10-04T12:00Z', config);
    const seen: [string, number[]][] = [];
    for (const moment of [
      // Sydney’s clocks went forward on the fourth: nine there is 22:00 UTC.
      '2026-10-04T21:59Z',
      '2026-10-04T22:00Z',
      '2026-10-05T06:59Z',
      '2026-10-05T07:00Z',
      '2026-10-05T13:00Z',
      // Berlin’s go back on the 25th.
      '2026-10-25T22:00Z',
      '2026-10-26T07:59Z',
      '2026-10-26T08:00Z',
      '2026-10-26T13:00Z',
      // New York’s on the first of November.
      '2026-11-02T13:59Z',
      '2026-11-02T14:00Z',
    ]) {
      await calendar.to(moment);
      await story.idle();
      seen.push([moment, counts()]);
    }
    expect(seen).toEqual([
      ['2026-10-04T21:59Z', [0, 0, 0]],
      ['2026-10-04T22:00Z', [0, 0, 1]],
      ['2026-10-05T06:59Z', [0, 0, 1]],
      ['2026-10-05T07:00Z', [1, 0, 1]],
      ['2026-10-05T13:00Z', [1, 1, 1]],
      ['2026-10-25T22:00Z', [1, 1, 2]],
      ['2026-10-26T07:59Z', [1, 1, 2]],
      ['2026-10-26T08:00Z', [2, 1, 2]],
      ['2026-10-26T13:00Z', [2, 2, 2]],
      ['2026-11-02T13:59Z', [3, 2, 3]],
      ['2026-11-02T14:00Z', [3, 3, 3]],
    ]);
  });
});

// The stand-in for GitHub dates what happens by the machine's clock: the calendar here is far behind it.
describe('a digest in its channel', () => {
  const DAILY = 'digest: { post: daily }';
  const shown = (count: number) =>
    story.world.until(
      () => digests().length === count,
      15_000,
      () => `${count} digests:\n${story.look('sig-node')}`,
    );

  test('tells what waits, what came and went, and the next meeting; “Show all” opens the rest', async () => {
    const calendar = await begin('2021-11-22T09:00Z', DAILY);
    const { github, slack } = story.world;
    const hull = await open('Hull leaks');
    const mast = await open('Mast leans');
    await open('Anchor slips');
    await open('Rope frays');
    await github.as('dana').label(mast, 'triage/accepted');
    await github.as('dana').close(hull);
    await story.ask('mori', '/sig agenda add "Paint for the hull"', 'sig-node');
    await calendar.to('2021-11-23T09:00Z');
    await shown(1);
    expect(digests()[0]).toMatch(/SIG Node since Mon 22 Nov/);
    expect(digests()[0]).toMatch(/2 wait for triage.*; the oldest boats#3 Anchor slips, opened/);
    expect(digests()[0]).toContain('4 new, 2 of them decided; 1 closed');
    expect(digests()[0]).toContain('Next meeting: 2021-11-25 18:00 UTC; 1 topic');
    expect(digests()[0]).not.toContain('<@');

    const { ts = '' } = story.cards('sig-node').at(-1) ?? {};
    await slack.as('lee').press('sig-node', ts, 'Show all');
    const modal = await story.world.until(() => slack.as('lee').modal(), 15_000, 'all of it');
    expect(slack.renderModal(modal)).toMatch(/Waiting for triage: 2.*\n.*Anchor slips.*\n.*Rope frays/);
    expect(await story.ask('lee', '/sig digest node 2d', 'random')).toContain('SIG Node since Sun 21 Nov');
    expect(await story.ask('lee', '/sig digest network', 'sig-node')).toContain(
      'SIG Network: nothing is new since Tue 16 Nov, and nothing waits.',
    );
  });

  test('tells whose reply is waited for', async () => {
    const calendar = await begin('2021-11-22T09:00Z', DAILY);
    const { github } = story.world;
    await github.as('dana').comment(await open('Hull leaks'), 'On which side?');
    const mast = await open('Mast leans');
    await github.as('dana').label(mast, 'triage/accepted');
    await github.as('dana').assign(mast, 'lee');
    await story.idle();
    await calendar.to('2021-11-23T09:00Z');
    await shown(1);
    expect(digests()[0]).toMatch(/1 waits for its author \(mori\).*: boats#1 Hull leaks, since/);
    expect(digests()[0]).toMatch(/1 waits for its assignee \(lee\).*: boats#2 Mast leans, since/);
  });

  test('counts an untriaged issue whose author has answered once: it waits for triage', async () => {
    await begin('2021-11-22T09:00Z', DAILY);
    const { github } = story.world;
    const hull = await open('Hull leaks');
    await github.as('dana').comment(hull, 'On which side?');
    await github.as('mori').comment(hull, 'On both.');
    await story.idle();
    const told = await story.ask('lee', '/sig digest', 'sig-node');
    expect(told).toMatch(/1 waits for triage.*: boats#1 Hull leaks, opened/);
    expect(told).not.toContain('waits for SIG Node');
  });

  test('tells what is overdue by the clocks', async () => {
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const calendar = await begin(iso(now), 'clocks: { triage: 4h }');
    await open('Hull leaks');
    await calendar.to(iso(now + 3.9 * HOUR));
    expect(await story.ask('lee', '/sig digest', 'sig-node')).toMatch(
      /Act fast on 1.*Hull leaks, triage due/,
    );
    await calendar.to(iso(now + 6 * HOUR));
    expect(await story.ask('lee', '/sig digest', 'sig-node')).toMatch(/1 overdue.*Hull leaks, triage due/);
  });

  test('stays as it was posted; one that is edited follows until the day is over', async () => {
    const config = 'digest: { post: daily }\ngroups: { sig-network: { digest: { edited: true } } }';
    const calendar = await begin('2021-11-22T09:00Z', config);
    const both = ['sig/node', 'sig/network'];
    await open('Hull leaks', both);
    await calendar.to('2021-11-23T09:00Z');
    await story.world.until(() => digests('sig-network').length === 1 && digests().length === 1);
    const first = digests()[0];
    await open('Mast leans', both);
    await calendar.to('2021-11-23T09:15Z');
    await story.world.until(
      () => digests('sig-network')[0]?.includes('2 wait for triage'),
      15_000,
      'an edit',
    );
    expect(digests('sig-network')[0]).toContain('edited until that day is over');
    await story.idle();
    const edits = () =>
      story.world.slack
        .calls('chat.update')
        .filter((call) => JSON.stringify(call).includes('edited until that day'));
    const before = edits().length;
    expect(before).toBeGreaterThan(0);
    await calendar.to('2021-11-23T09:30Z');
    await story.idle();
    expect(edits()).toHaveLength(before);
    await open('Anchor slips', both);
    await calendar.to('2021-11-24T00:00Z');
    await story.idle();
    expect(digests('sig-network')[0]).not.toContain('3 wait for triage');
    expect(digests()).toEqual([first]);
  });

  test('comes once also where the bot is started anew in that minute', async () => {
    const calendar = await begin('2021-11-22T09:00Z', DAILY);
    await open('Hull leaks');
    await calendar.to('2021-11-23T09:00Z');
    await story.restart();
    await calendar.to('2021-11-23T09:00Z');
    await calendar.to('2021-11-23T09:01Z');
    await story.idle();
    expect(digests()).toHaveLength(1);
  });

  test('comes late where the bot was away, and not where it is of no use any more: the ledger says so', async () => {
    const calendar = await begin('2021-11-22T09:00Z', DAILY);
    await open('Hull leaks');
    calendar.turn('2021-11-24T14:59Z');
    await story.restart();
    await calendar.to('2021-11-24T14:59Z');
    await story.idle();
    expect(digests()).toHaveLength(1);
    expect(digests()[0]).toContain('SIG Node since Tue 23 Nov');
    expect(story.log()).toMatch(
      /Not posted, because sigbot was away .*: the digests sig-node\/2021-11-23\/daily/,
    );
  });

  test('loses an issue that becomes private', async () => {
    const calendar = await begin('2021-11-22T09:00Z', `${DAILY}\nprivate: { labels: [kind/bug] }`);
    const ref = await open('Token in the log');
    await calendar.to('2021-11-23T09:00Z');
    await shown(1);
    expect(digests()[0]).toContain('Token in the log');
    await story.world.github.as('dana').label(ref, 'kind/bug');
    await story.world.until(() => !story.look('sig-node').includes('Token in the log'), 15_000, 'it to go');
    expect(digests()[0]).toContain('1 waits for triage');
  });

  test('is switched on by a lead, and then comes', async () => {
    const calendar = await begin('2021-11-22T09:00Z', '');
    const lead = story.world.slack.as('dana');
    await lead.command('/sig digest settings', 'sig-node');
    await story.world.until(() => lead.modal(), 15_000, 'the form');
    const { errors } = await lead.submit(undefined, { post: 'both', at: 'nine' });
    expect(Object.keys(errors ?? {})).toEqual(['at']);
    await lead.submit(undefined, { post: 'both', at: '08:30', zone: 'Europe/Berlin', day: '3' });
    const answer = await story.world.until(() => lead.ephemeral('sig-node').at(-1), 15_000, 'an answer');
    expect(story.world.slack.render(answer)).toContain('The next one comes 2021-11-23 07:30 UTC.');
    await open('Hull leaks');
    await calendar.to('2021-11-23T07:30Z');
    await shown(1);
    await calendar.to('2021-11-24T07:30Z');
    await shown(2);
    expect(digests()[1]).toContain('SIG Node since Wed 17 Nov');
    await lead.command('/sig digest settings', 'sig-node');
    await story.world.until(() => lead.modal(), 15_000, 'the form again');
    await lead.submit(undefined, { at: '', zone: '' });
    const emptied = () => slackText(lead.ephemeral('sig-node').at(-1));
    await story.world.until(
      () => emptied().includes('at 09:00 (UTC)'),
      15_000,
      'what holds without a choice',
    );
  });
});

const postgres = await startPostgres();
const why = 'missing' in postgres ? ` (skipped: ${postgres.missing})` : '';

describe.skipIf('missing' in postgres)(`with two replicas on PostgreSQL${why}`, () => {
  afterAll(() => ('stop' in postgres ? postgres.stop() : undefined));

  test('it comes once, also where one is started anew in that minute', async () => {
    const databaseUrl = 'newDatabase' in postgres ? await postgres.newDatabase() : '';
    const calendar = await begin('2021-11-22T09:00Z', 'digest: { post: daily, edited: true }', {
      databaseUrl,
    });
    await story.another();
    await open('Hull leaks');
    await calendar.to('2021-11-23T09:00Z');
    await story.restart();
    await calendar.to('2021-11-23T09:00Z');
    await calendar.to('2021-11-23T09:15Z');
    await story.idle();
    expect(digests()).toHaveLength(1);
    expect(story.log()).not.toContain('a chore of this minute failed');
  });
});
