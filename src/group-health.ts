import { charterFinding, missingOf, pastMeetings, type PastMeeting } from './domain/charter.ts';
import type { Group } from './domain/group.ts';
import type { CharterFinding, Health } from './domain/health.ts';
import {
  dayOf,
  daysBefore,
  daysToKeep,
  firstMissing,
  firstToTell,
  HISTORY_DAYS,
  keptOver,
  reckoned,
  type GroupDay,
  type Happened,
  type Labelled,
  type State,
} from './domain/history.ts';
import type { Timetable } from './domain/occurrence.ts';
import { DAY, type Instant } from './domain/time.ts';
import { elapsedIn, loadOf, mondayOf, weeksOf, WEEKS } from './domain/weeks.ts';
import { dayText } from './domain/zone.ts';
import type { Ports } from './ports.ts';

/** What a group's health is told from: the mirror, what was kept of its days, and what is known of its meetings. */
export interface HealthNeeds {
  history: Ports['history'];
  issues: Pick<Ports['issues'], 'queue'>;
  work: Pick<Ports['work'], 'counts'>;
  meetings: Pick<Ports['meetings'], 'all'>;
  agenda: Pick<Ports['agenda'], 'sittings' | 'minutes'>;
  policy: Pick<Ports['policy'], 'clocks' | 'labels' | 'privacy' | 'triage'>;
}

/** A group’s health, and what is to be known of its numbers. */
export interface ToldHealth {
  health: Health;
  /** The day since which it is counted. */
  since: string;
  /** Whether times to triage are counted in business hours. */
  business: boolean;
  /** Whether issues are still being read for the first time, so that there seem to be too few. */
  reading: boolean;
}

/** How a group fared in the twelve weeks until a day (UTC), "2026-11-23". Nothing private is counted. */
export async function groupHealth(
  group: Group,
  day: string,
  ports: HealthNeeds,
  now: Instant,
): Promise<ToldHealth> {
  const from = daysBefore(mondayOf(day), 7 * (WEEKS - 1));
  const days = await daysOf(group, from, day, ports, now);
  const since = dayOf((await ports.history.heardSince()) ?? now);
  const known = since > from ? since : from;
  const until = Math.min(now, Date.parse(day) + DAY);
  const meetings = await meetingsOf(group, Date.parse(known), until, ports);
  const { hours } = ports.policy.clocks(group);
  const health: Health = {
    group: group.title,
    day,
    weeks: weeksOf(days, day, elapsedIn(hours)),
    triagers: loadOf(days, group.leads),
    meetings: meetings.map(({ date, was }) => ({ date, was })),
    charter: charterOf(group, meetings, known, day),
    missing: missingOf(meetings),
  };
  return { health, since, business: hours.length > 0, reading: await ports.history.reading(now) };
}

/** As groupHealth, by the group's id; undefined where there is no such group. */
export function healthBy(portsOf: () => Ports) {
  return async (id: string, day: string): Promise<Health | undefined> => {
    const ports = portsOf();
    const group = ports.directory.current().groups.find((one) => one.id === id);
    return group && (await groupHealth(group, day, ports, ports.calendar.now())).health;
  };
}

/** Where the group stands with the charter's rule, which is for SIGs, from one day until another. */
export function charterOf(
  { kind }: Group,
  meetings: readonly PastMeeting[],
  known: string,
  day: string,
): CharterFinding {
  if (meetings.length === 0)
    return { verdict: 'unknown', text: `sigbot knows of no meeting since ${dayText(known)}` };
  if (kind !== 'sig') return { verdict: 'unknown', text: 'The rule on meetings is for SIGs' };
  return charterFinding(meetings, known, day);
}

/**
 * The days of a group from one until another, as they were kept, and reckoned where they were not; today as it is now.
 * None where the group has no label: nobody can tell which issues are its own.
 */
export async function daysOf(
  group: Group,
  from: string,
  until: string,
  ports: HealthNeeds,
  now: Instant,
): Promise<GroupDay[]> {
  const { id, label } = group;
  if (label === undefined) return [];
  const today = dayOf(now);
  const lately = daysBefore(today, HISTORY_DAYS);
  const kept = await ports.history.days(id, from < lately ? from : lately, daysBefore(today, -1));
  const wanted = ({ day }: GroupDay) => day >= from && day <= until;
  const first = firstMissing(kept, today);
  if (until < first) return kept.filter(wanted);
  const happened = await happenedSince(first, ports, now);
  const told = reckoned({ id, label }, first, today, await stateOf({ id, label }, ports, now), happened);
  return keptOver(kept, told).filter(wanted);
}

/** All that came, went and was decided since the beginning of that day, in all groups. */
async function happenedSince(
  first: string,
  { history, policy }: HealthNeeds,
  now: Instant,
): Promise<Happened> {
  const hide = policy.privacy.labels;
  const since = Date.parse(first);
  const [spans, decisions, heardSince = now] = await Promise.all([
    history.spans(since, hide),
    history.decisions(since, hide),
    history.heardSince(),
  ]);
  return { spans, decisions, heardSince, robots: policy.triage.robots };
}

/** Of all issues that anybody may read. */
async function stateOf(
  { id, label }: Labelled,
  { issues, work, policy }: HealthNeeds,
  now: Instant,
): Promise<State> {
  const hide = policy.privacy.labels;
  const { untriaged } = policy.labels;
  const [waiting, { open, pulls }] = await Promise.all([
    issues.queue({ group: id, label, untriaged, now, hide, limit: 1, offset: 0 }),
    work.counts({ label, hide, since: now }),
  ]);
  return { open, untriaged: waiting.total, pulls };
}

/**
 * What of each of these groups’ days is to be kept, now that a day has begun. Nothing while there is no repository yet, or
 * one is being read for the first time: what is kept of a day stays, and half of it would. Tomorrow they are reckoned.
 */
export async function daysToKeepOf(
  groups: readonly Labelled[],
  ports: HealthNeeds,
  now: Instant,
): Promise<{ group: string; days: GroupDay[] }[]> {
  const { history } = ports;
  if ((await history.heardSince()) === undefined || (await history.reading(now))) return [];
  const today = dayOf(now);
  const firsts = await Promise.all(
    groups.map(async ({ id }) =>
      firstToTell(await history.days(id, daysBefore(today, HISTORY_DAYS), today), today),
    ),
  );
  const earliest = firsts.toSorted()[0];
  if (earliest === undefined) return [];
  const happened = await happenedSince(earliest, ports, now);
  const kept = [];
  for (const [index, group] of groups.entries()) {
    const state = await stateOf(group, ports, now);
    const told = reckoned(group, firsts[index] ?? today, today, state, happened);
    kept.push({ group: group.id, days: daysToKeep(told, state, now) });
  }
  return kept;
}

/**
 * The meetings of a group between two moments, oldest first: its own, without those of its subprojects where it has any
 * of its own, and without private ones.
 */
export async function meetingsOf(
  { id }: Group,
  from: Instant,
  until: Instant,
  { meetings, agenda }: Pick<HealthNeeds, 'meetings' | 'agenda'>,
): Promise<PastMeeting[]> {
  const all = (await meetings.all()).filter(({ meeting }) => meeting.group === id && !meeting.private);
  const own = all.filter(({ meeting }) => meeting.subproject === undefined);
  const past = await Promise.all(
    (own.length > 0 ? own : all).map(async (timetable: Timetable) =>
      pastMeetings(timetable, await agenda.sittings(timetable.meeting.id, SITTINGS), from, until),
    ),
  );
  return past.flat().toSorted((one, other) => (one.date < other.date ? -1 : 1));
}

/** More than a meeting has in a year. */
const SITTINGS = 400;
