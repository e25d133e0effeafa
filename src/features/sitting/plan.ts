import type { AgendaItem, Covered, Minute, Sitting } from '../../domain/agenda.ts';
import type { Group } from '../../domain/group.ts';
import type { Timetable } from '../../domain/occurrence.ts';
import { dueItems, followingKey, sittingId } from '../../domain/sitting.ts';
import type { Instant } from '../../domain/time.ts';
import { subjectKey, type Effect } from '../../effect.ts';

/** A sitting with all that is decided from. */
export interface Room {
  id: string;
  sitting: Sitting;
  timetable: Timetable;
  group: Group;
  /** What is on its agenda and still open, in order. */
  items: readonly AgendaItem[];
  /** What was said in it. */
  minutes: readonly Minute[];
}

/** Begins an occurrence with the first topic of its agenda, and shows it in the channel. */
export function begin(
  { meeting, key }: { meeting: string; key: string },
  items: readonly AgendaItem[],
  { by, channel, now }: { by: string; channel: string; now: Instant },
): Effect[] {
  const [first] = dueItems(items, key);
  const on = first ? { item: first.id, itemSince: now } : {};
  const subject = { kind: 'sitting', id: sittingId({ meeting, key }) } as const;
  return [
    { kind: 'sitting.put', sitting: { meeting, key, startedAt: now, by, channel, ...on } },
    { kind: 'sitting.join', meeting, key, user: by },
    { kind: 'slack.post', channel, subject, once: subjectKey(subject) },
  ];
}

/** The topic that is on is done, or is carried over; the next one is on. */
export function goOn(room: Room, how: Covered['how'], now: Instant): Effect[] {
  const { sitting } = room;
  const current = itemOn(room);
  const [next] = room.items.filter(({ id }) => id !== current?.id);
  const left = current ? leave([current], how, room, now) : NOTHING;
  return [
    ...left.effects,
    change(sitting, {
      item: next?.id,
      itemSince: now,
      covered: [...(sitting.covered ?? []), ...left.covered],
    }),
    shown(sitting),
  ];
}

/** The meeting is over. What was not reached, and the topic that is on unless it is done, goes on to the next one. */
export function end(room: Room, how: Covered['how'], now: Instant): Effect[] {
  const { sitting } = room;
  const current = itemOn(room);
  const on = current ? leave([current], how, room, now) : NOTHING;
  const rest = leave(
    room.items.filter((item) => item !== current),
    'carried',
    room,
    now,
  );
  const covered = [...(sitting.covered ?? []), ...on.covered, ...rest.covered];
  return [
    ...on.effects,
    ...rest.effects,
    change(sitting, { endedAt: now, item: undefined, covered }),
    shown(sitting),
  ];
}

/**
 * A meeting that was ended goes on. What it had carried over, and is still open, is on its agenda again.
 * @param open all that is open of the meeting's topics
 */
export function reopen({ sitting }: Room, open: readonly AgendaItem[], now: Instant): Effect[] {
  const covered = sitting.covered ?? [];
  const carried = covered.filter(({ how }) => how === 'carried').map(({ item }) => item);
  const back = open
    .filter(({ id }) => carried.includes(id))
    .map((item): AgendaItem => ({ ...item, from: sitting.key, carried: Math.max(0, item.carried - 1) }));
  const on = back[0]?.id;
  return [
    ...back.map((item): Effect => ({ kind: 'agenda.put', item })),
    change(sitting, {
      endedAt: undefined,
      item: on,
      itemSince: now,
      covered: covered.filter(({ how }) => how === 'done'),
    }),
    shown(sitting),
  ];
}

/** Keeps what was said. The sitting is changed as well, so that nothing is said in one that has just ended. */
export function say({ sitting }: Room, minute: Minute): Effect[] {
  return [change(sitting, {}), { kind: 'minute.put', minute }, shown(sitting)];
}

/** The topic that is on; undefined where none is, or where it was dropped meanwhile. */
export function itemOn({ sitting, items }: Pick<Room, 'sitting' | 'items'>): AgendaItem | undefined {
  return items.find(({ id }) => id === sitting.item);
}

const NOTHING = { effects: [], covered: [] };

function leave(
  items: readonly AgendaItem[],
  how: Covered['how'],
  { sitting, timetable }: Room,
  now: Instant,
): { effects: Effect[]; covered: Covered[] } {
  const from = followingKey(sitting, timetable, now);
  const after = items.map((item): AgendaItem =>
    how === 'done' ? { ...item, state: 'done' } : { ...item, from, carried: item.carried + 1 },
  );
  return {
    effects: after.map((item) => ({ kind: 'agenda.put', item })),
    covered: after.map(({ id, text, issue, carried }) => ({
      item: id,
      text,
      ...(issue === undefined ? {} : { issue }),
      how,
      carried,
    })),
  };
}

/** The sitting with what is different from now on. */
export function change(sitting: Sitting, differs: Partial<Sitting>): Effect {
  const { present: _present, ...rest } = { ...sitting, ...differs };
  return { kind: 'sitting.put', sitting: rest };
}

/** The message is drawn anew. */
export function shown({ channel, ...sitting }: Sitting): Effect {
  return { kind: 'slack.update', channel, subject: { kind: 'sitting', id: sittingId(sitting) } };
}

/** What somebody said there, under an id of its own: those of a sitting come one after the other. */
export function minuteOf(
  { sitting, minutes }: Pick<Room, 'sitting' | 'minutes'>,
  said: Pick<Minute, 'kind' | 'text' | 'issue' | 'owner' | 'due' | 'number'>,
  by: string,
  at: Instant,
): Minute {
  const { meeting, key, item } = sitting;
  const id = `${sittingId(sitting)}/${minutes.length + 1}`;
  return { id, meeting, key, ...said, ...(item === undefined ? {} : { item }), by, at };
}
