import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Which issues are named by messages that are about something else, and whether they were private then. */
export async function namedTable({ db }: Session): Promise<void> {
  await sql`create table named_issues (
    issue text not null,
    subject text not null,
    channel text not null,
    hidden integer not null,
    primary key (issue, subject, channel)
  )`.execute(db);
  await sql`create index named_issues_subject on named_issues (subject, channel)`.execute(db);
}
