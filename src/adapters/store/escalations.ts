import type { Escalation } from '../../domain/escalation.ts';
import type { EscalationPorts } from '../../ports/escalation.ts';
import type { EscalationTable } from './escalation-tables.ts';
import type { Session } from './session.ts';

/** What groups handed to others because they could not settle it. */
export interface Escalations extends EscalationPorts {
  /** Keeps it, in place of what it was. False where it has another revision by now, or the issue is there already. */
  put(escalation: Escalation): Promise<boolean>;
}

export function escalationsOf({ db }: Session): Escalations {
  const all = db.selectFrom('escalations').selectAll();
  return {
    async byId(id) {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row && toEscalation(row);
    },
    async about(issue) {
      const rows = all.where('issue', '=', issue).orderBy('at', 'desc').orderBy('id');
      return (await rows.execute()).map(toEscalation);
    },
    async put({ id, issue, from, to, state, at, revision, ...said }) {
      const row = {
        id,
        issue,
        from_group: from,
        to_group: to,
        state,
        at,
        said: JSON.stringify(said),
        revision: (revision ?? 0) + 1,
      };
      if (revision === undefined) {
        const insert = db.insertInto('escalations').values(row);
        const first = insert.onConflict((on) => on.doNothing());
        return (await first.executeTakeFirst()).numInsertedOrUpdatedRows === 1n;
      }
      const known = db.updateTable('escalations').set(row).where('id', '=', id);
      return (await known.where('revision', '=', revision).executeTakeFirst()).numUpdatedRows === 1n;
    },
  };
}

function toEscalation({ from_group: from, to_group: to, said, ...row }: EscalationTable): Escalation {
  const rest = JSON.parse(said) as Omit<
    Escalation,
    'id' | 'issue' | 'from' | 'to' | 'state' | 'at' | 'revision'
  >;
  return { ...rest, ...row, from, to };
}
