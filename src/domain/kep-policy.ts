import type { Freeze, FreezeKind } from './freeze.ts';
import type { KepPlaces } from './kep-tree.ts';
import type { KepShape } from './kep.ts';
import type { Instant } from './time.ts';

/** How a community's proposals are followed. */
export interface KepPolicy {
  /** "owner/name"; a proposal's number is its issue's number there. */
  repository: string;
  places: KepPlaces;
  shape: KepShape;
  /** The whole label by which a lead takes an issue into the milestone to come. */
  optedIn: string;
  /** How long before a freeze agendas and digests tell of it, in milliseconds. */
  radar: Instant;
  /** Where people ask for an exception from a freeze: an https address. */
  exceptions?: string | undefined;
  /** By what the freezes in a calendar are known. */
  kinds: readonly FreezeKind[];
  milestones: readonly WrittenMilestone[];
}

/** A milestone as the operator wrote it down: with its freezes, or with the calendar that has them. */
export interface WrittenMilestone {
  name: string;
  freezes: readonly Freeze[];
  /** A path or an https address of an iCalendar file. */
  calendar?: string | undefined;
}
