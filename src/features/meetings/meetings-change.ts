import { actions, button, escape, section } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import type { MadeChange, MeetingChange } from '../../domain/meeting-change.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { isSo, nextOccurrences, timetableOf, zoneOf, type Timetable } from '../../domain/occurrence.ts';
import type { Instant } from '../../domain/time.ts';
import { dateIn } from '../../domain/zone.ts';
import type { Call, FormValues, Message, Reply } from '../../feature.ts';
import { announced, changed, insistOnLead } from '../../meeting-messages.ts';
import { groupOf, meetingsOf, timetableById } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { changeMessage } from './change-blocks.ts';
import { changeOf, changeModal } from './form.ts';
import { clashesOf, noteBothSides } from './meetings-clash.ts';
import type { Clash } from './plan.ts';
import { hasPart, readWanted, withReason, type Typed } from './words.ts';

/** Changes the group's meeting that has what was typed; asks which where several have it. */
export async function change(group: Group, written: Typed, call: Call, ports: Ports): Promise<Reply> {
  await insistOnLead(group, call.user, ports);
  const own = await meetingsMeant(group, { ...written, of: undefined }, ports);
  const typed = withReason(
    written,
    own.map(({ meeting }) => meetingTitle(meeting)),
  );
  const wanted = readWanted(typed.verb ?? 'undo', typed.rest, call.now);
  const fitting = (await meetingsMeant(group, typed, ports)).flatMap((timetable) => {
    const found = wanted.change(timetable);
    return found ? [{ timetable, change: found }] : [];
  });
  const [only, ...more] = fitting;
  if (!only) throw new UserError(wanted.none, `When it meets: \`/sig meeting ${group.id}\``);
  if (more.length > 0) return { message: whichMessage(group, fitting) };
  return made(only.timetable, only.change, call, ports);
}

/** A button that carries a change: an answer to a question, or which of several meetings was meant. */
export async function changeByPress(value: string, call: Call, ports: Ports): Promise<Reply> {
  const { meeting, change: chosen } = JSON.parse(value) as { meeting: string; change: MeetingChange };
  const timetable = await timetableById(meeting, ports);
  await insistOnLead(groupOf(timetable, ports), call.user, ports);
  return made(timetable, chosen, call, ports);
}

/** The form behind "Change…". */
export async function openForm(id: string, call: Call, ports: Ports): Promise<Reply> {
  const timetable = await timetableById(id, ports);
  await insistOnLead(groupOf(timetable, ports), call.user, ports);
  return { view: changeModal(timetable, call.now) };
}

export async function changeByForm(values: FormValues, id: string, call: Call, ports: Ports): Promise<Reply> {
  const timetable = await timetableById(id, ports);
  await insistOnLead(groupOf(timetable, ports), call.user, ports);
  return made(timetable, changeOf(values, timetable, call.now), call, ports);
}

/** What was chosen last of the group's meetings is taken back; `resume` ends the pause that is on. */
export async function undoLast(group: Group, typed: Typed, call: Call, ports: Ports): Promise<Reply> {
  await insistOnLead(group, call.user, ports);
  const meant = await meetingsMeant(group, typed, ports);
  const wanted = meant.flatMap((timetable) =>
    typed.verb === 'resume' ? pausesOf(timetable, call.now) : timetable.changes,
  );
  const last = wanted.toSorted((one, other) => one.at - other.at).at(-1);
  if (last) return undo(last.id, call, ports);
  throw new UserError(
    typed.verb === 'resume'
      ? 'No meeting of the group pauses.'
      : 'Nothing was changed that could be taken back.',
    `When it meets: \`/sig meeting ${group.id}\``,
  );
}

/** The pauses that are on, or to come. */
function pausesOf(timetable: Timetable, now: Instant): MadeChange[] {
  const today = dateIn(zoneOf(timetable), now);
  return timetable.changes.filter(
    ({ change }) => change.kind === 'pause' && (change.until === undefined || change.until > today),
  );
}

/** Takes a change back, with all that was told of it. */
export async function undo(id: string, call: Call, ports: Ports): Promise<Reply> {
  const done = await ports.meetings.change(id);
  const timetable = done && (await ports.meetings.byId(done.meeting));
  if (!timetable) throw new UserError('That change is no longer known.', 'What stands: `/sig meeting`');
  if (done.undone) throw new UserError('That was taken back already.', 'What stands: `/sig meeting`');
  await insistOnLead(groupOf(timetable, ports), call.user, ports);
  const without = timetableOf(
    timetable.meeting,
    timetable.changes.filter((one) => one.id !== id),
  );
  return {
    message: plain('Taken back. The channel’s message says so.'),
    effects: [
      { kind: 'meeting.undo', id, by: call.user, at: call.now },
      ...(await announced({ ...done, at: call.now }, timetable, without, ports)),
    ],
    because: [`took back ${done.change.kind} of ${done.meeting}`],
  };
}

/** Keeps the change, tells the channel, and sees to what stands there already. */
async function made(timetable: Timetable, chosen: MeetingChange, call: Call, ports: Ports): Promise<Reply> {
  if (isSo(chosen, timetable)) return { message: alreadySo(chosen, timetable, call.now) };
  const { one, after, effects } = await changed(timetable, chosen, call, ports);
  const clashes = await clashesOf(after, call.now, ports);
  return {
    message: madeMessage(one, after, clashes, call, ports),
    effects: [...effects, ...(await noteBothSides(clashes, after, call.now, ports))],
    because: [`${chosen.kind} of ${timetable.meeting.id}`],
  };
}

/** What is so already is told to nobody else again. */
function alreadySo(chosen: MeetingChange, timetable: Timetable, now: Instant): Message {
  const known = timetable.changes.findLast(
    ({ change: { kind, ...said } }) =>
      kind === chosen.kind && (!('key' in chosen) || ('key' in said && said.key === chosen.key)),
  );
  const so = known ?? { id: '', meeting: timetable.meeting.id, change: chosen, by: '', at: now };
  const { text } = changeMessage(so, timetable, undefined, now);
  const said = section(`That is so already, and nobody is told again: _${text}_`);
  return { text, blocks: known ? [said, actions(button('Undo', 'meetings:undo', known.id))] : [said] };
}

function madeMessage(
  one: MadeChange,
  after: Timetable,
  clashes: readonly Clash[],
  call: Call,
  ports: Ports,
): Message {
  const said = changeMessage(one, after, nextOccurrences(after, call.now, 1)[0], call.now);
  const told = ports.meetings.channelOf(after.meeting)
    ? 'The channel is told.'
    : 'The group has no channel that could be told.';
  const warnings = clashes
    .slice(0, 3)
    .map(
      ({ with: other }) =>
        `⚠ It clashes with ${escape(meetingTitle(other.meeting), 80)} of ${other.meeting.group}.`,
    );
  return {
    text: said.text,
    blocks: [
      section([said.text, told, ...warnings].join('\n')),
      actions(button('Undo', 'meetings:undo', one.id)),
    ],
  };
}

function whichMessage(
  group: Group,
  fitting: readonly { timetable: Timetable; change: MeetingChange }[],
): Message {
  const text = `${escape(group.title)} has several meetings. Which one?`;
  const buttons = fitting
    .slice(0, 25)
    .map(({ timetable: { meeting }, change: chosen }, index) =>
      button(
        meetingTitle(meeting),
        `meetings:pick.${index}`,
        JSON.stringify({ meeting: meeting.id, change: chosen }),
      ),
    );
  return { text, blocks: [section(`${text} Or say it: \`… of triage\``), actions(...buttons)] };
}

/** The group's meetings, or those whose title has the words. */
export async function meetingsMeant(group: Group, { of }: Typed, ports: Ports): Promise<Timetable[]> {
  const own = await meetingsOf(group, ports);
  if (of === undefined) return own;
  const named = own.filter(({ meeting }) => hasPart(meetingTitle(meeting), of));
  if (named.length > 0) return named;
  throw new UserError(
    `No meeting of ${group.title} is called “${of}”.`,
    `Its meetings: \`/sig meeting ${group.id}\``,
  );
}

function plain(text: string): Message {
  return { text, blocks: [section(text)] };
}
