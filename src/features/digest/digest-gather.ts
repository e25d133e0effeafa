import type { Digest, DigestPartName } from '../../domain/digest.ts';
import { agendaId } from '../../domain/agenda.ts';
import type { Group } from '../../domain/group.ts';
import type { Instant } from '../../domain/time.ts';
import { meetingsOf, nextMeet, stillToHold } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { radarOf } from '../../radar.ts';
import { issuesFor, tellsPrivate, topicsFor } from '../../topics.ts';
import type { OwedBy, WorkItem } from '../../ports/work.ts';
import { freezesOf } from './freeze.ts';
import { partOf, type Waiting, type WaitingPart } from './plan.ts';

/** Whose digest, since when, and where it is told; `channel` is undefined in Home. */
export interface Wanted {
  group: Group;
  from: Instant;
  channel: string | undefined;
}

/** How much of a part is looked at, to tell who is waited for. */
const LOOKED_AT = 20;

/** What a digest tells now, out of the mirror. A part that fails says so; the others stand. */
export async function gather(wanted: Wanted, ports: Ports): Promise<Digest> {
  const { group, from } = wanted;
  const now = ports.calendar.now();
  const [parts, flow, folded, meeting, all, radar] = await Promise.all([
    waitingIn(wanted, LOOKED_AT, ports),
    flowSince(wanted, ports),
    foldedSince(wanted, ports),
    nextMeeting(wanted, ports),
    ports.issues.allRead(),
    tried(() => radarOf(group, { channel: wanted.channel, since: from }, ports)),
  ]);
  const told = parts.filter(({ total, failed }) => total > 0 || failed).map(partOf);
  const more = {
    ...(all ? {} : { partial: true as const }),
    ...(meeting && { meeting }),
    ...(radar && { freezes: freezesOf(radar) }),
  };
  return { group: group.id, from, at: now, flow, folded, parts: told, ...more };
}

/** All that waits, so much of each part, in the order of DIGEST_PARTS. */
export async function waitingIn(wanted: Wanted, limit: number, ports: Ports): Promise<WaitingPart[]> {
  const parts = await Promise.all([
    dueParts(wanted, limit, ports),
    part('untriaged', () => untriaged(wanted, limit, ports)),
    owedParts(wanted, limit, ports),
  ]);
  return parts.flat();
}

type Found = Pick<WaitingPart, 'total' | 'found'>;

async function part(name: DigestPartName, find: () => Promise<Found>): Promise<WaitingPart> {
  return { name, ...((await tried(find)) ?? FAILED) };
}

const FAILED = { total: 0, found: [], failed: true } as const;

/** What comes of it; undefined where it fails, whatever the reason. */
async function tried<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

/** By the group's clocks, where it has any. */
async function dueParts(wanted: Wanted, limit: number, ports: Ports): Promise<WaitingPart[]> {
  const policy = ports.policy.clocks(wanted.group);
  if (!policy.response && !policy.triage) return [];
  const find = async (what: 'overdue' | 'soon'): Promise<Found> => {
    const { found, total } = await ports.work.find({ what, policy, ...queueOf(wanted, ports), limit });
    return { total, found: found.map(dueFirst) };
  };
  return Promise.all([part('overdue', () => find('overdue')), part('soon', () => find('soon'))]);
}

/** Of an issue's clocks the one that is due first. */
function dueFirst({ issue, clocks = [] }: WorkItem): Waiting {
  const [first] = clocks.toSorted((one, other) => one.due - other.due);
  return { issue, at: first?.due ?? issue.createdAt, due: first?.what };
}

/** Whose reply is waited for. Of what waits for triage the queue tells. */
async function owedParts(wanted: Wanted, limit: number, ports: Ports): Promise<WaitingPart[]> {
  const { label = '' } = wanted.group;
  const query = { label, hide: hidden(wanted, ports), limit, without: ['untriaged'] } as const;
  const all = await tried(() => ports.work.owed(query));
  return REPLIES.map((name) => {
    if (!all) return { name, ...FAILED };
    const { total, first } = all.find(({ by }) => by === name) ?? NOTHING_OWED;
    const found = first.map(({ issue, owed }) => ({
      issue,
      at: owed.since,
      whom: owed.logins,
      why: owed.why,
    }));
    return { name, total, found };
  });
}

const REPLIES = ['group', 'author', 'assignee', 'reviewer', 'approver', 'unknown'] as const;
const NOTHING_OWED: Pick<OwedBy, 'total' | 'first'> = { total: 0, first: [] };

async function untriaged(wanted: Wanted, limit: number, ports: Ports): Promise<Found> {
  const { issues, total } = await ports.issues.queue({ ...queueOf(wanted, ports), limit, offset: 0 });
  return { total, found: issues.map((issue) => ({ issue, at: issue.createdAt })) };
}

async function flowSince(wanted: Wanted, ports: Ports): Promise<Digest['flow']> {
  const { group, from } = wanted;
  const { label = '' } = group;
  const { opened, closed } = await ports.work.counts({ label, hide: hidden(wanted, ports), since: from });
  const since = { ...queueOf(wanted, ports), openedSince: from, limit: 1, offset: 0 };
  const { total: undecided } = await ports.issues.queue(since);
  return { opened, decided: Math.max(0, opened - undecided), closed };
}

/** Where the group's issues are announced, what came there in bundles and may be told of where somebody asks. */
async function foldedSince({ group, from, channel }: Wanted, ports: Ports): Promise<number> {
  const home = ports.directory.channelOf(group)?.id;
  if (home === undefined) return 0;
  const ids = await ports.bundles.joinedSince(group.id, home, from);
  const issues = await issuesFor(
    ids.map((issue) => ({ issue })),
    channel,
    ports,
  );
  return issues.size;
}

async function nextMeeting({ group, channel }: Wanted, ports: Ports): Promise<Digest['meeting']> {
  const own = (await meetingsOf(group, ports)).filter(
    ({ meeting }) => !meeting.private || ports.meetings.channelOf(meeting)?.id === channel,
  );
  const now = ports.calendar.now();
  const next = nextMeet(group, own, now);
  if (!next) return undefined;
  const { occurrence } = await stillToHold(next, now, ports);
  const { shown } = await topicsFor(occurrence.meeting, occurrence.key, channel, ports);
  const agenda = agendaId(occurrence.meeting, occurrence.key);
  return { agenda, start: occurrence.start, topics: shown.length };
}

function queueOf(wanted: Wanted, ports: Ports) {
  const { id: group, label = '' } = wanted.group;
  const { untriaged: rule } = ports.policy.labels;
  return { group, label, untriaged: rule, now: ports.calendar.now(), hide: hidden(wanted, ports) };
}

/** The labels of what may not be told of there; undefined where everything may. */
function hidden({ channel }: Wanted, ports: Ports): readonly string[] | undefined {
  return tellsPrivate(channel, ports) ? undefined : ports.policy.privacy.labels;
}
