import type { Group } from './group.ts';
import { readSchedule } from './schedule-words.ts';
import type { Reading, WrittenSchedule } from './schedule.ts';
import type { Instant } from './time.ts';

/** What the operator decides of all meetings. */
export interface MeetingPolicy {
  /** How many minutes before it the channel is reminded, unless a lead says otherwise. */
  remind: readonly number[];
  /** Whether leads are asked, once, for what cannot be computed. */
  ask: boolean;
}

/** One of a meeting's rules, as it was written and as it was read. */
export interface Session {
  /** "APAC", where there are several. */
  name?: string | undefined;
  written: WrittenSchedule;
  reading: Reading;
}

/** A single start that no rule gives: listed by the operator, or told by a calendar's feed. */
export interface Single {
  start: Instant;
  minutes?: number | undefined;
  /** The start by which the feed knows it, where it was moved. */
  planned?: Instant | undefined;
  cancelled?: boolean | undefined;
}

/** A meeting of a group, as the directory and the operator say. */
export interface Meeting {
  /** "sig-node/regular-sig-meeting": the same as long as the group and the description are. */
  id: string;
  /** The group's id. */
  group: string;
  title: string;
  subproject?: string | undefined;
  sessions: readonly Session[];
  dates: readonly Single[];
  /** A calendar on the web whose events, with this in their title, are its occurrences. */
  feed?: { url: string; title?: string | undefined } | undefined;
  /** How long it takes. */
  minutes: number;
  /** Where one joins, without a passcode. */
  url?: string | undefined;
  notesUrl?: string | undefined;
  recordingsUrl?: string | undefined;
  private: boolean;
  /** The one channel that may hear of a private meeting: name or id. */
  channel?: string | undefined;
}

/** The meetings of a group. */
export function meetingsOf(group: Group): Meeting[] {
  return group.meetings.map((line, index) => ({
    id: `${group.id}/${index}`,
    group: group.id,
    title: line.description,
    sessions: [{ written: line, reading: readSchedule(line) }],
    dates: [],
    minutes: 60,
    url: line.url,
    notesUrl: line.notesUrl,
    private: false,
  }));
}

/** What a meeting is called among its group's. */
export function meetingTitle({ title, subproject }: Meeting): string {
  return subproject === undefined || title.toLowerCase().includes(subproject.toLowerCase())
    ? title
    : `${title} (${subproject})`;
}
