import { createHash } from 'node:crypto';
import { agendaId } from './domain/agenda.ts';
import { UserError } from './domain/errors.ts';
import type { Group } from './domain/group.ts';
import type { MadeChange, MeetingChange } from './domain/meeting-change.ts';
import {
  occurrenceOf,
  occurrencesBetween,
  timetableOf,
  zoneOf,
  type Timetable,
} from './domain/occurrence.ts';
import { mayLead } from './domain/person.ts';
import { remindersAbout, remindersOf, reminderSubject } from './domain/reminder.ts';
import { DAY, type Instant } from './domain/time.ts';
import { subjectKey, type Effect, type Subject } from './effect.ts';
import type { PostedMessage, Ports } from './ports.ts';

/** A change of a meeting, and what follows from it: it is kept, told in the channel, and what stands there is edited. */
export async function changed(
  timetable: Timetable,
  change: MeetingChange,
  { user, now }: { user: string; now: Instant },
  ports: Ports,
): Promise<{ one: MadeChange; after: Timetable; effects: Effect[] }> {
  const { meeting } = timetable;
  const id = `${meeting.id}/${change.kind}/${now.toString(36)}-${printOf([change, user])}`;
  const one: MadeChange = { id, meeting: meeting.id, change, by: user, at: now };
  const after = timetableOf(meeting, [...timetable.changes, one]);
  const told = await announced(one, timetable, after, ports);
  return { one, after, effects: [{ kind: 'meeting.change', made: one }, ...told] };
}

/** Two changes of one moment are two; one that is read twice, after a crash, is one. */
function printOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('base64url').slice(0, 8);
}

/** The change's own message in the channel, and edits of the messages that it makes untrue. */
export async function announced(
  one: MadeChange,
  before: Timetable,
  after: Timetable,
  { meetings, messages, policy }: Ports,
): Promise<Effect[]> {
  const channel = meetings.channelOf(before.meeting)?.id;
  if (channel === undefined) return [];
  const stages = [...(before.stages ?? policy.meetings.remind), ...(after.stages ?? [])];
  const subjects: Subject[] = [
    ...remindersAbout(one, before, after, stages),
    { kind: 'question', id: before.meeting.group },
    ...agendasAbout(one, [before, after]),
  ];
  const subject: Subject = { kind: 'change', id: one.id };
  return [
    { kind: 'slack.post', channel, subject, once: subjectKey(subject) },
    ...(await editsOf(subjects, messages)),
  ];
}

/** How far ahead an agenda may stand already, in days. */
const AHEAD = 25;

function agendasAbout({ change, at }: MadeChange, around: readonly Timetable[]): Subject[] {
  const near = around.flatMap((one) => occurrencesBetween(one, at, at + AHEAD * DAY).map(({ key }) => key));
  const keys = 'key' in change ? [change.key] : near;
  return [...new Set(keys)].map((key) => ({
    kind: 'agenda',
    id: agendaId(around[0]?.meeting.id ?? '', key),
  }));
}

/** Edits of the messages that show what an occurrence is about: its agenda, and the reminders of it. */
export async function occurrenceEdits(
  timetable: Timetable,
  key: string,
  { messages, policy }: Ports,
): Promise<Effect[]> {
  const occurrence = occurrenceOf(timetable, key);
  const stages = timetable.stages ?? policy.meetings.remind;
  const reminders = occurrence ? remindersOf(occurrence, zoneOf(timetable), stages) : [];
  const subjects: Subject[] = [
    { kind: 'agenda', id: agendaId(timetable.meeting.id, key) },
    ...reminders.map(({ reminder }) => reminderSubject(reminder)),
  ];
  return editsOf(subjects, messages);
}

async function editsOf(subjects: readonly Subject[], messages: Ports['messages']): Promise<Effect[]> {
  const posted = (await Promise.all(subjects.map((subject) => messages.of(subject)))).flat();
  return posted.map(edited);
}

/** The message is to show what is true now. */
export function edited({ channel, subject }: PostedMessage): Effect {
  return { kind: 'slack.update', channel, subject };
}

/** @throws UserError where somebody does not lead the group: who does */
export async function insistOnLead(group: Group, user: string, { people }: Ports): Promise<void> {
  if (mayLead(await people.find(user), group)) return;
  const names = group.leads.map(({ github }) => github).join(', ');
  throw new UserError(
    `Only the leads of ${group.title} change its meetings${names === '' ? '' : `: ${names}`}.`,
    names === '' ? 'Nobody leads it in the directory: ask the operator.' : 'Ask one of them.',
  );
}
