import type { OwnersSaid, OwnersSource } from '../../domain/owners.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { lastSeen } from './seen.ts';
import { within, type Session } from './session.ts';

/** How what is kept of a repository's OWNERS files came about. */
export interface OwnersState {
  /** When they were last read; undefined: never. */
  readAt: Instant | undefined;
  /** When somebody began to read them, and has not ended. */
  begunAt: Instant | undefined;
  /** They have changed since. */
  stale: boolean;
}

/** The OWNERS and CODEOWNERS files of repositories, by GitHub's id of the repository. Contents are kept once, by git's name of them. */
export interface OwnersFiles {
  states(): Promise<Map<number, OwnersState>>;
  /** They have changed: they are to be read again. */
  changed(repo: number): Promise<void>;
  begin(repo: number, at: Instant): Promise<void>;
  /** Which of these contents are not known. */
  unknown(shas: readonly string[]): Promise<string[]>;
  learn(sha: string, said: OwnersSaid, at: Instant): Promise<void>;
  /** Keeps the tree in place of the earlier one. Rejects where what a file of it holds is not known. */
  keep(repo: number, tree: KeptTree, at: Instant): Promise<void>;
  /** Of the tree as it was last read; undefined: none was. */
  treeOf(repo: number): Promise<string | undefined>;
  /** By path. */
  sources(repo: number): Promise<OwnersSource[]>;
  forget(repo: number): Promise<void>;
  /** When each of these logins, in lower case, last opened, said or did something since then. */
  seen(logins: readonly string[], since: Instant): Promise<Map<string, Instant>>;
}

/** `sha` is git's name of the whole tree, and of each file's content. */
export interface KeptTree {
  sha: string;
  files: readonly { path: string; sha: string }[];
}

/** How long a content that no tree has is kept, in ms: a reading that was broken off goes on. */
const UNUSED = DAY;

/** Rows in one statement: SQLite takes 32,766 values. */
const AT_ONCE = 1000;

export function ownersFilesOf(session: Session): OwnersFiles {
  const { db } = session;
  return {
    async states() {
      const rows = await db.selectFrom('owners_trees').selectAll().execute();
      return new Map(
        rows.map((row) => [
          row.repo_id,
          { readAt: row.read_at ?? undefined, begunAt: row.begun_at ?? undefined, stale: row.stale === 1 },
        ]),
      );
    },
    changed: (repo) => note(session, repo, { stale: 1 }),
    begin: (repo, at) => note(session, repo, { begun_at: at, stale: 0 }),
    async unknown(shas) {
      const known = new Set<string>();
      for (let from = 0; from < shas.length; from += AT_ONCE) {
        const some = db
          .selectFrom('owners_blobs')
          .select('sha')
          .where('sha', 'in', shas.slice(from, from + AT_ONCE));
        for (const { sha } of await some.execute()) known.add(sha);
      }
      return [...new Set(shas)].filter((sha) => !known.has(sha));
    },
    async learn(sha, said, at) {
      const insert = db
        .insertInto('owners_blobs')
        .values({ sha, said: JSON.stringify(said), learned_at: at });
      await insert.onConflict((on) => on.column('sha').doUpdateSet({ learned_at: at })).execute();
    },
    keep: (repo, tree, at) => within(session, (tx) => keep(tx, repo, tree, at)),
    async treeOf(repo) {
      const row = db.selectFrom('owners_trees').select('sha').where('repo_id', '=', repo);
      return (await row.executeTakeFirst())?.sha ?? undefined;
    },
    async sources(repo) {
      const files = db
        .selectFrom('owners_files')
        .innerJoin('owners_blobs', 'owners_blobs.sha', 'owners_files.sha')
        .select(['owners_files.path', 'owners_blobs.said'])
        .where('owners_files.repo_id', '=', repo);
      const rows = (await files.execute()).toSorted((one, other) => (one.path < other.path ? -1 : 1));
      return rows.map(({ path, said }) => ({ path, ...(JSON.parse(said) as OwnersSaid) }));
    },
    forget: (repo) =>
      within(session, async (tx) => {
        await tx.db.deleteFrom('owners_files').where('repo_id', '=', repo).execute();
        await tx.db.deleteFrom('owners_trees').where('repo_id', '=', repo).execute();
        await dropUnused(tx, Number.MAX_SAFE_INTEGER);
      }),
    seen: (logins, since) => lastSeen(session, logins, since),
  };
}

async function note(
  { db }: Session,
  repo: number,
  set: { stale: number; begun_at?: Instant },
): Promise<void> {
  const row = db
    .insertInto('owners_trees')
    .values({ repo_id: repo, sha: null, read_at: null, begun_at: null, ...set });
  await row.onConflict((on) => on.column('repo_id').doUpdateSet(set)).execute();
}

/** That the files have changed meanwhile stays noted. */
async function keep(tx: Session, repo: number, { sha, files }: KeptTree, at: Instant): Promise<void> {
  const read = { sha, read_at: at, begun_at: null };
  const row = tx.db.insertInto('owners_trees').values({ repo_id: repo, ...read, stale: 0 });
  await row.onConflict((on) => on.column('repo_id').doUpdateSet(read)).execute();
  await tx.db.deleteFrom('owners_files').where('repo_id', '=', repo).execute();
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const rows = files
      .slice(from, from + AT_ONCE)
      .map((file) => ({ repo_id: repo, path: file.path, sha: file.sha }));
    await tx.db.insertInto('owners_files').values(rows).execute();
  }
  await dropUnused(tx, at - UNUSED);
}

async function dropUnused({ db }: Session, learnedBefore: Instant): Promise<void> {
  const unused = db.deleteFrom('owners_blobs').where('learned_at', '<', learnedBefore);
  await unused.where('sha', 'not in', db.selectFrom('owners_files').select('sha')).execute();
}
