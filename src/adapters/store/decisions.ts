import type { DecisionMade } from '../../domain/decision.ts';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** The last decision of each person in Slack, until they take it back. */
export interface Decisions {
  last(user: string): Promise<DecisionMade | undefined>;
  keep(made: DecisionMade): Promise<void>;
  /** It was taken back: there is no last one any more. */
  undone(user: string, at: Instant): Promise<void>;
}

export function decisionsOf({ db }: Session): Decisions {
  return {
    async last(user) {
      const row = db.selectFrom('decisions').select('made').where('user_id', '=', user);
      const made = (await row.executeTakeFirst())?.made;
      return made === undefined ? undefined : (JSON.parse(made) as DecisionMade);
    },
    async keep(made) {
      const row = { at: made.at, made: JSON.stringify(made) };
      await db
        .insertInto('decisions')
        .values({ user_id: made.user, ...row })
        .onConflict((on) => on.column('user_id').doUpdateSet(row))
        .execute();
    },
    async undone(user, at) {
      await db.deleteFrom('decisions').where('user_id', '=', user).where('at', '<=', at).execute();
    },
  };
}
