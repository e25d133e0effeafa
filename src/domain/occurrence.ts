import type { MadeChange, MeetingChange } from './meeting-change.ts';
import type { Meeting, Session } from './meeting.ts';
import { readSchedule } from './schedule-words.ts';
import { startsOf, type Rule } from './schedule.ts';
import { DAY, iso, MINUTE, type Instant } from './time.ts';
import { dateIn } from './zone.ts';

/** One time that a meeting takes place, or was to take place. */
export interface Occurrence {
  /** The meeting's id. */
  meeting: string;
  /**
   * What it is known by for ever: the day on which the rule has it, in the meeting's zone ("2026-12-24"); with the
   * moment behind it ("2026-12-24T18:00:00Z") where it is a second one of that day, or an extra one.
   */
  key: string;
  /** The start that the rule gives; its own where no rule does. */
  planned: Instant;
  start: Instant;
  end: Instant;
  /** It does not take place. */
  skipped: boolean;
  moved: boolean;
  /** Which of the meeting's sessions it is; undefined for a single one. */
  session?: number | undefined;
  /** Why it was skipped, moved or added. */
  reason?: string | undefined;
}

/** A meeting with all that its leads changed: when it really takes place. */
export interface Timetable {
  meeting: Meeting;
  /** Read again with the zone and the day that a lead named. */
  sessions: readonly Session[];
  minutes: number;
  /** How many minutes before it its channel is reminded, where a lead said so. */
  stages?: readonly number[] | undefined;
  /** What stands of the changes, oldest first. */
  changes: readonly MadeChange[];
}

/** What is kept with the changes because it was told, and changes nothing. */
const TOLD_ONLY: readonly MeetingChange['kind'][] = ['feed', 'clash'];

/** Lays the changes that were not taken back over a meeting; what its calendar said is in its events already. */
export function timetableOf(meeting: Meeting, made: readonly MadeChange[]): Timetable {
  const changes = made
    .filter(
      (one) => one.meeting === meeting.id && one.undone === undefined && !TOLD_ONLY.includes(one.change.kind),
    )
    .toSorted((one, other) => one.at - other.at);
  const minutes = last(changes, 'duration')?.minutes ?? meeting.minutes;
  const sessions = meeting.sessions.map((session, index) => settled(session, index, changes));
  return { meeting, sessions, minutes, stages: last(changes, 'remind')?.stages, changes };
}

function settled(session: Session, index: number, changes: readonly MadeChange[]): Session {
  const said = changes.map(({ change }) => change);
  const zone = said.findLast((change) => change.kind === 'zone' && change.session === index);
  const anchor = said.findLast((change) => change.kind === 'anchor' && change.session === index);
  if (!zone && !anchor) return session;
  const written = {
    ...session.written,
    ...(zone?.kind === 'zone' ? { tz: zone.zone } : {}),
    ...(anchor?.kind === 'anchor' ? { anchor: anchor.date } : {}),
  };
  return { ...session, written, reading: readSchedule(written) };
}

function last<Kind extends MeetingChange['kind']>(changes: readonly MadeChange[], kind: Kind) {
  const found = changes.findLast(({ change }) => change.kind === kind)?.change;
  return found as Extract<MeetingChange, { kind: Kind }> | undefined;
}

/** The rules that can be computed. */
export function rulesOf({ sessions }: Pick<Timetable, 'sessions'>): Rule[] {
  return sessions.flatMap(({ reading }) => reading.rule ?? []);
}

/** The zone a meeting is thought of in: its first session's, else UTC. */
export function zoneOf({ meeting, sessions }: Pick<Timetable, 'meeting' | 'sessions'>): string {
  return sessions.find(({ reading }) => reading.zone !== undefined)?.reading.zone ?? meeting.zone ?? 'UTC';
}

/** How far from its day an occurrence may be moved and still be found by when it takes place. */
export const MOVED_BY_AT_MOST = 60 * DAY;

/** The occurrences that take place, or were to, from one moment until before another; earliest first. */
export function occurrencesBetween(timetable: Timetable, from: Instant, to: Instant): Occurrence[] {
  const moves = timetable.changes.some(({ change }) => change.kind === 'move');
  const margin = moves ? MOVED_BY_AT_MOST : 0;
  return all(timetable, from - margin, to + margin)
    .filter(({ start }) => start >= from && start < to)
    .toSorted((one, other) => one.start - other.start || (one.key < other.key ? -1 : 1));
}

/** The next that take place and are not over, at most so many within a year. */
export function nextOccurrences(timetable: Timetable, now: Instant, count: number): Occurrence[] {
  return upcoming(timetable, now, count, ({ skipped }) => !skipped);
}

/** As nextOccurrences, with those that were called off. */
export function nextDates(timetable: Timetable, now: Instant, count: number): Occurrence[] {
  return upcoming(timetable, now, count, () => true);
}

function upcoming(
  timetable: Timetable,
  now: Instant,
  count: number,
  wanted: (occurrence: Occurrence) => boolean,
): Occurrence[] {
  for (const days of [40, 400]) {
    const found = occurrencesBetween(timetable, now - DAY, now + days * DAY).filter(
      (one) => one.end > now && wanted(one),
    );
    if (found.length >= count || days === 400) return found.slice(0, count);
  }
  return [];
}

/** Whether a change says what is so already; of another reason for it nobody needs to be told. */
export function isSo(change: MeetingChange, timetable: Timetable): boolean {
  const { minutes, stages, changes } = timetable;
  switch (change.kind) {
    case 'skip':
      return occurrenceOf(timetable, change.key)?.skipped === true;
    case 'move': {
      const occurrence = occurrenceOf(timetable, change.key);
      return occurrence?.skipped === false && occurrence.start === change.to;
    }
    case 'extra': {
      const end = change.at + (change.minutes ?? minutes) * MINUTE;
      const then = occurrencesBetween(timetable, change.at, change.at + 1);
      return then.some((one) => !one.skipped && one.end === end);
    }
    case 'pause':
      return changes.some(
        ({ change: { kind, ...known } }) =>
          kind === 'pause' && 'from' in known && known.from === change.from && known.until === change.until,
      );
    case 'duration':
      return minutes === change.minutes;
    case 'remind':
      return stages?.join() === change.stages.join();
    default:
      return false;
  }
}

/** The occurrence of that key; undefined where the meeting has none such. */
export function occurrenceOf(timetable: Timetable, key: string): Occurrence | undefined {
  const day = Date.parse(`${key.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day)) return undefined;
  return all(timetable, day - 2 * DAY, day + 3 * DAY).find((one) => one.key === key);
}

/** Each once: an extra one that is added twice, or at a moment that has one already, is the same. */
function all(timetable: Timetable, from: Instant, to: Instant): Occurrence[] {
  const found = [...planned(timetable, from, to), ...extras(timetable)];
  return [...new Map(found.toReversed().map((one) => [one.key, one])).values()];
}

/** What rules, dates and feeds give, with skips, moves and pauses; some days more at either end. */
function planned(timetable: Timetable, from: Instant, to: Instant): Occurrence[] {
  const { meeting } = timetable;
  const taken = new Set<string>();
  return [...ruled(timetable, from - 2 * DAY, to + 2 * DAY), ...singles(timetable)]
    .toSorted((one, other) => one.planned - other.planned)
    .map(({ zone, ...one }) => {
      const day = dateIn(zone, one.planned);
      const key = taken.has(day) ? iso(one.planned) : day;
      taken.add(key);
      return changed({ meeting: meeting.id, key, ...one }, timetable);
    });
}

/** An occurrence before it has a key; `zone` is where its day is. */
type Plain = Omit<Occurrence, 'meeting' | 'key'> & { zone: string };

function ruled({ sessions, minutes }: Timetable, from: Instant, to: Instant): Plain[] {
  return sessions.flatMap(({ reading: { rule } }, session) =>
    (rule ? startsOf(rule, from, to) : []).map((start) => ({
      planned: start,
      start,
      end: start + minutes * MINUTE,
      skipped: false,
      moved: false,
      session,
      zone: rule?.zone ?? 'UTC',
    })),
  );
}

function singles(timetable: Timetable): Plain[] {
  const zone = zoneOf(timetable);
  const { dates, events = [] } = timetable.meeting;
  const plain = dates.map((start) => ({
    start,
    key: start,
    minutes: timetable.minutes,
    cancelled: false,
  }));
  return [...plain, ...events].map(({ key, start, minutes, cancelled }) => ({
    planned: key,
    start,
    end: start + minutes * MINUTE,
    skipped: cancelled,
    moved: start !== key,
    zone,
  }));
}

/** What a lead added, the last first: who adds again what was skipped means it. A pause does not touch it: whoever adds one in a pause means it. */
function extras({ meeting, minutes, changes }: Timetable): Occurrence[] {
  const found = changes.flatMap(({ change }, index) => {
    if (change.kind !== 'extra') return [];
    const { at, reason } = change;
    const end = at + (change.minutes ?? minutes) * MINUTE;
    const plain = { planned: at, start: at, end, skipped: false, moved: false, reason };
    const extra = { meeting: meeting.id, key: iso(at), ...plain };
    return [latest(extra, changes.slice(index)) ?? extra];
  });
  return found.toReversed();
}

/** What was said of the occurrence itself counts over a pause. */
function changed(occurrence: Occurrence, timetable: Timetable): Occurrence {
  const { changes } = timetable;
  const own = latest(occurrence, changes);
  if (own) return own;
  const day = dayOfKey(occurrence.key, timetable);
  const pauses = changes.flatMap(({ change }) => (change.kind === 'pause' ? [change] : []));
  const pause = pauses.findLast(({ from, until }) => day >= from && (until === undefined || day < until));
  return pause ? { ...occurrence, skipped: true, reason: pause.reason } : occurrence;
}

/** The occurrence after the last skip or move of it; undefined where there was none. */
function latest(occurrence: Occurrence, changes: readonly MadeChange[]): Occurrence | undefined {
  const said = changes.flatMap(({ change }) =>
    'key' in change && change.key === occurrence.key ? [change] : [],
  );
  const own = said.at(-1);
  if (own?.kind === 'skip') return { ...occurrence, skipped: true, reason: own.reason };
  if (own?.kind !== 'move') return undefined;
  const end = own.to + (occurrence.end - occurrence.start);
  return { ...occurrence, start: own.to, end, skipped: false, moved: true, reason: own.reason };
}

/** The day of an occurrence ("2026-12-30") where the meeting is thought of: a key with a moment is in UTC. */
export function dayOfKey(key: string, timetable: Pick<Timetable, 'meeting' | 'sessions'>): string {
  return key.includes('T') ? dateIn(zoneOf(timetable), Date.parse(key)) : key;
}

/** The name of the calendar of one occurrence: "sig-node.weekly-meeting.2026-12-24". */
export function occurrenceName(meeting: string, key: string): string {
  return `${meeting}.${key}`.replace(/[^\p{L}\p{N}._-]+/gu, '.');
}
