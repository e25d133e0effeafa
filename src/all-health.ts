import type { Group } from './domain/group.ts';
import { inNeedFirst, type AllHealth, type GroupStanding } from './domain/groups-health.ts';
import { dayOf, daysBefore, type GroupDay } from './domain/history.ts';
import { missingOf } from './domain/charter.ts';
import { DAY, type Instant } from './domain/time.ts';
import { elapsedIn, median, waitingHours, WEEKS } from './domain/weeks.ts';
import { charterOf, daysOf, meetingsOf, type HealthNeeds } from './group-health.ts';

/** What is asked beside a group's numbers: how many of its folders have too few approvers; undefined where it is not known. */
export type ThinFolders = (group: Group) => Promise<number | undefined>;

/**
 * How these groups fare on a day (UTC), against so many days before it. Nothing private is counted. What came and went is
 * read once for all of them.
 */
export async function allHealth(
  groups: readonly Group[],
  { day, ago }: { day: string; ago: number },
  ports: HealthNeeds,
  now: Instant,
  thinFolders: ThinFolders = () => Promise.resolve(undefined),
): Promise<AllHealth> {
  const shared = askedOnce(ports);
  const before = daysBefore(day, ago);
  const since = dayOf((await shared.history.heardSince()) ?? now);
  const rows: GroupStanding[] = [];
  for (const group of groups)
    rows.push(await standingOf(group, { day, before, since }, shared, now, await thinFolders(group)));
  return { day, before, groups: inNeedFirst(rows, now), reading: await ports.history.reading(now) };
}

async function standingOf(
  group: Group,
  { day, before, since }: { day: string; before: string; since: string },
  ports: HealthNeeds,
  now: Instant,
  thin: number | undefined,
): Promise<GroupStanding> {
  const { id, title, label } = group;
  const from = daysBefore(day, 7 * WEEKS - 1);
  const days = await daysOf(group, from, day, ports, now);
  const known = since > from ? since : from;
  const until = Math.min(now, Date.parse(day) + DAY);
  const meetings = await meetingsOf(group, Date.parse(known), until, ports);
  const count = (what: (typeof meetings)[number]['was']) => meetings.filter(({ was }) => was === what).length;
  const { hours } = ports.policy.clocks(group);
  const lately = days.filter((one) => one.day > before);
  return {
    id,
    title,
    ...stateOn(days, day),
    untriagedBefore: days.find((one) => one.day === before)?.untriaged,
    oldest: label === undefined ? undefined : await oldestOf({ id, label }, ports, now),
    medianHours: median(waitingHours(lately, elapsedIn(hours))),
    held: count('held'),
    off: count('off'),
    unrecorded: count('unrecorded'),
    charter: charterOf(group, meetings, known, day),
    notes: missingOf(meetings).notes,
    thin,
  };
}

function stateOn(days: readonly GroupDay[], day: string): Pick<GroupStanding, 'open' | 'untriaged'> {
  const last = days.findLast((one) => one.day <= day && one.open !== undefined);
  return { open: last?.open, untriaged: last?.untriaged };
}

async function oldestOf(
  { id: group, label }: { id: string; label: string },
  { issues, policy }: HealthNeeds,
  now: Instant,
): Promise<Instant | undefined> {
  const hide = policy.privacy.labels;
  const { untriaged } = policy.labels;
  const { issues: found } = await issues.queue({ group, label, untriaged, now, hide, limit: 1, offset: 0 });
  return found[0]?.createdAt;
}

/** The same question is put to the store once: most of what a group's numbers are made of is common to all groups. */
function askedOnce({ history, issues, meetings, ...ports }: HealthNeeds): HealthNeeds {
  return {
    ...ports,
    history: {
      ...history,
      heardSince: once(history.heardSince),
      spans: once(history.spans),
      decisions: once(history.decisions),
    },
    issues: { queue: once(issues.queue) },
    meetings: { all: once(meetings.all) },
  };
}

function once<Asked extends unknown[], Told>(ask: (...asked: Asked) => Promise<Told>) {
  const told = new Map<string, Promise<Told>>();
  return (...asked: Asked): Promise<Told> => {
    const key = JSON.stringify(asked);
    const known = told.get(key) ?? ask(...asked);
    told.set(key, known);
    return known;
  };
}
