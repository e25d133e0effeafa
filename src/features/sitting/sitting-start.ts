import { actions, button, escape, say, section } from '../../blocks.ts';
import type { Sitting } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import type { MadeChange } from '../../domain/meeting-change.ts';
import { timetableOf, type Timetable } from '../../domain/occurrence.ts';
import { mayLead, type Person } from '../../domain/person.ts';
import { beginnable, sittingId } from '../../domain/sitting.ts';
import { iso, MINUTE } from '../../domain/time.ts';
import type { Call, Message, Reply } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import { groupOf, meetingsOf, timetableById } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { begin, reopen } from './plan.ts';
import { chairAsking, roomById } from './sitting-room.ts';

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
  const group = groupMeant(name.join(' '), 'meeting start', call, ports);
  await chairAsking({ group }, call, ports, 'begin its meetings');
  const own = (await meetingsOf(group, ports)).filter(({ meeting }) =>
    meetingTitle(meeting).toLowerCase().includes(title),
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
      `${meetingTitle(meeting)} is not on, and does not begin within the hour.`,
      'When it is: `/sig meeting`',
    );
  const held = await ports.agenda.sitting(meeting.id, occurrence.key);
  const channel = ports.meetings.channelOf(meeting);
  if (held) return { message: await heldMessage(held, ports) };
  if (!channel)
    throw new UserError(
      'The group has no channel in which its meeting could be held.',
      'The directory or the operator names one.',
    );
  const items = await ports.agenda.items(meeting.id);
  return {
    message: say(`${escape(meetingTitle(meeting))} is on in <#${channel.id}>.`),
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

const addsExtra = (person: Person, group: Group) => mayLead(person, group);

/** One sitting an occurrence: whoever begins it once more is shown the first, and may go on with it. */
async function heldMessage({ channel, endedAt, ...sitting }: Sitting, { messages }: Ports): Promise<Message> {
  const id = sittingId(sitting);
  const posted = await messages.of({ kind: 'sitting', id });
  const ts = posted.find((one) => one.channel === channel)?.ts;
  const address = ts === undefined ? undefined : messages.address(channel, ts);
  const where = address === undefined ? `in <#${channel}>` : `<${address}|there>`;
  if (endedAt === undefined) return say(`It is on already, ${where}.`);
  const text = `It was held, and is over: its summary is ${where}.`;
  return { text, blocks: [section(text), actions(button('Go on with it', 'sitting:reopen', id))] };
}

/** A meeting that was ended too early goes on, with the topics it had carried over. */
export async function reopenById(id: string, call: Call, ports: Ports): Promise<Reply> {
  const room = await roomById(id, ports);
  await chairAsking(room, call, ports, 'go on with it');
  const { sitting, timetable } = room;
  if (sitting.endedAt === undefined) return { message: say('It is on.') };
  return {
    message: say(`${escape(meetingTitle(timetable.meeting))} goes on in <#${sitting.channel}>.`),
    effects: reopen(room, await ports.agenda.items(sitting.meeting), call.now),
    because: [`went on with ${id}`],
  };
}

function whichMessage(near: readonly Timetable[]): Message {
  const text = 'Several meetings could begin now. Which one?';
  const buttons = near
    .slice(0, 25)
    .map(({ meeting }, index) => button(meetingTitle(meeting), `sitting:start.${index}`, meeting.id));
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
    .map(({ meeting }, index) =>
      button(`Hold ${meetingTitle(meeting)} now`, `sitting:extra.${index}`, meeting.id),
    );
  return { text, blocks: [section(`${text} Hold an extra one?`), actions(...buttons)] };
}
