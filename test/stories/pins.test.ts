import { afterEach, describe, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';

const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings: [{ description: Weekly, day: Thursday, time: "10:00", tz: UTC, frequency: weekly }]
`;

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}): Promise<HandCalendar> {
  const calendar = handCalendar('2026-12-01T09:00Z');
  story = await aStory({ directory: DIRECTORY, calendar, ...options });
  await calendar.to('2026-12-01T09:00Z');
  return calendar;
}

/** The agendas in the channel, oldest first, and which of them are pinned. */
const agendas = () => story.cards('sig-node').filter(({ text }) => text.startsWith('SIG Node: Weekly'));
const pinned = () => {
  const { pins } = story.world.slack.marks();
  return agendas().map(({ channel, ts }) => pins.has(`${channel} ${ts}`));
};
const calls = () => story.world.slack.calls(undefined).filter(({ method }) => method.startsWith('pins.'));

async function agendaCame(many: number): Promise<void> {
  await story.world.until(() => agendas().length === many, 15_000, `${many} agendas`);
  await story.idle();
}

/** What became of the pins, from the outbox. */
async function recorded(): Promise<string[]> {
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(story.databaseUrl.replace('sqlite:', ''));
  const rows = db
    .prepare('select state, result from outbox where effect like \'%"slack.pin"%\' order by id')
    .all();
  db.close();
  return rows.map(({ state, result }) => `${state as string}: ${result as string}`);
}

describe('the agenda of the coming meeting', () => {
  test('is pinned when it comes, until its meeting is over; the next one then', async () => {
    const calendar = await begin();
    await calendar.to('2026-12-01T10:00Z');
    await agendaCame(1);
    expect(pinned()).toEqual([true]);
    await calendar.to('2026-12-03T10:59Z');
    await story.idle();
    expect(pinned()).toEqual([true]);
    await calendar.to('2026-12-03T11:00Z');
    await story.idle();
    expect(pinned()).toEqual([false]);
    await calendar.to('2026-12-08T10:00Z');
    await agendaCame(2);
    expect(pinned()).toEqual([false, true]);
    await calendar.to('2026-12-08T10:01Z');
    await story.idle();
    expect(calls()).toHaveLength(3);
  });

  test('loses its pin also where the bot was away when the meeting ended', async () => {
    const calendar = await begin();
    await calendar.to('2026-12-01T10:00Z');
    await agendaCame(1);
    calendar.turn('2026-12-04T10:00Z');
    await story.restart();
    await calendar.to('2026-12-04T10:00Z');
    await story.idle();
    expect(pinned()).toEqual([false]);
  });

  test('that somebody pinned already, or unpinned by hand, is no trouble', async () => {
    const calendar = await begin();
    story.world.slack.fault({ kind: 'already_pinned', method: 'pins.add' });
    story.world.slack.fault({ kind: 'no_pin', method: 'pins.remove' });
    await calendar.to('2026-12-01T10:00Z');
    await agendaCame(1);
    await calendar.to('2026-12-03T11:00Z');
    await story.idle();
    expect(calls()).toHaveLength(2);
    expect(story.log()).not.toContain('not done');
  });

  test('is not pinned where the app has no scope for it: the ledger says so, and nothing waits', async () => {
    const calendar = await begin({ config: 'operator: { channel: random }' });
    story.world.slack.fault({ kind: 'missing_scope', method: 'pins.add', times: 9 });
    await calendar.to('2026-12-01T10:00Z');
    await agendaCame(1);
    expect(pinned()).toEqual([false]);
    expect(await recorded()).toEqual([
      'skipped: the app has no scope pins:write (docs/operating.md): nothing is pinned',
    ]);
    await story.ask('dana', '/sig agenda add "Oars"', 'sig-node');
    await story.world.until(() => story.look('sig-node').includes('Oars'), 15_000, 'the agenda to follow');
    expect(story.cards('random')).toEqual([]);
  });

  test('is pinned once where Slack’s answer is lost', async () => {
    const calendar = await begin();
    story.world.slack.fault({ kind: 'drop-after', method: 'pins.add' });
    await calendar.to('2026-12-01T10:00Z');
    await agendaCame(1);
    await story.world.until(() => calls().length === 2, 15_000, 'a second attempt');
    await story.idle();
    expect(pinned()).toEqual([true]);
  });

  test('is not pinned where the operator does not want it', async () => {
    const calendar = await begin({ config: 'meetings: { pin: false }' });
    await calendar.to('2026-12-01T10:00Z');
    await agendaCame(1);
    await calendar.to('2026-12-03T11:00Z');
    await story.idle();
    expect(calls()).toEqual([]);
  });
});
