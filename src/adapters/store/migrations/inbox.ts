import { sql } from 'kysely';
import { numbered, type Session } from '../session.ts';

/** The index of what is open stays small however many rows are done. */
export async function inboxTable(tx: Session): Promise<void> {
  await sql`create table inbox (
    id ${numbered(tx)},
    source text not null,
    "key" text not null,
    event text not null,
    body text not null,
    state text not null,
    received_at bigint not null,
    attempts integer not null default 0,
    due bigint not null,
    owner text,
    issue text,
    because text not null default '[]',
    error text,
    done_at bigint
  )`.execute(tx.db);
  await sql`create unique index inbox_key on inbox (source, "key")`.execute(tx.db);
  await sql`create index inbox_open on inbox (id) where done_at is null`.execute(tx.db);
  await sql`create index inbox_issue on inbox (issue, id) where issue is not null`.execute(tx.db);
}
