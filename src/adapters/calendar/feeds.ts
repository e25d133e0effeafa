import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { messageOf } from '../../domain/errors.ts';
import type { CalendarReading, Meeting } from '../../domain/meeting.ts';
import { DAY } from '../../domain/time.ts';
import { fetchFeed, type FeedNeeds } from './fetch.ts';
import { MOST, readFeed } from './read.ts';

/** How far a calendar is read: a month back, for what is moved, and over a year ahead. */
const [BEHIND, AHEAD] = [31 * DAY, 400 * DAY];

/** The meetings whose occurrences stand in somebody's calendar, as last read. */
export interface Feeds {
  /** Undefined where the calendar was not read yet, or the meeting has none. */
  readingOf(meeting: Meeting): CalendarReading | undefined;
  /** Reads the calendars of these meetings, one after the other; of one that cannot be read what was known stays. */
  refresh(meetings: readonly Meeting[]): Promise<void>;
}

export function createFeeds({ log, now = Date.now, ...needs }: FeedNeeds & { log: Logger }): Feeds {
  const known = new Map<string, CalendarReading>();

  async function read({ id, feed }: Meeting): Promise<void> {
    if (!feed) return;
    try {
      const { text, at, trouble } = await fetchFeed(feed.url, { ...needs, now });
      const wish = { title: feed.title ?? '', from: now() - BEHIND, to: now() + AHEAD };
      const { events, notes } = readFeed(text, wish);
      const until = events.length < MOST ? wish.to : (events.at(-1)?.start ?? wish.to);
      known.set(id, { source: sourceOf(feed), at, until, events });
      if (trouble !== undefined || notes.length > 0)
        log.warn({ meeting: id, trouble, notes }, 'a calendar was not read in full');
    } catch (error) {
      log.warn({ meeting: id, why: messageOf(error) }, 'a calendar could not be read');
    }
  }

  return {
    readingOf: ({ id }) => known.get(id),
    async refresh(meetings) {
      for (const meeting of meetings) await read(meeting);
    },
  };
}

/** An address may be a secret. */
function sourceOf({ url, title }: NonNullable<Meeting['feed']>): string {
  return createHash('sha256')
    .update(JSON.stringify([url, title]))
    .digest('base64url')
    .slice(0, 22);
}
