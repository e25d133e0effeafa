import { PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { makeSession, type Database } from './session.ts';

/** Opens "postgres://…"; nothing is sent before the first query. */
export function openPostgres(url: string, log: Logger): Database {
  const pool = new pg.Pool({
    connectionString: url,
    types: {
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
    },
    connectionTimeoutMillis: 5_000,
    statement_timeout: 20_000,
    // A replica that hangs in a transaction holds locks the others wait for.
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    application_name: 'sigbot',
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
  // A connection that breaks between two statements tells nobody else, and an unheard 'error' ends the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.debug({ err: error }, 'connection broke')),
  );
  const session = makeSession(new PostgresDialect({ pool }), false, log);
  return { ...session, close: () => session.db.destroy().then(() => (pool.ended ? undefined : pool.end())) };
}
