import { sql } from 'kysely';
import type { Covered } from '../../domain/agenda.ts';
import type { PathPorts } from '../../ports/path.ts';
import { keyOf } from './issue-row.ts';
import { namedBy } from './pull-links.ts';
import type { Session } from './session.ts';
import { keptText } from './texts.ts';

/** What is known of the way that proposals go. */
export type Paths = Omit<PathPorts, 'policy'>;

/** More meetings than talk about one issue. */
const LOOKED_AT = 100;

export function pathsOf(session: Session): Paths {
  const { db } = session;
  return {
    async said(issue, robots) {
      const key = keyOf(issue);
      const text = await keptText(session, key);
      const rows = await db
        .selectFrom('activity as a')
        .innerJoin('issues as i', (on) =>
          on.onRef('i.repo_id', '=', 'a.repo_id').onRef('i.number', '=', 'a.number'),
        )
        .select(sql<string>`lower(a."by")`.as('login'))
        .distinct()
        .where('a.repo_id', '=', key.repo_id)
        .where('a.number', '=', key.number)
        .where(sql<boolean>`a.speaks = 1 and a.robot = 0 and a.gone = 0 and a."by" <> i.author`)
        .execute();
      const voices = rows.filter(({ login }) => !robots.includes(login)).length;
      return { searched: text?.compared === 1, voices };
    },
    async talked(issue) {
      const items = db.selectFrom('agenda_items').select('meeting').distinct().where('issue', '=', issue);
      const rows = await db
        .selectFrom('sittings')
        .select(['meeting', 'key', 'started_at', 'covered'])
        .where('meeting', 'in', items)
        .where('ended_at', 'is not', null)
        .orderBy('started_at', 'desc')
        .limit(LOOKED_AT)
        .execute();
      return rows.flatMap(({ meeting, key, started_at: at, covered }) => {
        const topic = (JSON.parse(covered) as Covered[]).find((one) => one.issue === issue);
        return topic ? [{ meeting, key, at, how: topic.how }] : [];
      });
    },
    namedBy: (pull) => namedBy(session, pull),
  };
}
