import { readAgendaId } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { nextOccurrences, occurrenceOf, type Occurrence } from '../../domain/occurrence.ts';
import type { Instant } from '../../domain/time.ts';
import { meetingsOf, nextMeet, stillToHold, type Meet } from '../../meets.ts';
import type { Ports } from '../../ports.ts';

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
