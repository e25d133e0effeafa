import { actions, button, escape, say, section } from '../../blocks.ts';
import type { Covered } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import type { MadeChange } from '../../domain/meeting-change.ts';
import { timetableOf, type Timetable } from '../../domain/occurrence.ts';
import { roleIn } from '../../domain/person.ts';
import { beginnable, sittingId } from '../../domain/sitting.ts';
import { iso, MINUTE, SECOND } from '../../domain/time.ts';
import type { Call, Message, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { endModal } from './form.ts';
import { begin, end, goOn, itemOn, shown, type Room } from './plan.ts';
import { comments } from './sitting-post.ts';
import {
  chairAsking,
  groupMeant,
  memberAsking,
  meetingsOfGroup,
  mustBeOn,
  roomById,
  roomHere,
} from './sitting-room.ts';
import { mentionIn } from './words.ts';

/** "meeting start [group] [of title]" */
export async function start(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const of = words.findLastIndex((word) => word.toLowerCase() === 'of');
  const name = of === -1 ? words : words.slice(0, of);
  const title =
    of === -1
      ? ''
      : words
          .slice(of + 1)
          .join(' ')
          .toLowerCase();
  const group = groupMeant(name.join(' '), call, ports);
  await chairAsking({ group }, call, ports, 'begin its meetings');
  const own = (await meetingsOfGroup(group, ports)).filter(({ meeting }) =>
    meeting.title.toLowerCase().includes(title),
  );
  if (own.length === 0)
    throw new UserError(`${group.title} has no such meeting.`, `Its meetings: \`/sig meeting ${group.id}\``);
  const near = own.filter((timetable) => beginnable(timetable, call.now));
  const [only, ...more] = near;
  if (only && more.length === 0) return startOf(only, call, ports);
  return { message: only ? whichMessage(near) : await extraMessage(own, group, call, ports) };
}

/** A button that says which meeting is begun. */
export async function startById(id: string, call: Call, ports: Ports): Promise<Reply> {
  const timetable = await timetableById(id, ports);
  await chairAsking({ group: groupOf(timetable, ports) }, call, ports, 'begin its meetings');
  return startOf(timetable, call, ports);
}

/** Begins the occurrence that is near; where somebody has done so already, that one counts. */
async function startOf(timetable: Timetable, call: Call, ports: Ports): Promise<Reply> {
  const { meeting } = timetable;
  const occurrence = beginnable(timetable, call.now);
  if (!occurrence)
    throw new UserError(
      `${meeting.title} is not on, and does not begin within the hour.`,
      'When it is: `/sig meeting`',
    );
  const held = await ports.agenda.sitting(meeting.id, occurrence.key);
  const channel = ports.meetings.channelOf(meeting);
  if (held) return { message: await heldMessage(held, ports) };
  if (!channel) throw new UserError('The group has no channel in which its meeting could be held.');
  const items = await ports.agenda.items(meeting.id);
  return {
    message: say(`${escape(meeting.title)} is on in <#${channel.id}>.`),
    effects: begin(occurrence, items, { by: call.user, channel: channel.id, now: call.now }),
    because: [`began ${meeting.id} of ${occurrence.key}`],
  };
}

/** An extra meeting, now: its leads add one with a press. */
export async function startExtra(id: string, call: Call, ports: Ports): Promise<Reply> {
  const timetable = await timetableById(id, ports);
  const group = groupOf(timetable, ports);
  const person = await chairAsking({ group }, call, ports, 'begin its meetings');
  if (beginnable(timetable, call.now)) return startOf(timetable, call, ports);
  if (!addsExtra(person, group))
    throw new UserError(`Only the leads of ${group.title} add an extra meeting.`, 'Ask one of them.');
  const at = Math.floor(call.now / MINUTE) * MINUTE;
  const made: MadeChange = {
    id: `${id}/extra/${iso(at)}`,
    meeting: id,
    change: { kind: 'extra', at },
    by: call.user,
    at: call.now,
  };
  const after = timetableOf(timetable.meeting, [...timetable.changes, made]);
  const reply = await startOf(after, call, ports);
  return { ...reply, effects: [{ kind: 'meeting.change', made }, ...(reply.effects ?? [])] };
}

const addsExtra = (person: Parameters<typeof roleIn>[0], group: Group) =>
  ['operator', 'lead'].includes(roleIn(person, group));

async function heldMessage(
  {
    meeting,
    key,
    channel,
    endedAt,
  }: { meeting: string; key: string; channel: string; endedAt?: number | undefined },
  { messages }: Ports,
): Promise<Message> {
  const posted = await messages.of({ kind: 'sitting', id: sittingId({ meeting, key }) });
  const ts = posted.find((one) => one.channel === channel)?.ts;
  const address = ts === undefined ? undefined : messages.address(channel, ts);
  const where = address === undefined ? `in <#${channel}>` : `<${address}|there>`;
  return say(
    endedAt === undefined
      ? `It is on already, ${where}.`
      : `It was held, and is over: its summary is ${where}.`,
  );
}

function whichMessage(near: readonly Timetable[]): Message {
  const text = 'Several meetings could begin now. Which one?';
  const buttons = near
    .slice(0, 25)
    .map(({ meeting }, index) => button(meeting.title, `sitting:start.${index}`, meeting.id));
  return { text, blocks: [section(`${text} Or say it: \`… of triage\``), actions(...buttons)] };
}

async function extraMessage(
  own: readonly Timetable[],
  group: Group,
  call: Call,
  ports: Ports,
): Promise<Message> {
  const text = `No meeting of ${escape(group.title)} is on, and none begins within the hour.`;
  if (!addsExtra(await ports.people.find(call.user), group))
    return say(`${text} Its leads may hold an extra one: \`/sig meeting start\``);
  const buttons = own
    .slice(0, 25)
    .map(({ meeting }, index) => button(`Hold ${meeting.title} now`, `sitting:extra.${index}`, meeting.id));
  return { text, blocks: [section(`${text} Hold an extra one?`), actions(...buttons)] };
}

/** "I am here": anybody may say so. */
export async function here(id: string, call: Call, ports: Ports): Promise<Reply> {
  const room = await roomById(id, ports);
  mustBeOn(room);
  const { sitting } = room;
  if (sitting.present.includes(call.user)) return { message: say('You are in the list.') };
  return { effects: [join(sitting, call.user), shown(sitting)] };
}

/** "present @a @b": somebody says who else is there. */
export async function present(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const room = await roomHere(call, ports);
  await memberAsking(call, ports);
  mustBeOn(room);
  const users = words.map((word) => (word.toLowerCase() === 'me' ? call.user : mentionIn(word)));
  const known = users.filter((user) => user !== undefined);
  if (known.length === 0 || known.length < users.length)
    throw new UserError('Who is there?', 'Mention them: `@sigbot present @dana @lee`');
  const { sitting } = room;
  return {
    message: say(`${known.length} ${known.length === 1 ? 'person is' : 'people are'} in the list.`),
    effects: [...known.map((user) => join(sitting, user)), shown(sitting)],
    because: [`says that ${known.length} are at ${room.id}`],
  };
}

function join({ meeting, key }: Room['sitting'], user: string) {
  return { kind: 'sitting.join', meeting, key, user } as const;
}

/** "Next" and "Not finished". The press knows the topic it was made on: of two, the second ends nothing more. */
export async function moveByPress(
  how: Covered['how'],
  value: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const { id, item } = JSON.parse(value) as { id: string; item?: string };
  const room = await roomById(id, ports);
  await chairAsking(room, call, ports, 'go on to the next topic');
  mustBeOn(room);
  if (item !== room.sitting.item) return { message: say(`Somebody was faster. ${nowText(room)}`) };
  return { effects: goOn(room, how, call.now), because: [movedText(room, how)] };
}

/** So long after a topic came on, typing `next` is meant for the one before, in ms: two people said it at once. */
const AT_ONCE = 5 * SECOND;

/** "next", "done", "defer" */
export async function move(how: Covered['how'], call: Call, ports: Ports): Promise<Reply> {
  const room = await roomHere(call, ports);
  await chairAsking(room, call, ports, 'go on to the next topic');
  mustBeOn(room);
  const { itemSince, startedAt } = room.sitting;
  if (itemSince !== undefined && itemSince > startedAt && call.now - itemSince < AT_ONCE)
    return { message: say(`Somebody was faster. ${nowText(room)}`) };
  const left = itemOn(room);
  const what = left ? `${how === 'done' ? 'Done' : 'Carried over'}: ${escape(left.text, 150)}` : 'Going on.';
  return { message: say(what), effects: goOn(room, how, call.now), because: [movedText(room, how)] };
}

function nowText(room: Room): string {
  const current = itemOn(room);
  return current ? `Now: ${escape(current.text, 150)}` : 'No topic is on.';
}

function movedText(room: Room, how: Covered['how']): string {
  return `${how} in ${room.id}: ${itemOn(room)?.text ?? 'no topic'}`;
}

/** The form that asks before the end what becomes of the topic that is on. */
export async function askEnd(id: string, call: Call, ports: Ports): Promise<Reply> {
  const room = await roomById(id, ports);
  await chairAsking(room, call, ports, 'end it');
  mustBeOn(room);
  return { view: endModal(room) };
}

/** Ends the meeting that is on here. What is on counts as done: whoever wants it back says `defer` before. */
export async function endHere(call: Call, ports: Ports): Promise<Reply> {
  return ending(await roomHere(call, ports), 'done', call, ports);
}

export async function endById(id: string, how: Covered['how'], call: Call, ports: Ports): Promise<Reply> {
  return ending(await roomById(id, ports), how, call, ports);
}

async function ending(room: Room, how: Covered['how'], call: Call, ports: Ports): Promise<Reply> {
  const person = await chairAsking(room, call, ports, 'end it');
  mustBeOn(room);
  const sent = await comments(room, person, ports, call.now);
  return {
    message: say(
      `${escape(room.timetable.meeting.title)} is over. Its message in the channel is the summary now.`,
    ),
    effects: [...end(room, how, call.now), ...sent.effects],
    because: [`ended ${room.id}`, ...sent.because],
  };
}

async function timetableById(id: string, { meetings }: Ports): Promise<Timetable> {
  const timetable = await meetings.byId(id);
  if (timetable) return timetable;
  throw new UserError('That meeting is no longer in the directory.', 'What there is: `/sig meeting`');
}

function groupOf({ meeting }: Timetable, { directory }: Ports): Group {
  const group = directory.current().groups.find(({ id }) => id === meeting.group);
  if (group) return group;
  throw new UserError('That group is no longer in the directory.', 'All groups: `/sig list`');
}
