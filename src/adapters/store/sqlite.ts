import { existsSync, realpathSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { SqliteDialect, type SqliteDatabase } from 'kysely';
import type { Logger } from 'pino';
import { messageOf, UserError } from '../../domain/errors.ts';
import { makeSession, type Database } from './session.ts';

/**
 * Opens the file, for this process alone; ":memory:" is a database without one.
 * @throws UserError where it cannot be opened, or another process owns it
 */
export function openSqlite(path: string, log: Logger): Database {
  const lock = path === ':memory:' ? undefined : lockFile(path);
  try {
    const file = new DatabaseSync(path, { timeout: 5_000 });
    file.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 500');
    const session = makeSession(new SqliteDialect({ database: forKysely(file) }), true, log);
    const close = async () => {
      await session.db.destroy();
      if (file.isOpen) file.close();
      lock?.close();
    };
    return { ...session, close };
  } catch (error) {
    lock?.close();
    throw cannotOpen(path, error);
  }
}

/**
 * Opens the file only to read, also beside a bot that runs on it.
 * @throws UserError where there is no such file
 */
export function readSqlite(path: string, log: Logger): Database {
  try {
    const file = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    const session = makeSession(new SqliteDialect({ database: forKysely(file) }), true, log);
    return { ...session, close: () => session.db.destroy() };
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** The kernel drops this lock with the process, however that ends. */
function lockFile(path: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(`${existsSync(path) ? realpathSync(path) : path}.lock`, { timeout: 0 });
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if (!/locked/.test(messageOf(error))) throw cannotOpen(path, error);
    throw new UserError(
      `Another sigbot is running on ${path}: a SQLite file is for one process.`,
      'Stop the other one first, or use PostgreSQL (DATABASE_URL=postgres://…) for several.',
    );
  }
}

function cannotOpen(path: string, error: unknown): UserError {
  return new UserError(
    `The database ${path} cannot be opened: ${messageOf(error)}.`,
    'DATABASE_URL must name a SQLite file in a folder that exists and that sigbot may write to.',
  );
}

/** How many prepared statements are kept; a bot has fewer, but for lists of unusual lengths. */
const KEPT = 300;

/** What Kysely asks of a SQLite library, on node:sqlite. A statement is prepared once, however often it is run. */
function forKysely(file: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    close: () => file.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size >= KEPT) kept.delete(oldest);
      // A plain BEGIN takes the write lock only when it first writes, and then fails where it should wait.
      const statement = file.prepare(text === 'begin' ? 'begin immediate' : text);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      const prepared = {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
        run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
      };
      kept.set(text, prepared);
      return prepared;
    },
  };
}
