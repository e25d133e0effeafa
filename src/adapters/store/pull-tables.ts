import type { Mergeable } from '../../domain/pull.ts';

/** The table of what is known of pull requests beside their issues. */
export interface PullTables {
  pulls: PullsTable;
}

/** One row a pull request of which anything was told. */
export interface PullsTable {
  repo_id: number;
  number: number;
  /** "" where they are not known. */
  base: string;
  head: string;
  additions: number | null;
  deletions: number | null;
  files: number | null;
  mergeable: Mergeable;
  merged_at: number | null;
  /** GitHub's `updated_at` in what was told last. */
  told_at: number;
  /** JSON of what the commit `paths_of` changes. */
  paths: string | null;
  paths_of: string | null;
  /** JSON of the checks of the commit `checks_of`; `heard`: a webhook told of one of them. */
  checks: string | null;
  checks_of: string | null;
  heard: number;
  /** When its last commit was first known. */
  head_at: number;
  /** Somebody has asked for it, whatever groups want. */
  wanted: number;
  /** From when on GitHub is to be asked what it has not told. */
  due_at: number;
}
