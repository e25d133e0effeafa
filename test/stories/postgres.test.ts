import pg from 'pg';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { aStory, connect, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar } from '../support/calendar.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';

const postgres = await startPostgres();
const why = 'missing' in postgres ? ` (skipped: ${postgres.missing})` : '';

describe.skipIf('missing' in postgres)(`on PostgreSQL${why}`, () => {
  const server = postgres as Postgres;
  let story: Story;
  afterEach(() => story.end());
  afterAll(() => server.stop());

  async function begin(options: StoryOptions = {}) {
    story = await aStory({ databaseUrl: await server.newDatabase(), ...options });
    const { world, repo, cards, look } = story;
    return { world, repo, slack: world.slack, github: world.github, cards, look };
  }

  /** Does something on the server while the bot runs. */
  async function asAdmin(database: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
    const client = new pg.Client(database);
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }

  test('an issue gets a SIG’s label → one card → Dana accepts → the label is on GitHub → the card says so', async () => {
    const { world, slack, github, look, cards } = await begin();
    const { ref, ts } = await story.openWithCard();
    const { ack } = await slack.as('dana').press('sig-node', ts, 'Accept');
    expect(ack.ms).toBeLessThan(3000);
    await world.until(() => github.issue(ref).labels.includes('triage/accepted'));
    await world.until(() => look('sig-node').includes('node: accepted by dana'));
    await story.idle();
    expect(cards('sig-node')).toHaveLength(1);
  });

  test('two people decide at two bots in the same moment: one wins, the other is told, GitHub gets one action', async () => {
    const { world, slack, github } = await begin({ write: 'prow' });
    const second = await story.another();
    const { ref, ts } = await story.openWithCard();
    const first = slack.as('dana').press('sig-node', ts, 'Accept');
    connect(world, second.url);
    await Promise.all([first, slack.as('lee').press('sig-node', ts, 'Accept')]);
    const told = () => ['dana', 'lee'].flatMap((who) => slack.as(who).ephemeral('sig-node'));
    await world.until(() => told().length === 2, 15_000, 'both to be answered');
    await story.idle();
    expect(told().filter(({ text }) => text.includes('was faster'))).toHaveLength(1);
    expect(github.calls(/^POST .*\/comments$/)).toHaveLength(1);
    expect(github.issue(ref).labels).toContain('triage/accepted');
  });

  test('two bots tell once of what a calendar says otherwise, and one that reads it later takes nothing back', async () => {
    const calendar = handCalendar('2026-12-01T12:00Z');
    const feed = (status: string) =>
      [
        'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//harbour//tides//EN\r\nBEGIN:VEVENT\r\nUID:tide',
        `DTSTAMP:20261101T000000Z\r\nDTSTART:20261210T180000Z\r\nSUMMARY:Weekly\r\nSTATUS:${status}`,
        'END:VEVENT\r\nEND:VCALENDAR\r\n',
      ].join('\r\n');
    await begin({
      calendar,
      files: { 'tides.ics': feed('CONFIRMED') },
      config: `
meetings: { agenda: { publish: off } }
groups: { sig-node: { meetings: [{ description: Weekly, tz: UTC, feed: { url: tides.ics } }] } }
`,
    });
    await calendar.to('2026-12-01T12:00Z');
    await story.another();
    await calendar.to('2026-12-01T12:01Z');
    story.write('tides.ics', feed('CANCELLED'));
    // A calendar is read on the hour; of two readings of one moment the later says nothing, and the next hour's does.
    for (let hour = 13; hour < 17 && story.cards('sig-node').length < 2; hour++) {
      for (const minute of ['00', '01', '02']) await calendar.to(`2026-12-01T${hour}:${minute}Z`);
      await story.idle();
    }
    for (const minute of ['18:00', '18:01']) await calendar.to(`2026-12-01T${minute}Z`);
    await story.idle();
    expect(story.cards('sig-node').map(({ text }) => text)).toEqual([
      'Weekly: its dates come from a calendar now',
      'Weekly: no meeting on Thu 10 Dec',
    ]);
  });

  test('two bots remind of a meeting once, and one that was away does not remind again', async () => {
    const calendar = handCalendar('2026-12-01T12:00Z');
    const directory = `
sigs:
  - dir: sig-node
    name: Node
    contact: { slack: sig-node }
    meetings: [{ description: Weekly, day: Thursday, time: "18:00", tz: UTC, frequency: weekly }]
`;
    const { world, cards } = await begin({ calendar, directory });
    await calendar.to('2026-12-02T17:00Z');
    await story.another();
    await calendar.to('2026-12-02T18:00Z');
    await world.until(() => cards('sig-node').length === 1, 15_000, 'a reminder');
    await calendar.to('2026-12-03T17:50Z');
    await world.until(() => cards('sig-node').length === 2, 15_000, 'the next');
    await story.restart();
    await calendar.to('2026-12-03T17:55Z');
    await story.idle();
    expect(cards('sig-node')).toHaveLength(2);
  });

  test('where all groups must accept and do so in the same moment, GitHub is told once', async () => {
    const config = 'triage: { accepted: all }';
    const { world, repo, slack, github, look, cards } = await begin({ write: 'prow', config });
    const second = await story.another();
    const labels = ['sig/node', 'sig/network'];
    const ref = await github.as('mori').open(repo, { title: 'Whose is it', labels });
    await world.until(() => cards('sig-node').length === 1 && cards('sig-network').length === 1);
    const first = slack.as('dana').press('sig-node', cards('sig-node')[0]?.ts ?? '', 'Accept');
    connect(world, second.url);
    await Promise.all([
      first,
      slack.as('noor').press('sig-network', cards('sig-network')[0]?.ts ?? '', 'Accept'),
    ]);
    await world.until(() => github.issue(ref).labels.includes('triage/accepted'), 15_000, 'the label');
    await world.until(() => look('sig-node').includes('network: accepted by noor'), 15_000, 'the card');
    await story.idle();
    expect(github.calls(/^POST .*\/comments$/)).toHaveLength(1);
  });

  test('two bots on one database are one: a card each, a label write each', async () => {
    const { world, repo, slack, github, look, cards } = await begin();
    const second = await story.another();
    const titles = Array.from({ length: 8 }, (_, index) => `Issue ${index + 1}`);
    const labels = ['sig/node', 'sig/network', 'kind/bug'];
    await Promise.all(titles.map((title) => github.as('mori').open(repo, { title, labels })));
    connect(world, second.url);
    for (const { id } of github.deliveries('issues')) expect(await github.redeliver(id)).toBe(202);
    await world.until(() => cards('sig-node').length >= 8 && cards('sig-network').length >= 8, 15_000);
    for (const { ts } of cards('sig-node')) await slack.as('dana').press('sig-node', ts, 'Accept');
    await world.until(
      () => github.issues().every((issue) => issue.labels.includes('triage/accepted')),
      15_000,
    );
    await story.idle();
    await world.until(() => look('sig-network').match(/node: accepted by dana/g)?.length === 8);
    expect([cards('sig-node').length, cards('sig-network').length]).toEqual([8, 8]);
    expect(slack.calls('chat.postMessage')).toHaveLength(16);
    expect(github.calls(/^POST .*\/labels$/)).toHaveLength(8);
  });

  test('two bots, one meeting: it ends by itself once, and what was not reached is carried over once', async () => {
    const calendar = handCalendar('2026-12-03T10:00Z');
    const weekly = '{ description: Weekly, day: Thursday, time: "10:00", tz: UTC, frequency: weekly }';
    const directory = `sigs: [{ dir: sig-node, name: Node, label: node, leadership: { chairs: [{ github: dana, name: Dana }] }, contact: { slack: sig-node }, meetings: [${weekly}] }]`;
    story = await aStory({ databaseUrl: await server.newDatabase(), calendar, directory });
    const topic = {
      id: 't',
      meeting: 'sig-node/weekly',
      from: '2026-12-03',
      text: 'Hull',
      by: 'U0LEE',
      at: 1,
    };
    await story.record((store) => store.agendas.put({ ...topic, state: 'open', carried: 0, position: 1 }));
    await story.restart();
    await story.another();
    await story.ask('dana', '/sig meeting start', 'sig-node');
    await story.world.until(() => story.look('sig-node').includes('Now: Hull'), 15_000, 'the topic');
    for (const minute of ['11:59', '12:00', '12:01']) await calendar.to(`2026-12-03T${minute}Z`);
    await story.world.until(
      () => story.look('sig-node').includes('Hull (carried over once)'),
      15_000,
      'the end',
    );
    await story.idle();
    expect(story.log()).not.toContain('a chore of this minute failed');
    const item = await story.record((store) => store.agendas.item('t'));
    expect(item).toMatchObject({ from: '2026-12-10', carried: 1 });
  });

  test('two bots, one proposal: at its deadline it stalls once, with one topic and one comment', async () => {
    const calendar = handCalendar('2026-12-01T09:00Z');
    const weekly = '{ description: Weekly, day: Thursday, time: "18:00", tz: UTC, frequency: weekly }';
    const directory = `sigs: [{ dir: sig-node, name: Node, label: node, leadership: { chairs: [{ github: dana, name: Dana }] }, contact: { slack: sig-node }, meetings: [${weekly}] }]`;
    const { github, world, slack, cards } = await begin({ calendar, directory });
    await story.another();
    const { ref } = await story.openWithCard();
    await story.ask('dana', '/sig consensus start 1 "We drop it"', 'sig-node');
    await story.idle();
    const ts = cards('sig-node').at(-1)?.ts ?? '';
    await slack.as('lee').press('sig-node', ts, 'Raise a concern…');
    await world.until(() => slack.as('lee').modal() !== undefined, 15_000, 'the form');
    await slack.as('lee').submit(undefined, { text: 'It is used' });
    for (const minute of ['09:00', '09:01']) await calendar.to(`2026-12-04T${minute}Z`);
    await world.until(() => story.look('sig-node').includes('1 concern is open'), 15_000, 'the end');
    await story.idle();
    expect(story.log()).not.toContain('a chore of this minute failed');
    expect(github.issue(ref).comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('SIG Node has not agreed on this'),
    ]);
    const topics = await story.record((store) => store.agendas.items('sig-node/weekly'));
    expect(topics.map(({ text }) => text)).toEqual(['No consensus yet: We drop it']);
  });

  test('a database that is busy: the command is answered within 3 s all the same', async () => {
    const { world, slack } = await begin();
    await story.openWithCard();
    await asAdmin(story.databaseUrl, async (client) => {
      await client.query('begin; lock table inbox in access exclusive mode');
      const said = await slack.as('dana').command('/sig triage list', 'sig-node');
      expect(said.ack).toMatchObject({ status: 200 });
      expect(said.ack.ms).toBeLessThan(3000);
      expect(said.responses.map(({ text }) => text).join()).toContain('database does not answer');
    });
    await world.until(async () =>
      (await story.ask('dana', '/sig triage list', 'sig-node')).includes('1 issue waits'),
    );
  });

  test('a database that is gone: not ready, nothing is taken; when it is back, everything goes on', async () => {
    const { world, slack, github, repo, cards } = await begin();
    const name = story.databaseUrl.split('/').at(-1);
    const allow = (yes: boolean) =>
      asAdmin(server.url('postgres'), async (client) => {
        await client.query(`alter database ${name} with allow_connections ${yes}`);
        await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
          name,
        ]);
      });
    await allow(false);
    const ready = await fetch(`${story.bot.url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, 'database: does not answer\n']);
    const said = await slack.as('dana').command('/sig triage list', 'sig-node');
    expect(said.responses.map(({ text }) => text).join()).toContain('database does not answer');
    await github.as('mori').open(repo, { title: 'Refused', labels: ['sig/node'] });
    await github.quiet();
    const refused = github.deliveries('issues');
    expect(refused.flatMap(({ attempts }) => attempts.map(({ status }) => status))).toEqual([503, 503]);

    await allow(true);
    await world.until(async () => (await fetch(`${story.bot.url}/readyz`)).ok);
    for (const { id } of refused) expect(await github.redeliver(id)).toBe(202);
    await world.until(() => cards('sig-node').length === 1);
  });
});
