import type { Channel, Directory } from '../domain/group.ts';
import { meetingsOf, type CalendarReading, type Meeting, type MeetingDefaults } from '../domain/meeting.ts';
import type { Feeds } from './calendar/feeds.ts';
import type { DirectorySource } from './directory/source.ts';

/** The meetings of all groups, as the directory, the operator and other people's calendars say. */
export interface MeetingSource {
  /** All that may be told of somewhere: private ones where the operator named their channel. */
  all(): readonly Meeting[];
  channelOf(meeting: Meeting): Channel | undefined;
  /** What its calendar says; undefined where it stands in none, or that was not read yet. */
  readingOf(meeting: Meeting): CalendarReading | undefined;
}

export function createMeetings(
  defaults: MeetingDefaults,
  directory: Pick<DirectorySource, 'current' | 'channelOf' | 'find'>,
  feeds: Pick<Feeds, 'readingOf'>,
): MeetingSource {
  let read: { of?: Directory; meetings: readonly Meeting[] } = { meetings: [] };

  /** The directory is one object until it is read again: so are its meetings. */
  function written(): readonly Meeting[] {
    const of = directory.current();
    if (read.of !== of) read = { of, meetings: of.groups.flatMap((group) => meetingsOf(group, defaults)) };
    return read.meetings;
  }

  function channelOf(meeting: Meeting): Channel | undefined {
    if (meeting.channel !== undefined) return directory.find(meeting.channel);
    const group = directory.current().groups.find(({ id }) => id === meeting.group);
    return group && !meeting.private ? directory.channelOf(group) : undefined;
  }

  return {
    channelOf,
    readingOf: feeds.readingOf,
    all: () =>
      written()
        .filter((meeting) => !meeting.private || channelOf(meeting) !== undefined)
        .map((meeting) => ({ ...meeting, events: feeds.readingOf(meeting)?.events })),
  };
}
