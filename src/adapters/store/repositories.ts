import type { Selectable } from 'kysely';
import { SECOND, type Instant } from '../../domain/time.ts';
import { within, type Session } from './session.ts';
import type { RepositoriesTable } from './tables.ts';

/** A repository the bot looks at. */
export interface Repository {
  /** GitHub's id, which survives a rename. */
  id: number;
  /** "owner/name" */
  name: string;
  /** The name it had when the bot came: the configuration may still call it so. */
  firstName: string;
  /** Issues older than this existed before the bot came. */
  trackedSince: Instant;
  /** Up to when the poll has read. */
  pollCursor?: Instant | undefined;
  /** Of the poll's first page. */
  etag?: string | undefined;
  /** Whether its open issues were all read once. */
  synced: boolean;
  /** Undefined where GitHub has not said it yet: then its issues are named beside those of no other repository. */
  private: boolean | undefined;
  /** It was deleted, or the bot can no longer see it. */
  gone?: boolean | undefined;
}

export type RepositoryChange = Partial<
  Pick<Repository, 'pollCursor' | 'etag' | 'synced' | 'gone' | 'name' | 'private'>
>;

export async function repositoryNamed({ db }: Session, name: string): Promise<Repository | undefined> {
  const named = db.selectFrom('repositories').selectAll().where('name_key', '=', name.toLowerCase());
  const row = await named.orderBy('gone').orderBy('named_at', 'desc').limit(1).executeTakeFirst();
  return row && toRepository(row);
}

export async function repositoryById({ db }: Session, id: number): Promise<Repository | undefined> {
  const row = await db.selectFrom('repositories').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toRepository(row);
}

export async function allRepositories({ db }: Session): Promise<Repository[]> {
  return (await db.selectFrom('repositories').selectAll().orderBy('name_key').orderBy('id').execute()).map(
    toRepository,
  );
}

/** Takes a repository in, or follows its rename; a repository that was gone is back. */
export async function track(
  session: Session,
  { id, name, private: hidden }: { id: number; name: string; private?: boolean | undefined },
  now: Instant,
): Promise<Repository> {
  return within(session, async (tx) => {
    await nameAs(tx, { id, name, at: now }, now);
    const set = { gone: 0, ...(hidden !== undefined && { private: Number(hidden) }) };
    await tx.db.updateTable('repositories').set(set).where('id', '=', id).execute();
    return known(tx, id);
  });
}

/**
 * The repository an issue was seen in, taken in where it is new. The name follows what is newer than the name we
 * know, so that a late delivery from before a rename does not undo it. That it is private is believed at once, that it
 * is public only where nothing was known: the news may be from before it was hidden.
 */
export async function seenIn(
  tx: Session,
  { private: hidden, ...seen }: { id: number; name: string; at: Instant; private?: boolean | undefined },
  now: Instant,
): Promise<Repository> {
  const row = await tx.db.selectFrom('repositories').selectAll().where('id', '=', seen.id).executeTakeFirst();
  const named = row && (row.name === seen.name || row.named_at >= seen.at);
  const hiding = hidden === undefined || row?.private === Number(hidden) || (!hidden && row?.private === 1);
  if (named && hiding) return toRepository(row);
  if (!named) await nameAs(tx, seen, now);
  if (!hiding) {
    const there = tx.db.updateTable('repositories').where('id', '=', seen.id);
    await there.set({ private: Number(hidden) }).execute();
  }
  return known(tx, seen.id);
}

export async function changeRepository(
  session: Session,
  id: number,
  change: RepositoryChange,
  now: Instant,
): Promise<void> {
  await within(session, async (tx) => {
    if (change.name !== undefined) await nameAs(tx, { id, name: change.name, at: now }, now);
    const set = {
      ...('pollCursor' in change && { poll_cursor: change.pollCursor ?? null }),
      ...('etag' in change && { etag: change.etag ?? null }),
      ...(change.synced !== undefined && { synced: Number(change.synced) }),
      ...('gone' in change && { gone: Number(change.gone ?? false) }),
      ...(change.private !== undefined && { private: Number(change.private) }),
    };
    if (Object.keys(set).length > 0)
      await tx.db.updateTable('repositories').set(set).where('id', '=', id).execute();
  });
}

/** The labels a repository has, as they are written; undefined where they were never read. */
export async function labelsOf(session: Session, name: string): Promise<ReadonlySet<string> | undefined> {
  const repository = await repositoryNamed(session, name);
  if (!repository || !(await labelsKnown(session, repository.id))) return undefined;
  const labels = session.db
    .selectFrom('repository_labels')
    .select('name')
    .where('repo_id', '=', repository.id);
  return new Set((await labels.orderBy('name_key').execute()).map((row) => row.name));
}

export async function setLabels(session: Session, id: number, names: readonly string[]): Promise<void> {
  await within(session, async (tx) => {
    await tx.db.updateTable('repositories').set({ labels_known: 1 }).where('id', '=', id).execute();
    await tx.db.deleteFrom('repository_labels').where('repo_id', '=', id).execute();
    for (let from = 0; from < names.length; from += 1000)
      await addLabels(tx, id, names.slice(from, from + 1000));
  });
}

/** Follows a label that was made, deleted or (both) renamed. Of a repository not read yet it keeps nothing. */
export async function changeLabel(
  session: Session,
  id: number,
  { add, remove }: { add?: string | undefined; remove?: string | undefined },
): Promise<void> {
  await within(session, async (tx) => {
    if (!(await labelsKnown(tx, id))) return;
    if (remove !== undefined) {
      const label = tx.db.deleteFrom('repository_labels').where('repo_id', '=', id);
      await label.where('name_key', '=', remove.toLowerCase()).execute();
    }
    if (add !== undefined) await addLabels(tx, id, [add]);
  });
}

async function addLabels({ db }: Session, id: number, names: readonly string[]): Promise<void> {
  await db
    .insertInto('repository_labels')
    .values(names.map((name) => ({ repo_id: id, name, name_key: name.toLowerCase() })))
    .onConflict((on) => on.columns(['repo_id', 'name_key']).doNothing())
    .execute();
}

async function labelsKnown({ db }: Session, id: number): Promise<boolean> {
  const row = db.selectFrom('repositories').select('labels_known').where('id', '=', id);
  return (await row.executeTakeFirst())?.labels_known === 1;
}

/** Gives the name to one repository alone: whoever had it was renamed or deleted without our being told. */
async function nameAs(
  tx: Session,
  { id, name, at }: { id: number; name: string; at: Instant },
  now: Instant,
) {
  const key = name.toLowerCase();
  const others = tx.db.updateTable('repositories').where('name_key', '=', key).where('id', '!=', id);
  await others.where('named_at', '<=', at).set({ gone: 1 }).execute();
  const naming = { name, name_key: key, named_at: at };
  await tx.db
    .insertInto('repositories')
    // GitHub's times are whole seconds: what is opened in this very one is new.
    .values({ id, ...naming, first_name: name, tracked_since: now - (now % SECOND) })
    .onConflict((on) => on.column('id').doUpdateSet(naming))
    .execute();
}

async function known(tx: Session, id: number): Promise<Repository> {
  const repository = await repositoryById(tx, id);
  if (!repository) throw new Error(`repository ${id} is not there`);
  return repository;
}

function toRepository(row: Selectable<RepositoriesTable>): Repository {
  return {
    id: row.id,
    name: row.name,
    firstName: row.first_name,
    trackedSince: row.tracked_since,
    pollCursor: row.poll_cursor ?? undefined,
    etag: row.etag ?? undefined,
    synced: row.synced === 1,
    private: row.private === null ? undefined : row.private === 1,
    gone: row.gone === 1,
  };
}
