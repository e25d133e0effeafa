import { sql } from 'kysely';
import type { Session } from '../session.ts';

/**
 * What an agenda asks: open pull requests and what was closed lately, which are few among all issues; and which agendas
 * stand in a channel while their meeting is not over. Whether a pull request is a draft is read by being synced once more.
 */
export async function workTables({ db }: Session): Promise<void> {
  await sql`alter table issues add column draft integer not null default 0`.execute(db);
  await sql`update repositories set synced = 0`.execute(db);
  await sql`create index issues_pulls on issues (repo_id, number)
    where is_pull_request = 1 and state = 'open'`.execute(db);
  await sql`create index issues_closed on issues (closed_at) where closed_at is not null`.execute(db);
  await sql`create index agenda_items_issue on agenda_items (issue) where issue is not null`.execute(db);
  await sql`create table published_agendas (
    meeting text not null,
    "key" text not null,
    group_id text not null,
    until bigint not null,
    primary key (meeting, "key")
  )`.execute(db);
  await sql`create index published_agendas_until on published_agendas (until)`.execute(db);
}
