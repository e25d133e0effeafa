import type { SectionChoice } from '../../domain/agenda-policy.ts';
import { agendaId, timesCarried } from '../../domain/agenda.ts';
import type { Issue } from '../../domain/issue.ts';
import { occurrencesBetween, type Occurrence } from '../../domain/occurrence.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import type { Meet } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { knownIn, radarOf } from '../../radar.ts';
import { issuesFor, tellsPrivate, topicsFor, type Topics } from '../../topics.ts';
import { tried } from '../../tried.ts';
import type { DueWork, WorkFound, WorkKind } from '../../ports/work.ts';
import { freezeEntries } from './freeze.ts';
import {
  countsText,
  dueFor,
  restsFor,
  urgency,
  waitsFor,
  type Agenda,
  type Because,
  type Entry,
  type Section,
} from './sections.ts';

/** Where it is told, and how much of each part at most in place of what the group chose. */
export interface Where {
  channel: string | undefined;
  most?: number | undefined;
}

/** How many untriaged issues are looked at, to say how many of them are new. */
const LOOKED_AT = 50;

/** All that an occurrence is about, out of the mirror. A part that fails says so; the others stand. */
export async function gather(meet: Meet, { channel, most }: Where, ports: Ports): Promise<Agenda> {
  const { group, occurrence, timetable } = meet;
  const now = ports.calendar.now();
  const { sections: choices } = await ports.policy.agenda(group);
  const hide = tellsPrivate(channel, ports) ? undefined : ports.policy.privacy.labels;
  const reading = <T>(part: string, work: () => Promise<T>) =>
    tried({ what: 'an agenda', part, group: group.id }, work, ports);
  const topics = await reading('topics', () =>
    topicsFor(timetable.meeting.id, occurrence.key, channel, ports),
  );
  const facts = { ...meet, ...past(meet, now), now, channel, hide, topics };
  const most50 = Math.max(LOOKED_AT, most ?? 0);
  const waiting = await reading('untriaged', () => untriaged(facts, most50, ports));
  const sections = await Promise.all(
    choices.map(async (choice): Promise<Section> => {
      const limited = { ...choice, limit: most ?? choice.limit };
      const found = await reading(choice.name, () => sectionOf(limited, { ...facts, waiting }, ports));
      return { name: choice.name, ...(found ?? { entries: [], total: 0, failed: true }) };
    }),
  );
  const all = topics && topics.shown.length + topics.hidden;
  const id = `${agendaId(timetable.meeting.id, occurrence.key)}/triage`;
  return {
    ...meet,
    sections,
    now,
    hidden: topics?.hidden ?? 0,
    waiting: waiting?.total,
    empty: all === 0 && waiting?.total === 0 && !sections.some(presses),
    forTriage: topics?.shown.some(({ item }) => item.id === id) ?? false,
  };
}

/** Whether it is something to talk about: what the group has let wait for too long, or a freeze that is near. */
function presses({ name, total }: Section): boolean {
  return (name === 'overdue' || name === 'freeze') && total > 0;
}

interface Facts extends Meet {
  now: Instant;
  /** Where it is told; undefined outside of Slack. */
  channel: string | undefined;
  hide: readonly string[] | undefined;
  /** When the group met last before. */
  since: Instant;
  /** The keys of the occurrences that took place. */
  passed: readonly string[];
  topics: Topics | undefined;
}

/** How far back a topic may have been added. */
const YEAR = 366 * DAY;

function past({ timetable, occurrence }: Meet, now: Instant): Pick<Facts, 'since' | 'passed'> {
  const held = occurrencesBetween(timetable, now - YEAR, occurrence.start).filter(({ skipped }) => !skipped);
  const over = held.filter(({ end }: Occurrence) => end <= now);
  return { since: over.at(-1)?.start ?? now - 7 * DAY, passed: over.map(({ key }) => key) };
}

/** The keys of a meeting's occurrences that took place before this one. */
export function passedKeys(meet: Meet, now: Instant): readonly string[] {
  return past(meet, now).passed;
}

type Waiting = { issues: Issue[]; total: number };

async function untriaged({ group, hide, now }: Facts, limit: number, ports: Ports): Promise<Waiting> {
  if (group.label === undefined) return { issues: [], total: 0 };
  const { untriaged: rule } = ports.policy.labels;
  const which = { group: group.id, label: group.label, untriaged: rule, now, hide };
  return ports.issues.queue({ ...which, order: 'newest', limit, offset: 0 });
}

/** @throws Error where what it needs could not be read */
async function sectionOf(
  { name, limit, labels }: SectionChoice,
  facts: Facts & { waiting: Waiting | undefined },
  ports: Ports,
): Promise<Omit<Section, 'name'>> {
  const { priorities } = ports.policy.triage;
  const work = (kind: WorkKind, because: (found: WorkFound['found'][number]) => Because) =>
    workSection(kind, because, limit, facts, ports);
  switch (name) {
    case 'topics':
      return topicSection(facts, limit, (carried) => carried === 0);
    case 'carried':
      return topicSection(facts, limit, (carried) => carried > 0);
    case 'actions':
      return actionSection(facts, limit, ports);
    case 'accepted':
      return acceptedSection(facts, limit, ports);
    case 'overdue':
    case 'soon':
      return work(dueIn(name, facts, ports), ({ clocks }) => dueFor(clocks));
    case 'untriaged':
      return untriagedSection(facts, limit);
    case 'unassigned':
      return work({ what: 'unassigned', priorities }, ({ issue }) => urgency(issue));
    case 'review':
      return work({ what: 'review' }, ({ issue }) => waitsFor(issue));
    case 'stale': {
      const { stale: limits } = ports.policy.clocks(facts.group);
      return work({ what: 'stale', limits, now: facts.now }, ({ issue, stale }) => restsFor(issue, stale));
    }
    case 'freeze':
      return freezeSection(facts, limit, ports);
    case 'enhancements':
      return work({ what: 'labelled', labels }, ({ issue }) => ({
        text: 'last touched',
        at: issue.updatedAt,
      }));
    case 'counts':
      return countSection(facts, ports);
  }
}

function dueIn(what: DueWork['what'], { group, now }: Facts, { policy }: Ports): DueWork {
  return { what, group: group.id, untriaged: policy.labels.untriaged, policy: policy.clocks(group), now };
}

function topicSection(
  { topics, passed }: Facts,
  limit: number,
  wanted: (carried: number) => boolean,
): Omit<Section, 'name'> {
  if (!topics) throw new Error('the topics are not known');
  const entries = topics.shown
    .map((topic): Extract<Entry, { is: 'topic' }> => ({
      is: 'topic',
      topic,
      carried: timesCarried(topic.item, passed),
    }))
    .filter(({ carried }) => wanted(carried));
  return { entries: entries.slice(0, limit), total: entries.length };
}

async function actionSection(
  { timetable, channel }: Facts,
  limit: number,
  ports: Ports,
): Promise<Omit<Section, 'name'>> {
  const open = await ports.agenda.openActions(timetable.meeting.id);
  const issues = await issuesFor(open, channel, ports);
  const actions = open.filter(({ issue }) => issue === undefined || issues.has(issue));
  const entries = actions.slice(0, limit).map((action): Entry => ({ is: 'action', action }));
  return { entries, total: actions.length };
}

async function acceptedSection(
  { group, channel, since, now }: Facts,
  limit: number,
  ports: Ports,
): Promise<Omit<Section, 'name'>> {
  const accepted = await ports.consensus.acceptedBetween(group.id, since, now);
  const issues = await issuesFor(accepted, channel, ports);
  const entries = accepted.flatMap(({ issue: id, proposal, endedAt }): Entry[] => {
    const issue = issues.get(id);
    return issue ? [{ is: 'issue', issue, because: { text: `“${proposal}”,`, at: endedAt } }] : [];
  });
  return { entries: entries.slice(0, limit), total: entries.length };
}

function untriagedSection(
  { waiting, since }: Facts & { waiting: Waiting | undefined },
  limit: number,
): Omit<Section, 'name'> {
  if (!waiting) throw new Error('the queue is not known');
  const fresh = waiting.issues.filter(({ createdAt }) => createdAt >= since).length;
  const entries = waiting.issues
    .slice(0, limit)
    .map((issue): Entry => ({ is: 'issue', issue, because: { text: 'opened', at: issue.createdAt } }));
  const more = fresh === waiting.issues.length && waiting.total > fresh ? ' or more' : '';
  const note = fresh === 0 ? undefined : `${fresh}${more} opened since the last meeting`;
  return { entries, total: waiting.total, note };
}

async function workSection(
  kind: WorkKind,
  because: (found: WorkFound['found'][number]) => Because,
  limit: number,
  { group: { label }, hide }: Facts,
  { work }: Ports,
): Promise<Omit<Section, 'name'>> {
  if (label === undefined) return { entries: [], total: 0 };
  const { found, total } = await work.find({ ...kind, label, hide, limit });
  return { entries: found.map((one) => ({ is: 'issue', issue: one.issue, because: because(one) })), total };
}

async function countSection(
  { group: { label }, hide, since }: Facts,
  { work }: Ports,
): Promise<Omit<Section, 'name'>> {
  if (label === undefined) return { entries: [], total: 0 };
  const text = countsText(await work.counts({ label, hide, since }));
  return { entries: [{ is: 'words', text }], total: 1 };
}

/** What is not ready for the freeze that is near, and what missed one since the group met last. */
async function freezeSection(
  { group, channel, since }: Facts,
  limit: number,
  ports: Ports,
): Promise<Omit<Section, 'name'>> {
  const radar = await radarOf(group, { channel, since }, ports);
  const [{ policy }, known] = [ports.keps, await knownIn(channel, ports)];
  if (!radar || !policy || !known) return { entries: [], total: 0 };
  const entries = freezeEntries(radar, { ...policy, repo: known.repo, now: ports.calendar.now() });
  return { entries: entries.slice(0, limit), total: entries.length };
}
