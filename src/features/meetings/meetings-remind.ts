import { escape, fingerprint, say } from '../../blocks.ts';
import { topicsOn } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { occurrenceName, occurrenceOf, zoneOf, type Timetable } from '../../domain/occurrence.ts';
import { iso, type Instant } from '../../domain/time.ts';
import { nextAt } from '../../domain/zone.ts';
import { subjectKey, type Effect, type Subject } from '../../effect.ts';
import type { Call, Message, Plan, Reply } from '../../feature.ts';
import type { PostedMessage, Ports } from '../../ports.ts';
import { edited } from '../../meeting-messages.ts';
import { tried } from '../../tried.ts';
import { leftOf, namesOf, tellsPrivate, topicsFor } from '../../topics.ts';
import { linksOf } from './blocks.ts';
import { reminderMessage, type AgendaSoFar } from './reminder-blocks.ts';
import { meetingsMeant } from './meetings-change.ts';
import {
  dueReminders,
  overtakenReminders,
  reminderOf,
  reminderSubject,
  standingReminders,
  type DueReminder,
  type Reminder,
} from '../../domain/reminder.ts';
import { questionsOf } from './plan.ts';
import type { Typed } from './words.ts';

/** When leads are asked, by the clock of the meeting: not in the night. */
const ASKED_AT = 10 * 60;

/** What fell due since then: reminders, and the question to leads whose meetings cannot be computed. */
export async function remind(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const all = await ports.meetings.all();
  const effects: Effect[] = [];
  for (const timetable of all) {
    const stages = timetable.stages ?? ports.policy.meetings.remind;
    for (const due of dueReminders(timetable, stages, since, now))
      if (!(await isSaid(due.reminder, timetable, stages, ports)))
        effects.push(...(await reminderEffects(due, timetable, now, ports)));
    // What a replica drew that had not read the calendar yet.
    if (timetable.meeting.feed)
      for (const subject of standingReminders(timetable, stages, now))
        effects.push(...(await untrue(subject, ports)).map(edited));
    for (const subject of overtakenReminders(timetable, stages, since, now))
      effects.push(...(await ports.messages.of(subject)).map(edited));
  }
  if (ports.policy.meetings.ask) effects.push(...(await questionEffects(all, now, ports, since)));
  return { effects, because: [] };
}

/** Whether an occurrence does not take place, and an earlier reminder of it says so: that is not said a second time. */
async function isSaid(
  reminder: Reminder,
  timetable: Timetable,
  stages: readonly number[],
  ports: Ports,
): Promise<boolean> {
  if (occurrenceOf(timetable, reminder.key)?.skipped !== true) return false;
  for (const before of stages.filter((stage) => stage > reminder.before)) {
    const subject = reminderSubject({ ...reminder, before });
    const posted = await ports.messages.of(subject);
    if (posted.length > 0 && (await untrue(subject, ports)).length === 0) return true;
  }
  return false;
}

/** The messages of a reminder that show something else than is true now. */
async function untrue(subject: Subject, ports: Ports): Promise<PostedMessage[]> {
  const found: PostedMessage[] = [];
  for (const posted of await ports.messages.of(subject)) {
    const message = await renderReminder(subject.id, posted.channel, ports);
    if (message && posted.shown !== fingerprint(message)) found.push(posted);
  }
  return found;
}

async function reminderEffects(
  { reminder, until }: DueReminder,
  timetable: Timetable,
  now: Instant,
  ports: Ports,
): Promise<Effect[]> {
  const { meeting } = timetable;
  const channel = ports.meetings.channelOf(meeting)?.id;
  const subject = reminderSubject(reminder);
  const once = subjectKey(subject);
  const late = `No reminder of ${meetingTitle(meeting)} (${meeting.group}) at ${iso(reminder.start)} was sent: sigbot was away when it was due.`;
  const listeners = await ports.meetings.listeners(meeting.id);
  const message = listeners.length > 0 ? await renderReminder(subject.id, undefined, ports) : undefined;
  const occurrence = occurrenceOf(timetable, reminder.key);
  const isOn = occurrence?.skipped === false && occurrence.start === reminder.start;
  const links = isOn ? linksOf(meeting) : '';
  return [
    ...(channel === undefined ? [] : [{ kind: 'slack.post', channel, subject, once, until } as const]),
    ...listeners.map((user) => ({
      kind: 'slack.dm' as const,
      user,
      text: [message?.text ?? escape(meetingTitle(meeting)), links].filter(Boolean).join(' · '),
      once: `${once}/${user}`,
      until,
    })),
    ...(now >= until ? [{ kind: 'slack.notice', text: late, once: `late:${subject.id}` } as const] : []),
  ];
}

/** One post a group and never a second: whoever leads it sees in it what is still open. */
async function questionEffects(
  all: readonly Timetable[],
  now: Instant,
  { meetings, messages }: Ports,
  since: Instant,
): Promise<Effect[]> {
  const open = all.filter(
    (timetable) => !timetable.meeting.private && questionsOf(timetable, now).length > 0,
  );
  const effects: Effect[] = [];
  for (const [group, [first]] of Map.groupBy(open, ({ meeting }) => meeting.group)) {
    const channel = first && meetings.channelOf(first.meeting)?.id;
    if (!first || channel === undefined || nextAt(ASKED_AT, zoneOf(first), since) > now) continue;
    const subject = { kind: 'question', id: group } as const;
    if ((await messages.of(subject)).length > 0) continue;
    effects.push({ kind: 'slack.post', channel, subject, once: subjectKey(subject) });
  }
  return effects;
}

/** How a reminder looks now; undefined where its meeting is gone. */
export async function renderReminder(
  id: string,
  channel: string | undefined,
  ports: Ports,
): Promise<Message | undefined> {
  const reminder = reminderOf(id);
  const timetable = reminder && (await ports.meetings.byId(reminder.meeting));
  if (!timetable) return channel === undefined ? undefined : leftOf({ kind: 'reminder', id }, channel, ports);
  const { meeting, key } = reminder;
  const file = timetable.meeting.private ? undefined : ports.calendars.url(occurrenceName(meeting, key));
  const soFar = await agendaSoFar(timetable, key, channel, ports);
  const now = ports.calendar.now();
  const message = reminderMessage(reminder, timetable, occurrenceOf(timetable, key), { now, file, soFar });
  const topics = topicsOn(await ports.agenda.items(meeting), key);
  return { ...message, names: await namesOf(topics, ports) };
}

/** The topics and how much waits for triage, as the channel may be told; undefined where it cannot be found out. */
async function agendaSoFar(
  { meeting }: Timetable,
  key: string,
  channel: string | undefined,
  ports: Ports,
): Promise<AgendaSoFar | undefined> {
  const { calendar, directory, issues, policy } = ports;
  const group = directory.current().groups.find(({ id }) => id === meeting.group);
  const now = calendar.now();
  const hide = tellsPrivate(channel, ports) ? undefined : policy.privacy.labels;
  return tried(
    { what: 'a reminder', part: 'agenda', group: meeting.group },
    async () => {
      const { shown, hidden } = await topicsFor(meeting.id, key, channel, ports);
      const topics = shown.map(({ item }) => item.text);
      if (group?.label === undefined) return { topics, hidden, waiting: 0 };
      const which = { group: group.id, label: group.label, untriaged: policy.labels.untriaged, now, hide };
      const { total } = await issues.queue({ ...which, limit: 1, offset: 0 });
      return { topics, hidden, waiting: total };
    },
    ports,
  );
}

/** "remind me", "remind me not": a person's own wish. */
export async function listen(group: Group, typed: Typed, call: Call, ports: Ports): Promise<Reply> {
  const wanted = typed.rest[1]?.toLowerCase() !== 'not';
  const chosen = await meetingsMeant(group, typed, ports);
  if (chosen.length === 0)
    throw new UserError(`The directory knows no meeting of ${group.title}.`, 'All groups: `/sig list`');
  const names = chosen.map(({ meeting }) => meetingTitle(meeting)).join(', ');
  const text = wanted
    ? `You are told before ${names}, by a direct message. To end it: \`/sig meeting ${group.id} remind me not\``
    : `You are no longer told before ${names}.`;
  return {
    message: say(text),
    effects: chosen.map(({ meeting }) => ({
      kind: 'meeting.listen',
      meeting: meeting.id,
      user: call.user,
      wanted,
    })),
    because: [`${wanted ? 'asked' : 'asked no longer'} to be told of ${names}`],
  };
}
