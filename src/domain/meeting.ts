import { Temporal } from 'temporal-polyfill';
import { plainKey, type Group, type MeetingLine, type MeetingOverlay } from './group.ts';
import { readSchedule } from './schedule-words.ts';
import type { Reading, WrittenSchedule } from './schedule.ts';
import { MINUTE, type Instant } from './time.ts';
import { momentOf, readTimeOfDay } from './zone.ts';
import { readZone } from './zone-words.ts';

/** What the operator decides of all meetings. */
export interface MeetingPolicy {
  /** How many minutes before it the channel is reminded, unless a lead says otherwise. */
  remind: readonly number[];
  /** Whether leads are asked, once, for what cannot be computed. */
  ask: boolean;
  /** Whether a published agenda is pinned until its meeting is over. */
  pin: boolean;
}

/** What somebody's calendar says of one occurrence. */
export interface CalendarEvent {
  /** The start by which that calendar knows it. */
  key: Instant;
  start: Instant;
  minutes: number;
  cancelled: boolean;
}

/** What somebody's calendar said of a meeting when it was read. */
export interface CalendarReading {
  /** Tells one calendar, and what is looked for in it, from another. */
  source: string;
  at: Instant;
  /** Until when all that it has is in `events`. */
  until: Instant;
  events: readonly CalendarEvent[];
}

/** When a meeting takes place, or one of its turns: EU and APAC are two sessions of one meeting. */
export interface Session {
  name?: string | undefined;
  written: WrittenSchedule;
  reading: Reading;
}

/** A series that a group holds. */
export interface Meeting {
  /** "sig-node/regular-sig-meeting": stays as long as the directory calls it so. */
  id: string;
  /** The group's id. */
  group: string;
  title: string;
  subproject?: string | undefined;
  /** None where it takes place by `dates` or a feed. */
  sessions: readonly Session[];
  dates: readonly Instant[];
  feed?: { url: string; title?: string | undefined } | undefined;
  /** The zone it is thought of in, where no session says it. */
  zone?: string | undefined;
  /** What the feed tells, as last read. */
  events?: readonly CalendarEvent[] | undefined;
  minutes: number;
  url?: string | undefined;
  notesUrl?: string | undefined;
  recordingsUrl?: string | undefined;
  /** Announced nowhere but in `channel`. */
  private: boolean;
  /** Name or id. */
  channel?: string | undefined;
}

/** What it is called among its group's: with the subproject where the title does not say it. */
export function meetingTitle({ title, subproject }: Pick<Meeting, 'title' | 'subproject'>): string {
  return subproject === undefined || title.toLowerCase().includes(subproject.toLowerCase())
    ? title
    : `${title} (${subproject})`;
}

/** What a meeting has that says nothing else. */
export interface MeetingDefaults {
  minutes: number;
}

/** A line of the directory with what the operator says of it; a meeting that only the operator names has a line too. */
export interface OverlaidLine {
  line: MeetingLine;
  overlay?: MeetingOverlay | undefined;
}

/** The group's meetings, in the order of the directory; lines that say the same under several subprojects are one. */
export function meetingsOf(group: Group, defaults: MeetingDefaults): Meeting[] {
  const taken = new Map<string, number>();
  const distinct = Map.groupBy(overlaidLines(group), ({ line }) => sameness(line));
  return [...distinct.values()].flatMap(([first]) => {
    if (first === undefined) return [];
    const base = `${group.id}/${plainKey(`${first.line.subproject ?? ''} ${first.line.description}`)}`;
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    return [meetingOf(group, first, { ...defaults, id: count === 1 ? base : `${base}-${count}` })];
  });
}

/** Every line of the group's that is a meeting for the bot, and behind them those that only the operator names. */
export function overlaidLines(group: Group): OverlaidLine[] {
  const { meetings, meetingOverlays = [] } = group;
  const used = new Set<MeetingOverlay>();
  const chosen = new Map<string, MeetingOverlay | undefined>();
  const lines = meetings.map((line) => {
    const key = sameness(line);
    if (!chosen.has(key)) chosen.set(key, overlayOf(line, meetingOverlays, used));
    return { line, overlay: chosen.get(key) };
  });
  const added = meetingOverlays
    .filter((overlay) => !used.has(overlay))
    .map((overlay) => ({
      line: { description: overlay.description, subproject: overlay.subproject },
      overlay,
    }));
  return [...lines, ...added].filter(({ overlay }) => !overlay?.ignore);
}

/** Of several lines with one description the first overlay is the first one's. */
function overlayOf(
  { description, subproject }: MeetingLine,
  overlays: readonly MeetingOverlay[],
  used: Set<MeetingOverlay>,
): MeetingOverlay | undefined {
  const found = overlays.find(
    (overlay) =>
      !used.has(overlay) &&
      plainKey(overlay.description) === plainKey(description) &&
      (overlay.subproject === undefined || plainKey(overlay.subproject) === plainKey(subproject ?? '')),
  );
  if (found) used.add(found);
  return found;
}

/** Lines that say the same are one meeting, under whatever subproject they stand. */
function sameness({ description, day, time, tz, frequency, url, private: closed }: MeetingLine): string {
  return JSON.stringify([plainKey(description), day, time, tz, frequency, url, closed]);
}

function meetingOf(
  group: Group,
  { line, overlay }: OverlaidLine,
  { id, minutes }: MeetingDefaults & { id: string },
): Meeting {
  const closed = overlay?.private ?? line.private ?? false;
  const { duration } = overlay ?? {};
  return {
    id,
    group: group.id,
    title: line.description,
    subproject: line.subproject,
    ...timesOf({ line, overlay }),
    minutes: duration === undefined ? minutes : Math.max(1, Math.round(duration / MINUTE)),
    url: overlay?.url ?? line.url,
    notesUrl: overlay?.notes ?? line.notesUrl,
    recordingsUrl: overlay?.recordings ?? line.recordingsUrl,
    private: closed,
    channel: closed ? overlay?.channel : undefined,
  };
}

/** When a line takes place: by rules, by dates, or by a feed. Dates without a zone that is known are none. */
export function timesOf({
  line,
  overlay,
}: OverlaidLine): Pick<Meeting, 'sessions' | 'dates' | 'feed' | 'zone'> {
  const written = writtenOf(line, overlay);
  const read = readZone(written.tz ?? '');
  const zone = 'zone' in read ? { zone: read.zone } : {};
  if (overlay?.feed) return { sessions: [], dates: [], feed: overlay.feed, ...zone };
  const dates = datesOf(overlay?.dates ?? [], zone);
  if (dates.length > 0) return { sessions: [], dates, ...zone };
  const sessions = overlay?.sessions?.map(({ name, ...session }) => ({
    ...(name === undefined ? {} : { name }),
    written: over(written, session),
  })) ?? [{ written }];
  return {
    sessions: sessions.map((session) => ({ ...session, reading: readSchedule(session.written) })),
    dates,
  };
}

/** What is written of when it takes place, the operator's words in place of the directory's. */
export function writtenOf(line: MeetingLine, overlay: MeetingOverlay | undefined): WrittenSchedule {
  const { day, time, tz, frequency } = line;
  return over({ day, time, tz, frequency }, overlay ?? {});
}

/** A rule is in place of day and frequency, and they are in place of it. */
function over(below: WrittenSchedule, above: WrittenSchedule): WrittenSchedule {
  const says = above.day !== undefined || above.frequency !== undefined;
  const rrule = above.rrule ?? (says ? undefined : below.rrule);
  return {
    ...(rrule === undefined
      ? { day: above.day ?? below.day, frequency: above.frequency ?? below.frequency }
      : { rrule }),
    time: above.time ?? below.time,
    tz: above.tz ?? below.tz,
    anchor: above.anchor ?? below.anchor,
  };
}

function datesOf(written: readonly string[], { zone }: { zone?: string }): Instant[] {
  if (zone === undefined) return [];
  const starts = written.map((text) => {
    const [date = '', time = ''] = text.split(' ');
    return momentOf(Temporal.PlainDate.from(date), readTimeOfDay(time) ?? 0, zone);
  });
  return starts.toSorted((one, other) => one - other);
}
