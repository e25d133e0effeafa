import { issueId, type IssueId } from '../../domain/issue.ts';
import { issuesNamedBy, type LinkedPull } from '../../domain/pull-request.ts';
import { keyOf, toIssue } from './issue-row.ts';
import type { Session } from './session.ts';
import { visible } from './similar.ts';
import type { LinksTable } from './tables.ts';
import type { Key, Said } from './texts.ts';

/** How many pull requests are told of one issue. */
const TOLD = 10;

/**
 * Keeps which issues the pull request names now, in place of those it named before. The caller holds its row, so nobody
 * else writes its links meanwhile.
 */
export async function keepLinks(tx: Session, key: Key, said: Said & { repo: string }): Promise<void> {
  const { repo_id, number } = key;
  const own = said.repo.toLowerCase();
  const rows = issuesNamedBy(said, said.repo).map(({ repo, number: to_number, closes }) => {
    const name = repo.toLowerCase();
    return { repo_id, number, to_key: name === own ? '' : name, to_number, closes: Number(closes) };
  });
  if (sameLinks(await linksOf(tx, key), rows)) return;
  await dropLinks(tx, key);
  if (rows.length > 0) await tx.db.insertInto('links').values(rows).execute();
}

function linksOf({ db }: Session, { repo_id, number }: Key): Promise<LinksTable[]> {
  const all = db.selectFrom('links').selectAll().where('repo_id', '=', repo_id);
  return all.where('number', '=', number).execute();
}

function sameLinks(some: readonly LinksTable[], others: readonly LinksTable[]): boolean {
  const inWords = (rows: readonly LinksTable[]) =>
    rows
      .map(({ to_key, to_number, closes }) => `${to_key}#${to_number} ${closes}`)
      .toSorted()
      .join();
  return inWords(some) === inWords(others);
}

/** Forgets which issues the pull request names. */
export async function dropLinks({ db }: Session, { repo_id, number }: Key): Promise<void> {
  await db.deleteFrom('links').where('repo_id', '=', repo_id).where('number', '=', number).execute();
}

/**
 * The pull requests that name the issue: open ones first, of these the ones that close it, of these the newest. Those of
 * repositories not known to be public are told for issues of their own repository alone.
 */
export async function linkedTo(session: Session, id: IssueId): Promise<LinkedPull[]> {
  const { repo_id, number } = keyOf(id);
  const name = session.db.selectFrom('repositories').select('name_key').where('id', '=', repo_id);
  const rows = visible(session, repo_id)
    .innerJoin('links as l', (on) =>
      on.onRef('l.repo_id', '=', 'issues.repo_id').onRef('l.number', '=', 'issues.number'),
    )
    .leftJoin('pulls as p', (on) =>
      on.onRef('p.repo_id', '=', 'issues.repo_id').onRef('p.number', '=', 'issues.number'),
    )
    .select(['l.closes', 'p.merged_at'])
    .where('l.to_number', '=', number)
    .where((of) =>
      of.or([of.and([of('l.to_key', '=', ''), of('l.repo_id', '=', repo_id)]), of('l.to_key', '=', name)]),
    )
    .orderBy('issues.state', 'desc')
    .orderBy('l.closes', 'desc')
    .orderBy('issues.created_at', 'desc')
    .orderBy('issues.repo_id')
    .orderBy('issues.number')
    .limit(TOLD);
  return (await rows.execute()).map(({ closes, merged_at, ...row }) => {
    const { repo, number: its, title, url, state, labels } = toIssue(row);
    const merged = merged_at === null ? {} : { merged: true as const };
    return { repo, number: its, title, url, state, labels, closes: closes === 1, ...merged };
  });
}

/** The issues that the pull request names and that are known, in no order. */
export async function namedBy({ db }: Session, id: IssueId): Promise<IssueId[]> {
  const { repo_id, number } = keyOf(id);
  const rows = await db
    .selectFrom('links as l')
    .innerJoin('repositories as r', (on) =>
      on.on((of) =>
        of.or([
          of.and([of('l.to_key', '=', ''), of('r.id', '=', of.ref('l.repo_id'))]),
          of('l.to_key', '=', of.ref('r.name_key')),
        ]),
      ),
    )
    .select(['r.id', 'l.to_number'])
    .where('l.repo_id', '=', repo_id)
    .where('l.number', '=', number)
    .execute();
  return rows.map((row) => issueId(row.id, row.to_number));
}
