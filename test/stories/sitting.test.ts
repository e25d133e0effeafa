import { afterEach, describe, expect, test } from 'vitest';
import { blocksOf } from '../../playground/slack/inputs.ts';
import type { AgendaItem } from '../../src/domain/agenda.ts';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';

let story: Story;
let calendar: HandCalendar;
afterEach(() => story.end());

const MEETING = 'sig-node/weekly-meeting';

const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly Meeting, day: Thursday, time: "10:00", tz: PT (Pacific Time), frequency: weekly }
  - dir: sig-network
    name: Network
    label: sig/network
    leadership: { chairs: [{ github: noor, name: Noor Haddad }] }
    contact: { slack: sig-network }
    meetings:
      - { description: Office Hours, day: Friday, time: "17:00", tz: UTC, frequency: weekly }
`;

const TOPICS: Partial<AgendaItem>[] = [
  { text: 'Anchors that slip', minutes: 10, owner: 'U0LEE' },
  { text: 'New rigging', carried: 1 },
  { text: 'Paint' },
];

/** Agendas have their own stories. */
const QUIET = 'meetings: { agenda: { publish: off } }';

/** A quarter past nine in Los Angeles, with an issue, three topics on the agenda, and the bot at work. */
async function begin(options: StoryOptions = {}, topics = TOPICS): Promise<{ issue: string }> {
  calendar = handCalendar('2026-12-03T17:15Z');
  const config = `${QUIET}\n${options.config ?? ''}`;
  story = await aStory({ directory: DIRECTORY, calendar, ...options, config });
  const { ref } = await story.openWithCard('Anchor slips');
  await story.record(async (store) => {
    const [issue] = await store.mirror.byNumber(1);
    for (const [index, topic] of topics.entries())
      await store.agendas.put({
        id: `t${index}`,
        meeting: MEETING,
        from: '2026-12-03',
        text: '',
        by: 'U0MORI',
        at: index,
        state: 'open',
        carried: 0,
        position: index,
        ...(index === 0 && issue ? { issue: issue.id } : {}),
        ...topic,
      });
  });
  await story.restart();
  await calendar.to('2026-12-03T17:15Z');
  return { issue: ref };
}

/** The messages that stand in the channel itself, but for cards. */
const top = (channel = 'sig-node') => story.cards(channel).filter(({ thread }) => thread === undefined);
const message = () => top().find(({ text }) => text.includes('Weekly Meeting') && !text.includes('begins'));
const look = (channel = 'sig-node') => story.look(channel);

async function shows(text: string | RegExp, channel = 'sig-node'): Promise<void> {
  const fits = () => (typeof text === 'string' ? look(channel).includes(text) : text.test(look(channel)));
  await story.world.until(fits, 15_000, `#${channel} to show ${String(text)}:\n${look(channel)}`);
}

const press = (person: string, label: string) =>
  story.world.slack.as(person).press('sig-node', message()?.ts ?? '', label);

/** What a person alone reads after doing something in the channel. */
async function told(person: string, act: () => Promise<unknown>): Promise<string> {
  const actor = story.world.slack.as(person);
  const before = actor.ephemeral('sig-node').length;
  await act();
  await story.world.until(() => actor.ephemeral('sig-node').length > before, 15_000, `${person} to be told`);
  return actor
    .ephemeral('sig-node')
    .slice(before)
    .map((one) => story.world.slack.render(one))
    .join('\n');
}

/** Says something to the bot in the thread of the meeting. */
const say = (person: string, words: string) =>
  told(person, () =>
    story.world.slack.as(person).say(`<@${story.world.slack.bot.user}> ${words}`, 'sig-node', message()?.ts),
  );

/** Fills in the form behind a button. */
async function form(person: string, label: string, values: Record<string, string>): Promise<void> {
  const actor = story.world.slack.as(person);
  await press(person, label);
  await story.world.until(() => actor.modal() !== undefined, 15_000, `the form behind ${label}`);
  expect((await actor.submit(undefined, values)).errors).toBeUndefined();
}

async function start(): Promise<void> {
  await story.ask('dana', '/sig meeting start', 'sig-node');
  await shows('Now: Anchors that slip');
}

const comments = (issue: string) => story.world.github.issue(issue).comments.map(({ body }) => body);

describe('a meeting', () => {
  test('by buttons, from its start to its summary and the comment on the issue', async () => {
    const { issue } = await begin();
    expect(await story.ask('dana', '/sig meeting start', 'sig-node')).toContain('Weekly Meeting is on in');
    await shows('Now: Anchors that slip');
    expect(look()).toContain('Then: New rigging, carried over once, and 1 more');
    expect(look()).toContain('1 is here: @dana');

    await press('lee', 'I am here');
    await press('gast', 'I am here');
    await shows('3 are here');
    await form('dana', 'Decision…', { text: 'We forge heavier anchors' });
    await form('mori', 'Action…', { text: 'Ask the smith', owner: 'U0LEE', due: 'friday' });
    await form('mori', 'Note…', { text: 'The old ones bend' });
    await shows('We forge heavier anchors');
    await shows('Ask the smith (harbour/boats#1): @lee, by Fri 4 Dec');

    await press('dana', 'Next');
    await shows('Now: New rigging');
    await press('dana', 'Not finished');
    await shows('Now: Paint');
    await form('dana', 'End…', { how: 'carried' });
    await shows('Goes on to the next meeting');
    await story.idle();
    const summary = look();
    expect(summary).toContain('SIG Node: Weekly Meeting, Thu 3 Dec');
    expect(summary).toContain('3 were there');
    expect(summary).toMatch(/Talked about\*\n *• Anchors that slip/);
    expect(summary).toMatch(/• New rigging \(carried over twice\)\n *• Paint \(carried over once\)/);
    expect(summary).toContain('The old ones bend (@mori)');
    expect(top()).toHaveLength(2);

    const [comment, ...more] = comments(issue);
    expect(more).toEqual([]);
    expect(comment).toContain('Decided by SIG Node in Weekly Meeting on 2026-12-03:');
    expect(comment).toContain('> We forge heavier anchors');
    expect(comment).toMatch(
      /Summary: https:\/\/[\w-]+\.slack\.com\/archives\/C\w+\/p\d{16} Posted for dana\./,
    );
  });

  test('by words in its thread', async () => {
    const { issue } = await begin();
    await start();
    expect(await say('dana', 'decision "Ship it & see" #1')).toContain('Kept as a decision: “Ship it & see”');
    expect(await say('lee', 'action <@U0MORI> "Tell <@U0DANA> and the smith" by 2026-12-08')).toContain(
      'Kept as action 1',
    );
    expect(await say('mori', 'action me write it up by next meeting')).toContain('by Thu 10 Dec');
    expect(await say('mori', 'note the wind is <https://example.org/wind|strong>')).toContain(
      'Kept as a note',
    );
    expect(await say('mori', 'present <@U0NOOR> me')).toContain('2 people are in the list');
    calendar.turn('2026-12-03T17:20Z');
    expect(await say('dana', 'next')).toContain('Done: Anchors that slip');
    calendar.turn('2026-12-03T17:25Z');
    expect(await say('lee', 'defer')).toContain('Carried over: New rigging');
    await shows('Now: Paint');
    expect(await say('dana', 'meeting end')).toContain('is over');
    await shows('3 were there');
    await story.idle();
    expect(comments(issue)).toHaveLength(1);
    const stood = look();
    expect(stood).toContain('strong (https://example.org/wind)');
    expect(stood).toMatch(/Tell dana and the smith \(harbour\/boats#1\): @mori, by Tue 8 Dec/);
    const late = await say('mori', 'note Tea is out');
    expect(late).toContain('Kept as a note: “Tea is out”, in the summary of the meeting that is over');
    expect(await say('dana', 'decision "And we paint them" #1')).toContain('Kept as a decision');
    await shows('And we paint them');
    await story.idle();
    expect(look()).toContain('Tea is out');
    expect(look()).not.toContain('Tell GitHub');
    expect(comments(issue).map((body) => /^> (.*)$/m.exec(body)?.[1])).toEqual([
      'Ship it & see',
      'And we paint them',
    ]);
    expect(await say('dana', 'next')).toContain('Weekly Meeting is over.');
  });

  test('a second start shows the first; others are told who may', async () => {
    await begin();
    expect(await story.ask('mori', '/sig meeting start', 'sig-node')).toContain(
      'Only the leads and triagers of SIG Node begin its meetings: dana.',
    );
    await start();
    expect(await story.ask('lee', '/sig meeting start', 'sig-node')).toContain('It is on already');
    expect(await told('gast', () => press('gast', 'Note…'))).toContain('Guests of this Slack can look');
    expect(await told('mori', () => press('mori', 'Next'))).toContain('Only the leads and triagers');
    expect(await told('mori', () => press('mori', 'Decision…'))).toContain('keep it as a note');
    await story.idle();
    expect(top()).toHaveLength(2);
  });

  test('two who begin it at once begin one', async () => {
    await begin();
    const both = ['dana', 'lee'].map((person) => story.ask(person, '/sig meeting start', 'sig-node'));
    const said = (await Promise.all(both)).join();
    expect(said).toContain('Weekly Meeting is on in');
    await shows('Now: Anchors that slip');
    await story.idle();
    expect(top()).toHaveLength(2);
  });

  test('where none is planned a lead holds an extra one', async () => {
    await begin();
    calendar.turn('2026-12-01T12:00Z');
    const asked = await story.ask('lee', '/sig meeting start', 'sig-node');
    expect(asked).toContain('Its leads may hold an extra one');
    expect(await story.ask('dana', '/sig meeting start', 'sig-node')).toContain(
      '[ Hold Weekly Meeting now ]',
    );
    const offer = story.world.slack.as('dana').ephemeral('sig-node').at(-1);
    if (offer) await story.world.slack.as('dana').press('sig-node', offer, 'Hold Weekly Meeting now');
    await shows('No topic is left on the agenda');
    expect(await story.ask('dana', '/sig meeting', 'sig-node')).toContain('Weekly Meeting');
  });
});

describe('two at once', () => {
  test('press Next: one topic is done, not two', async () => {
    await begin();
    await start();
    await Promise.all([press('dana', 'Next'), press('lee', 'Next')]);
    await shows('Now: New rigging');
    await story.idle();
    expect(look()).toContain('Now: New rigging');
    expect(look()).toContain('Then: Paint');
  });

  test('one ends it while another writes: it is kept, before the end or after it', async () => {
    await begin();
    await start();
    const end = story.ask('dana', '/sig meeting end', 'sig-node');
    const note = say('mori', 'note "At the last minute"');
    expect((await Promise.all([end, note]))[1]).toContain('Kept as a note');
    await shows('Goes on to the next meeting');
    await story.idle();
    const summary = message();
    const shown = summary && story.world.slack.render(summary);
    expect(shown).toContain('Goes on to the next meeting');
    expect(shown).toContain('• At the last minute');
  });
});

describe('as time goes by', () => {
  test('a time box that is over is marked, and nothing is edited where nothing changed', async () => {
    await begin();
    await start();
    await story.idle();
    const edits = () => story.world.slack.calls('chat.update').length;
    const before = edits();
    for (const minute of [16, 17, 18]) await calendar.to(`2026-12-03T17:${minute}Z`);
    await story.idle();
    expect(edits()).toBe(before);
    await calendar.to('2026-12-03T17:25Z');
    await shows('its time is up');
    await calendar.to('2026-12-03T17:31Z');
    await shows('5 minutes over');
    await calendar.to('2026-12-03T17:32Z');
    await story.idle();
    expect(edits()).toBe(before + 2);
  });

  test('the bot restarts in the middle, and nothing is lost', async () => {
    await begin();
    await start();
    await say('dana', 'note "Before"');
    await story.restart();
    await say('dana', 'note "After"');
    await story.ask('dana', '/sig meeting end', 'sig-node');
    await shows(/• New rigging \(carried over twice\)/);
    expect(look()).toMatch(/• Before \(@dana\)\n *• After \(@dana\)/);
  });

  test('nobody ends it: it ends by itself an hour after its time and the last word, and what was on goes on', async () => {
    await begin();
    await start();
    calendar.turn('2026-12-03T19:30Z');
    await say('dana', 'note "Still here"');
    await calendar.to('2026-12-03T20:29Z');
    await shows('Its time is over');
    await calendar.to('2026-12-03T20:30Z');
    await shows(/Anchors that slip \(carried over once\)/);
    expect(message()?.text).toContain('0 decisions');
  });

  test('called off and moved while it is on: it is held all the same, and says so', async () => {
    await begin();
    await start();
    await story.ask('dana', '/sig meeting skip 2026-12-03 storm', 'sig-node');
    await calendar.to('2026-12-03T17:20Z');
    await shows('It has been called off meanwhile');
    await story.ask('dana', '/sig meeting move 2026-12-03 to 2026-12-04 11:00', 'sig-node');
    await calendar.to('2026-12-03T17:21Z');
    await shows('It has been moved to Fri 4 Dec, 11:00 in Los Angeles meanwhile');
    await story.ask('dana', '/sig meeting end', 'sig-node');
    await shows('Goes on to the next meeting');
    calendar.turn('2026-12-04T18:30Z');
    expect(await story.ask('dana', '/sig meeting start', 'sig-node')).toContain('It was held, and is over');
    const offer = story.world.slack.as('dana').ephemeral('sig-node').at(-1);
    if (offer) await story.world.slack.as('dana').press('sig-node', offer, 'Go on with it');
    await shows('Now: New rigging, carried over once');
  });

  test('notes and recording are asked for once, a day later, and shown without passcode', async () => {
    await begin();
    await start();
    await story.ask('dana', '/sig meeting end', 'sig-node');
    await shows('[ Notes… ]');
    const asked = () => story.cards('sig-node').filter(({ text }) => text.includes('Where are the notes'));
    await calendar.to('2026-12-04T17:14Z');
    await story.idle();
    expect(asked()).toEqual([]);
    await calendar.to('2026-12-04T17:15Z');
    await story.world.until(() => asked().length === 1, 15_000, 'the question');
    expect(asked()[0]?.thread).toBe(message()?.ts);
    await calendar.to('2026-12-04T17:16Z');
    await story.idle();
    expect(asked()).toHaveLength(1);

    expect(await say('lee', 'meeting notes http://docs.example/n')).toContain('begins with https://');
    expect(await say('lee', 'meeting notes <https://docs.example/n>')).toContain(
      'The notes of Weekly Meeting',
    );
    await form('lee', 'Recording…', { url: 'https://video.example/r?pwd=letmein&t=1' });
    await shows('Recording');
    expect(await say('mori', 'meeting notes https://evil.example/')).toContain('Only the leads and triagers');
    await story.idle();
    expect(JSON.stringify(message())).toContain('https://video.example/r?t=1');
    expect(JSON.stringify(message())).not.toContain('letmein');
    expect(look()).not.toContain('[ Notes… ]');
  });
});

test('where the directory knows of notes and recordings nobody is asked for them', async () => {
  const places = 'archive_url: https://docs.example/all, recordings_url: https://video.example/all';
  await begin({ directory: DIRECTORY.replace('frequency: weekly }', `frequency: weekly, ${places} }`) });
  await start();
  await story.ask('dana', '/sig meeting end', 'sig-node');
  await shows('Notes · Recordings');
  await calendar.to('2026-12-04T17:16Z');
  await story.idle();
  expect(story.look('sig-node')).not.toMatch(/Where (?:is|are) the/);
});

describe('decisions on GitHub', () => {
  test('where the bot may not write, the summary offers the text to whoever may', async () => {
    const { issue } = await begin({ write: 'handoff' });
    await start();
    await say('dana', 'decision "We forge heavier anchors"');
    await story.ask('dana', '/sig meeting end', 'sig-node');
    await shows('1 decision not on GitHub yet');
    const answer = await told('lee', () => press('lee', 'Tell GitHub (1)…'));
    expect(answer).toContain('sigbot may not write in harbour/boats');
    expect(answer).toContain('> We forge heavier anchors');
    await story.idle();
    expect(comments(issue)).toEqual([]);
    expect(story.world.github.calls(/^(?:POST|PATCH|DELETE) /)).toEqual([]);
  });

  test('what GitHub refused counts as untold: the summary says so, and whoever may tries again', async () => {
    const { issue } = await begin();
    await start();
    await say('dana', 'decision "We forge heavier anchors"');
    story.world.github.fault({ match: /^POST .*\/comments$/, kind: '410' });
    await story.ask('dana', '/sig meeting end', 'sig-node');
    await shows('1 decision not on GitHub yet, tried in vain: whoever may comment there sends it');
    expect(comments(issue)).toEqual([]);
    await calendar.to('2026-12-03T18:30Z');
    expect(await told('lee', () => press('lee', 'Tell GitHub (1)…'))).toContain('the comment is on its way');
    await story.world.until(() => comments(issue).length === 1, 15_000, 'the comment');
    await story.idle();
    expect(look()).not.toContain('Tell GitHub');
    expect(comments(issue)).toHaveLength(1);
  });

  test('on a Prow repository no line of the comment is a command', async () => {
    const { issue } = await begin({ write: 'prow' });
    await start();
    await form('dana', 'Decision…', { text: 'Close it\n/close\n/assign @lee <!-- x -->' });
    await story.ask('dana', '/sig meeting end', 'sig-node');
    await story.world.until(() => comments(issue).length === 1, 15_000, 'the comment');
    await story.idle();
    expect(story.world.github.issue(issue)).toMatchObject({ state: 'open', assignees: [] });
    expect(comments(issue)[0]).not.toMatch(/^\/|@lee|<!-- x/m);
  });
});

describe('actions', () => {
  test('their owner hears of them as they chose, once each, and says that they are done', async () => {
    await begin();
    await story.ask('lee', '/sig meeting remind me', 'sig-node');
    await start();
    await say('dana', 'action <@U0LEE> "Ask the smith" by 2026-12-08');
    await say('dana', 'action <@U0MORI> "Nobody asked me" by 2026-12-08');
    await story.ask('dana', '/sig meeting end', 'sig-node');
    await story.idle();
    const letters = () => {
      const [direct] = story.world.slack.directs().filter(({ partner }) => partner === 'U0LEE');
      return direct ? story.cards(direct.id).filter(({ text }) => text.includes('Ask the smith')) : [];
    };
    await calendar.to('2026-12-06T17:00Z');
    await story.idle();
    expect(letters()).toEqual([]);
    for (const day of ['07T17:00', '07T17:01', '08T17:00', '09T17:00', '10T17:00'])
      await calendar.to(`2026-12-${day}Z`).then(() => story.idle());
    expect(letters().map(({ text }) => text)).toEqual([
      'From Weekly Meeting: “Ask the smith” is due on Tue 8 Dec.',
      'From Weekly Meeting: “Ask the smith” was due on Tue 8 Dec.',
    ]);
    expect(JSON.stringify(story.world.slack.directs())).not.toContain('U0MORI');

    expect(await story.ask('mori', '/sig action list', 'sig-node')).toContain('SIG Node: 2 open actions');
    expect(await story.ask('mori', '/sig action done 1', 'sig-node')).toContain(
      'Only whoever has the action and the leads and triagers of SIG Node say that it is done: dana.',
    );
    expect(await story.ask('lee', '/sig action list mine', 'sig-node')).toContain('1 open action of yours');
    expect(await story.ask('lee', '/sig action done 1', 'sig-node')).toContain('Done: Ask the smith');
    await shows('~Ask the smith (harbour/boats#1)~');
    expect(await story.ask('lee', '/sig action done 1', 'sig-node')).toContain('no open action 1');
  });
});

test('a form with nothing in it is refused', async () => {
  await begin();
  await start();
  const dana = story.world.slack.as('dana');
  await press('dana', 'Action…');
  await story.world.until(() => dana.modal() !== undefined, 15_000, 'the form');
  expect(JSON.stringify(blocksOf(dana.modal() ?? {}))).toContain('Anchors that slip');
  expect((await dana.submit(undefined, { text: ' ', due: 'soon' })).errors).toEqual({
    text: 'Write a sentence.',
    due: 'Write 2026-12-10, 10 December, friday, next week, or next meeting.',
  });
});
