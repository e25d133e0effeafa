import { expect, it } from 'vitest';
import type { AgendaItem, Minute } from '../../../src/domain/agenda.ts';
import type { CalendarReading } from '../../../src/domain/meeting.ts';
import type { MadeChange } from '../../../src/domain/meeting-change.ts';
import { useWorld, type Backend } from './backend.ts';

const MEETING = 'sig-node/weekly';

export function meetingsSuite(backend: Backend): void {
  const world = useWorld(backend);

  it('keeps what leads changed of meetings, each once, and who took it back first', async () => {
    const { meetings } = world.store;
    const skip: MadeChange = {
      id: 'a',
      meeting: MEETING,
      change: { kind: 'skip', key: '2026-12-24', reason: 'holiday' },
      by: 'U0DANA',
      at: 2,
    };
    const earlier: MadeChange = { ...skip, id: 'b', change: { kind: 'duration', minutes: 45 }, at: 1 };
    await meetings.make(skip);
    await meetings.make({ ...skip, by: 'U0NOOR' });
    await meetings.make(earlier);
    expect(await meetings.changes()).toEqual([earlier, skip]);
    await meetings.undo('a', 'U0LEE', 3);
    await meetings.undo('a', 'U0NOOR', 4);
    expect(await meetings.changes()).toEqual([earlier]);
    expect(await meetings.change('a')).toEqual({ ...skip, undone: { by: 'U0LEE', at: 3 } });
    expect(await meetings.change('c')).toBeUndefined();
  });

  it('keeps what was told of a meeting’s calendar, where nobody else told of it meanwhile', async () => {
    const { meetings } = world.store;
    const event = { key: 1, start: 1, minutes: 30, cancelled: false };
    const first: CalendarReading = { source: 'tides', at: 1, until: 9, events: [event] };
    const second = { ...first, at: 2, events: [] };
    expect(await meetings.told(MEETING)).toBeUndefined();
    expect(await meetings.read(MEETING, first, second)).toBe(false);
    expect(await meetings.read(MEETING, first, undefined)).toBe(true);
    expect(await meetings.read(MEETING, second, undefined)).toBe(false);
    expect(await meetings.told(MEETING)).toEqual(first);
    expect(await meetings.read(MEETING, second, first)).toBe(true);
    expect(await meetings.read(MEETING, { ...second, at: 3 }, first)).toBe(false);
    expect(await meetings.told(MEETING)).toEqual(second);
  });

  it('knows who wants to be told of a meeting directly', async () => {
    const { meetings } = world.store;
    await meetings.listen(MEETING, 'U0NOOR', true);
    await meetings.listen(MEETING, 'U0DANA', true);
    await meetings.listen(MEETING, 'U0DANA', true);
    await meetings.listen('sig-node/other', 'U0LEE', true);
    expect(await meetings.listeners(MEETING)).toEqual(['U0DANA', 'U0NOOR']);
    await meetings.listen(MEETING, 'U0DANA', false);
    expect(await meetings.listeners(MEETING)).toEqual(['U0NOOR']);
  });

  it('numbers what calendars are told of a meeting, and says since when its rules count', async () => {
    const { calendars } = world.store;
    const told = { print: 'a', rules: 'r', since: '2026-11-23', stamp: 1 };
    const kept = async () => (await calendars.editions()).get(MEETING);
    await calendars.tell(MEETING, told);
    await calendars.tell(MEETING, { ...told, since: '2026-11-24', stamp: 2 });
    expect(await kept()).toEqual({ ...told, sequence: 0 });
    await calendars.tell(MEETING, { ...told, print: 'b', since: '2026-11-25', stamp: 3 });
    expect(await kept()).toEqual({ print: 'b', rules: 'r', since: '2026-11-23', sequence: 1, stamp: 3 });
    await calendars.tell(MEETING, { print: 'c', rules: 's', since: '2026-11-26', stamp: 4 });
    expect(await kept()).toEqual({ print: 'c', rules: 's', since: '2026-11-26', sequence: 2, stamp: 4 });
  });

  it('keeps whose calendar is at an address, and ends the address it had', async () => {
    const { calendars } = world.store;
    await calendars.give('U0DANA', 'first', ['sig-node'], 1);
    await calendars.give('U0NOOR', 'other', [], 1);
    await calendars.give('U0DANA', undefined, ['sig-node', 'sig-network'], 2);
    const own = { user: 'U0DANA', groups: ['sig-node', 'sig-network'], at: 1 };
    expect(await calendars.of('U0DANA')).toEqual(own);
    expect(await calendars.at('first')).toEqual(own);
    await calendars.give('U0DANA', 'second', ['sig-node'], 3);
    expect(await calendars.at('first')).toBeUndefined();
    expect(await calendars.at('second')).toEqual({ user: 'U0DANA', groups: ['sig-node'], at: 3 });
    await calendars.take('U0DANA');
    expect(await calendars.at('second')).toBeUndefined();
    expect(await calendars.of('U0NOOR')).toEqual({ user: 'U0NOOR', groups: [], at: 1 });
  });

  it('keeps topics in their places until they are done or dropped', async () => {
    const { agendas } = world.store;
    const topic = (id: string, differs: Partial<AgendaItem> = {}): AgendaItem => ({
      id,
      meeting: MEETING,
      from: '2026-12-03',
      text: `Topic ${id}`,
      by: 'U0DANA',
      at: 1,
      state: 'open',
      carried: 0,
      position: 1,
      ...differs,
    });
    const full = topic('a', { minutes: 10, issue: '1#7', owner: 'U0LEE', position: 2.5 });
    for (const item of [full, topic('b'), topic('c', { meeting: 'sig-network/weekly' })])
      expect(await agendas.put(item)).toBe(true);
    const kept = { ...full, revision: 1 };
    expect(await agendas.items(MEETING)).toEqual([topic('b', { revision: 1 }), kept]);
    expect(await agendas.put(topic('b', { state: 'done', carried: 1, revision: 1 }))).toBe(true);
    expect(await agendas.items(MEETING)).toEqual([kept]);
    expect(await agendas.item('b')).toEqual(topic('b', { state: 'done', carried: 1, revision: 2 }));
  });

  it('changes a topic for whoever read it last, and adds it once', async () => {
    const { agendas } = world.store;
    const topic: AgendaItem = {
      id: 'a',
      meeting: MEETING,
      from: '2026-12-03',
      text: 'Leaks',
      by: 'U0DANA',
      at: 1,
      state: 'open',
      carried: 0,
      position: 1,
    };
    await agendas.put(topic);
    expect(await agendas.put({ ...topic, text: 'Again' })).toBe(false);
    const [read] = await agendas.items(MEETING);
    expect(read && (await agendas.put({ ...read, minutes: 10 }))).toBe(true);
    expect(read && (await agendas.put({ ...read, owner: 'U0LEE' }))).toBe(false);
    expect(await agendas.item('a')).toEqual({ ...topic, minutes: 10, revision: 2 });
  });

  it('knows the open topics about an issue, and the agendas that stand', async () => {
    const { agendas } = world.store;
    const topic: AgendaItem = {
      id: 'a',
      meeting: MEETING,
      from: '2026-12-03',
      text: 'Leaks',
      issue: '1#7',
      by: '@mori',
      at: 1,
      state: 'open',
      carried: 0,
      position: 1,
    };
    await agendas.put(topic);
    await agendas.put({ ...topic, id: 'b', state: 'dropped' });
    await agendas.put({ ...topic, id: 'c', issue: '1#70' });
    expect(await agendas.itemsAbout('1#7')).toEqual([{ ...topic, revision: 1 }]);

    const published = { meeting: MEETING, key: '2026-12-03', group: 'sig-node', until: 10 };
    await agendas.publish(published);
    await agendas.publish({ ...published, key: '2026-12-10', until: 5 });
    await agendas.publish({ ...published, key: '2026-12-10', until: 20 });
    expect(await agendas.published(9)).toEqual([published, { ...published, key: '2026-12-10', until: 20 }]);
    expect(await agendas.published(10)).toHaveLength(1);
  });

  it('keeps a sitting, who was there, and what was said', async () => {
    const { sittings } = world.store;
    const begun = { meeting: MEETING, key: '2026-12-03', startedAt: 5, by: 'U0DANA', channel: 'C0NODE' };
    expect(await sittings.put(begun)).toBe(true);
    expect(await sittings.put(begun)).toBe(false);
    await sittings.join(MEETING, '2026-12-03', 'U0LEE');
    await sittings.join(MEETING, '2026-12-03', 'U0LEE');
    const covered = [{ item: 'b', text: 'B', how: 'done' as const, carried: 0 }];
    const later = { ...begun, item: 'a', itemSince: 6, covered, notesUrl: 'https://docs.example/n' };
    expect(await sittings.put({ ...later, revision: 1 })).toBe(true);
    expect(await sittings.put({ ...begun, revision: 1, by: 'U0NOOR' })).toBe(false);
    expect(await sittings.openSittings()).toHaveLength(1);
    expect(await sittings.put({ ...later, revision: 2, endedAt: 9 })).toBe(true);
    expect(await sittings.openSittings()).toEqual([]);
    expect((await sittings.endedSittings(8, 9)).map(({ key }) => key)).toEqual(['2026-12-03']);
    expect(await sittings.endedSittings(9, 10)).toEqual([]);
    await sittings.put({ ...begun, key: '2026-12-10', startedAt: 50 });
    expect(await sittings.sitting(MEETING, '2026-12-03')).toEqual({
      ...begun,
      ...later,
      endedAt: 9,
      revision: 3,
      present: ['U0LEE'],
    });
    expect((await sittings.sittings(MEETING, 5)).map(({ key }) => key)).toEqual(['2026-12-10', '2026-12-03']);

    const decision: Minute = {
      id: 'd',
      meeting: MEETING,
      key: '2026-12-03',
      kind: 'decision',
      text: 'Go',
      by: 'U0DANA',
      at: 7,
    };
    const action: Minute = {
      ...decision,
      id: 'x',
      kind: 'action',
      owner: 'U0LEE',
      due: '2026-12-10',
      issue: '1#7',
      item: 'a',
      number: 12,
      at: 8,
    };
    expect(await sittings.lastNumber('sig-node')).toBe(0);
    await sittings.say(action);
    expect(await sittings.lastNumber('sig-node')).toBe(12);
    expect(await sittings.lastNumber('sig')).toBe(0);
    await sittings.say(decision);
    expect(await sittings.minutes(MEETING, '2026-12-03')).toEqual([decision, action]);
    expect(await sittings.openActions(MEETING)).toEqual([action]);
    await sittings.say({ ...action, doneAt: 10 });
    await sittings.say({ ...decision, sentAt: 11 });
    expect(await sittings.openActions(MEETING)).toEqual([]);
    expect(await sittings.minute('x')).toEqual({ ...action, doneAt: 10 });
    expect(await sittings.minute('d')).toEqual({ ...decision, sentAt: 11 });
    await sittings.told({ minutes: ['d'], how: 'asked', at: 12 });
    expect(await sittings.minute('d')).toEqual({ ...decision, sentAt: 11 });
    await sittings.say(decision);
    await sittings.told({ minutes: ['d', 'x'], how: 'asked', at: 12 });
    await sittings.told({ minutes: ['d'], how: 'refused', at: 13 });
    expect(await sittings.minute('d')).toEqual({ ...decision, askedAt: 12, refusedAt: 13 });
    await sittings.told({ minutes: ['d'], how: 'sent', at: 14 });
    expect(await sittings.minute('d')).toEqual({ ...decision, askedAt: 12, refusedAt: 13, sentAt: 14 });
    await sittings.say({ ...decision, sentAt: 11 });
  });
}
