import type { Channel } from '../../domain/group.ts';
import { within, type Session } from './session.ts';

/** Slack's channels as they were last listed, so that a start need not list them again. */
export interface Channels {
  all(): Promise<Channel[]>;
  /** Adds the channels, or follows their new names. Whoever else was known by one of these names is forgotten. */
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
    const some = rows.slice(from, from + ROWS_PER_STATEMENT);
    const [ids, names] = [some.map(({ id }) => id), some.map(({ name }) => name)];
    await db.deleteFrom('channels').where('name', 'in', names).where('id', 'not in', ids).execute();
    await db
      .insertInto('channels')
      .values(some)
      .onConflict((on) => on.column('id').doUpdateSet((of) => ({ name: of.ref('excluded.name') })))
      .execute();
  }
}
