import { attendanceOf, flowsIn, type GroupYear } from './domain/annual.ts';
import { missingOf, type PastMeeting } from './domain/charter.ts';
import { UserError } from './domain/errors.ts';
import type { Group } from './domain/group.ts';
import { dayOf } from './domain/history.ts';
import { DAY, type Instant } from './domain/time.ts';
import { elapsedIn, loadOf, median, percentile, sum, waitingHours } from './domain/weeks.ts';
import { charterOf, daysOf, meetingsOf, type HealthNeeds } from './group-health.ts';

/**
 * What is known of a group's year (UTC), as far as it has come. Nothing private is counted.
 * @throws UserError where nothing is known of it
 */
export async function groupYear(
  group: Group,
  year: number,
  ports: HealthNeeds,
  now: Instant,
): Promise<GroupYear> {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const today = dayOf(now);
  const until = last < today ? last : today;
  const days = first > until ? [] : await daysOf(group, first, until, ports, now);
  const since = dayOf((await ports.history.heardSince()) ?? now);
  const begin = since > first ? since : first;
  const end = Math.min(now, Date.parse(until) + DAY);
  const isKnown = begin <= until;
  if (!isKnown && days.length === 0)
    throw new UserError(
      `Nothing is known of ${group.title} in ${year}: sigbot came on ${since}.`,
      `There are numbers from ${since.slice(0, 4)} on.`,
    );
  const meetings = isKnown ? await meetingsOf(group, Date.parse(begin), end, ports) : [];
  const count = (was: PastMeeting['was']) => meetings.filter((one) => one.was === was).length;
  const hours = waitingHours(days, elapsedIn(ports.policy.clocks(group).hours));
  const [from, to] = [days[0]?.day, days.at(-1)?.day];
  return {
    group: group.title,
    kind: group.kind,
    year,
    known: from === undefined || to === undefined ? undefined : { from, until: to },
    estimated: days.filter(({ estimated }) => estimated).length,
    since,
    ...flowsIn(days),
    triaged: sum(days.map(({ triaged }) => triaged)),
    medianHours: median(hours),
    p90Hours: percentile(hours, 90),
    triagers: loadOf(days, group.leads),
    meetings: isKnown
      ? { held: count('held'), off: count('off'), unrecorded: count('unrecorded') }
      : undefined,
    charter: isKnown
      ? charterOf(group, meetings, begin, until)
      : { verdict: 'unknown', text: 'Whether it met as the charter asks is unknown' },
    missing: missingOf(meetings),
    attendance: attendanceOf(meetings),
    said: isKnown ? await saidIn(meetings, ports) : undefined,
    leads: group.leads,
    subprojects: group.subprojects,
  };
}

async function saidIn(
  meetings: readonly PastMeeting[],
  { agenda }: Pick<HealthNeeds, 'agenda'>,
): Promise<NonNullable<GroupYear['said']>> {
  const held = meetings.filter(({ was }) => was === 'held');
  const said = (await Promise.all(held.map(({ meeting, key }) => agenda.minutes(meeting, key)))).flat();
  const actions = said.filter(({ kind }) => kind === 'action');
  return {
    decisions: said.filter(({ kind }) => kind === 'decision').length,
    actions: actions.length,
    done: actions.filter(({ doneAt }) => doneAt !== undefined).length,
  };
}
