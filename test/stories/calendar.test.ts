import ICAL from 'ical.js';
import { afterEach, describe, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';

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
      - { description: Weekly Meeting, day: Thursday, time: "10:00", tz: PT (Pacific Time), frequency: weekly, url: "https://zoom.example/j/77?pwd=letmein" }
      - { description: Private sync of leads, day: Monday, time: "10:00", tz: UTC, frequency: weekly }
  - dir: sig-network
    name: Network
    label: sig/network
    leadership: { chairs: [{ github: noor, name: Noor Haddad }] }
    contact: { slack: sig-network }
    meetings:
      - { description: Bug Scrub, day: Tuesday, time: "17:00", tz: Europe/Berlin, frequency: weekly }
`;

async function begin(at: string, options: StoryOptions = {}): Promise<HandCalendar> {
  const calendar = handCalendar(at);
  const env = { PUBLIC_URL: 'https://bot.example' };
  story = await aStory({ directory: DIRECTORY, calendar, env, ...options });
  await calendar.to(at);
  return calendar;
}

const get = (name: string, headers: Record<string, string> = {}) =>
  fetch(`${story.bot.url}/calendar/${name}.ics`, { headers });

/** The starts that ical.js finds in a calendar, until so many are found. */
function starts(text: string, count: number): string[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  const masters = events.filter((event) => !event.isRecurrenceException());
  const found = masters.flatMap((event) => {
    const expanded = event.iterator();
    return Array.from({ length: event.isRecurring() ? count : 1 }, () => expanded.next())
      .filter(Boolean)
      .map((at) => event.getOccurrenceDetails(at).startDate.toJSDate().toISOString());
  });
  return found.toSorted((one, other) => (one < other ? -1 : 1)).slice(0, count);
}

describe('a group’s calendar', () => {
  test('has its meetings at the instants of the reminders, over the change of clocks, without passcodes', async () => {
    await begin('2027-03-03T12:00Z');
    const response = await get('sig-node');
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await response.text();
    expect(starts(text, 3)).toEqual([
      '2027-03-04T18:00:00.000Z',
      '2027-03-11T18:00:00.000Z',
      '2027-03-18T17:00:00.000Z',
    ]);
    expect(text).toContain('SUMMARY:SIG Node: Weekly Meeting');
    expect(text).not.toMatch(/letmein|Private sync/);
  });

  test('follows what a lead changes: the skipped one leaves, the moved one moves, the sequence rises', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    const before = await get('sig-node');
    expect(await before.text()).toContain('SEQUENCE:0');
    await story.ask('dana', '/sig meeting skip 2026-12-10 away', 'sig-node');
    await story.ask('dana', '/sig meeting move 2026-12-17 to 2026-12-18 09:00', 'sig-node');
    calendar.turn('2026-12-01T12:05Z');
    const after = await get('sig-node', { 'if-none-match': before.headers.get('etag') ?? '' });
    expect(after.status).toBe(200);
    const text = await after.text();
    expect(text).toContain('SEQUENCE:1');
    expect(starts(text, 3)).toEqual([
      '2026-12-03T18:00:00.000Z',
      '2026-12-18T17:00:00.000Z',
      '2026-12-24T18:00:00.000Z',
    ]);
    const again = await get('sig-node', { 'if-none-match': after.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  test('gives one occurrence by itself, as the reminder links it', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    await calendar.to('2026-12-02T18:00Z');
    await story.world.until(() => story.look('sig-node').includes('put it into your calendar'));
    const [, name = ''] = /calendar\/([^>|]+)\.ics/.exec(JSON.stringify(story.cards('sig-node'))) ?? [];
    const [one, whole] = await Promise.all([name, 'sig-node'].map(async (each) => (await get(each)).text()));
    const [event] = new ICAL.Component(ICAL.parse(one ?? '')).getAllSubcomponents('vevent');
    expect(String(event?.getFirstPropertyValue('recurrence-id'))).toBe('2026-12-03T10:00:00');
    expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2026-12-03T10:00:00');
    expect(whole).toContain(`UID:${String(event?.getFirstPropertyValue('uid'))}`);
    expect(one).toContain('SEQUENCE:0');
    expect(whole).toContain('SEQUENCE:0');
    expect((await get('sig-node.weekly-meeting.2026-12-04')).status).toBe(404);
  });
});

describe('a calendar of one’s own', () => {
  test('is at an address that only its owner was told, changes with its groups, and ends', async () => {
    await begin('2026-12-01T12:00Z');
    const given = await story.ask('lee', '/sig calendar mine network', 'sig-node');
    const [, name = ''] = /webcal:\/\/bot\.example\/calendar\/(own-[\w-]+)\.ics/.exec(given) ?? [];
    expect(name.length).toBeGreaterThan(30);
    const own = await get(name);
    expect(own.headers.get('cache-control')).toContain('private');
    expect(await own.text()).toContain('Bug Scrub');

    await story.ask('lee', '/sig calendar mine node', 'sig-node');
    const changed = await (await get(name)).text();
    expect(changed).toContain('Weekly Meeting');
    expect(changed).not.toContain('Bug Scrub');

    const renewed = await story.ask('lee', '/sig calendar mine new', 'sig-node');
    expect(renewed).not.toContain(name);
    expect((await get(name)).status).toBe(404);
    await story.ask('lee', '/sig calendar mine stop', 'sig-node');
    const [, second = ''] = /calendar\/(own-[\w-]+)\.ics/.exec(renewed) ?? [];
    expect((await get(second)).status).toBe(404);
    expect(story.log()).not.toContain(second);
  });

  test('is refused to guests, who may have everybody’s', async () => {
    await begin('2026-12-01T12:00Z');
    expect(await story.ask('gast', '/sig calendar mine', 'sig-node')).toContain(
      'Guests of this Slack can look',
    );
    const shared = await story.ask('gast', '/sig calendar', 'sig-node');
    expect(shared).toContain('webcal://bot.example/calendar/sig-node.ics');
    expect(shared).toContain('webcal://bot.example/calendar/all.ics');
  });
});

test('without a public address there is nothing to subscribe to, and it is said who changes that', async () => {
  await begin('2026-12-01T12:00Z', { env: {} });
  expect(await story.ask('dana', '/sig calendar', 'sig-node')).toContain('sets PUBLIC_URL');
});
