import { csv } from './csv.ts';
import type { CharterFinding } from './health.ts';
import type { Instant } from './time.ts';
import { DAY, iso } from './time.ts';

/** How one group fares, beside the others; what nobody knows is undefined. */
export interface GroupStanding {
  /** The group's id and title. */
  id: string;
  title: string;
  open: number | undefined;
  untriaged: number | undefined;
  /** How many of its issues waited some weeks ago. */
  untriagedBefore: number | undefined;
  /** When the issue was opened that has waited longest. */
  oldest: Instant | undefined;
  /** Hours from an issue's opening to the first decision, the middle one of some weeks. */
  medianHours: number | undefined;
  /** In twelve weeks. */
  held: number;
  off: number;
  unrecorded: number;
  charter: CharterFinding;
  /** How many of the meetings held lack notes. */
  notes: number | undefined;
  /** How many of its folders have too few approvers who are active. */
  thin: number | undefined;
}

/** How all groups fare on a day (UTC), "2026-12-01", and how they did on one before. */
export interface AllHealth {
  day: string;
  before: string;
  /** The ones in need first. */
  groups: readonly GroupStanding[];
  /** Issues are still being read for the first time, so there seem to be too few. */
  reading: boolean;
}

/** After so long without a decision an issue is amiss, in ms (kubernetes/community, contributors/guide/issue-triage.md). */
const LONG = 30 * DAY;

const AMISS = ['charter', 'waiting', 'rising', 'notes', 'folders'] as const;
/** What is amiss in a group: it does not meet; something has waited for long; more waits; notes are missing; few approve. */
export type Amiss = (typeof AMISS)[number];

/** What is amiss in a group at that moment, the weightiest first. */
export function amissIn(group: GroupStanding, now: Instant): Amiss[] {
  const { charter, oldest, untriaged = 0, untriagedBefore = untriaged, notes = 0, thin = 0 } = group;
  const is: Readonly<Record<Amiss, boolean>> = {
    charter: charter.verdict === 'broken',
    waiting: oldest !== undefined && now - oldest > LONG,
    rising: untriaged > untriagedBefore,
    notes: notes > 0,
    folders: thin > 0,
  };
  return AMISS.filter((one) => is[one]);
}

/** Those in which most is amiss first; of equals the one in which an issue has waited longest, then by name. */
export function inNeedFirst(groups: readonly GroupStanding[], now: Instant): GroupStanding[] {
  const weight = new Map(groups.map((group) => [group, amissIn(group, now).length]));
  const since = ({ oldest = Infinity }: GroupStanding) => oldest;
  return groups.toSorted(
    (one, other) =>
      (weight.get(other) ?? 0) - (weight.get(one) ?? 0) ||
      Math.sign(since(one) - since(other) || 0) ||
      (one.title < other.title ? -1 : 1),
  );
}

const COLUMNS = [
  'group',
  'open',
  'untriaged',
  'untriaged_before',
  'oldest_untriaged',
  'triage_median_hours',
  'meetings_held',
  'meetings_off',
  'meetings_unrecorded',
  'charter',
  'without_notes',
  'thin_folders',
];

/** The groups as CSV, one a line; what is not known is empty. */
export function groupsCsv({ groups }: AllHealth): string {
  return csv([
    COLUMNS,
    ...groups.map((one) => [
      one.id,
      one.open,
      one.untriaged,
      one.untriagedBefore,
      one.oldest === undefined ? undefined : iso(one.oldest).slice(0, 10),
      one.medianHours === undefined ? undefined : Math.round(one.medianHours * 10) / 10,
      one.held,
      one.off,
      one.unrecorded,
      one.charter.verdict,
      one.notes,
      one.thin,
    ]),
  ]);
}
