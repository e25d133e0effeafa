import type { ActivityKind, ReviewState } from '../../domain/activity.ts';
import type { OwedWhy, Owing } from '../../domain/reply.ts';

/** The tables of what happened on issues and of who owes the next reply. */
export interface ActivityTables {
  activity: ActivityTable;
  owed: OwedTable;
  /** `key`: "label:sig/node" or "login:dana", in lower case. */
  owed_under: { key: string; by: Owing; since: number; repo_id: number; number: number };
}

/** One row an activity; those of deleted comments stay, so that what is heard late does not bring them back. */
export interface ActivityTable {
  repo_id: number;
  number: number;
  id: string;
  kind: ActivityKind;
  at: number;
  changed_at: number;
  by: string | null;
  robot: number;
  insider: number;
  speaks: number;
  review: ReviewState | null;
  about: string | null;
  /** JSON of what it says about merging; null where it says nothing of that. */
  acts: string | null;
  gone: number;
}

/** One row an open issue. */
export interface OwedTable {
  repo_id: number;
  number: number;
  by: Owing;
  why: OwedWhy;
  since: number;
  logins: string;
}
