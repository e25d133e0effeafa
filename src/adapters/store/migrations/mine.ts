import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What people chose for themselves, and ways to what is theirs. */
export async function mineTables({ db }: Session): Promise<void> {
  await sql`create table own_choices (
    user_id text primary key,
    groups text,
    morning_at integer,
    zone text,
    at bigint not null
  )`.execute(db);
  await sql`create index own_choices_morning on own_choices (user_id) where morning_at is not null`.execute(
    db,
  );
  await sql`create index claims_user on claims (user_id, until)`.execute(db);
  await sql`create index minutes_owner on minutes (owner) where done_at is null and owner is not null`.execute(
    db,
  );
}
