import { decidesFor } from '../../acting.ts';
import type { Minute, Sitting } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import { type Group } from '../../domain/group.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { readsOnly, type Person } from '../../domain/person.ts';
import { UNOPENED } from '../../domain/rights.ts';
import { dueItems, sittingId, sittingKey, type SittingKey } from '../../domain/sitting.ts';
import type { Call, Named } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import { meetingsOf } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { issuesFor, namesOf } from '../../topics.ts';
import type { Issues } from './blocks.ts';
import type { Room } from './plan.ts';

/** The sitting of that id with all that belongs to it; undefined where it, its meeting or its group is not known. */
export async function roomOf({ meeting, key }: SittingKey, ports: Ports): Promise<Room | undefined> {
  const { agenda, meetings, directory } = ports;
  const timetable = await meetings.byId(meeting);
  const sitting = timetable && (await agenda.sitting(meeting, key));
  const group = directory.current().groups.find(({ id }) => id === timetable?.meeting.group);
  if (!timetable || !sitting || !group) return undefined;
  const items = dueItems(await agenda.items(meeting), key);
  const minutes = await agenda.minutes(meeting, key);
  return { id: sittingId(sitting), sitting, timetable, group, items, minutes };
}

/**
 * The sitting behind a button.
 * @throws UserError where it is not known any more
 */
export async function roomById(id: string, ports: Ports): Promise<Room> {
  const key = sittingKey(id);
  const room = key && (await roomOf(key, ports));
  if (room) return room;
  throw new UserError('That meeting is no longer in the directory.', 'What there is: `/sig meeting`');
}

/**
 * The sitting in whose thread something was said, else the one that is on in the channel.
 * @throws UserError where there is none, or several
 */
export async function roomHere(call: Call, ports: Ports): Promise<Room> {
  const { channel, thread } = call;
  const subject =
    channel === undefined || thread === undefined ? undefined : await ports.messages.at(channel, thread);
  if (subject?.kind === 'sitting') return roomById(subject.id, ports);
  const here = (await ports.agenda.openSittings()).filter((sitting) => sitting.channel === channel);
  const rooms = (await Promise.all(here.map((sitting) => roomOf(sitting, ports)))).filter(
    (room) => room !== undefined,
  );
  const [room, ...more] = rooms;
  if (!room)
    throw new UserError(
      'No meeting is on here.',
      'Begin it: `/sig meeting start`. What belongs to one that is over is written in the thread of its summary.',
    );
  if (more.length === 0) return room;
  throw new UserError('Several meetings are on here.', 'Say it in the thread of the one you mean.');
}

/**
 * The sitting of a group's meeting that is meant after its end: that of the thread, else the channel's or the group's
 * latest.
 * @throws UserError where there is none
 */
export async function latestRoom(name: string, call: Call, ports: Ports): Promise<Room> {
  if (name === '') {
    const here = await roomHere(call, ports).catch(onlyUserError);
    if (here) return here;
  }
  const group = groupMeant(name, 'meeting notes', call, ports);
  const own = await meetingsOf(group, ports);
  const held = await Promise.all(own.map(({ meeting }) => ports.agenda.sittings(meeting.id, 1)));
  const [last] = held.flat().toSorted((one, other) => other.startedAt - one.startedAt);
  const room = last && (await roomOf(last, ports));
  if (room) return room;
  throw new UserError(
    `No meeting of ${group.title} was held with sigbot.`,
    'Begin one: `/sig meeting start`',
  );
}

/** For what may be refused: then there is nothing. Any other error is the caller's. */
export function onlyUserError(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}

/**
 * Refuses what comes after the end.
 * @throws UserError
 */
export function mustBeOn({ sitting, timetable }: Pick<Room, 'sitting' | 'timetable'>): void {
  if (sitting.endedAt === undefined) return;
  throw new UserError(
    `${meetingTitle(timetable.meeting)} is over.`,
    'What is to be added is written in the thread of its summary: `@sigbot note "…"`, `action`, `decision`.',
  );
}

/**
 * The person, if they are a full member of this Slack: others may say that they are here, and nothing else.
 * @throws UserError
 */
export async function memberAsking({ user }: Pick<Call, 'user'>, { people }: Ports): Promise<Person> {
  const person = await people.find(user);
  const reads = readsOnly(person);
  if (reads === undefined) return person;
  throw new UserError(reads, 'Anybody may press “I am here”.');
}

/**
 * The person, if they may lead the group's meetings: its leads, its triagers, the operators, and who leads this one.
 * @param of `also`: who else may, as words before theirs
 * @throws UserError saying who may
 */
export async function chairAsking(
  { group, sitting, also = '' }: { group: Group; sitting?: Sitting | undefined; also?: string },
  call: Pick<Call, 'user'>,
  ports: Ports,
  does: string,
  remedy = 'Ask one of them.',
): Promise<Person> {
  const person = await memberAsking(call, ports);
  if (sitting?.by === call.user || (await mayChair(person, group, ports))) return person;
  const names = group.leads.slice(0, 6).map(({ github }) => github);
  throw new UserError(
    `Only ${also}the leads and triagers of ${group.title} ${does}${names.length === 0 ? '' : `: ${names.join(', ')}`}.`,
    remedy,
  );
}

/** Where being a triager hangs on a right on GitHub, the repository with most of the group's issues tells. */
async function mayChair(person: Person, group: Group, ports: Ports): Promise<boolean> {
  if (await decidesFor(person, group, undefined, ports)) return true;
  const [repository] = await ports.issues.openRepositories(group.label);
  return decidesFor(person, group, repository && { repo: repository.name, ...UNOPENED }, ports);
}

/** What stands in place of what was said about an issue that may not be shown there. */
const UNTOLD = 'about what may not be shown here';

/** Something that was said, without its words where its issue is none of these. */
export function veiled<T extends Pick<Minute, 'text' | 'issue'>>(said: T, issues: Issues): T {
  return said.issue === undefined || issues.has(said.issue) ? said : { ...said, text: UNTOLD };
}

/**
 * A room as its channel may see it, the issues that may be named there, and all that it is about. What is said of a private issue stays out of
 * it, also what is said while its topic is on. Without a channel, outside of Slack, there is no trace of it.
 */
export async function roomFor(
  room: Room,
  channel: string | undefined,
  ports: Ports,
): Promise<{ room: Room; issues: Issues; names: readonly Named[] }> {
  const { sitting, items } = room;
  const covered = sitting.covered ?? [];
  const about = new Map([
    ...items.map(({ id, issue }) => [id, issue] as const),
    ...covered.map(({ item, issue }) => [item, issue] as const),
  ]);
  const topicOf = ({ issue, item = '' }: Minute) => ({ issue: issue ?? about.get(item) });
  const wanted = [...items, ...covered, ...room.minutes.map(topicOf)];
  const issues = await issuesFor(wanted, channel, ports);
  const told = <T extends Pick<Minute, 'text' | 'issue'>>(one: T, { issue } = one): T[] => {
    const seen = issue === undefined || issues.has(issue);
    return seen ? [one] : channel === undefined ? [] : [{ ...one, text: UNTOLD }];
  };
  const shown = {
    ...room,
    items: items.flatMap((item) => told(item)),
    minutes: room.minutes.flatMap((minute) => told(minute, { ...minute, ...topicOf(minute) })),
    sitting: { ...sitting, covered: covered.flatMap((one) => told(one)) },
  };
  return { room: shown, issues, names: await namesOf(wanted, ports) };
}
