import { sql, type Selectable } from 'kysely';
import type { Activity } from '../../domain/activity.ts';
import type { PullAct } from '../../domain/pull-act.ts';
import type { ActivityTable } from './activity-tables.ts';
import type { IssueRow } from './issue-row.ts';
import type { Session } from './session.ts';

type Key = Pick<IssueRow, 'repo_id' | 'number'>;

/** What is known to have happened on the issue, what was deleted among it, in no order. */
export async function activityOf({ db }: Session, { repo_id, number }: Key): Promise<Activity[]> {
  const rows = db.selectFrom('activity').selectAll().where('repo_id', '=', repo_id);
  return (await rows.where('number', '=', number).execute()).map(toActivity);
}

/** Of two tellings the later stays, and what was deleted stays deleted. Whether any of it was new. */
export async function keepActivity(
  { db }: Session,
  key: Key,
  activity: readonly Activity[],
): Promise<boolean> {
  let fresh = false;
  for (const one of activity) {
    const put = db
      .insertInto('activity')
      .values({ ...key, ...toRow(one) })
      .onConflict((on) =>
        on
          .columns(['repo_id', 'number', 'id'])
          .doUpdateSet(({ ref }) => ({
            speaks: ref('excluded.speaks'),
            insider: ref('excluded.insider'),
            review: ref('excluded.review'),
            changed_at: ref('excluded.changed_at'),
            gone: ref('excluded.gone'),
          }))
          .where(
            sql<boolean>`activity.gone = 0 and (excluded.gone = 1 or excluded.review = 'dismissed'
              or excluded.changed_at > activity.changed_at)`,
          ),
      );
    fresh = (await put.returning('id').execute()).length > 0 || fresh;
  }
  return fresh;
}

/** What an issue that was deleted, or is forgotten, leaves. */
export async function dropActivity({ db }: Session, { repo_id, number }: Key): Promise<void> {
  await db.deleteFrom('activity').where('repo_id', '=', repo_id).where('number', '=', number).execute();
}

/** Forgets what happened on issues that are not mirrored any more. */
export async function dropStrayActivity({ db }: Session): Promise<void> {
  await sql`delete from activity where not exists (select 1 from issues
    where issues.repo_id = activity.repo_id and issues.number = activity.number)`.execute(db);
}

function toRow({ id, kind, at, changedAt, by, robot, insider, speaks, review, about, acts, gone }: Activity) {
  return {
    id,
    kind,
    at,
    changed_at: changedAt,
    by: by ?? null,
    robot: Number(robot),
    insider: Number(insider),
    speaks: Number(speaks),
    review: review ?? null,
    about: about ?? null,
    acts: acts && acts.length > 0 ? JSON.stringify(acts) : null,
    gone: Number(gone ?? false),
  };
}

/** An activity as it is kept. */
export function toActivity(row: Selectable<ActivityTable>): Activity {
  return {
    id: row.id,
    kind: row.kind,
    at: row.at,
    changedAt: row.changed_at,
    by: row.by ?? undefined,
    robot: row.robot === 1,
    insider: row.insider === 1,
    speaks: row.speaks === 1,
    review: row.review ?? undefined,
    about: row.about ?? undefined,
    ...(row.acts === null ? {} : { acts: JSON.parse(row.acts) as PullAct[] }),
    ...(row.gone === 1 ? { gone: true } : {}),
  };
}
