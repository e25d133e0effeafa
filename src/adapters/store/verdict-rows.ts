import type { Selectable } from 'kysely';
import type { IssueId } from '../../domain/issue.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Session } from './session.ts';
import type { VerdictsTable } from './tables.ts';

/** By issue and group. */
export function verdictRows({ db }: Session) {
  return db.selectFrom('verdicts').selectAll().orderBy('issue').orderBy('group_id');
}

export async function verdictsIn(session: Session, issue: IssueId): Promise<Verdict[]> {
  return (await verdictRows(session).where('issue', '=', issue).execute()).map(toVerdict);
}

/** How many ids stand in one statement. */
const AT_ONCE = 500;

/** The verdicts of these issues, by issue. */
export async function verdictsOn(
  session: Session,
  ids: readonly IssueId[],
): Promise<ReadonlyMap<IssueId, Verdict[]>> {
  const found: Verdict[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = verdictRows(session).where('issue', 'in', ids.slice(from, from + AT_ONCE));
    found.push(...(await some.execute()).map(toVerdict));
  }
  return Map.groupBy(found, ({ issue }) => issue);
}

export function toVerdict(row: Selectable<VerdictsTable>): Verdict {
  const { issue, kind, at, via, ended_at, ended_why } = row;
  const ended = ended_at === null || ended_why === null ? undefined : { at: ended_at, why: ended_why };
  return {
    issue,
    kind,
    at,
    via,
    ...(row.group_id === '' ? {} : { group: row.group_id }),
    ...(row.by === '' ? {} : { by: row.by }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.because === null ? {} : { because: row.because }),
    ...(row.retriage_at === null ? {} : { retriageAt: row.retriage_at }),
    ...(ended ? { ended: row.ended_by === null ? ended : { ...ended, by: row.ended_by } } : {}),
  };
}

export function toRow({
  issue,
  group = '',
  kind,
  by = '',
  at,
  note,
  because,
  via,
  retriageAt,
  ended,
}: Verdict) {
  const [repo_id = 0, number = 0] = issue.split('#').map(Number);
  return {
    issue,
    repo_id,
    number,
    group_id: group,
    kind,
    by,
    at,
    note: note ?? null,
    because: because ?? null,
    via,
    retriage_at: retriageAt ?? null,
    ended_at: ended?.at ?? null,
    ended_by: ended?.by ?? null,
    ended_why: ended?.why ?? null,
  };
}
