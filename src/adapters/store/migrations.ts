import { sql } from 'kysely';
import { UserError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import { peopleTables } from './migrations/people.ts';
import { EXCLUSIVE, exclusively, type Session } from './session.ts';
import { activityTables } from './migrations/activity.ts';
import { agendaTables } from './migrations/agenda.ts';
import { agendaChoices } from './migrations/agenda-choices.ts';
import { boardsTables } from './migrations/boards.ts';
import { calendarsTables } from './migrations/calendars.ts';
import { claimsTable } from './migrations/claims.ts';
import { consensusTable } from './migrations/consensus.ts';
import { decisionsTable } from './migrations/decisions.ts';
import { digestsTables } from './migrations/digests.ts';
import { documentsTable } from './migrations/documents.ts';
import { escalationTable } from './migrations/escalations.ts';
import { handoffsTable } from './migrations/handoffs.ts';
import { heldTable } from './migrations/held.ts';
import { historyTable } from './migrations/history.ts';
import { inboxTable } from './migrations/inbox.ts';
import { bundlesAndSettings, keptTables, messagesByPlace } from './migrations/kept.ts';
import { mirrorTables } from './migrations/mirror.ts';
import { outboxTable } from './migrations/outbox.ts';
import { textTables } from './migrations/texts.ts';
import { kepTables } from './migrations/keps.ts';
import { meetingsTables } from './migrations/meetings.ts';
import { mineTables } from './migrations/mine.ts';
import { pullsTable } from './migrations/pulls.ts';
import { ownersTables } from './migrations/owners.ts';
import { codeownersAndSeen } from './migrations/codeowners.ts';
import { queueTables } from './migrations/queue.ts';
import { reasons } from './migrations/reasons.ts';
import { sittingColumns } from './migrations/sitting.ts';
import { standings } from './migrations/standings.ts';
import { templatesTable } from './migrations/templates.ts';
import { toldTables } from './migrations/told.ts';
import { workTables } from './migrations/work.ts';

interface Migration {
  name: string;
  up(tx: Session): Promise<void>;
}

/** In this order, each once, never changed after it was released. */
const MIGRATIONS: readonly Migration[] = [
  { name: '001 inbox', up: inboxTable },
  { name: '002 outbox', up: outboxTable },
  { name: '003 mirror', up: mirrorTables },
  { name: '004 what the bot keeps', up: keptTables },
  { name: '005 messages by place', up: messagesByPlace },
  { name: '006 what issues say', up: textTables },
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
  { name: '032 what is told', up: toldTables },
  { name: '034 agendas as chosen', up: agendaChoices },
  { name: '036 activity', up: activityTables },
  { name: '044 consensus', up: consensusTable },
  { name: '038 history', up: historyTable },
  { name: '039 digests', up: digestsTables },
  { name: '040 what people chose for themselves', up: mineTables },
  { name: '041 code owners, and when somebody was seen', up: codeownersAndSeen },
  { name: '042 pull requests', up: pullsTable },
  { name: '045 proposals', up: kepTables },
  { name: '046 escalations', up: escalationTable },
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
