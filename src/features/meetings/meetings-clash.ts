import { createHash } from 'node:crypto';
import type { MadeChange } from '../../domain/meeting-change.ts';
import { zoneOf, type Occurrence, type Timetable } from '../../domain/occurrence.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { nextAt } from '../../domain/zone.ts';
import { subjectKey, type Effect } from '../../effect.ts';
import type { Ports } from '../../ports.ts';
import { clashFinder, type Clash } from './plan.ts';

/** When leads are told, by the clock of the meeting: not in the night. */
const TOLD_AT = 10 * 60;
/** How far ahead is looked. */
const AHEAD = 28 * DAY;

/** The clashes of a meeting with the others, as they are now. */
export async function clashesOf(timetable: Timetable, now: Instant, ports: Ports): Promise<Clash[]> {
  const others = await ports.meetings.all();
  return clashFinder(others, ports.directory.current().groups, now, now + AHEAD)(timetable);
}

/** Once a day: the clashes of which the leads of a group were not told yet, in its channel. */
export async function noteClashes(now: Instant, ports: Ports, since: Instant): Promise<Effect[]> {
  if (!ports.policy.meetings.ask) return [];
  const all = await ports.meetings.all();
  const due = all.filter((timetable) => nextAt(TOLD_AT, zoneOf(timetable), since) <= now);
  if (due.length === 0) return [];
  const find = clashFinder(all, ports.directory.current().groups, now, now + AHEAD);
  const effects: Effect[] = [];
  for (const timetable of due)
    for (const clash of find(timetable)) effects.push(...(await noteOf(clash, timetable, now, ports)));
  return effects;
}

/** What a change brings about is told at once, on both sides. */
export async function noteBothSides(
  clashes: readonly Clash[],
  timetable: Timetable,
  now: Instant,
  ports: Ports,
): Promise<Effect[]> {
  const effects: Effect[] = [];
  for (const clash of clashes) {
    const turned = { ...clash, one: clash.other, other: clash.one, with: timetable };
    effects.push(...(await noteOf(clash, timetable, now, ports)));
    effects.push(...(await noteOf(turned, clash.with, now, ports)));
  }
  return effects;
}

/** Of meetings that recur once for ever, of a day that was moved or added once for that day; of a group's own two once. */
async function noteOf(
  { one, other, with: beside, leads, room }: Clash,
  timetable: Timetable,
  now: Instant,
  { meetings }: Ports,
): Promise<Effect[]> {
  const { meeting } = timetable;
  const channel = meetings.channelOf(meeting)?.id;
  if (channel === undefined || beside.meeting.private || meeting.private) return [];
  const isOwn = meeting.group === beside.meeting.group;
  if (isOwn && meeting.id > beside.meeting.id) return [];
  const days = [dayApart(one), dayApart(other)].join();
  const print = createHash('sha256').update(`${beside.meeting.id} ${days}`).digest('base64url').slice(0, 12);
  const id = `${meeting.id}/clash/${print}`;
  if (await meetings.change(id)) return [];
  const change = { kind: 'clash', with: beside.meeting.id, at: one.start, leads, room } as const;
  const made: MadeChange = { id, meeting: meeting.id, change, by: '', at: now };
  const subject = { kind: 'change', id } as const;
  return [
    { kind: 'meeting.change', made },
    { kind: 'slack.post', channel, subject, once: subjectKey(subject) },
  ];
}

/** The key of an occurrence that is not where the rule has it; "" of one that recurs. */
function dayApart({ key, moved, session }: Occurrence): string {
  return moved || session === undefined ? key : '';
}
