import type { Channel } from './domain/group.ts';
import type { MadeChange } from './domain/meeting-change.ts';
import type { Meeting } from './domain/meeting.ts';
import type { Timetable } from './domain/occurrence.ts';

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
