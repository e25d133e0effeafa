import { sql } from 'kysely';
import { numbered, type Session } from '../session.ts';

export async function outboxTable(tx: Session): Promise<void> {
  await sql`create table outbox (
    id ${numbered(tx)},
    lane text not null,
    service text not null,
    effect text not null,
    once text,
    "collapse" text,
    state text not null,
    attempts integer not null default 0,
    planned_at bigint not null,
    not_before bigint not null default 0,
    owner text,
    lease_until bigint,
    delivery bigint,
    issue text,
    result text,
    done_at bigint
  )`.execute(tx.db);
  await sql`create table lanes (lane text primary key, open_at bigint not null)`.execute(tx.db);
  await sql`create unique index outbox_once on outbox (once)`.execute(tx.db);
  await sql`create index outbox_lane on outbox (lane, id) where done_at is null`.execute(tx.db);
  await sql`create index outbox_sending on outbox (lane) where state = 'sending'`.execute(tx.db);
  await sql`create index outbox_failed on outbox (id) where state = 'failed'`.execute(tx.db);
  // Of the indexes of open rows the one by lane alone fits a query that names no key: the planner cannot take another.
  await sql`create index outbox_collapse on outbox ("collapse")
    where done_at is null and "collapse" is not null`.execute(tx.db);
  await sql`create index outbox_issue on outbox (issue, id) where issue is not null`.execute(tx.db);
}
