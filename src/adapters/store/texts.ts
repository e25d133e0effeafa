import { sql } from 'kysely';
import { excerptOf } from '../../domain/body.ts';
import type { IssueSnapshot } from '../../domain/issue.ts';
import { termsOf, type Terms } from '../../domain/terms.ts';
import type { IssueRow } from './issue-row.ts';
import type { Session } from './session.ts';

/** What the mirror keeps of what an issue says. */
export interface IssueText extends Terms {
  excerpt: string;
}

/** An issue's key in the tables. */
export type Key = Pick<IssueRow, 'repo_id' | 'number'>;

export function textOf({ title, body = '' }: Pick<IssueSnapshot, 'title' | 'body'>): IssueText {
  return { excerpt: excerptOf(body), ...termsOf(title, body) };
}

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
    .select(['id', 'excerpt', 'title_terms', 'body_terms', 'compared'])
    .where('repo_id', '=', repo_id)
    .where('number', '=', number)
    .executeTakeFirst();
}

/**
 * Keeps the text in place of what was kept, and the full-text index true to it. Returns whether this very
 * text was compared with other issues already. The caller holds the issue's row, so nobody else writes its text meanwhile.
 */
export async function keepText(tx: Session, key: Key, text: IssueText): Promise<boolean> {
  const had = await keptText(tx, key);
  const columns = {
    excerpt: text.excerpt,
    title_terms: written(text.title),
    body_terms: written(text.body),
  };
  const same = had?.title_terms === columns.title_terms && had.body_terms === columns.body_terms;
  if (had && same) {
    const { excerpt } = columns;
    const there = tx.db.updateTable('issue_texts').where('id', '=', had.id);
    if (had.excerpt !== excerpt) await there.set({ excerpt }).execute();
    return had.compared === 1;
  }
  if (had) await unindex(tx, sql`id = ${had.id}`);
  const { id } = await tx.db
    .insertInto('issue_texts')
    .values({ repo_id: key.repo_id, number: key.number, ...columns })
    .onConflict((on) => on.columns(['repo_id', 'number']).doUpdateSet({ ...columns, compared: 0 }))
    .returning('id')
    .executeTakeFirstOrThrow();
  await index(tx, id);
  return false;
}

/** Forgets what an issue said. */
export async function dropText(tx: Session, { repo_id, number }: Key): Promise<void> {
  const its = sql`repo_id = ${repo_id} and number = ${number}`;
  await unindex(tx, its);
  await sql`delete from issue_texts where ${its}`.execute(tx.db);
}

/** Forgets the texts of issues that are not mirrored any more, and what was found to be like them. */
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
