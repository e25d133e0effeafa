import { sql } from 'kysely';
import type { Consensus } from '../../domain/consensus.ts';
import type { ConsensusPorts } from '../../ports/consensus.ts';
import type { ConsensusTable } from './consensus-tables.ts';
import type { Session } from './session.ts';

/** What groups seek consensus on. */
export interface Consensuses extends ConsensusPorts {
  /**
   * Keeps it, in place of what it was. False where it has another revision by now, or another one of its group about the
   * issue is live.
   */
  put(consensus: Consensus): Promise<boolean>;
}

export function consensusOf({ db }: Session): Consensuses {
  const all = db.selectFrom('consensus').selectAll();
  const live = all.where(sql<boolean>`state in ('open', 'stalled')`);
  return {
    async byId(id) {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row && toConsensus(row);
    },
    async live(group) {
      const own = group === undefined ? live : live.where('group_id', '=', group);
      return (await own.orderBy('deadline').orderBy('id').execute()).map(toConsensus);
    },
    async about(issue) {
      const rows = await all.where('issue', '=', issue).execute();
      return rows.map(toConsensus).toSorted((one, other) => other.startedAt - one.startedAt);
    },
    async acceptedBetween(group, after, until) {
      const own = all.where('group_id', '=', group).where('state', '=', 'accepted');
      const rows = own.where('ended_at', '>', after).where('ended_at', '<=', until);
      return (await rows.orderBy('ended_at').orderBy('id').execute()).map(toConsensus);
    },
    async put({ id, group, issue, state, deadline, endedAt, revision, ...said }) {
      const row = {
        id,
        group_id: group,
        issue,
        state,
        deadline,
        ended_at: endedAt ?? null,
        said: JSON.stringify(said),
        revision: (revision ?? 0) + 1,
      };
      if (revision === undefined) {
        const insert = db.insertInto('consensus').values(row);
        const first = insert.onConflict((on) => on.doNothing());
        return (await first.executeTakeFirst()).numInsertedOrUpdatedRows === 1n;
      }
      const known = db.updateTable('consensus').set(row).where('id', '=', id);
      return (await known.where('revision', '=', revision).executeTakeFirst()).numUpdatedRows === 1n;
    },
  };
}

export function toConsensus({ group_id, ended_at, said, ...row }: ConsensusTable): Consensus {
  const rest = JSON.parse(said) as Omit<
    Consensus,
    'id' | 'group' | 'issue' | 'state' | 'deadline' | 'endedAt'
  >;
  return { ...rest, ...row, group: group_id, ...(ended_at === null ? {} : { endedAt: ended_at }) };
}
