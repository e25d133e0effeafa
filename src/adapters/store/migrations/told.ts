import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Which issues messages about something else name, and what became of the comments that tell of decisions. */
export async function toldTables({ db }: Session): Promise<void> {
  await sql`create table named_issues (
    issue text not null,
    subject text not null,
    channel text not null,
    hidden integer not null,
    primary key (issue, subject, channel)
  )`.execute(db);
  await sql`create index named_issues_subject on named_issues (subject, channel)`.execute(db);
  await sql`alter table minutes add column asked_at bigint`.execute(db);
  await sql`alter table minutes add column refused_at bigint`.execute(db);
}
