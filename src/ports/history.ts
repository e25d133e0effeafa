import type { Decisions, GroupDay, Labelled, Span } from '../domain/history.ts';
import type { Instant } from '../domain/time.ts';

/** What a feature may read of how groups fared. */
export interface HistoryPorts {
  /** When the bot came to its first repository; undefined while it looks after none. */
  heardSince(): Promise<Instant | undefined>;
  /**
   * Whether a repository that came in the last two days is still being read for the first time: until then there seem to
   * be fewer issues than there are. One that cannot be read for longer holds nothing up.
   */
  reading(now: Instant): Promise<boolean>;
  /** What was kept of a group's days, from one day on until before another; oldest first. */
  days(group: string, from: string, before: string): Promise<GroupDay[]>;
  /** The issues and pull requests opened or closed since then, of all groups, in no order; without what is private. */
  spans(since: Instant, hide: readonly string[]): Promise<Span[]>;
  /**
   * How many issues of a group were opened since then and closed again, without a decision of the group or of the issue
   * as a whole; `hide`: without what is private.
   */
  closedUndecided(group: Labelled, since: Instant, hide: readonly string[] | undefined): Promise<number>;
  /** All decisions about the issues of which anything was heard since then; without what is private. */
  decisions(since: Instant, hide: readonly string[]): Promise<Decisions[]>;
}
