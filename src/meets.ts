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

/** The group's meetings. */
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
