import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest';
import { openStore, type Store } from '../../../src/adapters/store/store.ts';
import type { Instant } from '../../../src/domain/time.ts';
import { databaseFolder } from '../../support/folder.ts';
import type { Postgres } from '../../support/postgres.ts';
import { START } from './start.ts';

/** A kind of database the suite runs on. */
export interface Backend {
  name: string;
  /** Why it cannot be had here. */
  missing?: string;
  /** Whether several processes may open one database. */
  shared: boolean;
  create(): Promise<RawDatabase>;
}

/** A fresh database, with a way to it beside the store. */
export interface RawDatabase {
  url: string;
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Deletes all rows. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

const TABLES = [
  'meeting_changes',
  'consensus',
  'escalations',
  'editions',
  'calendars',
  'meeting_listeners',
  'agenda_items',
  'published_agendas',
  'sittings',
  'present',
  'minutes',
  'inbox',
  'outbox',
  'lanes',
  'repositories',
  'issue_templates',
  'repository_labels',
  'issues',
  'issue_labels',
  'issue_texts',
  'similar_issues',
  'links',
  'activity',
  'pulls',
  'owed',
  'owed_under',
  'messages',
  'verdicts',
  'claims',
  'group_days',
  'kv',
  'channels',
  'audit',
  'owners_trees',
  'owners_files',
  'owners_blobs',
  'kep_trees',
  'kep_files',
  'kep_blobs',
  'freezes',
  'people',
  'accounts',
  'link_flows',
];

const EMPTY = TABLES.map((table) => `delete from ${table}`).join('; ');

export const sqlite: Backend = {
  name: 'SQLite',
  shared: false,
  async create() {
    const folder = databaseFolder('store');
    const path = join(folder, 'sigbot.db');
    const raw = () => new DatabaseSync(path, { timeout: 1000 });
    return {
      url: `sqlite:${path}`,
      async query(sql) {
        using file = raw();
        return file.prepare(sql).all();
      },
      async empty() {
        using file = raw();
        file.exec(`begin; ${EMPTY}; insert into issue_words (issue_words) values ('delete-all'); commit`);
      },
      drop: async () => rmSync(folder, { recursive: true }),
    };
  },
};

export function postgresql(server: Postgres | { missing: string }): Backend {
  if ('missing' in server) {
    const { missing } = server;
    const create = () => Promise.reject(new Error(missing));
    return { name: `PostgreSQL (skipped: ${missing})`, shared: true, missing, create };
  }
  return {
    name: 'PostgreSQL',
    shared: true,
    async create() {
      const url = await server.newDatabase();
      // A server that goes away is part of the suite.
      const pool = new pg.Pool({ connectionString: url }).on('error', () => undefined);
      return {
        url,
        query: async (sql) => (await pool.query<Record<string, unknown>>(sql)).rows,
        empty: async () => void (await pool.query(EMPTY)),
        drop: () => pool.end(),
      };
    },
  };
}

/** What a test of the store works with. */
export interface World {
  store: Store;
  clock: { at: Instant; now(): Instant };
  database: RawDatabase;
  /** The statements the store has sent since the test began. */
  statements: string[];
  /** Another process's store on the same database. */
  another(): Promise<Store>;
}

/** One database for the surrounding describe, empty before each test. */
export function useWorld(backend: Backend): World {
  const clock = { at: START, now: () => clock.at };
  const statements: string[] = [];
  const opened: Store[] = [];
  const world = { clock, statements } as World;
  const open = async (url: string) => {
    const store = await openStore(url, { log: statementLog(statements), clock });
    opened.push(store);
    return store;
  };
  beforeAll(async () => {
    world.database = await backend.create();
    world.store = await open(world.database.url);
    world.another = () => open(world.database.url);
  });
  beforeEach(async () => {
    await world.database.empty();
    clock.at = START;
    statements.length = 0;
  });
  afterAll(async () => {
    for (const store of opened) await store.close();
    await world.database.drop();
  });
  return world;
}

function statementLog(statements: string[]) {
  const write = (line: string) => {
    const { sql } = JSON.parse(line) as { sql?: string };
    if (sql !== undefined) statements.push(sql);
  };
  return pino({ level: 'trace' }, { write });
}

/** Copies what a table holds of the issues 1 to 3 until there are so many issues, each like one of the three. */
export async function repeat({ database }: World, table: string, issues: number): Promise<void> {
  const [row = {}] = await database.query(`select * from ${table} limit 1`);
  const columns = Object.keys(row).map((column) => `"${column}"`);
  const other: Record<string, string> = {
    '"number"': 'number + 3 * n',
    '"issue"': "'1#' || (number + 3 * n)",
  };
  await database.query(`
    insert into ${table} (${columns.join(', ')})
    with recursive times (n) as (select 1 union all select n + 1 from times where 3 * n < ${issues})
    select ${columns.map((column) => other[column] ?? column).join(', ')}
    from ${table}, times where number + 3 * n <= ${issues}`);
}

/** A promise, and the means to keep it. */
export function gate(): { opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: () => resolve() };
}

/** Until a session of this PostgreSQL database waits for another one's lock. */
export function untilSomebodyWaits({ database }: World): Promise<void> {
  return vi.waitFor(async () => {
    const waiting = await database.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    expect(waiting.length).toBeGreaterThan(0);
  });
}
