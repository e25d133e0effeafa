import { sql } from 'kysely';
import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { JoinedBundle } from '../../ports.ts';
import type { Session } from './session.ts';

/** Which new issues stand in a common message instead of a card each. */
export interface Bundles {
  of(issue: IssueId): Promise<JoinedBundle[]>;
  issuesIn(bundle: string, channel: string): Promise<IssueId[]>;
  due(now: Instant): Promise<JoinedBundle[]>;
  joinedSince(group: string, channel: string, since: Instant): Promise<IssueId[]>;
  /** Once for an issue and a channel: where it stands in a bundle already, it stays there. */
  join(entry: { bundle: string; channel: string; issue: IssueId; due: Instant }, now: Instant): Promise<void>;
  /** Its message is posted, or about to be. */
  announced(bundle: string, channel: string): Promise<void>;
  /** Deletes what was due before that moment. */
  forget(before: Instant): Promise<void>;
}

export function bundlesOf({ db }: Session): Bundles {
  const entries = db.selectFrom('bundled').select(['bundle', 'channel', 'announced']);
  const joined = (row: { bundle: string; channel: string; announced: number }): JoinedBundle => ({
    ...row,
    announced: row.announced === 1,
  });
  return {
    async of(issue) {
      return (await entries.where('issue', '=', issue).orderBy('channel').execute()).map(joined);
    },
    async issuesIn(bundle, channel) {
      const rows = db.selectFrom('bundled').select('issue').where('bundle', '=', bundle);
      const inOrder = rows.where('channel', '=', channel).orderBy('joined_at').orderBy('issue');
      return (await inOrder.execute()).map(({ issue }) => issue);
    },
    async due(now) {
      const open = entries.where('announced', '=', 0).where('due', '<=', now);
      return (await open.distinct().orderBy('bundle').orderBy('channel').execute()).map(joined);
    },
    async joinedSince(group, channel, since) {
      const rows = db.selectFrom('bundled').select('issue').where('joined_at', '>=', since);
      const prefix = `${group}/`;
      const own = sql<boolean>`substr(bundle, 1, ${sql.lit(prefix.length)}) = ${prefix}`;
      const inOrder = rows.where('channel', '=', channel).where(own).orderBy('joined_at').orderBy('issue');
      return (await inOrder.execute()).map(({ issue }) => issue);
    },
    async join({ bundle, channel, issue, due }, now) {
      const row = { bundle, channel, issue, due, announced: 0, joined_at: now };
      await db
        .insertInto('bundled')
        .values(row)
        .onConflict((on) => on.columns(['issue', 'channel']).doNothing())
        .execute();
    },
    async announced(bundle, channel) {
      const of = db.updateTable('bundled').set({ announced: 1 }).where('bundle', '=', bundle);
      await of.where('channel', '=', channel).execute();
    },
    async forget(before) {
      await db.deleteFrom('bundled').where('due', '<', before).execute();
    },
  };
}
