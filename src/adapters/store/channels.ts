import type { Channel } from '../../domain/group.ts';
import { within, type Session } from './database.ts';

/** Slack's channels as they were last listed, so that a start need not list them again. */
export interface Channels {
  all(): Promise<Channel[]>;
  /** Adds the channels, or follows their new names. */
  put(channels: readonly Channel[]): Promise<void>;
}

const ROWS_PER_STATEMENT = 1000;

export function channelsOf(session: Session): Channels {
  const { db } = session;
  return {
    all: () => db.selectFrom('channels').selectAll().orderBy('id').execute(),
    put: (channels) => within(session, (tx) => put(tx, channels)),
  };
}

async function put({ db }: Session, channels: readonly Channel[]): Promise<void> {
  // One statement may not touch a row twice.
  const rows = [...new Map(channels.map(({ id, name }) => [id, { id, name }])).values()];
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    await db
      .insertInto('channels')
      .values(rows.slice(from, from + ROWS_PER_STATEMENT))
      .onConflict((on) => on.column('id').doUpdateSet((of) => ({ name: of.ref('excluded.name') })))
      .execute();
  }
}
