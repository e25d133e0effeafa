import type { Answer, FakeRepository, Got } from './fake-github-answers.ts';

/** A pull request beside the issue that it is as well. */
export interface FakePull {
  head: string;
  additions: number;
  deletions: number;
  /** Requests that are left of the hour's 5,000 once it was asked for. */
  remaining: number;
  /** Null while GitHub computes it. */
  mergeable: boolean | null;
  files: readonly { filename: string; previous_filename?: string }[];
  statuses: readonly { context: string; state: string; updated_at: string }[];
  runs: readonly { name: string; status: string; conclusion: string | null; started_at: string }[];
}

/** One of two files that GitHub can merge, with nothing checked; or whatever differs. */
export function aFakePull(differs: Partial<FakePull> = {}): FakePull {
  return {
    head: 'a1',
    additions: 12,
    deletions: 3,
    remaining: 4000,
    mergeable: true,
    files: [{ filename: 'hull/keel.go' }, { filename: 'mast/sail.go', previous_filename: 'mast/rig.go' }],
    statuses: [],
    runs: [],
    ...differs,
  };
}

/** GET pulls/{n}, pulls/{n}/files, commits/{sha}/status and …/check-runs; undefined of anything else. */
export function pullAnswer(
  [part, name, what]: readonly string[],
  { pulls, issues }: FakeRepository,
  { query }: Got,
): Answer | undefined {
  if (part === 'commits') {
    const pull = [...(pulls?.values() ?? [])].find(({ head }) => head === name);
    if (!pull) return { status: 404, body: { message: 'Not Found' } };
    return {
      status: 200,
      body: what === 'status' ? { statuses: pull.statuses } : { check_runs: pull.runs },
    };
  }
  const pull = part === 'pulls' ? pulls?.get(Number(name)) : undefined;
  if (!pull) return undefined;
  const { files, head, additions, deletions, mergeable, remaining } = pull;
  if (what === 'files') {
    const [size, page] = [Number(query.get('per_page')), Number(query.get('page'))];
    return { status: 200, body: files.slice((page - 1) * size, page * size) };
  }
  return {
    status: 200,
    headers: { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': `${remaining}` },
    body: {
      updated_at: issues.get(Number(name))?.updated_at,
      head: { sha: head },
      base: { ref: 'main' },
      additions,
      deletions,
      changed_files: files.length,
      mergeable,
      merged_at: null,
    },
  };
}
