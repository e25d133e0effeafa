import type { AgendaItem, Minute, PublishedAgenda, Sitting } from './domain/agenda.ts';
import type { Channel } from './domain/group.ts';
import type { IssueId } from './domain/issue.ts';
import type { MadeChange } from './domain/meeting-change.ts';
import type { Meeting } from './domain/meeting.ts';
import type { Timetable } from './domain/occurrence.ts';
import type { Instant } from './domain/time.ts';

/** What a feature may read of meetings. */
export interface MeetingPorts {
  /** All that may be told of somewhere: private ones where the operator named their channel. */
  all(): Promise<Timetable[]>;
  byId(id: string): Promise<Timetable | undefined>;
  /** Where it is told of. */
  channelOf(meeting: Meeting): Channel | undefined;
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
  /** What was said in an occurrence, in that order. */
  minutes(meeting: string, key: string): Promise<Minute[]>;
  minute(id: string): Promise<Minute | undefined>;
  /** The actions of a meeting that nobody has done yet, oldest first. */
  openActions(meeting: string): Promise<Minute[]>;
}
