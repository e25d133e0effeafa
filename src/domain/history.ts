import type { Group } from './group.ts';
import type { Issue } from './issue.ts';
import { hasLabel } from './label.ts';
import { DAY, HOUR, iso, type Instant } from './time.ts';
import type { Verdict } from './verdict.ts';

/** From when an issue was opened until its group first decided about it. */
export interface Wait {
  from: Instant;
  to: Instant;
}

/** What came, went and was decided in a group on one day, and in which state it left the group. */
export interface GroupDay {
  /** In UTC: "2026-11-23". */
  day: string;
  /** How many issues and pull requests were open when it ended, now where it has not; and how many of the issues wait. */
  open: number | undefined;
  untriaged: number | undefined;
  pulls: number | undefined;
  /** Of what has the group's label: of a closed one the last closing, if it was opened again none. */
  opened: number;
  closed: number;
  pullsOpened: number;
  pullsClosed: number;
  /** How many issues the group decided about for the first time; undefined before the bot came. */
  triaged: number | undefined;
  /** Of these, the ones opened since the bot came: whether others were decided about before, nobody knows. */
  waits: readonly Wait[];
  /** How many decisions each person made for the group, by GitHub login. */
  deciders: Readonly<Record<string, number>>;
  /** It was told by GitHub's dates and the labels of later, not counted when the day ended. */
  estimated: boolean;
}

/** How far back a group's health is told, and a new group's days are estimated, in days: twelve weeks. */
export const HISTORY_DAYS = 84;

/** For so many days a day's comings and goings are counted again: a group's label often comes later than the issue. */
const RECOUNTED_DAYS = 14;

/** How long after midnight the state is that of the day before, in ms. */
const AT_MIDNIGHT = HOUR;

/** From when until when an issue or a pull request was open. */
export type Span = Pick<Issue, 'labels' | 'isPullRequest' | 'createdAt' | 'closedAt'>;

/** All that was decided about an issue, oldest first. */
export interface Decisions {
  issue: Pick<Issue, 'labels' | 'createdAt' | 'existedBefore'>;
  verdicts: readonly Verdict[];
}

/** What days are told by: everything from the first of them on. */
export interface Happened {
  spans: readonly Span[];
  decisions: readonly Decisions[];
  /** When the bot came to its first repository: what was decided before that is not known. */
  heardSince: Instant;
  /** GitHub logins, in lower case, that decide nothing themselves. */
  robots: readonly string[];
}

/** How a group stands now. */
export type State = Record<'open' | 'untriaged' | 'pulls', number>;

/** A group that issues can be told to be of. */
export type Labelled = Pick<Group, 'id'> & { label: string };

/** The day of a moment, in UTC: "2026-11-23". */
export function dayOf(at: Instant): string {
  return iso(at).slice(0, 10);
}

/** The day so many days before, or after where that is less than nothing. */
export function daysBefore(day: string, count: number): string {
  return dayOf(Date.parse(day) - count * DAY);
}

/** The days from one on until before another. */
export function daysFrom(first: string, before: string): string[] {
  const count = Math.max(0, Math.round((Date.parse(before) - Date.parse(first)) / DAY));
  return Array.from({ length: count }, (_, index) => daysBefore(first, -index));
}

/** The first of the last twelve weeks' days that nobody has kept; today where all were. */
export function firstMissing(kept: readonly GroupDay[], today: string): string {
  const known = new Set(kept.map(({ day }) => day));
  return daysFrom(daysBefore(today, HISTORY_DAYS), today).find((day) => !known.has(day)) ?? today;
}

/** The first day that is told anew when a day has begun: one that nobody has kept, or that is counted again. */
export function firstToTell(kept: readonly GroupDay[], today: string): string {
  const [missing, recounted] = [firstMissing(kept, today), daysBefore(today, RECOUNTED_DAYS)];
  return missing < recounted ? missing : recounted;
}

/**
 * The days of a group from `first` until today. Today has the state of now; the days before it are reckoned back from
 * there: what was opened later was not open yet, what was closed later still was. Who waited then, nobody knows.
 */
export function reckoned(
  group: Labelled,
  first: string,
  today: string,
  state: State,
  happened: Happened,
): GroupDay[] {
  const days = daysFrom(first, daysBefore(today, -1));
  const { spans, pulls } = spansOf(group, happened);
  const [opened, closed] = [tally(spans.map(opening)), tally(spans.flatMap(closing))];
  const [pullsOpened, pullsClosed] = [tally(pulls.map(opening)), tally(pulls.flatMap(closing))];
  const decided = decidedBy(group, happened);
  const heard = dayOf(happened.heardSince);
  let { open, pulls: openPulls } = state;
  const told = days.toReversed().map((day): GroupDay => {
    const of = (counts: ReadonlyMap<string, number>) => counts.get(day) ?? 0;
    const flows = {
      opened: of(opened),
      closed: of(closed),
      pullsOpened: of(pullsOpened),
      pullsClosed: of(pullsClosed),
    };
    const ended = { open, pulls: openPulls, untriaged: day === today ? state.untriaged : undefined };
    open = Math.max(0, open - flows.opened + flows.closed);
    openPulls = Math.max(0, openPulls - flows.pullsOpened + flows.pullsClosed);
    const estimated = day !== today;
    if (day < heard)
      return { day, ...ended, ...flows, triaged: undefined, waits: [], deciders: {}, estimated };
    return { day, ...ended, ...flows, ...decided(day), estimated };
  });
  return told.toReversed();
}

/**
 * What is to be kept when a day has begun: the days before it, of which the last one has the state of now where midnight
 * is not long ago.
 */
export function daysToKeep(days: readonly GroupDay[], state: State, now: Instant): GroupDay[] {
  const past = days.slice(0, -1);
  const last = past.at(-1);
  if (!last || now % DAY >= AT_MIDNIGHT) return past;
  return [...past.slice(0, -1), { ...last, untriaged: state.untriaged, estimated: false }];
}

/** The days that were kept, and between and after them those that are only reckoned. */
export function keptOver(kept: readonly GroupDay[], reckonedDays: readonly GroupDay[]): GroupDay[] {
  const days = new Map([...reckonedDays, ...kept].map((day) => [day.day, day]));
  return [...days.values()].toSorted((one, other) => (one.day < other.day ? -1 : 1));
}

function spansOf({ label }: Labelled, { spans }: Happened): { spans: Span[]; pulls: Span[] } {
  const own = spans.filter(({ labels }) => hasLabel(labels, label));
  return {
    spans: own.filter(({ isPullRequest }) => !isPullRequest),
    pulls: own.filter(({ isPullRequest }) => isPullRequest),
  };
}

const opening = ({ createdAt }: Span) => createdAt;
const closing = ({ closedAt }: Span) => closedAt ?? [];

function tally(moments: readonly Instant[]): ReadonlyMap<string, number> {
  const days = Map.groupBy(moments, dayOf);
  return new Map([...days].map(([day, of]) => [day, of.length]));
}

/** What a group decided, day by day. */
function decidedBy(group: Labelled, { decisions, robots }: Happened) {
  const own = decisions.map(({ issue, verdicts }) => ({ issue, own: decidedFor(group, issue, verdicts) }));
  const first = Map.groupBy(
    own.filter(({ own: [verdict] }) => verdict !== undefined),
    ({ own: [verdict] }) => dayOf(verdict?.at ?? 0),
  );
  const people = own.flatMap((one) => one.own).filter(({ by }) => by !== undefined && isPerson(by, robots));
  const made = Map.groupBy(people, ({ at }) => dayOf(at));
  return (day: string): Pick<GroupDay, 'triaged' | 'waits' | 'deciders'> => {
    const firsts = first.get(day) ?? [];
    const fresh = firsts.filter(({ issue }) => !issue.existedBefore);
    const byPerson = Map.groupBy(made.get(day) ?? [], ({ by = '' }) => by.toLowerCase());
    return {
      triaged: firsts.length,
      waits: fresh.flatMap(({ issue, own: [verdict] }) =>
        verdict ? [{ from: issue.createdAt, to: Math.max(verdict.at, issue.createdAt) }] : [],
      ),
      deciders: Object.fromEntries([...byPerson].map(([by, of]) => [by, of.length])),
    };
  };
}

/**
 * The group's own decisions, and those of its issue as a whole. That somebody who does not speak for the group closes an
 * issue is no decision of the group's, nor is what was taken back the moment it was heard of.
 */
function decidedFor(
  { id, label }: Labelled,
  { labels }: Decisions['issue'],
  verdicts: readonly Verdict[],
): Verdict[] {
  return verdicts.filter(({ group, kind, at, ended }) => {
    if (ended?.at === at) return false;
    return group === undefined ? kind !== 'closed' && hasLabel(labels, label) : group === id;
  });
}

function isPerson(login: string, robots: readonly string[]): boolean {
  return !login.endsWith('[bot]') && !robots.includes(login.toLowerCase());
}
