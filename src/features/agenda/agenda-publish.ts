import { say, actions, button, section } from '../../blocks.ts';
import { agendaId, type AgendaItem, type PublishedAgenda } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import { groupsWithLabels, type Group } from '../../domain/group.ts';
import type { Happening } from '../../domain/happening.ts';
import type { Issue } from '../../domain/issue.ts';
import {
  dayOfKey,
  nextOccurrences,
  occurrencesBetween,
  zoneOf,
  type Timetable,
} from '../../domain/occurrence.ts';
import { DAY, MINUTE, type Instant } from '../../domain/time.ts';
import { clockText, dayText, earlier } from '../../domain/zone.ts';
import { subjectKey, type Effect, type Subject } from '../../effect.ts';
import type { Call, Message, Plan, Reply } from '../../feature.ts';
import { changed, insistOnLead, occurrenceEdits } from '../../meeting-messages.ts';
import type { Ports } from '../../ports.ts';
import { gather } from './agenda-gather.ts';
import { meetById, meetOf } from './agenda-meet.ts';
import { agendaMessage } from './blocks.ts';
import { agendaDocument } from './document.ts';
import { triageTopic } from './plan.ts';
import type { Meet } from './sections.ts';

/** What is published now: each agenda once, so long before its meeting as its group wants it. */
export async function publish(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const standing = await ports.agenda.published(now);
  const { groups } = ports.directory.current();
  const effects: Effect[] = [];
  for (const timetable of await ports.meetings.all()) {
    const { meeting } = timetable;
    const group = groups.find(({ id }) => id === meeting.group);
    const before = group && ports.policy.agenda(group).publish;
    const channel = ports.meetings.channelOf(meeting)?.id;
    if (before === undefined || channel === undefined) continue;
    for (const agenda of dueAgendas(timetable, before, since, now))
      effects.push(...publishing(agenda, channel, standing, now));
  }
  return { effects, because: [] };
}

interface DueAgenda {
  agenda: PublishedAgenda;
  start: Instant;
  /** It fell due only now. */
  fresh: boolean;
}

/** The agendas that are due and of use, and those that fell due while nobody looked and are of use no more. */
function dueAgendas(timetable: Timetable, before: number, since: Instant, now: Instant): DueAgenda[] {
  const { meeting } = timetable;
  return occurrencesBetween(timetable, Math.min(since, now), now + before * MINUTE + DAY)
    .filter(({ skipped }) => !skipped)
    .flatMap(({ key, start, end }) => {
      const due = earlier(start, before, zoneOf(timetable));
      const fresh = due > since;
      if (due > now || (now >= start && !fresh)) return [];
      return [{ agenda: { meeting: meeting.id, key, group: meeting.group, until: end }, start, fresh }];
    });
}

/** What stands is left alone but for its end, which follows the meeting where that is moved. */
function publishing(
  { agenda, start }: DueAgenda,
  channel: string,
  standing: readonly PublishedAgenda[],
  now: Instant,
): Effect[] {
  const subject = subjectOf(agenda);
  const known = standing.find(({ meeting, key }) => meeting === agenda.meeting && key === agenda.key);
  if (known?.until === agenda.until) return [];
  const keep: Effect = { kind: 'agenda.publish', agenda };
  if (known) return [keep, { kind: 'slack.update', channel, subject }];
  const post: Effect = { kind: 'slack.post', channel, subject, once: subjectKey(subject), until: start };
  return now < start ? [post, keep] : [post];
}

function subjectOf({ meeting, key }: Pick<PublishedAgenda, 'meeting' | 'key'>): Subject {
  return { kind: 'agenda', id: agendaId(meeting, key) };
}

/**
 * The agendas that stand and may show the issue are edited. Where none stands this is one look at a small table: it
 * happens at every touch of any issue.
 */
export async function follow(issue: Issue, heard: readonly Happening[], ports: Ports): Promise<Effect[]> {
  const standing = await ports.agenda.published(ports.calendar.now());
  if (standing.length === 0) return [];
  const left = heard.flatMap((one) => (one.what === 'unlabelled' ? [one.label] : []));
  const groups = groupsWithLabels(ports.directory.current().groups, [...issue.labels, ...left]);
  const about = await ports.agenda.itemsAbout(issue.id);
  const concerned = standing.filter(
    ({ group, meeting }) =>
      groups.some(({ id }) => id === group) || about.some((item) => item.meeting === meeting),
  );
  const posted = await Promise.all(concerned.map((agenda) => ports.messages.of(subjectOf(agenda))));
  return posted.flat().map(({ channel, subject }) => ({ kind: 'slack.update', channel, subject }));
}

/** The agenda as its channel sees it now; undefined where its meeting has begun or is gone: what stands there stays. */
export async function renderAgenda(id: string, channel: string, ports: Ports): Promise<Message | undefined> {
  const meet = await meetOf(id, ports);
  if (!meet || (await isHeld(meet, ports))) return undefined;
  const agenda = await gather(meet, { channel }, ports);
  return agendaMessage(agenda, agenda.empty ? await leadsOf(meet.group, ports) : []);
}

/** From then on its topics are done one by one, and what was planned is to stay. */
async function isHeld({ occurrence }: Meet, { agenda, calendar }: Ports): Promise<boolean> {
  if (calendar.now() >= occurrence.end) return true;
  return (await agenda.sitting(occurrence.meeting, occurrence.key)) !== undefined;
}

function leadsOf({ leads }: Group, { people }: Ports): Promise<string[]> {
  return people.slackOf(leads.map(({ github }) => github));
}

/** The agenda for where anybody may read it, also outside of Slack: nothing private is in it. */
export async function documentOf(
  id: string,
  ports: Ports,
): Promise<{ title: string; markdown: string } | undefined> {
  const meet = await meetOf(id, ports);
  if (!meet || meet.timetable.meeting.private || (await isHeld(meet, ports))) return undefined;
  return agendaDocument(await gather(meet, { channel: undefined }, ports));
}

/** A lead's answer to an empty agenda: the occurrence is called off, and the channel told. */
export async function cancel(id: string, call: Call, ports: Ports): Promise<Reply> {
  const meet = await toCome(id, call, ports);
  const { timetable, occurrence } = meet;
  const reason = 'nothing is on the agenda';
  const change = { kind: 'skip', key: occurrence.key, reason } as const;
  const { one, after, effects } = await changed(timetable, change, call, ports);
  const [next] = nextOccurrences(after, call.now, 1);
  const follows = next ? ` The next one: ${clockText(next.start, zoneOf(after), call.now)}.` : '';
  const text = `The meeting of ${dayText(dayOfKey(occurrence.key, timetable), call.now)} is cancelled, and the channel is told.${follows}`;
  return {
    message: { text, blocks: [section(text), actions(button('Undo', 'meetings:undo', one.id))] },
    effects,
    because: [`skip of ${timetable.meeting.id}: ${reason}`],
  };
}

/** A lead's other answer: the occurrence is used for triage. */
export async function useForTriage(id: string, call: Call, ports: Ports): Promise<Reply> {
  const { timetable, occurrence } = await toCome(id, call, ports);
  const { meeting } = timetable;
  const items: AgendaItem[] = await ports.agenda.items(meeting.id);
  const place = { meeting: meeting.id, key: occurrence.key, items, by: call.user, at: call.now };
  return {
    message: say('It is a meeting for triage; its agenda says so.'),
    effects: [
      { kind: 'agenda.put', item: triageTopic(place) },
      ...(await occurrenceEdits(timetable, occurrence.key, ports)),
    ],
    because: [`${meeting.id} of ${occurrence.key} is for triage`],
  };
}

/** @throws UserError where somebody else asks than a lead, or it is too late */
async function toCome(id: string, call: Call, ports: Ports): Promise<Meet> {
  const meet = await meetById(id, ports);
  await insistOnLead(meet.group, call.user, ports);
  const { skipped, end, meeting, key } = meet.occurrence;
  if (skipped) throw new UserError('That meeting is cancelled already.', 'Take it back: `/sig meeting undo`');
  const held = await ports.agenda.sitting(meeting, key);
  if (held && held.endedAt === undefined)
    throw new UserError('That meeting is on already.', 'Its message stands in the channel.');
  if (held || end <= call.now) throw new UserError('That meeting is over.', 'The next ones: `/sig meeting`');
  return meet;
}
