import { DAY, type Instant } from '../../domain/time.ts';
import { within, type Session } from './session.ts';

/** How what is kept of a repository's files came about. */
export interface FilesState {
  /** When they were last read; undefined: never. */
  readAt: Instant | undefined;
  /** When somebody began to read them, and has not ended. */
  begunAt: Instant | undefined;
  /** They have changed since. */
  stale: boolean;
}

/**
 * Files of one kind of repositories, by GitHub's id of the repository, each with what its text says. Contents are kept
 * once, by git's name of them.
 */
export interface Files<Said> {
  states(): Promise<Map<number, FilesState>>;
  /** They have changed: they are to be read again. */
  changed(repo: number): Promise<void>;
  begin(repo: number, at: Instant): Promise<void>;
  /** Which of these contents are not known. */
  unknown(shas: readonly string[]): Promise<string[]>;
  learn(sha: string, said: Said, at: Instant): Promise<void>;
  /** Keeps the tree in place of the earlier one. Rejects where what a file of it holds is not known. */
  keep(repo: number, tree: KeptTree, at: Instant): Promise<void>;
  /** Of the tree as it was last read; undefined: none was. */
  treeOf(repo: number): Promise<string | undefined>;
  /** By path. */
  sources(repo: number): Promise<({ path: string } & Said)[]>;
  forget(repo: number): Promise<void>;
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

/** Each kind has three tables, of the same columns: Kysely is told of one kind's. */
const TABLES = {
  owners: { trees: 'owners_trees', files: 'owners_files', blobs: 'owners_blobs' },
  keps: {
    trees: 'kep_trees' as 'owners_trees',
    files: 'kep_files' as 'owners_files',
    blobs: 'kep_blobs' as 'owners_blobs',
  },
} as const;

type Tables = (typeof TABLES)[keyof typeof TABLES];

export function filesOf<Said extends object>(session: Session, kind: keyof typeof TABLES): Files<Said> {
  const { db } = session;
  const tables = TABLES[kind];
  const { trees, files, blobs } = tables;
  return {
    async states() {
      const rows = await db.selectFrom(trees).selectAll().execute();
      return new Map(
        rows.map((row) => [
          row.repo_id,
          { readAt: row.read_at ?? undefined, begunAt: row.begun_at ?? undefined, stale: row.stale === 1 },
        ]),
      );
    },
    changed: (repo) => note(session, tables, repo, { stale: 1 }),
    begin: (repo, at) => note(session, tables, repo, { begun_at: at, stale: 0 }),
    async unknown(shas) {
      const known = new Set<string>();
      for (let from = 0; from < shas.length; from += AT_ONCE) {
        const some = db
          .selectFrom(blobs)
          .select('sha')
          .where('sha', 'in', shas.slice(from, from + AT_ONCE));
        for (const { sha } of await some.execute()) known.add(sha);
      }
      return [...new Set(shas)].filter((sha) => !known.has(sha));
    },
    async learn(sha, said, at) {
      const insert = db.insertInto(blobs).values({ sha, said: JSON.stringify(said), learned_at: at });
      await insert.onConflict((on) => on.column('sha').doUpdateSet({ learned_at: at })).execute();
    },
    keep: (repo, tree, at) => within(session, (tx) => keep(tx, tables, repo, tree, at)),
    async treeOf(repo) {
      const row = db.selectFrom(trees).select('sha').where('repo_id', '=', repo);
      return (await row.executeTakeFirst())?.sha ?? undefined;
    },
    async sources(repo) {
      const found = db
        .selectFrom(`${files} as file`)
        .innerJoin(`${blobs} as blob`, 'blob.sha', 'file.sha')
        .select(['file.path', 'blob.said'])
        .where('file.repo_id', '=', repo);
      const rows = (await found.execute()).toSorted((one, other) => (one.path < other.path ? -1 : 1));
      return rows.map(({ path, said }) => ({ path, ...(JSON.parse(said) as Said) }));
    },
    forget: (repo) =>
      within(session, async (tx) => {
        await tx.db.deleteFrom(files).where('repo_id', '=', repo).execute();
        await tx.db.deleteFrom(trees).where('repo_id', '=', repo).execute();
        await dropUnused(tx, tables, Number.MAX_SAFE_INTEGER);
      }),
  };
}

async function note(
  { db }: Session,
  { trees }: Tables,
  repo: number,
  set: { stale: number; begun_at?: Instant },
): Promise<void> {
  const row = db
    .insertInto(trees)
    .values({ repo_id: repo, sha: null, read_at: null, begun_at: null, ...set });
  await row.onConflict((on) => on.column('repo_id').doUpdateSet(set)).execute();
}

/** That the files have changed meanwhile stays noted. */
async function keep(
  tx: Session,
  tables: Tables,
  repo: number,
  { sha, files }: KeptTree,
  at: Instant,
): Promise<void> {
  const read = { sha, read_at: at, begun_at: null };
  const row = tx.db.insertInto(tables.trees).values({ repo_id: repo, ...read, stale: 0 });
  await row.onConflict((on) => on.column('repo_id').doUpdateSet(read)).execute();
  await tx.db.deleteFrom(tables.files).where('repo_id', '=', repo).execute();
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const rows = files
      .slice(from, from + AT_ONCE)
      .map((file) => ({ repo_id: repo, path: file.path, sha: file.sha }));
    await tx.db.insertInto(tables.files).values(rows).execute();
  }
  await dropUnused(tx, tables, at - UNUSED);
}

async function dropUnused({ db }: Session, { blobs, files }: Tables, learnedBefore: Instant): Promise<void> {
  const unused = db.deleteFrom(blobs).where('learned_at', '<', learnedBefore);
  await unused.where('sha', 'not in', db.selectFrom(files).select('sha')).execute();
}
