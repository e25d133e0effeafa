import { sql } from 'kysely';
import { UserError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import { peopleTables } from './migrations/people.ts';
import { EXCLUSIVE, exclusively, numbered, type Session } from './session.ts';
import { activityTables } from './migrations/activity.ts';
import { agendaTables } from './migrations/agenda.ts';
import { boardsTables } from './migrations/boards.ts';
import { calendarsTables } from './migrations/calendars.ts';
import { claimsTable } from './migrations/claims.ts';
import { decisionsTable } from './migrations/decisions.ts';
import { documentsTable } from './migrations/documents.ts';
import { handoffsTable } from './migrations/handoffs.ts';
import { heldTable } from './migrations/held.ts';
import { historyTable } from './migrations/history.ts';
import { meetingsTables } from './migrations/meetings.ts';
import { ownersTables } from './migrations/owners.ts';
import { queueTables } from './migrations/queue.ts';
import { reasons } from './migrations/reasons.ts';
import { sittingColumns } from './migrations/sitting.ts';
import { standings } from './migrations/standings.ts';
import { templatesTable } from './migrations/templates.ts';
import { textsTables } from './migrations/texts.ts';
import { workTables } from './migrations/work.ts';

interface Migration {
  name: string;
  up(tx: Session): Promise<void>;
}

/** In this order, each once, never changed after it was released. */
const MIGRATIONS: readonly Migration[] = [
  { name: '001 inbox', up: inbox },
  { name: '002 outbox', up: outbox },
  { name: '003 mirror', up: mirror },
  { name: '004 what the bot keeps', up: kept },
  { name: '005 messages by place', up: messagesByPlace },
  { name: '006 what issues say', up: textsTables },
  { name: '007 standings', up: standings },
  { name: '008 bundles and settings', up: bundlesAndSettings },
  { name: '009 people', up: peopleTables },
  { name: '010 what the queue asks', up: queueTables },
  { name: '011 claims', up: claimsTable },
  { name: '012 decisions', up: decisionsTable },
  { name: '013 reasons', up: reasons },
  { name: '014 boards', up: boardsTables },
  { name: '015 meetings', up: meetingsTables },
  { name: '016 agenda', up: agendaTables },
  { name: '017 what an agenda asks', up: workTables },
  { name: '018 sittings', up: sittingColumns },
  { name: '019 documents', up: documentsTable },
  { name: '020 calendars', up: calendarsTables },
  { name: '021 owners', up: ownersTables },
  { name: '022 issue templates', up: templatesTable },
  { name: '030 hand-offs', up: handoffsTable },
  { name: '031 held acceptances', up: heldTable },
  { name: '036 activity', up: activityTables },
  { name: '038 history', up: historyTable },
];

/**
 * Brings the tables up to date, each step in one transaction; replicas that start together wait for one another.
 * @throws UserError where a newer sigbot has been at this database
 */
export async function migrate(session: Session, now: Instant): Promise<void> {
  const applied = await exclusively(session, EXCLUSIVE.migrate, appliedNames);
  const known = MIGRATIONS.map((migration) => migration.name);
  const strange = applied.find((name) => !known.includes(name));
  if (strange !== undefined) {
    throw new UserError(`The database was made by a newer sigbot ("${strange}").`, 'Start that version.');
  }
  for (const migration of MIGRATIONS) {
    if (!applied.includes(migration.name)) await apply(session, migration, now);
  }
}

async function appliedNames(tx: Session): Promise<string[]> {
  await sql`create table if not exists migrations (name text primary key, applied_at bigint not null)`.execute(
    tx.db,
  );
  return (await tx.db.selectFrom('migrations').select('name').execute()).map((row) => row.name);
}

async function apply(session: Session, { name, up }: Migration, now: Instant): Promise<void> {
  await exclusively(session, EXCLUSIVE.migrate, async (tx) => {
    // Another replica may have done it while this one waited.
    if ((await appliedNames(tx)).includes(name)) return;
    await up(tx);
    await tx.db.insertInto('migrations').values({ name, applied_at: now }).execute();
  });
}

/** The index of what is open stays small however many rows are done. */
async function inbox(tx: Session): Promise<void> {
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

async function outbox(tx: Session): Promise<void> {
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

async function mirror(tx: Session): Promise<void> {
  await sql`create table repositories (
    id bigint primary key,
    name text not null,
    name_key text not null,
    named_at bigint not null,
    first_name text not null,
    tracked_since bigint not null,
    poll_cursor bigint,
    etag text,
    synced integer not null default 0,
    gone integer not null default 0,
    labels_known integer not null default 0
  )`.execute(tx.db);
  await sql`create index repositories_name on repositories (name_key)`.execute(tx.db);
  await sql`create table repository_labels (
    repo_id bigint not null,
    name text not null,
    name_key text not null,
    primary key (repo_id, name_key)
  )`.execute(tx.db);
  await issues(tx);
}

async function issues(tx: Session): Promise<void> {
  await sql`create table issues (
    repo_id bigint not null,
    number bigint not null,
    seen integer not null,
    is_pull_request integer not null,
    title text not null,
    url text not null,
    author text not null,
    state text not null,
    state_reason text,
    locked integer not null,
    labels text not null,
    assignees text not null,
    comments integer not null,
    created_at bigint not null,
    updated_at bigint not null,
    closed_at bigint,
    existed_before integer not null,
    gone text,
    gone_at bigint,
    moved_to text,
    primary key (repo_id, number)
  )`.execute(tx.db);
  await sql`create index issues_number on issues (number)`.execute(tx.db);
  await sql`create table issue_labels (
    repo_id bigint not null,
    number bigint not null,
    name text not null,
    primary key (name, repo_id, number)
  )`.execute(tx.db);
  await sql`create index issue_labels_issue on issue_labels (repo_id, number, name)`.execute(tx.db);
}

async function kept(tx: Session): Promise<void> {
  await sql`create table messages (
    subject text not null,
    channel text not null,
    ts text not null,
    shown text not null,
    primary key (subject, channel)
  )`.execute(tx.db);
  await sql`create table verdicts (
    issue text not null,
    group_id text not null,
    kind text not null,
    "by" text not null,
    at bigint not null,
    note text,
    primary key (issue, group_id)
  )`.execute(tx.db);
  await sql`create table kv ("key" text primary key, value text not null)`.execute(tx.db);
  await sql`create table channels (id text primary key, name text not null)`.execute(tx.db);
  await sql`create table audit (
    id ${numbered(tx)},
    at bigint not null,
    slack text not null,
    github text,
    act text not null,
    issue text
  )`.execute(tx.db);
  await sql`create index audit_issue on audit (issue, id) where issue is not null`.execute(tx.db);
}

async function messagesByPlace(tx: Session): Promise<void> {
  await sql`create index messages_place on messages (channel, ts)`.execute(tx.db);
}

/** An issue stands once in a channel: in its own card, or in one bundle. */
async function bundlesAndSettings(tx: Session): Promise<void> {
  await sql`create table bundled (
    issue text not null,
    channel text not null,
    bundle text not null,
    due bigint not null,
    announced integer not null,
    joined_at bigint not null,
    primary key (issue, channel)
  )`.execute(tx.db);
  await sql`create index bundled_bundle on bundled (bundle, channel)`.execute(tx.db);
  await sql`create index bundled_due on bundled (due) where announced = 0`.execute(tx.db);
  await sql`create table settings (
    group_id text primary key,
    noise text not null,
    "by" text not null,
    at bigint not null
  )`.execute(tx.db);
  await sql`create index outbox_planned on outbox (lane, planned_at) where once is not null`.execute(tx.db);
  await sql`create index issues_created on issues (created_at)`.execute(tx.db);
}
