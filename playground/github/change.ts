import type { Json } from '../json.ts';

/** What the last commit of a pull request changes. */
export interface Change {
  files: readonly string[];
  additions: number;
  deletions: number;
  /** Whether it can be merged as it is. */
  mergeable: boolean;
}

/** Where nobody has said it. */
const SMALL: Change = { files: ['README.md'], additions: 1, deletions: 0, mergeable: true };

/** How a pull request's payload tells of its size and of merging. */
export function changeJson(change: Partial<Change> = {}): Json {
  const { files, additions, deletions, mergeable } = { ...SMALL, ...change };
  return { additions, deletions, changed_files: files.length, mergeable };
}

/** What `GET …/pulls/n/files` lists. */
export function filesJson(change: Partial<Change> = {}): Json[] {
  const { files } = { ...SMALL, ...change };
  return files.map((filename) => ({ filename, status: 'modified' }));
}
