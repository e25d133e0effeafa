import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { excerptOf } from '../../domain/body.ts';
import type { IssueSnapshot } from '../../domain/issue.ts';
import { termsOf, type Terms } from '../../domain/terms.ts';
import type { IssueRow } from './issue-row.ts';
import type { Session } from './session.ts';

/** An issue's key in the tables. */
export type Key = Pick<IssueRow, 'repo_id' | 'number'>;

/** What GitHub says that an issue says. */
export type Said = Pick<IssueSnapshot, 'title' | 'body'>;

/** Terms as they stand in a column. */
const written = (terms: readonly string[]) => terms.join(' ');
const read = (terms: string) => (terms === '' ? [] : terms.split(' '));

/** A row's terms. */
export function termsIn(row: { title_terms: string; body_terms: string }): Terms {
  return { title: read(row.title_terms), body: read(row.body_terms) };
}

/** The text that is kept of an issue, and whether it was compared with the others already. */
export async function keptText({ db }: Session, { repo_id, number }: Key) {
  return db
    .selectFrom('issue_texts')
    .select(['id', 'print', 'excerpt', 'title_terms', 'body_terms', 'compared'])
    .where('repo_id', '=', repo_id)
    .where('number', '=', number)
    .executeTakeFirst();
}

/**
 * Keeps the text in place of what was kept, and the full-text index true to it. Returns its terms, unless these were
 * compared with other issues already. The caller holds the issue's row, so nobody else writes its text meanwhile.
 */
export async function keepText(tx: Session, key: Key, said: Said): Promise<Terms | undefined> {
  const had = await keptText(tx, key);
  const print = printOf(said);
  if (had?.print === print) return had.compared === 1 ? undefined : termsIn(had);
  const terms = termsOf(said.title, said.body ?? '');
  const [title_terms, body_terms] = [written(terms.title), written(terms.body)];
  const same = had?.title_terms === title_terms && had.body_terms === body_terms;
  const compared = same ? had.compared : 0;
  const columns = { print, excerpt: excerptOf(said.body ?? ''), title_terms, body_terms, compared };
  if (had && !same) await unindex(tx, sql`id = ${had.id}`);
  const { id } = await tx.db
    .insertInto('issue_texts')
    .values({ repo_id: key.repo_id, number: key.number, ...columns })
    .onConflict((on) => on.columns(['repo_id', 'number']).doUpdateSet(columns))
    .returning('id')
    .executeTakeFirstOrThrow();
  if (!same) await index(tx, id);
  return compared === 1 ? undefined : terms;
}

/** Most news of an issue leave its text as it was: then it need not be read again. */
function printOf({ title, body = '' }: Said): string {
  return createHash('sha256').update(`${title}\n${body}`).digest('base64url').slice(0, 22);
}

/** Forgets what an issue said. */
export async function dropText(tx: Session, { repo_id, number }: Key): Promise<void> {
  const its = sql`repo_id = ${repo_id} and number = ${number}`;
  await unindex(tx, its);
  await sql`delete from issue_texts where ${its}`.execute(tx.db);
}

/** Forgets the texts and links of what is not mirrored any more, and what was found to be like it. */
export async function dropOrphans(tx: Session): Promise<void> {
  const lost = sql`not exists (select 1 from issues
    where issues.repo_id = issue_texts.repo_id and issues.number = issue_texts.number)`;
  await unindex(tx, lost);
  await sql`delete from issue_texts where ${lost}`.execute(tx.db);
  await sql`delete from similar_issues where not exists (select 1 from issues
      where issues.repo_id = similar_issues.repo_id and issues.number = similar_issues.number)
    or not exists (select 1 from issues
      where issues.repo_id = similar_issues.like_repo_id and issues.number = similar_issues.like_number)`.execute(
    tx.db,
  );
  await sql`delete from links where not exists (select 1 from issues
    where issues.repo_id = links.repo_id and issues.number = links.number)`.execute(tx.db);
}

/** SQLite's index is a table of its own, which follows by our hand; PostgreSQL's is made from the row. */
async function index({ db, embedded }: Session, id: number): Promise<void> {
  if (!embedded) return;
  await sql`insert into issue_words (rowid, title_terms, body_terms)
    select id, title_terms, body_terms from issue_texts where id = ${id}`.execute(db);
}

/** To be called before the rows change: FTS5 has to be told what it forgets. */
async function unindex({ db, embedded }: Session, which: ReturnType<typeof sql>): Promise<void> {
  if (!embedded) return;
  await sql`insert into issue_words (issue_words, rowid, title_terms, body_terms)
    select 'delete', id, title_terms, body_terms from issue_texts where ${which}`.execute(db);
}
