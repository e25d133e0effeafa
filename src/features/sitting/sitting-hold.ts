import { escape, say } from '../../blocks.ts';
import type { Covered } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { SECOND } from '../../domain/time.ts';
import type { Call, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { endModal } from './form.ts';
import { end, goOn, itemOn, shown, type Room } from './plan.ts';
import { comments } from './sitting-post.ts';
import { chairAsking, memberAsking, mustBeOn, roomById, roomFor, roomHere } from './sitting-room.ts';
import { mentionIn } from './words.ts';

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
  if (item !== room.sitting.item) return somebodyWasFaster(room, call, ports);
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
    return somebodyWasFaster(room, call, ports);
  const left = itemOn((await roomFor(room, call.channel, ports)).room);
  const what = left ? `${how === 'done' ? 'Done' : 'Carried over'}: ${escape(left.text, 150)}` : 'Going on.';
  return { message: say(what), effects: goOn(room, how, call.now), because: [movedText(room, how)] };
}

async function somebodyWasFaster(held: Room, { channel }: Call, ports: Ports): Promise<Reply> {
  const current = itemOn((await roomFor(held, channel, ports)).room);
  const now = current ? `Now: ${escape(current.text, 150)}` : 'No topic is on.';
  return { message: say(`Somebody was faster. ${now}`) };
}

function movedText(room: Room, how: Covered['how']): string {
  return `${how} in ${room.id}: ${itemOn(room)?.text ?? 'no topic'}`;
}

/** The form that asks before the end what becomes of the topic that is on. */
export async function askEnd(id: string, call: Call, ports: Ports): Promise<Reply> {
  const room = await roomById(id, ports);
  await chairAsking(room, call, ports, 'end it');
  mustBeOn(room);
  return { view: endModal((await roomFor(room, call.channel, ports)).room) };
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
      `${escape(meetingTitle(room.timetable.meeting))} is over. Its message in the channel is the summary now.`,
    ),
    effects: [...end(room, how, call.now), ...sent.effects],
    because: [`ended ${room.id}`, ...sent.because],
  };
}
