import type { Logger } from 'pino';
import { UserError } from '../../domain/errors.ts';
import { openPostgres } from './postgres.ts';
import type { Database } from './session.ts';
import { openSqlite, readSqlite } from './sqlite.ts';

/**
 * Opens "sqlite:path" or "postgres://…".
 * @throws UserError where the address is neither, the file cannot be opened, or another process owns it
 */
export function openDatabase(url: string, log: Logger): Database {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url, log);
  const path = sqlitePath(url);
  if (path !== undefined) return openSqlite(path, log);
  throw new UserError(
    'DATABASE_URL is neither a SQLite file nor a PostgreSQL address.',
    'Write sqlite:./sigbot.db or postgres://user:password@host/database.',
  );
}

/**
 * Opens a database only to read, also beside a bot that runs on it.
 * @throws UserError where the address is neither kind, or there is no such file
 */
export function openToRead(url: string, log: Logger): Database {
  const path = sqlitePath(url);
  return path === undefined ? openDatabase(url, log) : readSqlite(path, log);
}

function sqlitePath(url: string): string | undefined {
  return /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1];
}
