import { UserError } from './domain/errors.ts';
import type { Group } from './domain/group.ts';
import { meetingTitle } from './domain/meeting.ts';
import { nextOccurrences, type Occurrence, type Timetable } from './domain/occurrence.ts';
import type { Instant } from './domain/time.ts';
import type { Ports } from './ports.ts';

/** Whose meeting, and which one. */
export interface Meet {
  group: Group;
  timetable: Timetable;
  occurrence: Occurrence;
}

/** The meetings of a group that may be told of where it was asked. */
export async function meetingsOf(group: Group, { meetings }: Ports): Promise<Timetable[]> {
  return (await meetings.all()).filter(({ meeting }) => meeting.group === group.id);
}

/**
 * The next occurrence of a group's main meeting: the first in the directory whose next occurrence is known, one of no
 * subproject before those of some. `of`: of the first whose title has these words.
 */
export function nextMeet(
  group: Group,
  own: readonly Timetable[],
  now: Instant,
  of?: string,
): Meet | undefined {
  const named = own.filter(
    ({ meeting }) => of === undefined || meetingTitle(meeting).toLowerCase().includes(of.toLowerCase()),
  );
  const known = named.flatMap((timetable): Meet[] => {
    const [occurrence] = nextOccurrences(timetable, now, 1);
    return occurrence ? [{ group, timetable, occurrence }] : [];
  });
  return known.find(({ timetable }) => timetable.meeting.subproject === undefined) ?? known[0];
}

/** The occurrence, or where people have ended it before its time the one after: what was talked about is not to come. */
export async function stillToHold(meet: Meet, now: Instant, { agenda }: Ports): Promise<Meet> {
  const { occurrence, timetable } = meet;
  const sitting = await agenda.sitting(occurrence.meeting, occurrence.key);
  if (sitting?.endedAt === undefined) return meet;
  const after = nextOccurrences(timetable, now, 3).find(({ start }) => start > occurrence.start);
  return after ? { ...meet, occurrence: after } : meet;
}

/**
 * The meeting of that id.
 * @throws UserError where the directory has it no longer
 */
export async function timetableById(id: string, { meetings }: Ports): Promise<Timetable> {
  const timetable = await meetings.byId(id);
  if (timetable) return timetable;
  throw new UserError('That meeting is no longer in the directory.', 'What there is: `/sig meeting`');
}

/**
 * Whose meeting it is.
 * @throws UserError where the directory has that group no longer
 */
export function groupOf({ meeting }: Timetable, { directory }: Ports): Group {
  const group = directory.current().groups.find(({ id }) => id === meeting.group);
  if (group) return group;
  throw new UserError('That group is no longer in the directory.', 'All groups: `/sig list`');
}
