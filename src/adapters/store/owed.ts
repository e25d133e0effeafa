import { sql } from 'kysely';
import { issueId } from '../../domain/issue.ts';
import { OWING, type Owed, type Owing } from '../../domain/reply.ts';
import type { OwedBy, WaitingFor, WorkPorts, WorkQuery } from '../../ports/work.ts';
import { inFull, labelled, waitsFor } from './queue.ts';
import type { Session } from './session.ts';

/** Under which key a label's, or a person's, open issues stand in owed_under. */
export const owedKey = {
  label: (name: string) => `label:${name.toLowerCase()}`,
  login: (name: string) => `login:${name.toLowerCase()}`,
};

/** Who owes the next reply on the issues with that label, and of each the first so many. */
export function owedIn(
  session: Session,
  { label, hide, limit, beside }: Parameters<WorkPorts['owed']>[0],
): Promise<OwedBy[]> {
  const all = under(session, owedKey.label(label), hide);
  return sidesOf(session, beside ? all.where(isToldBeside(session, label, beside)) : all, limit);
}

/** Who owes the next reply on the issues that wait for the person of that login. */
export function owedTo(
  session: Session,
  { login, hide, limit }: Parameters<WorkPorts['owedBy']>[0],
): Promise<OwedBy[]> {
  return sidesOf(session, under(session, owedKey.login(login), hide), limit);
}

async function sidesOf(session: Session, found: ReturnType<typeof under>, limit: number): Promise<OwedBy[]> {
  const sums = await found
    .select(['u.by', sql<number>`count(*)`.as('total'), sql<number>`min(u.since)`.as('oldest')])
    .groupBy('u.by')
    .execute();
  const sides = OWING.flatMap((by) => sums.filter((sum) => sum.by === by));
  // Each takes its few from the index; in one statement all of them would be sorted.
  const rows = (await Promise.all(sides.map(({ by }) => firstOf(found, by, limit)))).flat();
  const issues = new Map((await inFull(session, rows)).map((issue) => [issue.id, issue]));
  return sides.map(({ by, total, oldest }) => {
    const theirs = rows.filter((row) => row.by === by);
    const first = theirs.flatMap((row) => {
      const issue = issues.get(issueId(row.repo_id, row.number));
      return issue ? [{ issue, owed: toOwed(row) }] : [];
    });
    return { by, total, oldest, first };
  });
}

function firstOf(found: ReturnType<typeof under>, by: Owing, limit: number) {
  return found
    .where('u.by', '=', by)
    .innerJoin('owed', (on) =>
      on.onRef('owed.repo_id', '=', 'u.repo_id').onRef('owed.number', '=', 'u.number'),
    )
    .select(['u.by', 'u.since', 'u.repo_id', 'u.number', 'owed.why', 'owed.logins'])
    .orderBy('u.since')
    .orderBy('u.repo_id')
    .orderBy('u.number')
    .limit(limit)
    .execute();
}

function under({ db }: Session, key: string, hide: WorkQuery['hide']) {
  return db
    .selectFrom('owed_under as u')
    .innerJoin('repositories', 'repositories.id', 'u.repo_id')
    .where('u.key', '=', key)
    .where('repositories.gone', '=', 0)
    .$if(hide !== undefined, (of) => of.where(isShown(hide ?? [])));
}

/** Not private: domain/privacy.ts, `isPrivate`, in SQL. */
function isShown(hide: readonly string[]) {
  const keys = hide.map(owedKey.label);
  const marked = sql`not exists (select 1 from owed_under as h
    where h.repo_id = u.repo_id and h.number = u.number and h."key" in (${sql.join(keys)}))`;
  const open = sql`coalesce(repositories.private, 0) = 0`;
  return sql<boolean>`${keys.length === 0 ? open : sql`${open} and ${marked}`}`;
}

/**
 * All but what the queue tells already. The queue is one list that the statement makes once; of one value each, for SQLite
 * looks through the whole list of pairs for every row that is not in it.
 */
function isToldBeside(session: Session, label: string, queue: WaitingFor) {
  const queued = labelled(session, label)
    .where(waitsFor(queue))
    .select(sql`issues.repo_id || '#' || issues.number`.as('id'));
  return sql<boolean>`(u."by" not in ('group', 'unknown') or u.repo_id || '#' || u.number not in (${queued}))`;
}

function toOwed({
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
