import { sql } from 'kysely';
import type { Issue } from '../../domain/issue.ts';
import type { Precedent } from '../../domain/suggest.ts';
import type { Instant } from '../../domain/time.ts';
import type { StrayQuery } from '../../ports.ts';
import { isOpenToAll } from './queue.ts';
import { issues, toIssue } from './issue-row.ts';
import type { Session } from './session.ts';

/** Issues that no group has, and what others like them got. */
export interface Strays {
  waiting(query: StrayQuery): Promise<Issue[]>;
  toldSince(channel: string, since: Instant): Promise<number>;
  precedents(labels: readonly string[], groups: readonly string[]): Promise<Precedent[]>;
}

export function straysOf(session: Session): Strays {
  return {
    waiting: (query) => waiting(session, query),
    async toldSince(channel, since) {
      const planned = session.db
        .selectFrom('outbox')
        .select((of) => of.fn.countAll<number>().as('n'))
        .where('lane', '=', `slack/${channel}`)
        .where('planned_at', '>', since)
        .where(sql<boolean>`once is not null and substr(once, 1, 6) = 'stray:'`);
      return (await planned.executeTakeFirstOrThrow()).n;
    },
    precedents: (labels, groups) => precedents(session, labels.map(lower), groups.map(lower)),
  };
}

const lower = (label: string) => label.toLowerCase();

async function waiting(session: Session, { labels, before, hide, limit }: StrayQuery): Promise<Issue[]> {
  const key = sql`'stray:' || issues.repo_id || '#' || issues.number`;
  const open = issues(session)
    .where('issues.state', '=', 'open')
    .where('issues.gone', 'is', null)
    .where('issues.is_pull_request', '=', 0)
    .where('issues.document', '=', 0)
    .where('issues.existed_before', '=', 0)
    .where('issues.created_at', '<=', before)
    .where('repositories.gone', '=', 0)
    .where(sql<boolean>`not exists (select 1 from messages where subject = ${key})`)
    .where(sql<boolean>`not exists (select 1 from outbox where once = ${key})`)
    .$if(hide !== undefined, (q) => q.where(isOpenToAll(hide ?? [])));
  const homeless = labels.length === 0 ? open : open.where(hasNone(labels.map(lower)));
  const rows = homeless.orderBy('issues.created_at').orderBy('issues.repo_id').orderBy('issues.number');
  return (await rows.limit(limit).execute()).map(toIssue);
}

function hasNone(labels: readonly string[]) {
  return sql<boolean>`not exists (select 1 from issue_labels as has
    where has.repo_id = issues.repo_id and has.number = issues.number and has.name in (${sql.join(labels)}))`;
}

/** Of the open issues: those that are not keep no rows in issue_labels. */
async function precedents(
  { db }: Session,
  labels: readonly string[],
  groups: readonly string[],
): Promise<Precedent[]> {
  if (groups.length === 0) return [];
  const both = db
    .selectFrom('issue_labels as has')
    .innerJoin('issue_labels as got', (on) =>
      on.onRef('got.repo_id', '=', 'has.repo_id').onRef('got.number', '=', 'has.number'),
    )
    .where('has.name', 'in', labels)
    .where('got.name', 'in', groups);
  const rows = await both
    .select(['has.name as label', 'got.name as group', 'has.repo_id', 'has.number'])
    .execute();
  return labels.map((label) => {
    const own = rows.filter((row) => row.label === label);
    const names = [...new Set(own.map(({ group }) => group))].sort();
    return {
      label,
      issues: new Set(own.map(({ repo_id, number }) => `${repo_id}#${number}`)).size,
      groups: names.map((name) => ({
        label: name,
        issues: own.filter(({ group }) => group === name).length,
      })),
    };
  });
}
