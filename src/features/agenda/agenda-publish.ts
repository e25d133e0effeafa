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
import type { Meet } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { hiddenSince, issuesFor, leftOf, namesOf } from '../../topics.ts';
import { gather } from './agenda-gather.ts';
import { meetById, meetOf } from './agenda-meet.ts';
import { agendaMessage, pastMessage } from './blocks.ts';
import { agendaDocument, pastDocument } from './document.ts';
import { triageTopic } from './plan.ts';
import { namedBy, type Past } from './sections.ts';

/** What is published now: each agenda once, so long before its meeting as its group wants it. */
export async function publish(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const sinceThen = await ports.agenda.published(Math.min(since, now));
  const standing = sinceThen.filter(({ until }) => until > now);
  const { groups } = ports.directory.current();
  const effects = await unpinned(
    sinceThen.filter(({ until }) => until <= now),
    ports,
  );
  for (const timetable of await ports.meetings.all()) {
    const { meeting } = timetable;
    const group = groups.find(({ id }) => id === meeting.group);
    const before = group && (await ports.policy.agenda(group)).publish;
    const channel = ports.meetings.channelOf(meeting)?.id;
    if (before === undefined || channel === undefined) continue;
    for (const agenda of dueAgendas(timetable, before, since, now))
      effects.push(...publishing(agenda, channel, standing, { now, pin: ports.policy.meetings.pin }));
  }
  return { effects, because: [] };
}

/** What is over makes room for what is to come. */
async function unpinned(over: readonly PublishedAgenda[], { messages, policy }: Ports): Promise<Effect[]> {
  if (!policy.meetings.pin) return [];
  const posted = await Promise.all(over.map((agenda) => messages.of(subjectOf(agenda))));
  return posted.flat().map(({ channel, subject }) => ({ kind: 'slack.unpin', channel, subject }));
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
  { now, pin }: { now: Instant; pin: boolean },
): Effect[] {
  const subject = subjectOf(agenda);
  const known = standing.find(({ meeting, key }) => meeting === agenda.meeting && key === agenda.key);
  if (known?.until === agenda.until) return [];
  const keep: Effect = { kind: 'agenda.publish', agenda };
  if (known) return [keep, { kind: 'slack.update', channel, subject }];
  const post: Effect = { kind: 'slack.post', channel, subject, once: subjectKey(subject), until: start };
  if (now >= start) return [post];
  return [post, ...(pin ? [{ kind: 'slack.pin', channel, subject } as const] : []), keep];
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

/**
 * The agenda as its channel sees it now. Once its meeting has begun, what stands there stays: it is undefined then, unless
 * something that it names has become private.
 */
export async function renderAgenda(id: string, channel: string, ports: Ports): Promise<Message | undefined> {
  const subject = { kind: 'agenda', id } as const;
  const meet = await meetOf(id, ports);
  if (!meet) return leftOf(subject, channel, ports);
  if (await isHeld(meet, ports)) {
    const names = await hiddenSince(subject, channel, ports);
    return names && { ...pastMessage(meet, await pastOf(meet, channel, ports)), names };
  }
  const agenda = await gather(meet, { channel }, ports);
  const message = agendaMessage(agenda, agenda.empty ? await leadsOf(meet.group, ports) : []);
  return { ...message, names: await namesOf(namedBy(agenda), ports) };
}

/** What was talked about, as it may still be told in a channel; outside of Slack where there is none. */
async function pastOf({ occurrence }: Meet, channel: string | undefined, ports: Ports): Promise<Past> {
  const { meeting, key } = occurrence;
  const covered = (await ports.agenda.sitting(meeting, key))?.covered ?? [];
  const issues = await issuesFor(covered, channel, ports);
  const topics = covered.filter(({ issue }) => issue === undefined || issues.has(issue));
  return { topics: topics.map(({ text }) => text), hidden: covered.length - topics.length };
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
  if (!meet || meet.timetable.meeting.private) return undefined;
  if (await isHeld(meet, ports)) {
    const names = await hiddenSince({ kind: 'agenda', id }, undefined, ports);
    return names && pastDocument(meet, await pastOf(meet, undefined, ports));
  }
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
  const topic = triageTopic(place);
  const before = await ports.agenda.item(topic.id);
  return {
    message: say('It is a meeting for triage; its agenda says so.'),
    effects: [
      { kind: 'agenda.put', item: { ...topic, revision: before?.revision } },
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
