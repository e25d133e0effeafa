import { createHash } from 'node:crypto';
import { textOf } from '../json.ts';
import type { Repo } from './records.ts';

/** A branch: the commit it is at, and the files of that commit by path. */
export interface Branch {
  sha: string;
  files: ReadonlyMap<string, Buffer>;
}

/** A repository's branches by name. History is not kept, only what each branch holds. */
export type Branches = Map<string, Branch>;

/** What people see and do of a repository's files. */
export interface Files {
  /** The text on a branch, the default one where none is named; undefined where there is no such file. */
  read(path: string, branch?: string): string | undefined;
  write(path: string, content: string | Buffer, branch?: string): void;
  remove(path: string, branch?: string): void;
  branches(): string[];
}

/** The branches of a new repository: the default one, with nothing in it. */
export function newBranches(name: string): Branches {
  return new Map([[name, { sha: shaOf('commit', name), files: new Map() }]]);
}

export function defaultBranch(repo: Repo): string {
  return textOf(repo.raw['default_branch']) || 'main';
}

export function filesOf(repo: Repo): Files {
  const at = (name = defaultBranch(repo)): Branch => {
    const branch = repo.branches.get(name);
    if (!branch) throw new Error(`${repo.name} has no branch ${name}.`);
    return branch;
  };
  return {
    read: (path, branch) => at(branch).files.get(path)?.toString('utf8'),
    write: (path, content, name = defaultBranch(repo)) =>
      commit(repo, name, new Map(at(name).files).set(path, Buffer.from(content))),
    remove(path, name = defaultBranch(repo)) {
      const files = new Map(at(name).files);
      files.delete(path);
      commit(repo, name, files);
    },
    branches: () => [...repo.branches.keys()],
  };
}

/** Puts what a branch has changed into another: what the other changed itself stays. */
export function mergeBranch(repo: Repo, head: string, base: string): void {
  const from = repo.branches.get(head);
  const to = repo.branches.get(base);
  if (from && to) commit(repo, base, new Map([...to.files, ...from.files]));
}

/** Puts other files into a branch. */
export function commit(repo: Repo, name: string, files: ReadonlyMap<string, Buffer>): void {
  const before = repo.branches.get(name)?.sha ?? '';
  const tree = [...files].map(([path, bytes]) => `${path} ${blobOf(bytes)}`).join('\n');
  repo.branches.set(name, { sha: shaOf('commit', `${before}\n${tree}`), files });
}

/** As git names a blob. */
export function blobOf(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function shaOf(kind: string, text: string): string {
  return createHash('sha1').update(`${kind} ${text}`).digest('hex');
}
