import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Effect } from '../../src/effect.ts';
import type { MadeChange } from '../../src/domain/meeting-change.ts';
import type { Meeting } from '../../src/domain/meeting.ts';
import { readSchedule } from '../../src/domain/schedule-words.ts';
import { meetings } from '../../src/features/meetings/meetings.ts';
import { sigNetwork, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const NOW = Date.parse('2026-12-21T12:00Z');
const app = createApp([meetings]);

function aMeeting(
  id: string,
  schedule: { day: string; time: string; tz?: string },
  differs: Partial<Meeting> = {},
): Meeting {
  const written = { tz: 'UTC', frequency: 'weekly', ...schedule };
  const [group = ''] = id.split('/');
  const sessions = [{ written, reading: readSchedule(written) }];
  return { id, group, title: 'Weekly Meeting', sessions, dates: [], minutes: 60, private: false, ...differs };
}

const weekly = aMeeting('sig-node/weekly', { day: 'Thursday', time: '18:00' });
const triage = aMeeting('sig-node/triage', { day: 'Monday', time: '16:00' }, { title: 'Bug Triage' });

async function typed(text: string, state: Partial<State> = {}, user = 'U0DANA') {
  const ports = portsOf({ meetings: [weekly, triage], ...state });
  return app.command(`meeting ${text}`, { user, channel: 'C0NODE', now: NOW }, ports);
}

const changeIn = (effects: readonly Effect[] = []) =>
  effects.flatMap((effect) => (effect.kind === 'meeting.change' ? [effect.made] : []))[0];

describe('what a lead types is understood', () => {
  const at = (text: string) => Date.parse(text);
  test.each<[string, Pick<MadeChange, 'meeting' | 'change'>]>([
    [
      'skip 2026-12-24',
      { meeting: weekly.id, change: { kind: 'skip', key: '2026-12-24', reason: undefined } },
    ],
    [
      'skip 2026-12-28 "school holidays"',
      { meeting: triage.id, change: { kind: 'skip', key: '2026-12-28', reason: 'school holidays' } },
    ],
    [
      'node skip next we are away of weekly',
      { meeting: weekly.id, change: { kind: 'skip', key: '2026-12-24', reason: 'we are away' } },
    ],
    [
      'move 2026-12-24 to 2026-12-29 17:30',
      {
        meeting: weekly.id,
        change: { kind: 'move', key: '2026-12-24', to: at('2026-12-29T17:30Z'), reason: undefined },
      },
    ],
    [
      'move 2026-12-24 2026-12-29',
      {
        meeting: weekly.id,
        change: { kind: 'move', key: '2026-12-24', to: at('2026-12-29T18:00Z'), reason: undefined },
      },
    ],
    [
      'extra 2026-12-30 09:00 1h30m wrap up of triage',
      {
        meeting: triage.id,
        change: { kind: 'extra', at: at('2026-12-30T09:00Z'), minutes: 90, reason: 'wrap up' },
      },
    ],
    [
      'pause until 2027-01-07 winter of weekly',
      {
        meeting: weekly.id,
        change: { kind: 'pause', from: '2026-12-21', until: '2027-01-07', reason: 'winter' },
      },
    ],
    [
      'pause from 2026-12-24 until 2027-01-07 of weekly',
      {
        meeting: weekly.id,
        change: { kind: 'pause', from: '2026-12-24', until: '2027-01-07', reason: undefined },
      },
    ],
    ['duration 45m of triage', { meeting: triage.id, change: { kind: 'duration', minutes: 45 } }],
    [
      'anchor 2026-12-24 of weekly',
      { meeting: weekly.id, change: { kind: 'anchor', session: 0, date: '2026-12-24' } },
    ],
    [
      'zone Asia/Kolkata of weekly',
      { meeting: weekly.id, change: { kind: 'zone', session: 0, zone: 'Asia/Kolkata' } },
    ],
    [
      'remind 1d 2h 10m of weekly',
      { meeting: weekly.id, change: { kind: 'remind', stages: [1440, 120, 10] } },
    ],
    ['remind off of weekly', { meeting: weekly.id, change: { kind: 'remind', stages: [] } }],
  ])('%s', async (text, expected) => {
    expect(changeIn((await typed(text)).effects)).toMatchObject(expected);
  });
});

describe('what is clear is taken, however it is written', () => {
  const moved = (to: string, reason?: string) => ({
    kind: 'move',
    key: '2026-12-24',
    to: Date.parse(to),
    reason,
  });
  test.each([
    ['move 2026-12-24 to 2026-12-29 6pm', moved('2026-12-29T18:00Z')],
    ['move 2026-12-24 to 2026-12-29 at 6 pm travel', moved('2026-12-29T18:00Z', 'travel')],
    ['move 2026-12-24 to 2026-12-29 noon', moved('2026-12-29T12:00Z')],
    ['move 2026-12-24 to 2026-12-29 everybody is away', moved('2026-12-29T18:00Z', 'everybody is away')],
    ['move 2026-12-24 to 2026-12-29 18:00 PT', moved('2026-12-30T02:00Z')],
    ['move 2026-12-24 to 19:30', moved('2026-12-24T19:30Z')],
    ['move 24 Dec to Dec. 29th, 2026 17h', moved('2026-12-29T17:00Z')],
    ['move thursday to tomorrow 6pm', moved('2026-12-22T18:00Z')],
    ['move next meeting to 5 January of weekly', moved('2027-01-05T18:00Z')],
    ['skip Thu, 24 December holidays', { kind: 'skip', key: '2026-12-24', reason: 'holidays' }],
    [
      'extra 30 Dec 9am 1 hour 30 minutes wrap up of weekly',
      { kind: 'extra', minutes: 90, reason: 'wrap up' },
    ],
    ['extra 2026-12-30 09:00 of weekly', { kind: 'extra', minutes: undefined, reason: undefined }],
    ['pause until 7 Jan winter of weekly', { kind: 'pause', until: '2027-01-07', reason: 'winter' }],
    ['anchor 24 December of weekly', { kind: 'anchor', date: '2026-12-24' }],
    ['duration 2 hours of weekly', { kind: 'duration', minutes: 120 }],
    ['duration 1.5 hours of weekly', { kind: 'duration', minutes: 90 }],
    ['duration 1:15 of weekly', { kind: 'duration', minutes: 75 }],
    ['duration 90 minutes of weekly', { kind: 'duration', minutes: 90 }],
    ['zone India of weekly', { kind: 'zone', zone: 'Asia/Kolkata' }],
    ['zone asia/kolkata of weekly', { kind: 'zone', zone: 'Asia/Kolkata' }],
    ['zone Pacific Time of weekly', { kind: 'zone', zone: 'America/Los_Angeles' }],
    ['remind 1 day and 10 minutes before of weekly', { kind: 'remind', stages: [1440, 10] }],
  ])('%s', async (text, change) => {
    expect(changeIn((await typed(text)).effects)).toMatchObject({ meeting: weekly.id, change });
  });

  test('by the form a reason is a reason, whatever it begins with, and an extra meeting can be skipped', async () => {
    const at = Date.parse('2026-12-30T19:00Z');
    const extra: MadeChange = {
      id: 'x',
      meeting: weekly.id,
      change: { kind: 'extra', at },
      by: 'U0DANA',
      at: NOW - 1,
    };
    const ports = portsOf({ meetings: [weekly], changes: [extra] });
    const call = { user: 'U0DANA', channel: 'C0NODE', now: NOW };
    const submit = async (values: Record<string, string>) =>
      changeIn((await app.submit('meetings:change', values, weekly.id, call, ports)).effects)?.change;
    const move = { what: 'move', key: '2026-12-24', date: '2026-12-29', reason: '6 of us are away' };
    expect(await submit(move)).toEqual(moved('2026-12-29T18:00Z', '6 of us are away'));
    const key = '2026-12-30T19:00:00Z';
    expect(await submit({ what: 'skip', key })).toEqual({ kind: 'skip', key, reason: undefined });
  });
});

describe('what is so already', () => {
  const made = (change: MadeChange['change'], index: number): MadeChange => ({
    id: `c${index}`,
    meeting: weekly.id,
    change,
    by: 'U0DANA',
    at: NOW - 100 + index,
  });
  const extraAt = Date.parse('2026-12-30T09:00Z');
  const changes = [
    made({ kind: 'skip', key: '2026-12-24', reason: 'holiday' }, 1),
    made({ kind: 'move', key: '2026-12-31', to: Date.parse('2026-12-31T12:00Z') }, 2),
    made({ kind: 'extra', at: extraAt }, 3),
    made({ kind: 'pause', from: '2027-03-01', until: '2027-04-01' }, 4),
    made({ kind: 'remind', stages: [60] }, 5),
  ];

  test.each([
    ['skip 2026-12-24 holiday', 'no meeting on Thu 24 Dec: holiday', true],
    ['skip 2027-03-04', 'no meeting on Thu 4 Mar', false],
    ['move 2026-12-31 to 12:00', 'the meeting of Thu 31 Dec is on', true],
    ['extra 2026-12-30 09:00', 'an extra meeting on', true],
    ['pause from 2027-03-01 until 2027-04-01', 'no meetings from', true],
    ['duration 60m', 'it takes 1 hour', false],
    ['remind 1h', 'reminders come 1 hour before', true],
  ])('is answered, and told to nobody again: %s', async (text, so, undoable) => {
    const { message, effects = [] } = await typed(text, { meetings: [weekly], changes });
    expect(effects).toEqual([]);
    expect(words(message).join('\n')).toContain('That is so already');
    expect(words(message).join('\n')).toContain(so);
    expect(JSON.stringify(message).includes('meetings:undo')).toBe(undoable);
  });

  test('is not what was taken away again: an extra meeting that was skipped is added anew', async () => {
    const skipped = [changes[2], made({ kind: 'skip', key: '2026-12-30T09:00:00Z' }, 6)].filter(
      (one) => !!one,
    );
    const state = { meetings: [weekly], changes: skipped };
    const added = changeIn((await typed('extra 2026-12-30 09:00', state)).effects);
    expect(added?.change.kind).toBe('extra');
    const after = { ...state, changes: [...skipped, ...(added ? [added] : [])] };
    expect(words((await typed('', after)).message).join('\n')).toContain('Wed 30 Dec, 09:00 UTC');
  });
});

test('two changes of one moment are two; the same one, read again, is one', async () => {
  const idOf = async (text: string) => changeIn((await typed(text, { meetings: [weekly] })).effects)?.id;
  expect(await idOf('skip 2026-12-24')).not.toBe(await idOf('skip 2026-12-31'));
  expect(await idOf('skip 2026-12-24')).toBe(await idOf('skip 2026-12-24'));
});

describe('what cannot be done says what can', () => {
  test.each([
    ['skip 24.12.', 'is no date', 'year-month-day'],
    ['skip', 'Which day?', 'skip 2026-12-24'],
    ['skip 2026-12-25', 'No meeting of the group takes place on 2026-12-25', '/sig meeting sig-node'],
    ['skip 2026-12-10', 'No meeting of the group takes place', '/sig meeting sig-node'],
    ['move 2026-12-24 to whenever', 'To when is it moved?', 'move 2026-12-24 to 2026-12-29 18:00'],
    ['move 2026-12-24 to 2026-12-29 6', 'in the morning, or in the evening?', '2026-12-29 18:00'],
    ['move 2026-12-24 to 2026-12-29 25:00', 'is no time of day', '2026-12-29 18:00'],
    ['move 2026-12-24 to 2026-12-29 18:00 IST', '“IST” can be the time of', '2026-12-29 18:00'],
    ['skip 10/12/2026', 'day first or month first', '2026-12-24'],
    ['skip Friday 24 December 2026', 'another day of the week', '2026-12-24'],
    ['skip monday', '“monday”: today, or in a week?', '2026-12-24'],
    ['skip next thursday', '“next thursday”: this week, or the week after?', 'skip 2026-12-24'],
    ['move 2026-12-24 to 2026-12-01 18:00', 'is over', 'to come'],
    ['move 2026-12-24 to 2026-02-30', '“2026-02-30” is no date', 'year-month-day'],
    ['extra 2026-12-30', 'When is the extra meeting?', 'extra 2026-12-30 18:00'],
    ['extra 2026-12-01 18:00 of weekly', 'is over', 'still to come'],
    ['pause until soon', 'is no date', 'pause until'],
    ['pause from 2027-01-07 until 2026-12-24', 'ends before it begins', 'pause until'],
    ['duration forever', 'How long', '45m'],
    ['duration 13h', 'How long', '45m'],
    ['zone IST', 'Which zone', 'Asia/Kolkata'],
    ['remind', 'How long before', '1d 10m'],
    ['remind 9d', 'How long before', '1d 10m'],
    ['skip next of the moon', 'No meeting of SIG Node is called', '/sig meeting'],
    ['undo', 'Nothing was changed', '/sig meeting'],
    ['resume', 'No meeting of the group pauses', '/sig meeting'],
    ['boats skip next', 'There is no group "boats"', '/sig list'],
  ])('%s', async (text, problem, remedy) => {
    const { message, effects = [] } = await typed(text);
    expect(effects).toEqual([]);
    expect(words(message).join('\n')).toContain(problem);
    expect(words(message).join('\n')).toContain(remedy);
  });

  test('a change that fits several meetings asks which, with a button each that does it', async () => {
    const { message, effects = [] } = await typed('pause until 2027-01-07');
    expect(effects).toEqual([]);
    expect(words(message).join()).toContain('SIG Node has several meetings. Which one?');
    const [, choice = ''] =
      /"value":"((?:[^"\\]|\\.)*Bug|(?:[^"\\]|\\.)*triage(?:[^"\\]|\\.)*)"/.exec(JSON.stringify(message)) ??
      [];
    const value = JSON.parse(`"${choice}"`) as string;
    const ports = portsOf({ meetings: [weekly, triage] });
    const pressed = await app.press(
      'meetings:pick.1',
      value,
      { user: 'U0DANA', channel: 'C0NODE', now: NOW },
      ports,
    );
    expect(changeIn(pressed.effects)).toMatchObject({ meeting: triage.id, change: { kind: 'pause' } });
    const refused = await app.press(
      'meetings:pick.1',
      value,
      { user: 'U0NOOR', channel: 'C0NODE', now: NOW },
      ports,
    );
    expect(refused.effects ?? []).toEqual([]);
  });
});

describe('clashes are pointed out to leads', () => {
  const room = 'https://meet.example/j/7';
  const network = aMeeting(
    'sig-network/weekly',
    { day: 'Thursday', time: '18:30' },
    { title: 'Network Weekly' },
  );
  const groups = [{ ...sigNode, leads: [...sigNode.leads, ...sigNetwork.leads] }, sigNetwork];

  test.each<[string, Partial<State>, string | undefined]>([
    ['who leads both', { groups, meetings: [weekly, network] }, 'with noor leading both'],
    [
      'the same room, whatever its passcode',
      {
        meetings: [
          { ...weekly, url: `${room}?pwd=x` },
          { ...network, url: room },
        ],
      },
      'in the same room',
    ],
    ['nothing in common', { meetings: [weekly, network] }, undefined],
    [
      'not at the same time',
      { groups, meetings: [weekly, { ...network, sessions: triage.sessions }] },
      undefined,
    ],
  ])('%s', async (_what, state, expected) => {
    const text = words((await typed('', state)).message).join('\n');
    if (expected === undefined) expect(text).not.toContain('meets too');
    else expect(text).toContain(expected);
    expect(words((await typed('', state, 'U0MORI')).message).join('\n')).not.toContain('meets too');
  });

  test('also to whoever moves a meeting onto another', async () => {
    const state = { groups, meetings: [weekly, { ...network, sessions: triage.sessions }] };
    const said = await typed('move 2026-12-24 to 2026-12-28 16:15', state);
    expect(words(said.message).join('\n')).toContain('It clashes with Network Weekly');
    expect(notesIn(said.effects)).toEqual(['C0NODE sig-node/weekly', 'C0NET sig-network/weekly']);
    const elsewhere = await typed('move 2026-12-24 to 2026-12-28 10:00', state);
    expect(notesIn(elsewhere.effects)).toEqual([]);
  });

  const notesIn = (effects: readonly Effect[] = []) =>
    effects.flatMap((effect) =>
      effect.kind === 'slack.post' && effect.subject.id.includes('/clash/')
        ? [`${effect.channel} ${effect.subject.id.split('/clash/')[0] ?? ''}`]
        : [],
    );

  test('by day, once, in the channels of both groups', async () => {
    const state = { groups, meetings: [weekly, network] };
    const [before, ten] = [Date.parse('2026-12-22T09:59Z'), Date.parse('2026-12-22T10:00Z')];
    const asked = (changes: readonly MadeChange[], now: number) =>
      app.tick(now, portsOf({ ...state, changes }), now - 60_000);
    expect(notesIn((await asked([], before)).effects)).toEqual([]);
    const { effects } = await asked([], ten);
    expect(notesIn(effects)).toEqual(['C0NODE sig-node/weekly', 'C0NET sig-network/weekly']);
    const made = effects.flatMap((effect) => (effect.kind === 'meeting.change' ? [effect.made] : []));
    expect(notesIn((await asked(made, ten + 24 * 3_600_000)).effects)).toEqual([]);
    expect(notesIn((await asked(made, ten + 7 * 24 * 3_600_000)).effects)).toEqual([]);
    const [note] = made;
    const shown = await app.render(
      { kind: 'change', id: note?.id ?? '' },
      'C0NODE',
      portsOf({ ...state, changes: made }),
    );
    expect(words(shown).join('\n')).toMatch(
      /<@U0DANA> <@U0NOOR>: ⚠ Weekly Meeting clashes with another meeting\. On Thu 24 Dec, 18:00 Network Weekly \(sig-network\) meets too, with noor leading both/,
    );
  });
});

describe('what the calendar of a meeting says', () => {
  const feed = { url: 'https://tides.example/a.ics' };
  const start = Date.parse('2026-12-24T18:00Z');
  const event = { key: start, start, minutes: 60, cancelled: false };
  const reading = { source: 'tides', at: NOW, until: start + 1, events: [event] };
  const gone = { ...reading, events: [] };
  const heard = async (told: typeof reading | undefined, differs: Partial<Meeting> = {}) => {
    const meeting = { ...weekly, sessions: [], feed, events: reading.events, ...differs };
    const ports = portsOf({
      meetings: [meeting],
      readings: { [weekly.id]: reading },
      toldReadings: told ? { [weekly.id]: told } : {},
    });
    return (await app.tick(NOW, ports, NOW)).effects;
  };

  test('is told once by whoever read it, and then is what was told', async () => {
    const told = { ...gone, at: NOW - 1 };
    expect(await heard(told)).toMatchObject([
      { kind: 'meeting.read', meeting: weekly.id, reading, given: told },
      { kind: 'meeting.change', made: { change: { kind: 'feed', dates: [{ what: 'added' }] } } },
      { kind: 'slack.post', channel: 'C0NODE' },
    ]);
    expect(await heard(reading)).toEqual([]);
  });

  test('counts for nothing where another replica has read it later', async () => {
    expect(await heard({ ...gone, at: NOW + 1 })).toEqual([]);
  });

  test('is no matter of a meeting that stands in none', async () => {
    expect(await heard(undefined, { feed: undefined, events: undefined })).toEqual([]);
  });
});

describe('what `/sig meeting` shows', () => {
  const open = Array.from({ length: 12 }, (_, at) => {
    const one = aMeeting(`sig-node/m${at}`, { day: 'Monday', time: '10:00' }, { title: `Meeting ${at}` });
    const written = { day: 'Monday', time: '10:00', tz: 'UTC', frequency: 'biweekly' };
    const session = { written, reading: readSchedule(written) };
    return { ...one, sessions: [session, session] };
  });

  test('has room for 12 meetings of which each asks twice, and asks what is left later', async () => {
    const { message } = await typed('', { meetings: open });
    expect(message?.blocks.length).toBeLessThanOrEqual(50);
    const said = words(message).join('\n');
    expect(said).toContain('Meeting 11');
    expect(said).toContain('More is open');
    expect(said.match(/Which of these is the next/g)).toHaveLength(15);
    const others = await typed('', { meetings: open }, 'U0MORI');
    expect(words(others.message).join('\n')).not.toMatch(/Which of these|More is open/);
  });

  test('is no longer than Slack takes, and says how many are left out', async () => {
    const reason = 'x'.repeat(200);
    const long = open.map((one) => ({
      ...one,
      title: `Meeting ${reason}`,
      sessions: triage.sessions,
      url: `https://meet.example/${reason}`,
      notesUrl: `https://notes.example/${reason}`,
      recordingsUrl: `https://videos.example/${reason}`,
    }));
    const { message } = await typed('', { meetings: long });
    const size = JSON.stringify(message?.blocks).length;
    expect(size).toBeLessThan(13_000);
    expect(words(message).join('\n')).toMatch(/And \d more/);
  });

  test('names the year where it is another one', async () => {
    const pause = (await typed('pause from 2026-12-24 until 2027-02-03 of weekly')).message;
    expect(words(pause).join('\n')).toContain('no meetings from Thu 24 Dec until Wed 3 Feb 2027');
    const skip = (await typed('skip 2027-01-07 of weekly')).message;
    expect(words(skip).join('\n')).toContain('no meeting on Thu 7 Jan 2027');
  });
});
