import type { Digest, DigestFlow, DigestPartName } from '../../domain/digest.ts';
import { agendaId } from '../../domain/agenda.ts';
import type { Group } from '../../domain/group.ts';
import type { Instant } from '../../domain/time.ts';
import { meetingsOf, nextMeet, stillToHold } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { issuesFor, tellsPrivate, topicsFor } from '../../topics.ts';
import { tried } from '../../tried.ts';
import type { OwedBy, WorkItem } from '../../ports/work.ts';
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
  const beside = <T>(name: string, find: () => Promise<T>) =>
    tried({ what: 'a digest', part: name, group: group.id }, find, ports);
  const [parts, flow, folded, meeting, all] = await Promise.all([
    waitingIn(wanted, LOOKED_AT, ports),
    beside('what came and went', () => flowSince(wanted, ports)),
    beside('what came in common messages', () => foldedSince(wanted, ports)),
    beside('the next meeting', () => nextMeeting(wanted, ports)),
    ports.issues.allRead(),
  ]);
  const told = parts.filter(({ total, failed }) => total > 0 || failed).map(partOf);
  const more = { ...(all ? {} : { partial: true as const }), ...(meeting && { meeting }) };
  return { group: group.id, from, at: now, flow, folded: folded ?? 0, parts: told, ...more };
}

/** All that waits, so much of each part, in the order of DIGEST_PARTS. */
export async function waitingIn(wanted: Wanted, limit: number, ports: Ports): Promise<WaitingPart[]> {
  const parts = await Promise.all([
    dueParts(wanted, limit, ports),
    part('untriaged', () => untriaged(wanted, limit, ports), wanted, ports),
    owedParts(wanted, limit, ports),
  ]);
  return parts.flat();
}

type Found = Pick<WaitingPart, 'total' | 'found'>;

async function part(
  name: DigestPartName,
  find: () => Promise<Found>,
  { group }: Wanted,
  ports: Ports,
): Promise<WaitingPart> {
  const found = await tried({ what: 'a digest', part: name, group: group.id }, find, ports);
  return { name, ...(found ?? FAILED) };
}

const FAILED = { total: 0, found: [], failed: true } as const;

/** By the group's clocks, where it has any. */
async function dueParts(wanted: Wanted, limit: number, ports: Ports): Promise<WaitingPart[]> {
  const policy = ports.policy.clocks(wanted.group);
  if (!policy.response && !policy.triage) return [];
  const find = async (what: 'overdue' | 'soon'): Promise<Found> => {
    const { found, total } = await ports.work.find({ what, policy, ...queueOf(wanted, ports), limit });
    return { total, found: found.flatMap(dueFirst) };
  };
  const parts = ['overdue', 'soon'] as const;
  return Promise.all(parts.map((name) => part(name, () => find(name), wanted, ports)));
}

/** With the one of its clocks that is due first; nothing where it was answered, or decided, while it was looked for. */
function dueFirst({ issue, clocks = [] }: WorkItem): Waiting[] {
  const [first] = clocks.toSorted((one, other) => one.due - other.due);
  return first ? [{ issue, at: first.due, due: first.what }] : [];
}

/** Whose reply is waited for; beside what waits for triage, of which the queue tells. */
async function owedParts(wanted: Wanted, limit: number, ports: Ports): Promise<WaitingPart[]> {
  const { label, hide, ...beside } = queueOf(wanted, ports);
  const told = { what: 'a digest', part: 'whose reply is waited for', group: wanted.group.id };
  const all = await tried(told, () => ports.work.owed({ label, hide, limit, beside }), ports);
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

async function flowSince(wanted: Wanted, ports: Ports): Promise<DigestFlow> {
  const { group, from } = wanted;
  const { label = '' } = group;
  const hide = hidden(wanted, ports);
  const { opened, closed } = await ports.work.counts({ label, hide, since: from });
  const since = { ...queueOf(wanted, ports), openedSince: from, limit: 1, offset: 0 };
  const { total: undecided } = await ports.issues.queue(since);
  const dropped = await ports.history.closedUndecided({ id: group.id, label }, from, hide);
  return { opened, decided: Math.max(0, opened - undecided - dropped), closed };
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
