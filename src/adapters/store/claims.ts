import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { Claim } from '../../ports/triage.ts';
import { keyOf } from './issue-row.ts';
import type { Session } from './session.ts';
import type { Tables } from './tables.ts';

/** Who is looking at which issue for which group: nobody else is given it until they leave it, or the claim expires. */
export interface Claims {
  /** Those that hold, for one group. */
  inGroup(group: string, now: Instant): Promise<Claim[]>;
  /** Those of one person that hold. */
  of(user: string, now: Instant): Promise<Claim[]>;
  /** Takes or renews it; false where it is somebody else's. */
  take(
    claim: { issue: IssueId; group: string; user: string; until: Instant },
    now: Instant,
  ): Promise<boolean>;
  leave(claim: { issue: IssueId; group: string; user: string }): Promise<void>;
  /** Deletes what expired before that moment. */
  forget(before: Instant): Promise<void>;
}

export function claimsOf({ db }: Session): Claims {
  return {
    async inGroup(group, now) {
      const holding = db
        .selectFrom('claims')
        .selectAll()
        .where('group_id', '=', group)
        .where('until', '>', now);
      const rows = await holding.orderBy('user_id').orderBy('repo_id').orderBy('number').execute();
      return rows.map(toClaim);
    },
    async of(user, now) {
      const own = db.selectFrom('claims').selectAll().where('user_id', '=', user).where('until', '>', now);
      const rows = await own.orderBy('until').orderBy('repo_id').orderBy('number').execute();
      return rows.map(toClaim);
    },
    async take({ issue, group, user, until }, now) {
      const row = { ...keyOf(issue), group_id: group, user_id: user, until };
      const taken = await db
        .insertInto('claims')
        .values(row)
        .onConflict((on) =>
          on
            .columns(['repo_id', 'number', 'group_id'])
            .doUpdateSet({ user_id: user, until })
            .where((of) => of.or([of('claims.user_id', '=', user), of('claims.until', '<=', now)])),
        )
        .returning('user_id')
        .executeTakeFirst();
      return taken !== undefined;
    },
    async leave({ issue, group, user }) {
      const { repo_id, number } = keyOf(issue);
      const mine = db.deleteFrom('claims').where('repo_id', '=', repo_id).where('number', '=', number);
      await mine.where('group_id', '=', group).where('user_id', '=', user).execute();
    },
    async forget(before) {
      await db.deleteFrom('claims').where('until', '<', before).execute();
    },
  };
}

function toClaim({ repo_id, number, group_id: group, user_id: user, until }: Tables['claims']): Claim {
  return { issue: `${repo_id}#${number}`, group, user, until };
}
