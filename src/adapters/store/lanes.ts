import { sql } from 'kysely';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/**
 * The first open effect of each lane, with when it and its lane may go on (`l`: the lane, `s`: its whole service).
 * Steps from lane to lane through the index of open effects, so it costs as much as there are lanes with work, not as
 * there are effects. Planners seldom know how little is open, so the statement leaves them no other way: "order by …
 * limit 1" (which only that index serves) for min(), heads worked out once and first (materialized, and the cross join
 * that SQLite does not turn round), and no condition on done_at by which PostgreSQL could begin with all open rows.
 */
export function heads({ db }: Session) {
  const open = db.selectFrom('outbox as o').where('o.done_at', 'is', null).orderBy('o.lane').limit(1);
  return db
    .withRecursive('busy(lane)', (cte) =>
      cte.selectNoFrom(open.select('o.lane').$asScalar().as('lane')).unionAll((next) =>
        next
          .selectFrom('busy')
          .where('busy.lane', 'is not', null)
          .select(
            open.where('o.lane', '>', sql.ref<string>('busy.lane')).select('o.lane').$asScalar().as('lane'),
          ),
      ),
    )
    .with(
      (cte) => cte('heads').materialized(),
      (cte) =>
        cte
          .selectFrom('busy')
          .where('busy.lane', 'is not', null)
          .select(
            open
              .where('o.lane', '=', sql.ref<string>('busy.lane'))
              .orderBy('o.id')
              .select('o.id')
              .$asScalar()
              .as('id'),
          ),
    )
    .selectFrom('heads')
    .crossJoin('outbox')
    .whereRef('outbox.id', '=', 'heads.id')
    .leftJoin('lanes as l', 'l.lane', 'outbox.lane')
    .leftJoin('lanes as s', 's.lane', 'outbox.service')
    .where('outbox.state', 'in', ['waiting', 'unknown'])
    .where(idle);
}

/**
 * Nothing of the lane is under way. Beside the head there can be: a row with a smaller number may be committed
 * after its successor was taken. The state is written out so that SQLite can use the index of what is being sent.
 */
const idle = sql<boolean>`not exists (select 1 from outbox as sending
  where sending.lane = outbox.lane and sending.state = 'sending')`;

/** Keeps a lane ("slack/C012AB3CD") or a whole service ("slack") at rest; never shortens a rest. */
export async function rest({ db }: Session, lane: string, until: Instant): Promise<void> {
  await db
    .insertInto('lanes')
    .values({ lane, open_at: until })
    .onConflict((on) => on.column('lane').doUpdateSet({ open_at: until }).where('lanes.open_at', '<', until))
    .execute();
}

/** Ends a lane's rest, and that of each effect that waits in it; what is still leased stays at rest. */
export async function wake({ db }: Session, lane: string): Promise<void> {
  await db.deleteFrom('lanes').where('lane', '=', lane).execute();
  await db
    .updateTable('outbox')
    .where('lane', '=', lane)
    .where('done_at', 'is', null)
    .where('state', 'in', ['waiting', 'unknown'])
    .where('lease_until', 'is', null)
    .set({ not_before: 0 })
    .execute();
}
