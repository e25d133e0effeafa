import { sql } from 'kysely';
import { numbered, type Session } from '../session.ts';

/** What is mirrored already gets its text by being synced once more. */
export async function textTables(tx: Session): Promise<void> {
  await sql`alter table repositories add column private integer`.execute(tx.db);
  await sql`update repositories set synced = 0`.execute(tx.db);
  await sql`create table issue_texts (
    id ${numbered(tx)},
    repo_id bigint not null,
    number bigint not null,
    print text not null,
    excerpt text not null,
    title_terms text not null,
    body_terms text not null,
    compared integer not null default 0
  )`.execute(tx.db);
  await sql`create unique index issue_texts_issue on issue_texts (repo_id, number)`.execute(tx.db);
  await sql`create table similar_issues (
    repo_id bigint not null,
    number bigint not null,
    like_repo_id bigint not null,
    like_number bigint not null,
    score double precision not null,
    primary key (repo_id, number, like_repo_id, like_number)
  )`.execute(tx.db);
  await sql`create index similar_issues_like on similar_issues (like_repo_id, like_number)`.execute(tx.db);
  await fullText(tx);
}

/** The terms are ours on both databases: "." belongs to a version, and nothing is stemmed or left out again. */
async function fullText({ db, embedded }: Session): Promise<void> {
  if (embedded) {
    await sql`create virtual table issue_words using fts5 (title_terms, body_terms,
      content = 'issue_texts', content_rowid = 'id',
      tokenize = "unicode61 remove_diacritics 0 tokenchars '.'")`.execute(db);
    // What is forgotten leaves the file's index at once, not when it is next merged.
    await sql`insert into issue_words (issue_words, rank) values ('secure-delete', 1)`.execute(db);
    return;
  }
  await sql`alter table issue_texts add column terms tsvector generated always as
    (array_to_tsvector(string_to_array(trim(title_terms || ' ' || body_terms), ' '))) stored`.execute(db);
  await sql`create index issue_texts_terms on issue_texts using gin (terms)`.execute(db);
}
