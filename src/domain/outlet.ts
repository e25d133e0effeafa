/** A place on GitHub where what a meeting is about, and what was said in it, is written as well. */
export type Outlet =
  /** An issue for each occurrence; with a number always that one, a section for each occurrence. */
  | { to: 'issue'; repo: string; number?: number | undefined }
  /** A discussion for each occurrence; the category by its name. */
  | { to: 'discussion'; repo: string; category: string }
  /** A file, by pull request: its path, with {group} and {date} in it or without. */
  | { to: 'file'; repo: string; path: string };

/** What an outlet is known by, also when the operator has written it anew: "file kubernetes/community sig-node/{date}.md". */
export function outletKey(outlet: Outlet): string {
  switch (outlet.to) {
    case 'issue':
      return ['issue', outlet.repo, ...(outlet.number === undefined ? [] : [outlet.number])].join(' ');
    case 'discussion':
      return `discussion ${outlet.repo} ${outlet.category}`;
    case 'file':
      return `file ${outlet.repo} ${outlet.path}`;
  }
}

/** An outlet for people: "a file of kubernetes/community". */
export function outletText({ to, repo }: Outlet): string {
  return to === 'file'
    ? `a file of ${repo}`
    : to === 'issue'
      ? `an issue of ${repo}`
      : `a discussion of ${repo}`;
}

/** The file of an occurrence of a group's meeting: "sig-node/meetings/{date}.md" on its day, "2026-12-03". */
export function pathFor(path: string, { group, date }: { group: string; date: string }): string {
  return path.replaceAll('{group}', group).replaceAll('{date}', date);
}

/**
 * The branch on which a file is changed: "sigbot/sig-node-meetings-2026-12-03". All that goes into one file goes by one
 * pull request at a time, so that no two of ours are in each other's way. Where earlier ones have ended, `round` counts on.
 */
export function branchFor(path: string, round: number): string {
  const name = path
    .replace(/\.\w+$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `sigbot/${name}${round > 1 ? `-${round}` : ''}`;
}
