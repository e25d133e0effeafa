import type { FreezeRecord, KeptStanding } from '../../domain/radar.ts';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** How proposals stood when freezes were over. */
export interface Freezes {
  /** The first that is kept of a freeze stays. */
  keep(record: FreezeRecord): Promise<void>;
  /** Those that were over after then, in order. */
  since(at: Instant): Promise<FreezeRecord[]>;
}

export function freezesOf({ db }: Session): Freezes {
  return {
    async keep({ milestone, name, at, seenAt, standings }) {
      const row = { milestone, name, at, seen_at: seenAt, standings: JSON.stringify(standings) };
      const insert = db.insertInto('freezes').values(row);
      await insert.onConflict((on) => on.columns(['milestone', 'name']).doNothing()).execute();
    },
    async since(from) {
      const rows = db.selectFrom('freezes').selectAll().where('at', '>', from).orderBy('at').orderBy('name');
      return (await rows.execute()).map(({ seen_at: seenAt, standings, ...row }) => ({
        ...row,
        seenAt,
        standings: JSON.parse(standings) as KeptStanding[],
      }));
    },
  };
}
