import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { iso, SECOND } from '../../src/domain/time.ts';
import { aStory, REPO, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';
import { startPostgres } from '../support/postgres.ts';

let story: Story;
afterEach(() => story.end());

const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    subprojects: [{ name: hull }]
    meetings:
      - { description: Weekly Meeting, day: Thursday, time: "18:00", tz: UTC, frequency: weekly }
  - dir: sig-quiet
    name: Quiet
    label: sig/quiet
    leadership: { chairs: [{ github: noor, name: Noor Haddad }] }
`;
const CONFIG = `
noise: { budget: 0 }
meetings: { remind: [] }
`;

async function begin(calendar: HandCalendar, options: StoryOptions = {}): Promise<void> {
  const around = { directory: DIRECTORY, config: CONFIG, calendar, worldCalendar: calendar.world };
  story = await aStory({ ...around, ...options });
  await calendar.to(iso(calendar.now()));
}

/** No day is kept before. */
async function read(): Promise<void> {
  await story.world.until(() => story.log().includes('the first sync is done'), 15_000, 'the first sync');
}

const ask = (person: string, words: string) => story.ask(person, `/sig ${words}`, 'sig-node');

async function open(title: string, labels = ['sig/node']): Promise<string> {
  const createdAt = iso(story.world.calendar.now());
  const ref = await story.world.github.as('mori').open(REPO, { title, labels, createdAt });
  await story.idle();
  return ref;
}

/** Closings are dated by the machine's whole seconds: the calendar goes on in another one. */
async function close(ref: string): Promise<void> {
  const second = () => Math.floor(Date.now() / SECOND);
  await story.world.github.as('dana').close(ref);
  const closed = second();
  await story.idle();
  await story.world.until(() => second() > closed);
}

/** Midnight comes, and the morning after it. */
async function dawn(calendar: HandCalendar, day: string): Promise<void> {
  await calendar.to(`${day}T00:00Z`);
  await calendar.to(`${day}T08:00Z`);
}

const daysKept = (group = 'sig-node') =>
  story.record((store) => store.history.days(group, '2026-01-01', '2028-01-01'));

test('only leads and operators are told how a group fares, each of their own', async () => {
  await begin(handCalendar('2027-01-11T09:00Z'));
  const refused = await ask('lee', 'health');
  expect(refused).toContain('How SIG Node fares is told to its leads (dana) and to sigbot’s operators.');
  expect(refused).toContain('Ask one of them; they can show it to the channel.');
  for (const words of ['health share', 'health --csv', 'health report 2026'])
    expect(await ask('noor', words)).toContain('How SIG Node fares is told to its leads (dana)');
  expect(await ask('noor', 'health quiet')).toContain('*SIG Quiet, twelve weeks to 11 Jan*');
  expect(await ask('gast', 'health')).not.toContain('twelve weeks');
  expect(story.cards('sig-node')).toHaveLength(0);
});

test('a month of a SIG: what came, went and was decided, its meetings, and who is shown that', async () => {
  const calendar = handCalendar('2027-01-11T09:00Z');
  await begin(calendar, { env: { PUBLIC_URL: 'https://bot.example' } });
  await read();
  const anchor = await open('Anchor slips');
  const hull = await open('Hull leaks');
  await calendar.to('2027-01-11T15:00Z');
  await ask('dana', `triage ${anchor} accept`);
  await story.idle();
  await dawn(calendar, '2027-01-12');
  await dawn(calendar, '2027-01-13');
  await ask('lee', `triage ${hull} accept`);
  await story.idle();
  await close(anchor);

  await calendar.to('2027-01-14T18:00Z');
  await ask('dana', 'meeting start');
  await ask('lee', 'present');
  await ask('dana', 'decision "Tar the hull"');
  await calendar.to('2027-01-14T18:40Z');
  await ask('dana', 'meeting end');
  await story.idle();
  for (const day of ['2027-01-15', '2027-01-18', '2027-01-25']) await dawn(calendar, day);
  await ask('dana', 'meeting skip 2027-01-28');
  await open('Mast bends');
  await dawn(calendar, '2027-02-01');

  const told = await ask('dana', 'health');
  for (const line of [
    '*SIG Node, twelve weeks to 1 Feb*',
    '• Open: 2 issues (0 in the week of 16 Nov); untriaged: 1',
    '• This week: 0 opened, 0 closed, 0 triaged',
    '• Last week: 1 opened, 0 closed, 0 triaged',
    '• Time to triage in the week of 11 Jan: half within 27 h, 90 % within 47 h',
    '• Triaged by: Dana Okafor 2, lee 1',
    '• Meetings: 1 held, 1 called off, 1 without a record. At least one every 3 weeks, as the charter asks',
    '• Of the one held: 1 without notes, 1 without a recording',
    'Show it in #sig-node…',
  ])
    expect(told).toContain(line);

  const csv = await ask('dana', 'health --csv');
  expect(csv).toContain('2027-01-11,1,0,2,1,2,26.5,47,yes');
  expect(csv).toContain('2027-01-25,2,1,1,0,0,,,yes');

  // Only now the channel sees it, once.
  const before = story.cards('sig-node').length;
  await ask('dana', 'health share');
  const dana = story.world.slack.as('dana');
  await dana.press('sig-node', dana.ephemeral('sig-node').at(-1)?.ts ?? '', 'Show it');
  await story.world.until(() => story.cards('sig-node').length > before, 15_000, 'the message');
  await story.idle();
  expect(story.cards('sig-node')).toHaveLength(before + 1);
  expect(story.look('sig-node')).toContain('Triaged by: Dana Okafor 2, lee 1');

  const address = /https:\/\/bot\.example(\/pictures\/[^"]+)/.exec(
    JSON.stringify(dana.ephemeral('sig-node')),
  )?.[1];
  const picture = await fetch(`${story.bot.url}${address}`);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);

  const report = await ask('dana', 'health report 2027');
  for (const line of [
    '- Issues: 3 opened, 1 closed, 2 open',
    '- Issues triaged: 2',
    '- Primary meeting attendee count (estimated, if needed): 1 (median), 1 at most; those who said so, in one meeting',
    '- Meetings: 1 held, 1 called off, 1 without a record',
    '- Written down in meetings: 1 decision, 0 action items',
  ])
    expect(report).toContain(line);
});

test('a closing by who does not speak for the group is no decision, in its health and its digest alike', async () => {
  await begin(handCalendar('2027-01-11T09:00Z'));
  await read();
  const [hull, mast] = [await open('Hull leaks'), await open('Mast bends')];
  await open('Rope frays');
  await story.world.github.as('mori').close(hull);
  await story.world.github.as('dana').close(mast);
  await story.idle();
  expect(await ask('dana', 'health')).toContain('This week: 3 opened, 2 closed, 1 triaged');
  expect(await ask('dana', 'digest')).toContain('3 new, 1 of them decided; 2 closed');
});

describe('a bot that has just come', () => {
  test('estimates the weeks before it from GitHub’s dates, and says what it cannot know', async () => {
    const calendar = handCalendar('2027-02-03T09:00Z');
    await begin(calendar, {
      before: async ({ github }, repo) => {
        const labels = ['sig/node'];
        await github.createBefore(repo, { title: 'Old', labels, createdAt: '2025-05-05T10:00:00Z' });
        await github.createBefore(repo, { title: 'Recent', labels, createdAt: '2027-01-19T10:00:00Z' });
        const createdAt = '2026-12-01T10:00:00Z';
        await github.createBefore(repo, { title: 'Closed', labels, createdAt, state: 'closed' });
      },
    });
    await story.world.until(
      async () => (await ask('dana', 'health')).includes('untriaged: 2'),
      15_000,
      'the sync',
    );
    const told = await ask('dana', 'health');
    expect(told).toContain('Open: 2 issues (1 in the week of 16 Nov); untriaged: 2');
    expect(told).toContain('Time to triage: nothing yet');
    expect(told).toContain('All weeks are estimated from GitHub’s dates and the labels of today.');
    expect(told).toContain('Who waits, and for how long, is known since 3 Feb.');
    const csv = await ask('dana', 'health csv');
    for (const week of ['2026-11-16,1,,0,0', '2026-11-30,2,,1,0', '2027-01-18,3,,1,0', '2027-02-01,2,2,0,1'])
      expect(csv).toContain(`${week},`);

    await calendar.to('2027-02-04T00:00Z');
    const days = await daysKept();
    expect(days).toHaveLength(84);
    expect(days.at(-1)).toMatchObject({ day: '2027-02-03', open: 2, untriaged: 2, estimated: false });
    expect(days.at(-2)).toMatchObject({ day: '2027-02-02', open: 3, untriaged: undefined, estimated: true });
  });

  test('of a group where nothing happens it says just that', async () => {
    await begin(handCalendar('2027-02-03T09:00Z'));
    const told = await ask('noor', 'health quiet');
    expect(told).toContain('Open: 0 issues (0 in the week of 16 Nov); untriaged: 0');
    expect(told).toContain('Triaged by: nobody yet');
    expect(told).toContain('Meetings: sigbot knows of no meeting since Wed 3 Feb');
    expect(told).not.toContain('Show it in');
    expect(await ask('noor', 'health share quiet')).toContain('SIG Quiet has no channel here');
  });
});

test('a day is kept once, also where the bot is away at midnight', async () => {
  const calendar = handCalendar('2027-01-11T09:00Z');
  await begin(calendar);
  await read();
  await open('Anchor slips');
  await dawn(calendar, '2027-01-12');
  await open('Hull leaks');
  calendar.turn('2027-01-13T00:01Z');
  await story.restart();
  await calendar.to('2027-01-13T00:02Z');
  await open('Mast bends');
  calendar.turn('2027-01-15T12:00Z');
  await story.restart();
  await calendar.to('2027-01-15T12:01Z');
  await calendar.to('2027-01-15T12:02Z');
  const days = (await daysKept()).slice(-4);
  expect(
    days.map(({ day, open, untriaged, opened, estimated }) => [day, open, untriaged, opened, estimated]),
  ).toEqual([
    ['2027-01-11', 1, 1, 1, false],
    ['2027-01-12', 2, 2, 1, false],
    ['2027-01-13', 3, undefined, 1, true],
    ['2027-01-14', 3, undefined, 0, true],
  ]);
});

test('a midnight during the first sync keeps nothing; the next one reckons what was missed', async () => {
  const calendar = handCalendar('2027-01-11T23:59Z');
  let relent = () => {};
  await begin(calendar, {
    before: async ({ github }, repo) => {
      const [labels, createdAt] = [['sig/node'], '2027-01-04T10:00:00Z'];
      await github.createBefore(repo, { title: 'Old', labels, createdAt });
      relent = github.fault({ match: /^GET .*\/issues\?/, kind: '500', times: 99 });
    },
  });
  await calendar.to('2027-01-12T00:00Z');
  expect(story.log()).not.toContain('the first sync is done');
  relent();
  await read();
  await calendar.to('2027-01-12T08:00Z');
  await calendar.to('2027-01-13T00:00Z');
  const days = await daysKept();
  expect(days).toHaveLength(84);
  expect(days.slice(-3).map(({ open, estimated }) => [open, estimated])).toEqual([
    [1, true],
    [1, true],
    [1, false],
  ]);
});

test('an issue that gets its group’s label days later counts on the day it was opened', async () => {
  const calendar = handCalendar('2027-01-11T09:00Z');
  await begin(calendar);
  await read();
  const ref = await open('Anchor slips', []);
  await dawn(calendar, '2027-01-12');
  await story.world.github.as('dana').label(ref, 'sig/node');
  await story.idle();
  await dawn(calendar, '2027-01-13');
  const days = (await daysKept()).slice(-2);
  expect(days.map(({ opened, open }) => [opened, open])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

const server = await startPostgres();
afterAll(async () => {
  if ('stop' in server) await server.stop();
});
const missing = 'missing' in server ? server.missing : undefined;

describe.skipIf(missing !== undefined)(
  `replicas${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    test('two bots keep a day once', async () => {
      if (!('newDatabase' in server)) return;
      const calendar = handCalendar('2027-01-11T09:00Z');
      await begin(calendar, { databaseUrl: await server.newDatabase() });
      await read();
      await story.another();
      await open('Anchor slips');
      await calendar.to('2027-01-12T00:00Z');
      const days = await daysKept();
      expect(days).toHaveLength(84);
      expect(days.at(-1)).toMatchObject({
        day: '2027-01-11',
        open: 1,
        untriaged: 1,
        opened: 1,
        estimated: false,
      });
    });
  },
);
