import type { HeldAcceptance } from '../../effect.ts';
import type { IssueId } from '../../domain/issue.ts';
import type { Session } from './session.ts';

/** Acceptances of which GitHub is told when the other groups have accepted too; of each group the last. */
export interface Held {
  /** By issue, in the order in which they were given. */
  all(): Promise<HeldAcceptance[]>;
  hold(held: HeldAcceptance): Promise<void>;
  /** None of the issue's is held any more. */
  release(issue: IssueId): Promise<void>;
}

export function heldOf({ db }: Session): Held {
  return {
    async all() {
      const rows = db.selectFrom('held_acceptances').select('held').orderBy('issue').orderBy('at');
      return (await rows.orderBy('group_id').execute()).map(({ held }) => JSON.parse(held) as HeldAcceptance);
    },
    async hold(held) {
      const row = { at: held.at, held: JSON.stringify(held) };
      await db
        .insertInto('held_acceptances')
        .values({ issue: held.issue, group_id: held.group, ...row })
        .onConflict((on) => on.columns(['issue', 'group_id']).doUpdateSet(row))
        .execute();
    },
    async release(issue) {
      await db.deleteFrom('held_acceptances').where('issue', '=', issue).execute();
    },
  };
}
