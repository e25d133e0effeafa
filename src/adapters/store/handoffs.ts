import type { HandOff } from '../../domain/decision.ts';
import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** What people were given to do on GitHub themselves, for a while; of one issue the last. */
export interface HandOffs {
  of(user: string, issue: IssueId): Promise<HandOff | undefined>;
  last(user: string): Promise<HandOff | undefined>;
  keep(handed: HandOff): Promise<void>;
  /** Deletes what was given before that moment. */
  forget(before: Instant): Promise<void>;
}

export function handOffsOf({ db }: Session): HandOffs {
  const theirs = (user: string) => db.selectFrom('handoffs').select('handed').where('user_id', '=', user);
  const read = (row: { handed: string } | undefined) => row && (JSON.parse(row.handed) as HandOff);
  return {
    async of(user, issue) {
      return read(await theirs(user).where('issue', '=', issue).executeTakeFirst());
    },
    async last(user) {
      return read(await theirs(user).orderBy('at', 'desc').limit(1).executeTakeFirst());
    },
    async keep(handed) {
      const row = { at: handed.at, handed: JSON.stringify(handed) };
      await db
        .insertInto('handoffs')
        .values({ user_id: handed.user, issue: handed.issue, ...row })
        .onConflict((on) => on.columns(['user_id', 'issue']).doUpdateSet(row))
        .execute();
    },
    async forget(before) {
      await db.deleteFrom('handoffs').where('at', '<', before).execute();
    },
  };
}
