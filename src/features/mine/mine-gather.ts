import type { Minute } from '../../domain/agenda.ts';
import type { Office } from '../../domain/business-time.ts';
import type { Group } from '../../domain/group.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { ownGroups, type OwnChoice } from '../../domain/mine.ts';
import { nextOccurrences, type Timetable } from '../../domain/occurrence.ts';
import { readsOnly, type Person } from '../../domain/person.ts';
import { EARLY } from '../../domain/sitting.ts';
import type { Instant } from '../../domain/time.ts';
import type { Call } from '../../feature.ts';
import { stillToHold, type Meet } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { issuesFor } from '../../topics.ts';
import { longestFirst, veiled, type Mine, type MyClaim, type MyMeeting } from './plan.ts';

/** Who asks, and where; without a channel, as in Home, nothing private is told. */
type Asking = Pick<Call, 'user' | 'channel' | 'now'>;

/**
 * All that is a person's own, out of the mirror.
 * @param limit how many issues are read of each way in which something waits for them
 */
export async function gatherMine(asking: Asking, limit: number, ports: Ports): Promise<Mine> {
  const { user, now } = asking;
  const person = await ports.people.find(user);
  const choice = await ports.mine.of(user);
  const followed = await followedBy(user, choice, ports);
  const groups = ownGroups(person, ports.directory.current().groups, followed);
  const timetables = await ports.meetings.all();
  const [waiting, claims, actions, meetings] = await Promise.all([
    waitingFor(person, limit, ports),
    claimsOf(asking, ports),
    actionsOf(asking, timetables, ports),
    meetingsOf(groups, timetables, now, ports),
  ]);
  const linkable = ports.linking.how !== undefined && readsOnly(person) === undefined;
  return { person, linkable, choice, groups, waiting, claims, actions, meetings };
}

/** The ids of the groups somebody follows: those they chose, else those of their own calendar, unless it has all. */
export async function followedBy(
  user: string,
  { groups: chosen }: OwnChoice,
  { calendars, directory }: Ports,
): Promise<readonly string[]> {
  if (chosen) return chosen;
  const { groups = [] } = (await calendars.of(user)) ?? {};
  return groups.length < directory.current().groups.length ? groups : [];
}

/** Where, and on which days, people of these groups work. */
export function officesOf(groups: readonly Group[], { policy }: Ports): Office[] {
  return groups.flatMap((group) => policy.clocks(group).hours);
}

async function waitingFor({ github }: Person, limit: number, { work }: Ports): Promise<Mine['waiting']> {
  return longestFirst(github === undefined ? [] : await work.owedBy({ login: github, limit }));
}

async function claimsOf({ user, channel, now }: Asking, ports: Ports): Promise<MyClaim[]> {
  const claims = await ports.claims.of(user, now);
  const issues = await issuesFor(claims, channel, ports);
  const { groups } = ports.directory.current();
  return claims.flatMap(({ issue: id, group, until }) => {
    const issue = issues.get(id);
    const title = groups.find((one) => one.id === group)?.title ?? group;
    return issue ? [{ issue, group: title, until }] : [];
  });
}

/** Those of meetings that may be told of there. */
async function actionsOf(
  { user, channel }: Asking,
  timetables: readonly Timetable[],
  ports: Ports,
): Promise<Minute[]> {
  const known = new Set(timetables.map(({ meeting }) => meeting.id));
  const open = (await ports.agenda.openActionsOf(user)).filter(({ meeting }) => known.has(meeting));
  return veiled(open, await issuesFor(open, channel, ports));
}

/** The next time of each meeting of these groups, soonest first. One that was ended before its time counts no more. */
async function meetingsOf(
  groups: readonly Group[],
  timetables: readonly Timetable[],
  now: Instant,
  ports: Ports,
): Promise<MyMeeting[]> {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const next = timetables.flatMap((timetable) => {
    const group = byId.get(timetable.meeting.group);
    const [occurrence] = group ? nextOccurrences(timetable, now, 1) : [];
    return group && occurrence ? [{ group, timetable, occurrence }] : [];
  });
  const isNear = ({ occurrence: { start } }: Meet) => start <= now + EARLY;
  const held = await Promise.all(
    next.map(async (meet) => (isNear(meet) ? stillToHold(meet, now, ports) : meet)),
  );
  return held
    .toSorted((one, other) => one.occurrence.start - other.occurrence.start)
    .map(({ group, timetable: { meeting }, occurrence: { start } }) => {
      return { group: group.title, of: group.id, title: meetingTitle(meeting), start, url: meeting.url };
    });
}
