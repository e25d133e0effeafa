import { readAgendaId } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { nextOccurrences, occurrenceOf, type Occurrence, type Timetable } from '../../domain/occurrence.ts';
import type { Instant } from '../../domain/time.ts';
import type { Ports } from '../../ports.ts';
import type { Meet } from './sections.ts';

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

/** @throws UserError where it is not known when the group meets, or no meeting of it has these words in its title */
export async function meetMeant(
  group: Group,
  of: string | undefined,
  now: Instant,
  ports: Ports,
): Promise<Meet> {
  const own = await meetingsOf(group, ports);
  const meet = nextMeet(group, own, now, of);
  if (meet) return stillToHold(meet, now, ports);
  const named = of === undefined ? [] : own.filter(({ meeting }) => meetingTitle(meeting).includes(of));
  throw new UserError(
    of !== undefined && named.length === 0
      ? `No meeting of ${group.title} that is to come is called “${of}”.`
      : `sigbot does not know when ${group.title} meets next, so there is no agenda.`,
    `Its meetings: \`/sig meeting ${group.id}\``,
  );
}

/** The occurrence, or where people have ended it before its time the one after: what was talked about is not to come. */
export async function stillToHold(meet: Meet, now: Instant, { agenda }: Ports): Promise<Meet> {
  const { occurrence, timetable } = meet;
  const sitting = await agenda.sitting(occurrence.meeting, occurrence.key);
  if (sitting?.endedAt === undefined) return meet;
  const after = nextOccurrences(timetable, now, 3).find(({ start }) => start > occurrence.start);
  return after ? { ...meet, occurrence: after } : meet;
}

/** The occurrence that an agenda is of; undefined where the directory or the rule has it no more. */
export async function meetOf(id: string, { directory, meetings }: Ports): Promise<Meet | undefined> {
  const { meeting, key } = readAgendaId(id);
  const timetable = await meetings.byId(meeting);
  const occurrence = timetable && occurrenceOf(timetable, key);
  const group = directory.current().groups.find((one) => one.id === timetable?.meeting.group);
  return occurrence && group && { group, timetable, occurrence };
}

/** @throws UserError where there is no such occurrence any more */
export async function meetById(id: string, ports: Ports): Promise<Meet> {
  const meet = await meetOf(id, ports);
  if (meet) return meet;
  throw new UserError('That meeting is no longer in the directory.', 'What there is: `/sig meeting`');
}

/** Where what is added now goes, and where what is put off does: the occurrence, where it is not over, and the one after. */
export function ahead(
  { timetable, occurrence }: Meet,
  now: Instant,
): { this: Occurrence | undefined; after: Occurrence | undefined } {
  const coming = nextOccurrences(timetable, now, 3).filter(({ start }) => start >= occurrence.start);
  const [first, second] = coming.length > 0 ? coming : nextOccurrences(timetable, now, 2);
  return { this: first, after: second };
}
