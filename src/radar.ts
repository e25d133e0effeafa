import { nextFreeze, type Freeze, type Milestone } from './domain/freeze.ts';
import { findGroup, type Group } from './domain/group.ts';
import { issueId, type Issue, type IssueId } from './domain/issue.ts';
import type { Kep } from './domain/kep.ts';
import {
  byMissing,
  isMeantFor,
  isOptedIn,
  isReady,
  standingOf,
  type FreezeRecord,
  type KepStanding,
} from './domain/radar.ts';
import type { Instant } from './domain/time.ts';
import type { Ports } from './ports.ts';
import type { KnownKeps } from './ports/kep.ts';
import { issuesFor, tellsPrivate } from './topics.ts';

/** What a group is told of freezes: the one that is near, and those that were over since it was told last. */
export interface Radar {
  near?: { freeze: Freeze; standings: readonly KepStanding[] } | undefined;
  over: readonly MissedFreeze[];
}

/** A freeze that is over, and the group's proposals that missed it, with what they lacked then. */
export interface MissedFreeze {
  record: FreezeRecord;
  missed: readonly KepStanding[];
  /** How many were meant for it. */
  total: number;
}

/**
 * What is to be told of a group's proposals where the radar reaches a freeze; undefined where there is nothing to tell.
 * @param since what was over after then is told
 */
export async function radarOf(
  group: Group,
  { channel, since }: { channel: string | undefined; since: Instant },
  ports: Ports,
): Promise<Radar | undefined> {
  const { keps, calendar } = ports;
  const { policy } = keps;
  const known = await knownIn(channel, ports);
  if (!policy || !known) return undefined;
  const now = calendar.now();
  const freeze = nextFreeze(keps.milestones(), now);
  const isNear = freeze !== undefined && freeze.at - now <= policy.radar;
  const standings = isNear ? await standingsOf(group, freeze, channel, ports) : [];
  const near = freeze && standings.length > 0 ? { freeze, standings } : undefined;
  const over = await missedBy(group, since, channel, ports);
  return near || over.length > 0 ? { near, over } : undefined;
}

/** The proposals that may be told of in a channel; undefined where none were read, or none may. */
export async function knownIn(channel: string | undefined, ports: Ports): Promise<KnownKeps | undefined> {
  const known = await ports.keps.known();
  return known && (!known.private || tellsPrivate(channel, ports)) ? known : undefined;
}

/** How a group's proposals stand before a freeze, those that lack most first. */
export async function standingsOf(
  group: Group,
  freeze: Pick<Freeze, 'milestone' | 'needs'>,
  channel: string | undefined,
  ports: Ports,
): Promise<KepStanding[]> {
  const { keps, calendar } = ports;
  const { policy } = keps;
  const known = await knownIn(channel, ports);
  if (!policy || !known) return [];
  const own = await withIssues(ownedBy(group, known, ports), known, channel, ports);
  return meantFor(own, freeze, policy.optedIn, { milestones: keps.milestones(), at: calendar.now() });
}

/** A proposal, and its issue where that is known and may be told of. */
export interface KepAndIssue {
  kep: Kep;
  issue: Issue | undefined;
}

/** A group's proposals, whatever becomes of them, each with its issue; none where none may be told of. */
export async function kepsOf(
  group: Group,
  channel: string | undefined,
  ports: Ports,
): Promise<KepAndIssue[]> {
  const known = await knownIn(channel, ports);
  return known ? withIssues(ownedBy(group, known, ports), known, channel, ports) : [];
}

/** How all proposals stood when a freeze was over, for the record; undefined while they are not read. */
export async function recordOf(
  { milestone, name, at, needs }: Freeze,
  ports: Ports,
): Promise<FreezeRecord | undefined> {
  const { policy } = ports.keps;
  const known = await ports.keps.known();
  if (!policy || !known) return undefined;
  const issues = await ports.work.issues(known.all.flatMap((kep) => idOf(kep, known) ?? []));
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  const all = known.all.map((kep) => ({ kep, issue: byId.get(idOf(kep, known) ?? '') }));
  const groupOf = groupFinder(ports);
  const then = { milestones: ports.keps.milestones(), at: at - 1 };
  const standings = meantFor(all, { milestone, needs }, policy.optedIn, then).flatMap(({ kep, missing }) => {
    const [issue, group] = [idOf(kep, known), groupOf(kep.owningSig)?.id];
    return issue === undefined || kep.number === undefined || group === undefined
      ? []
      : [{ number: kep.number, group, issue, missing }];
  });
  return { milestone, name, at, seenAt: ports.calendar.now(), standings };
}

function meantFor(
  keps: readonly KepAndIssue[],
  freeze: Pick<Freeze, 'milestone' | 'needs'>,
  optedIn: string,
  { milestones, at }: { milestones: readonly Milestone[]; at: Instant },
): KepStanding[] {
  const about = {
    next: nextFreeze(milestones, at)?.milestone,
    milestones: milestones.map(({ name }) => name),
  };
  const wanted = keps.filter(({ kep, issue }) =>
    isMeantFor(kep, freeze.milestone, { ...about, isOptedIn: isOptedIn(issue, optedIn) === true }),
  );
  return byMissing(wanted.map(({ kep, issue }) => standingOf(kep, issue, freeze, optedIn)));
}

function ownedBy(group: Group, { all }: KnownKeps, ports: Ports): Kep[] {
  const groupOf = groupFinder(ports);
  return all.filter(({ owningSig }) => groupOf(owningSig)?.id === group.id);
}

/** Each name is looked up once. */
function groupFinder({ directory }: Ports): (name: string | undefined) => Group | undefined {
  const { groups } = directory.current();
  const known = new Map<string, Group | undefined>();
  return (name = '') => {
    if (name !== '' && !known.has(name)) known.set(name, findGroup(groups, name));
    return known.get(name);
  };
}

async function withIssues(
  keps: readonly Kep[],
  known: KnownKeps,
  channel: string | undefined,
  ports: Ports,
): Promise<KepAndIssue[]> {
  const ids = keps.map((kep) => ({ issue: idOf(kep, known) }));
  const issues = await issuesFor(ids, channel, ports);
  return keps.map((kep) => ({ kep, issue: issues.get(idOf(kep, known) ?? '') }));
}

function idOf({ number, isTemplate }: Kep, { repo }: KnownKeps): IssueId | undefined {
  return number === undefined || isTemplate ? undefined : issueId(repo.id, number);
}

/** Which of the group's proposals missed the freezes that were over after then, as they stood at that time. */
export async function missedBy(
  group: Group,
  since: Instant,
  channel: string | undefined,
  ports: Ports,
): Promise<MissedFreeze[]> {
  const records = await ports.keps.records(since);
  if (records.length === 0) return [];
  const own = new Map((await kepsOf(group, channel, ports)).map((one) => [one.kep.number, one]));
  return records.flatMap((record): MissedFreeze[] => {
    const standings = record.standings.flatMap(({ number, group: id, missing }): KepStanding[] => {
      const known = id === group.id ? own.get(number) : undefined;
      return known ? [{ ...known, missing, unknown: [] }] : [];
    });
    const missed = standings.filter((one) => !isReady(one));
    return missed.length === 0 ? [] : [{ record, missed: byMissing(missed), total: standings.length }];
  });
}
