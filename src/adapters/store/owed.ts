import { sql } from 'kysely';
import { issueId } from '../../domain/issue.ts';
import { OWING, type Owed, type Owing } from '../../domain/reply.ts';
import type { OwedBy, WorkQuery } from '../../work-ports.ts';
import { inFull } from './queue.ts';
import type { Session } from './session.ts';

/** Under which key a label's, or a person's, open issues stand in owed_under. */
export const owedKey = {
  label: (name: string) => `label:${name.toLowerCase()}`,
  login: (name: string) => `login:${name.toLowerCase()}`,
};

/** Who owes the next reply on the issues of that key, and of each the first so many. One look at one index. */
export async function owedUnder(
  session: Session,
  key: string,
  { hide, limit }: Pick<WorkQuery, 'hide' | 'limit'>,
): Promise<OwedBy[]> {
  const ranked = session.db
    .selectFrom('owed_under as u')
    .innerJoin('repositories', 'repositories.id', 'u.repo_id')
    .where('u.key', '=', key)
    .where('repositories.gone', '=', 0)
    .$if(hide !== undefined, (of) => of.where(isShown(hide ?? [])))
    .select(['u.by', 'u.since', 'u.repo_id', 'u.number'])
    .select(sql<number>`count(*) over (partition by u."by")`.as('total'))
    .select(sql<number>`min(u.since) over (partition by u."by")`.as('oldest'))
    .select(
      sql<number>`row_number() over (partition by u."by" order by u.since, u.repo_id, u.number)`.as('place'),
    );
  const first = session.db
    .selectFrom(ranked.as('r'))
    .innerJoin('owed', (on) =>
      on.onRef('owed.repo_id', '=', 'r.repo_id').onRef('owed.number', '=', 'r.number'),
    )
    .select(['r.by', 'r.since', 'r.repo_id', 'r.number', 'r.total', 'r.oldest', 'owed.why', 'owed.logins'])
    .where('r.place', '<=', Math.max(1, limit));
  const rows = await first.orderBy('r.place').execute();
  const issues = new Map((await inFull(session, rows)).map((issue) => [issue.id, issue]));
  return OWING.flatMap((by) => {
    const theirs = rows.filter((row) => row.by === by);
    const [one] = theirs;
    if (!one) return [];
    const owed = theirs.slice(0, limit).flatMap((row) => {
      const issue = issues.get(issueId(row.repo_id, row.number));
      return issue ? [{ issue, owed: toOwed(row) }] : [];
    });
    return [{ by, total: one.total, oldest: one.oldest, first: owed }];
  });
}

/** Not private: domain/privacy.ts, `isPrivate`, in SQL. */
function isShown(hide: readonly string[]) {
  const keys = hide.map(owedKey.label);
  const marked = sql`not exists (select 1 from owed_under as h
    where h.repo_id = u.repo_id and h.number = u.number and h."key" in (${sql.join(keys)}))`;
  const open = sql`coalesce(repositories.private, 0) = 0`;
  return sql<boolean>`${keys.length === 0 ? open : sql`${open} and ${marked}`}`;
}

export function toOwed({
  by,
  why,
  since,
  logins,
}: {
  by: Owing;
  why: Owed['why'];
  since: number;
  logins: string;
}): Owed {
  return { by, why, since, logins: JSON.parse(logins) as string[] };
}
