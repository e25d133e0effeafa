import type { AgendaItem, Minute, PublishedAgenda, Sitting } from '../domain/agenda.ts';
import type { Channel } from '../domain/group.ts';
import type { IssueId } from '../domain/issue.ts';
import type { MadeChange } from '../domain/meeting-change.ts';
import type { CalendarReading, Meeting } from '../domain/meeting.ts';
import type { Timetable } from '../domain/occurrence.ts';
import type { Instant } from '../domain/time.ts';
import type { Subject } from '../effect.ts';

/** What a feature may read of meetings. */
export interface MeetingPorts {
  /** All that may be told of somewhere: private ones where the operator named their channel. */
  all(): Promise<Timetable[]>;
  byId(id: string): Promise<Timetable | undefined>;
  /** Where it is told of. */
  channelOf(meeting: Meeting): Channel | undefined;
  /** What its calendar says; undefined where it stands in none, or that was not read yet. */
  reading(meeting: Meeting): CalendarReading | undefined;
  /** The reading of its calendar that was told of last, by any replica. */
  told(meeting: string): Promise<CalendarReading | undefined>;
  /** Also one that was taken back. */
  change(id: string): Promise<MadeChange | undefined>;
  /** Slack ids of who wants to be told of it directly. */
  listeners(meeting: string): Promise<string[]>;
}

/** What a feature may read of what is talked about in meetings. */
export interface AgendaPorts {
  /** What is open of a meeting's topics, also for later occurrences, in their order. */
  items(meeting: string): Promise<AgendaItem[]>;
  item(id: string): Promise<AgendaItem | undefined>;
  /** The open topics, of all meetings, that are about an issue. */
  itemsAbout(issue: IssueId): Promise<AgendaItem[]>;
  /** The agendas that stand in a channel and whose meeting is not over. */
  published(now: Instant): Promise<PublishedAgenda[]>;
  sitting(meeting: string, key: string): Promise<Sitting | undefined>;
  /** The latest first. */
  sittings(meeting: string, limit: number): Promise<Sitting[]>;
  /** Those that are on, of all meetings. */
  openSittings(): Promise<Sitting[]>;
  /** Those that ended after one moment until another, of all meetings. */
  endedSittings(after: Instant, until: Instant): Promise<Sitting[]>;
  /** What was said in an occurrence, in that order. */
  minutes(meeting: string, key: string): Promise<Minute[]>;
  minute(id: string): Promise<Minute | undefined>;
  /** The actions of a meeting that nobody has done yet, oldest first. */
  openActions(meeting: string): Promise<Minute[]>;
  /** Those of one person, of all meetings. */
  openActionsOf(user: string): Promise<Minute[]>;
  /** The number of the group's latest action; 0 where it had none. */
  lastNumber(group: string): Promise<number>;
}

/** Somebody's own calendar. */
export interface OwnCalendar {
  user: string;
  /** The ids of the groups whose meetings are in it. */
  groups: readonly string[];
  /** When its address was given out. */
  at: Instant;
}

/** What a feature may read of calendars. */
export interface CalendarPorts {
  /** The address of the calendar of that name ("sig-node", "all"); undefined where the bot has no public address. */
  url(name: string): string | undefined;
  /** A name nobody can guess, and the fingerprint by which it is kept. */
  secret(): { name: string; print: string };
  of(user: string): Promise<OwnCalendar | undefined>;
}

/** Where a subject is written beside the messages, and what we wrote there last. */
export interface PublishedDocument {
  subject: Subject;
  /** The outlet's key, or the canvas's. */
  outlet: string;
  /** What finds it again: the number of an issue or a pull request, the id of a discussion or a canvas. */
  place: string;
  /** Its address; "" where it has none. */
  url: string;
  title: string;
  /** Fingerprint of what it says. */
  print: string;
}

/** What a feature may read of what is written beside the messages. */
export interface DocumentPorts {
  of(subject: Subject): Promise<PublishedDocument[]>;
  /** All that we wrote at one place. `outlet`: its key, or the canvas's. */
  at(outlet: string): Promise<PublishedDocument[]>;
}
