import { sql } from 'kysely';
import type { Logger } from 'pino';
import { messageOf, UserError } from '../../domain/errors.ts';
import type { KepSaid } from '../../domain/kep-file.ts';
import type { ReplyRules } from '../../domain/reply.ts';
import type { Instant } from '../../domain/time.ts';
import type { DecisionLogPorts } from '../../ports/consensus.ts';
import type { WorkPorts } from '../../ports/work.ts';
import { accountsOf, type Accounts } from './accounts.ts';
import { agendasOf, type Agendas } from './agenda.ts';
import { auditOf, type Audit } from './audit.ts';
import { boardsOf, type Boards } from './boards.ts';
import { bundlesOf, type Bundles } from './bundles.ts';
import { claimsOf, type Claims } from './claims.ts';
import { calendarsOf, type Calendars } from './calendars.ts';
import { channelsOf, type Channels } from './channels.ts';
import { consensusOf, type Consensuses } from './consensus.ts';
import { decisionLogOf } from './decision-log.ts';
import { openDatabase, openToRead } from './database.ts';
import { escalationsOf, type Escalations } from './escalations.ts';
import { freezesOf, type Freezes } from './freezes.ts';
import { flowsOf, type Flows } from './flows.ts';
import { digestsOf, type Digests } from './digests.ts';
import { documentsOf, type Documents } from './documents.ts';
import { decisionsOf, type Decisions } from './decisions.ts';
import { handOffsOf, type HandOffs } from './handoffs.ts';
import { heldOf, type Held } from './held.ts';
import { historyOf, type History } from './history.ts';
import { inboxOf, type Inbox } from './inbox.ts';
import { kvOf, type Kv } from './kv.ts';
import { ledgerOf, type Ledger } from './ledger.ts';
import { messagesOf, type Messages } from './messages.ts';
import { meetingsOf, type Meetings } from './meetings.ts';
import { mineOf, type Mine } from './mine.ts';
import { migrate } from './migrations.ts';
import { mirrorOf, type Mirror } from './mirror.ts';
import { ownersFilesOf, type OwnersFiles } from './owners.ts';
import { pathsOf, type Paths } from './paths.ts';
import { pullsOf, type Pulls } from './pulls.ts';
import { filesOf, type Files } from './files.ts';
import { commentsOf, ownActsOf, type Comments, type OwnActs } from './own-acts.ts';
import { outboxOf, type Outbox } from './outbox.ts';
import { sittingsOf, type Sittings } from './sittings.ts';
import { PLAIN_RULES, type Replying } from './replies.ts';
import { settingsOf, type Settings } from './settings.ts';
import { peopleOf, type People } from './people.ts';
import { straysOf, type Strays } from './strays.ts';
import { within, type Database, type Session } from './session.ts';
import { workOf } from './work.ts';
import { verdictsOf, type Verdicts } from './verdicts.ts';

export type { Accounts } from './accounts.ts';
export type { Audit, AuditEntry } from './audit.ts';
export type { Channels } from './channels.ts';
export type { OutboxRow } from './claim.ts';
export type { Flow, Flows } from './flows.ts';
export type { Delivery, Inbox, NewDelivery } from './inbox.ts';
export type { Kv } from './kv.ts';
export type { Ledger } from './ledger.ts';
export type { Messages } from './messages.ts';
export type { Mirror } from './mirror.ts';
export type { Act, Outbox } from './outbox.ts';
export type { Files, FilesState } from './files.ts';
export type { OwnersFiles } from './owners.ts';
export type { PullDue } from './pull-rows.ts';
export type { PullRead, Pulls } from './pulls.ts';
export type { Link, People } from './people.ts';
export type { Repository } from './repositories.ts';
export type { Verdicts } from './verdicts.ts';

/** The tables by what they are for. */
export interface StoreParts {
  inbox: Inbox;
  outbox: Outbox;
  mirror: Mirror;
  messages: Messages;
  verdicts: Verdicts;
  boards: Boards;
  bundles: Bundles;
  claims: Claims;
  consensus: Consensuses;
  decisionLog: DecisionLogPorts;
  decisions: Decisions;
  digests: Digests;
  escalations: Escalations;
  paths: Paths;
  mine: Mine;
  documents: Documents;
  handOffs: HandOffs;
  ownActs: OwnActs;
  comments: Comments;
  held: Held;
  history: History;
  meetings: Meetings;
  agendas: Agendas;
  calendars: Calendars;
  sittings: Sittings;
  settings: Settings;
  strays: Strays;
  work: WorkPorts;
  owners: OwnersFiles;
  keps: Files<KepSaid>;
  freezes: Freezes;
  pulls: Pulls;
  kv: Kv;
  ledger: Ledger;
  channels: Channels;
  audit: Audit;
  people: People;
  accounts: Accounts;
  flows: Flows;
}

/** The record of everything; Slack and GitHub are its projections and its sources. */
export interface Store extends StoreParts {
  /** One transaction: all of it or nothing. Inside, `tx` alone may be used; the store itself throws. */
  atomically<T>(work: (tx: StoreParts) => Promise<T>): Promise<T>;
  /** @throws Error where the database does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
  /** SQLite: this process is the only owner. */
  embedded: boolean;
}

/**
 * What a store tells the time by: the machine's `clock` for leases; the `calendar`, where it is another, for dates. And by
 * which `replies` rules it says who owes the next reply on an issue.
 */
interface Times {
  clock: { now(): Instant };
  calendar?: { now(): Instant };
  replies?: ReplyRules;
}

/**
 * Opens the database at `url` ("sqlite:./sigbot.db", "postgres://…") and brings its tables up to date.
 * @throws UserError where it cannot be reached or opened, belongs to another process or was made by a newer sigbot
 */
export async function openStore(url: string, { log, ...times }: { log: Logger } & Times): Promise<Store> {
  const database = openDatabase(url, log);
  try {
    await reach(database);
    await migrate(database, times.clock.now());
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    ...partsOf(database, times),
    atomically: (work) => within(database, (tx) => work(partsOf(tx, times))),
    ping: () => ping(database),
    close: () => database.close(),
    embedded: database.embedded,
  };
}

/** What may be asked of a database beside the bot that runs on it. */
export type Reading = Pick<
  StoreParts,
  | 'accounts'
  | 'audit'
  | 'channels'
  | 'history'
  | 'kv'
  | 'ledger'
  | 'meetings'
  | 'mirror'
  | 'sittings'
  | 'verdicts'
  | 'work'
> & {
  close(): Promise<void>;
};

/**
 * Opens the database only to read: no lock is taken and no table changed.
 * @throws UserError where it cannot be opened
 */
export function readStore(url: string, { log, ...times }: { log: Logger } & Times): Reading {
  const database = openToRead(url, log);
  return { ...partsOf(database, times), close: () => database.close() };
}

async function reach(database: Database): Promise<void> {
  try {
    await ping(database);
  } catch (error) {
    throw new UserError(
      `The database cannot be reached: ${messageOf(error)}.`,
      'Check DATABASE_URL (host, port, user, password, database name) and that the database is running.',
    );
  }
}

async function ping({ db }: Session): Promise<void> {
  await sql`select 1`.execute(db);
}

function partsOf(session: Session, { clock, calendar = clock, replies = PLAIN_RULES }: Times): StoreParts {
  const replying: Replying = { rules: replies, now: calendar.now };
  return {
    inbox: inboxOf(session, { clock, calendar }),
    outbox: outboxOf(session, calendar),
    mirror: mirrorOf(session, calendar, replying),
    messages: messagesOf(session),
    verdicts: verdictsOf(session, replying),
    boards: boardsOf(session),
    bundles: bundlesOf(session),
    claims: claimsOf(session),
    consensus: consensusOf(session),
    decisionLog: decisionLogOf(session),
    decisions: decisionsOf(session),
    digests: digestsOf(session),
    escalations: escalationsOf(session),
    paths: pathsOf(session),
    documents: documentsOf(session),
    handOffs: handOffsOf(session),
    ownActs: ownActsOf(session),
    comments: commentsOf(session),
    held: heldOf(session),
    history: historyOf(session),
    meetings: meetingsOf(session),
    mine: mineOf(session),
    agendas: agendasOf(session),
    calendars: calendarsOf(session),
    sittings: sittingsOf(session),
    settings: settingsOf(session),
    strays: straysOf(session),
    work: workOf(session),
    owners: ownersFilesOf(session),
    keps: filesOf(session, 'keps'),
    freezes: freezesOf(session),
    pulls: pullsOf(session),
    kv: kvOf(session),
    ledger: ledgerOf(session),
    channels: channelsOf(session),
    audit: auditOf(session),
    people: peopleOf(session),
    accounts: accountsOf(session),
    flows: flowsOf(session),
  };
}
