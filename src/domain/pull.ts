import type { Issue, IssueId } from './issue.ts';
import { hasLabel } from './label.ts';
import type { Instant } from './time.ts';

/** Whether the last commit can be merged into the base branch; GitHub computes it when it is asked, and says no more then. */
export type Mergeable = 'yes' | 'no' | 'unknown';

/** What a status or a check run says of a commit. What was skipped, or is neutral, passes (docs.github.com, “status checks”). */
export type CheckState = 'passing' | 'pending' | 'failing';

/** A status, or a check run, of the last commit of a pull request. */
export interface Check {
  /** As GitHub shows it: "pull-boats-unit", "build / lint". */
  name: string;
  state: CheckState;
  /** When it came to say so. */
  at: Instant;
}

/** How many lines and files a pull request changes, as GitHub counts them. */
export interface Extent {
  additions: number;
  deletions: number;
  files: number;
}

/** What the mirror knows of a pull request beside the issue that it is as well. */
export interface Pull {
  id: IssueId;
  /** The branch it is to be merged into. */
  base: string;
  /** Git's name of its last commit. */
  head: string;
  /** Absent where GitHub has not told it yet. */
  extent?: Extent | undefined;
  mergeable: Mergeable;
  /** When it was merged. */
  mergedAt?: Instant | undefined;
  /** What it changes, MOST_PATHS at most, of a rename both paths; absent until that was read of its last commit. */
  paths?: readonly string[] | undefined;
  /** Of its last commit, by name, MOST_CHECKS at most; absent until something of them was heard. */
  checks?: readonly Check[] | undefined;
}

/** What somebody at GitHub says of a pull request: a webhook most of it, a list of issues nearly nothing. */
export interface PullTold extends Omit<Partial<Pull>, 'id' | 'paths' | 'checks'> {
  /** GitHub's `updated_at`: of two tellings the later counts. */
  at: Instant;
}

/** So many changed files GitHub tells of one pull request (docs.github.com, “List pull requests files”). */
export const MOST_PATHS = 3000;

/** So many checks of one commit are kept, failing ones first. */
export const MOST_CHECKS = 100;

/** The label that says what GitHub's draft says (prow, `wip`). */
export const WORK_IN_PROGRESS = 'do-not-merge/work-in-progress';

/** Whether nobody is to review it yet. */
export function isDraft({ draft, labels }: Pick<Issue, 'draft' | 'labels'>): boolean {
  return draft === true || hasLabel(labels, WORK_IN_PROGRESS);
}

/** Prow's words for how large a pull request is. */
export type Size = 'XS' | 'S' | 'M' | 'L' | 'XL' | 'XXL';

/** From so many changed lines on (kubernetes-sigs/prow, pkg/plugins/size, its defaults). */
const SIZES: readonly (readonly [Size, number])[] = [
  ['XXL', 1000],
  ['XL', 500],
  ['L', 100],
  ['M', 30],
  ['S', 10],
];

/** What Prow would call it by all its changed lines; its own label leaves generated files out, and counts more. */
export function sizeOf({ additions, deletions }: Extent): Size {
  return SIZES.find(([, from]) => additions + deletions >= from)?.[0] ?? 'XS';
}

/** The size by the label `size/M`, where a robot has set one. */
export function sizeLabelled(labels: readonly string[]): Size | undefined {
  const word = labels.find((label) => /^size\//i.test(label))?.slice('size/'.length);
  return [...SIZES.map(([size]) => size), 'XS' as const].find((size) => size === word?.toUpperCase());
}

/** The checks with what was told of some of them: of each name the later telling counts. */
export function withChecks(known: readonly Check[], told: readonly Check[]): readonly Check[] {
  const byName = new Map(known.map((check) => [check.name, check]));
  for (const check of told) {
    const had = byName.get(check.name);
    // Of one second, what has ended is the later.
    const same = had?.at === check.at && check.state === 'pending';
    if (!had || (had.at <= check.at && !same)) byName.set(check.name, check);
  }
  const all = [...byName.values()].toSorted(
    (one, other) => RANK[one.state] - RANK[other.state] || (one.name < other.name ? -1 : 1),
  );
  return all.slice(0, MOST_CHECKS);
}

const RANK: Readonly<Record<CheckState, number>> = { failing: 0, pending: 1, passing: 2 };
