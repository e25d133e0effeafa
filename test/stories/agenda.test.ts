import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { aStory, REPO, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';

const postgres = await startPostgres();
afterAll(async () => {
  if ('stop' in postgres) await postgres.stop();
});
const why = 'missing' in postgres ? ` (skipped: ${postgres.missing})` : '';

let story: Story;
afterEach(() => story.end());

const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly Meeting, day: Thursday, time: "10:00", tz: PT (Pacific Time), frequency: weekly }
      - { description: Bug Triage, day: Friday, time: "10:00", tz: UTC, frequency: weekly }
`;

/** Of the second meeting nothing is published: each story is about one. */
const CALM = 'noise: { budget: 0 }';
const NODE = 'sig-node';

async function begin(at: string, options: StoryOptions = {}): Promise<HandCalendar> {
  const calendar = handCalendar(at);
  const config = `${CALM}\n${options.config ?? ''}`;
  const labels = ['agenda/node', 'kind/security'];
  const before: StoryOptions['before'] = async ({ github }) => {
    for (const label of labels) await github.createLabel(REPO, label);
  };
  story = await aStory({ directory: DIRECTORY, calendar, before, ...options, config });
  await calendar.to(at);
  return calendar;
}

const agendas = (title = 'Weekly Meeting') =>
  story
    .cards(NODE)
    .filter(({ text }) => text.startsWith(`SIG Node: ${title}`))
    .map((message) => ({ ts: message.ts ?? '', look: story.world.slack.render(message) }));
const agenda = () => agendas().at(-1)?.look ?? '';
const shows = (text: string | RegExp) =>
  story.world.until(
    () => new RegExp(text).test(agenda()),
    15_000,
    () => `an agenda with ${String(text)}:\n${agenda()}`,
  );
const open = (title: string, ...labels: string[]) =>
  story.world.github.as('mori').open(REPO, { title, labels: ['sig/node', ...labels] });
const say = (person: string, words: string) => story.ask(person, `/sig agenda ${words}`, NODE);

/** On Tuesday, 1 December, with one issue that waits and the agenda in the channel. */
async function published(options: StoryOptions = {}): Promise<HandCalendar> {
  const calendar = await begin('2026-12-01T12:00Z', options);
  await open('Boat leaks');
  await story.idle();
  await calendar.to('2026-12-01T18:00Z');
  await shows('Boat leaks');
  await story.idle();
  return calendar;
}

describe('the agenda of a weekly meeting, Thursdays 10:00 in Los Angeles', () => {
  test('is published once, at its time, and says what waits', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    await open('Boat leaks');
    await calendar.to('2026-12-01T17:59Z');
    await story.idle();
    expect(agendas()).toEqual([]);
    await calendar.to('2026-12-01T18:00Z');
    await shows('Boat leaks');
    expect(agenda()).toContain('Thu 3 Dec, 10:00 in Los Angeles');
    await calendar.to('2026-12-01T18:01Z');
    await story.idle();
    expect(agendas()).toHaveLength(1);
    expect(agendas('Bug Triage')).toEqual([]);
  });

  test('comes at the meeting’s hour by the clock, also over the change to summer time', async () => {
    const config = 'meetings: { agenda: { publish: 5d } }';
    const calendar = await begin('2027-03-13T12:00Z', { config });
    await open('Boat leaks');
    await calendar.to('2027-03-13T17:59Z');
    await story.idle();
    expect(agendas()).toEqual([]);
    await calendar.to('2027-03-13T18:00Z');
    await shows('Thu 18 Mar, 10:00');
    expect(agendas()).toHaveLength(1);
  });

  test('while the bot was away: not too late, it comes once; too late, it is left out', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    await open('Boat leaks');
    await story.idle();
    calendar.turn('2026-12-03T17:00Z');
    await story.restart();
    await calendar.to('2026-12-03T17:00Z');
    await shows('Boat leaks');
    await calendar.to('2026-12-03T17:01Z');
    calendar.turn('2026-12-10T18:30Z');
    await story.restart();
    await calendar.to('2026-12-10T18:30Z');
    await calendar.to('2026-12-10T18:31Z');
    await story.idle();
    expect(agendas()).toHaveLength(1);
  });

  test('off: it is there for who asks, and nowhere else', async () => {
    const calendar = await begin('2026-12-01T12:00Z', {
      config: 'groups: { sig-node: { agenda: { publish: off } } }',
    });
    await calendar.to('2026-12-02T20:00Z');
    await story.idle();
    expect(agendas()).toEqual([]);
    expect(await say('lee', '')).toContain('SIG Node: Weekly Meeting');
    expect(await say('lee', 'of triage')).toContain('SIG Node: Bug Triage');
  });
});

describe('topics', () => {
  test('by command: the agenda in the channel follows', async () => {
    await published();
    expect(await say('lee', 'add "Drain timeout" 10m #1')).toContain('Thu 3 Dec, 10:00: “Drain timeout”');
    await shows(/1\. \*Drain timeout\*.*Boat leaks.* · 10 min · @lee/);
    await say('lee', 'add Retro next');
    await say('noor', 'add Budget 5m <@U0LEE|lee>');
    await shows(/2\. \*Budget\* · 5 min · @lee/);
    expect(agenda()).not.toContain('Retro');
    await say('dana', 'up 2');
    await shows(/1\. \*Budget[\s\S]*2\. \*Drain/);
    await say('lee', 'defer 2');
    await story.idle();
    expect(agenda()).not.toContain('Drain');
    await say('dana', 'drop 1');
    await shows('Nothing so far');
    expect(agendas()).toHaveLength(1);
  });

  test('by button and form, and edited by who added it', async () => {
    await published();
    const { slack } = story.world;
    const [{ ts } = { ts: '' }] = agendas();
    const lee = slack.as('lee');
    await lee.press(NODE, ts, 'Add a topic');
    await story.world.until(() => lee.modal() !== undefined);
    expect(JSON.stringify(await lee.submit(undefined, { box: 'soon' }))).toContain('Write what it is about.');
    await lee.submit(undefined, { text: 'Drain timeout', box: '15m', owner: 'U0DANA' });
    await shows(/1\. \*Drain timeout\* · 15 min · @dana/);

    await slack.as('noor').press(NODE, ts, 'Edit…');
    await story.world.until(() => slack.as('noor').ephemeral(NODE).length > 0);
    expect(JSON.stringify(slack.as('noor').ephemeral(NODE))).toContain('by who added it');
    await lee.press(NODE, ts, 'Edit…');
    await story.world.until(() => JSON.stringify(lee.modal() ?? '').includes('Edit the topic'));
    await lee.submit(undefined, { text: 'Drain timeouts', box: '', what: 'stay' });
    await shows(/1\. \*Drain timeouts\* · (?:15 min · )?@dana/);
  });

  test('by label: once, and gone with the label unless somebody has touched it', async () => {
    await published();
    const { github } = story.world;
    const [ref, other] = [await open('Mast leans'), await open('Sail tears')];
    for (const one of [ref, other]) await github.as('noor').label(one, 'agenda/node');
    await shows(/1\. .*Mast leans.* · noor on GitHub[\s\S]*2\. .*Sail tears/);
    for (const { id } of github.deliveries('issues')) await github.redeliver(id);
    await story.idle();
    expect(agenda().match(/\d\. .*(Mast|Sail)/g)).toHaveLength(2);
    await say('dana', 'time 2 20m');
    for (const one of [ref, other]) await github.as('noor').unlabel(one, 'agenda/node');
    await shows(/1\. .*Sail tears.* · 20 min/);
    expect(agenda()).not.toContain('2. ');
  });

  test('by a comment on GitHub', async () => {
    await published();
    const ref = await open('Mast leans');
    await story.world.github.as('noor').comment(ref, 'I looked.\n/agenda Who rigs it? @lee <!channel>');
    await shows(/1\. \*Who rigs it\? @lee channel\*.*Mast leans.* · noor on GitHub/);
    await story.world.github.as('noor').comment(ref, '/agenda again');
    await story.idle();
    expect(agenda()).not.toContain('again');
  });

  test('guests look, and add nothing', async () => {
    await published();
    expect(await say('gast', '')).toContain('Boat leaks');
    expect(await say('gast', 'add Me too')).toContain('Guests of this Slack can look');
    expect(agenda()).not.toContain('Me too');
  });

  test('what no meeting came to is carried over, with how often', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    await say('lee', 'add "Drain timeout"');
    await calendar.to('2026-12-08T18:00Z');
    await shows(/Carried over[\s\S]*1\. \*Drain timeout\* · @lee · carried over once/);
    await calendar.to('2026-12-15T18:00Z');
    await shows('carried over twice');
    expect(agendas()).toHaveLength(2);
  });

  test('are told in the reminder of the day before as well, which follows them', async () => {
    const calendar = await published();
    await calendar.to('2026-12-02T18:00Z');
    const reminder = () => story.look(NODE);
    await story.world.until(() => reminder().includes('Nothing is on the agenda so far'), 5000, reminder());
    expect(reminder()).toContain('1 issue waits for triage.');
    await say('lee', 'add "Drain timeout"');
    await story.world.until(
      () => /On the agenda so far:\n\s*• Drain timeout/.test(reminder()),
      15_000,
      reminder(),
    );
  });
});

describe('two who change topics in the same moment', () => {
  test('both get what they asked for: of two the later reads again', async () => {
    await published();
    for (const text of ['Anchor', 'Boats', 'Chain']) await say('dana', `add "${text}"`);
    await Promise.all([say('dana', 'time 1 10m'), say('dana', 'owner 1 <@U0LEE>'), say('dana', 'down 1')]);
    await story.idle();
    const look = await say('dana', '');
    expect(look).toMatch(/\d\. \*Anchor\* · 10 min · @lee/);
    expect(look.match(/\d\. \*/g)).toHaveLength(3);
    expect(look).toMatch(/1\. \*Boats\*/);
  });

  test('a form that was open meanwhile changes only what it changed, and says where both changed the same', async () => {
    await published();
    await say('dana', 'add "Anchor"');
    await shows('Anchor');
    const { slack } = story.world;
    const edits = async (person: string) => {
      await slack.as(person).press(NODE, agendas()[0]?.ts ?? '', 'Edit…');
      await story.world.until(() => slack.as(person).modal() !== undefined, 15_000, 'a form');
    };
    await edits('dana');
    await say('dana', 'time 1 10m');
    await slack.as('dana').submit(undefined, { text: 'Anchors' });
    await shows(/1\. \*Anchors\* · 10 min/);
    await edits('dana');
    await say('dana', 'time 1 20m');
    const before = slack.as('dana').ephemeral(NODE).length;
    await slack.as('dana').submit(undefined, { box: '30m' });
    await story.world.until(() => slack.as('dana').ephemeral(NODE).length > before, 15_000, 'an answer');
    const said = slack.as('dana').ephemeral(NODE).at(-1);
    expect(said && slack.render(said)).toContain('Somebody else changed this topic');
    await shows('20 min');
  });
});

describe('what leads choose in Slack', () => {
  async function form(person: string): Promise<string> {
    const { slack } = story.world;
    await slack.as(person).command('/sig settings', NODE);
    const view = await story.world.until(() => slack.as(person).modal(), 15_000, 'the form');
    return slack.renderModal(view);
  }
  const save = (values: Record<string, string>) => story.world.slack.as('dana').submit(undefined, values);

  test('the parts, their order and how much of each is shown; the agenda that stands follows', async () => {
    await published();
    await open('Mast leans');
    await shows('Mast leans');
    await say('lee', 'add "Drain timeout"');
    expect(await form('dana')).toMatch(/What agendas are made of: \[ topics 12\ncarried 8\n/);
    const wrong = await save({ sections: 'topics, gossip', publish: 'soon' });
    expect(Object.keys(wrong.errors ?? {})).toEqual(['publish', 'sections']);
    await save({ sections: 'Untriaged 1\ntopics' });
    await shows(/Waiting for triage \(1 of 2\)[^]*(?:Boat|Mast) le[^]*1\. \*Drain timeout/);
    await story.world.until(() => !agenda().includes('In numbers'), 5000, agenda());
    expect(await story.ask('lee', '/sig settings', NODE)).toContain(
      'Its parts: untriaged (up to 1), topics (up to 12)',
    );
    await form('dana');
    await save({ sections: '' });
    await shows('In numbers');
  });

  test('when it is published: a day before instead of two, or never', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    await open('Boat leaks');
    await story.idle();
    expect(await story.ask('lee', '/sig settings', NODE)).toContain('published 2 days before each meeting');
    expect(await form('dana')).toContain('How long before a meeting its agenda comes: [ 2d');
    await save({ publish: '1d' });
    await story.idle();
    await calendar.to('2026-12-01T18:00Z');
    await calendar.to('2026-12-02T17:59Z');
    await story.idle();
    expect(agendas()).toEqual([]);
    await calendar.to('2026-12-02T18:00Z');
    await shows('Boat leaks');
    await form('dana');
    await save({ publish: 'off' });
    await story.idle();
    await calendar.to('2026-12-09T18:00Z');
    await story.idle();
    expect(agendas()).toHaveLength(1);
    expect(await story.ask('lee', '/sig settings', NODE)).toContain('Agendas are not published');
  });

  test('is the leads’, within what the operator locks', async () => {
    await begin('2026-12-01T12:00Z', { config: 'meetings: { agenda: { locked: [sections] } }' });
    const view = await form('dana');
    expect(view).toContain('The operator decides: the parts of agendas');
    expect(view).not.toContain('What agendas are made of');
    expect(await story.ask('lee', '/sig settings', NODE)).toContain('The group’s leads change them');
    expect(story.world.slack.as('lee').modal()).toBeUndefined();
  });
});

describe('while it stands', () => {
  test('it follows the issues', async () => {
    await published();
    const { github } = story.world;
    const ref = await open('Mast leans', 'triage/accepted');
    await shows(/Accepted, and nobody’s[\s\S]*Mast leans/);
    await github.as('dana').close(ref);
    await story.world.until(() => !agenda().includes('Mast leans'), 15_000, 'the closed issue to go');
    expect(agendas()).toHaveLength(1);
  });

  test('it follows the meeting: moved, and called off', async () => {
    await published();
    await story.ask('dana', '/sig meeting move 2026-12-03 to 2026-12-04 11:00', NODE);
    await shows('Fri 4 Dec, 11:00 in Los Angeles');
    await story.ask('dana', '/sig meeting skip 2026-12-03 storm', NODE);
    await shows('no meeting on Thu 3 Dec: storm');
    expect(agendas()).toHaveLength(1);
  });

  test('a part that fails says so, and the rest stands', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    await open('Boat leaks');
    await story.idle();
    using database = new DatabaseSync(story.databaseUrl.slice('sqlite:'.length), { timeout: 1000 });
    database.exec('alter table links rename to links_elsewhere');
    await calendar.to('2026-12-01T18:00Z');
    await shows(/At rest for too long\*\s+This part could not be read just now\./);
    expect(agenda()).toContain('Boat leaks');
    database.exec('alter table links_elsewhere rename to links');
    await open('Mast leans');
    await shows('Mast leans');
    expect(agenda()).not.toContain('could not be read');
  });

  test('nothing private is in it, also not what becomes so', async () => {
    await published({ config: 'private: { labels: [kind/security], channels: [random] }' });
    const { github } = story.world;
    const ref = await open('Anchor key leaks', 'kind/security', 'agenda/node');
    const other = await open('Rudder key', 'agenda/node');
    await shows(/1\. .*Rudder key/);
    await github.as('noor').label(other, 'kind/security');
    await shows('1 topic is about what may not be shown here');
    await story.idle();
    for (const look of [agenda(), await say('dana', ''), await say('dana', 'add "It" 1m')]) {
      expect(look).not.toMatch(/Rudder|Anchor/);
    }
    expect(ref).toBeDefined();
  });
});

describe('an empty agenda', () => {
  async function empty(): Promise<HandCalendar> {
    const calendar = await begin('2026-12-01T12:00Z');
    await calendar.to('2026-12-01T18:00Z');
    await shows(
      '@dana: Nothing is on the agenda and nothing waits for triage. Cancel it, or use it for triage?',
    );
    return calendar;
  }
  const press = (person: string, label: string) =>
    story.world.slack.as(person).press(NODE, agendas()[0]?.ts ?? '', label);

  test('a lead cancels, and nobody else; the channel is told, and no reminder comes', async () => {
    const calendar = await empty();
    await press('noor', 'Cancel the meeting');
    await story.world.until(() => story.world.slack.as('noor').ephemeral(NODE).length > 0);
    expect(agenda()).toContain('Cancel it');
    await press('dana', 'Cancel the meeting');
    await shows('no meeting on Thu 3 Dec: nothing is on the agenda');
    expect(story.look(NODE)).toMatch(/Weekly Meeting: no meeting on Thu 3 Dec: nothing is on the agenda/);
    await calendar.to('2026-12-03T17:50Z');
    await story.idle();
    expect(story.look(NODE)).not.toContain('begins');
    await press('dana', 'Use it for triage').catch(() => undefined);
    expect(agendas()).toHaveLength(1);
  });

  test('a lead uses it for triage', async () => {
    await empty();
    await press('dana', 'Use it for triage');
    await shows(/A meeting for triage\.[\s\S]*1\. \*Triage\*/);
    expect(agenda()).not.toContain('Cancel');
  });

  test('a topic answers the question as well', async () => {
    await empty();
    await say('lee', 'add "Drain timeout"');
    await shows(/1\. \*Drain timeout/);
    expect(agenda()).not.toContain('Cancel');
  });
});

test('a meeting that ended early is over: what is added goes to the next one, and nobody cancels it', async () => {
  const calendar = await begin('2026-12-01T12:00Z');
  await calendar.to('2026-12-01T18:00Z');
  await shows('Cancel it');
  await calendar.to('2026-12-03T18:00Z');
  await story.ask('dana', '/sig meeting start', NODE);
  await story.idle();
  const pressed = async (label: string) => {
    const dana = story.world.slack.as('dana');
    const before = dana.ephemeral(NODE).length;
    await dana.press(NODE, agendas()[0]?.ts ?? '', label);
    await story.world.until(() => dana.ephemeral(NODE).length > before, 15_000, 'an answer');
    return dana
      .ephemeral(NODE)
      .slice(before)
      .map((one) => story.world.slack.render(one))
      .join('\n');
  };
  expect(await pressed('Cancel the meeting')).toContain('That meeting is on already.');
  await story.ask('dana', '/sig meeting end', NODE);
  await story.idle();

  expect(await pressed('Cancel the meeting')).toContain('That meeting is over.');
  expect(await say('lee', 'add "Drain timeout"')).toContain('Thu 10 Dec');
  expect(await say('lee', '')).toMatch(/Thu 10 Dec[^]*1\. \*Drain timeout/);
});

test('an agenda’s own issue, in a repository that is followed, is nobody’s to triage', async () => {
  const config = `strays: { channel: random, after: 1ms }
meetings: { outlets: [{ to: issue, repo: ${REPO} }] }`;
  const calendar = await begin('2026-12-01T12:00Z', { config, env: { GITHUB_TOKEN: 'ghp_playground' } });
  const { github } = story.world;
  const lost = await github.as('mori').open(REPO, { title: 'Rope frays' });
  await calendar.to('2026-12-01T18:00Z');
  const own = () => github.issues(REPO).find(({ title }) => title.startsWith('SIG Node: Weekly'));
  await story.world.until(() => own() !== undefined, 15_000, 'the issue');
  await story.idle();
  const ref = `${REPO}#${own()?.number}`;
  await calendar.to('2026-12-01T18:01Z');
  await story.idle();
  expect(story.cards('random').map(({ text }) => text)).toEqual([expect.stringContaining(lost) as string]);

  await github.as('dana').label(ref, 'sig/node');
  await open('Boat leaks');
  await shows('Boat leaks');
  await story.idle();
  expect(agenda()).toMatch(/Waiting for triage\*[^]*1 open issue,/);
  expect(story.cards(NODE).filter(({ text }) => text.includes(`#${own()?.number}`))).toEqual([]);
  expect(await story.ask('dana', '/sig triage list', NODE)).toContain('1 issue waits');
  expect(await story.ask('dana', '/sig preview node', NODE)).toContain('would have posted 1 message');
  expect(await story.ask('dana', `/sig why ${own()?.number}`, NODE)).toContain('an agenda of the bot’s own');

  await github.as('dana').edit(ref, { body: 'Ours now.' });
  await story.world.until(
    async () => (await story.ask('dana', '/sig triage list', NODE)).includes('2 issues wait'),
    15_000,
    'what is people’s to be work again',
  );
});

describe.skipIf('missing' in postgres)(`two bots on one database${why}`, () => {
  test('publish once', async () => {
    const databaseUrl = await (postgres as Postgres).newDatabase();
    const calendar = await begin('2026-12-01T12:00Z', { databaseUrl });
    await story.another();
    await open('Boat leaks');
    await story.idle();
    await calendar.to('2026-12-01T18:00Z');
    await shows('Boat leaks');
    await calendar.to('2026-12-01T18:01Z');
    await story.idle();
    expect(agendas()).toHaveLength(1);
  });
});
