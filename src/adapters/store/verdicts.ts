import type { Selectable } from 'kysely';
import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { within, type Session } from './session.ts';
import type { VerdictsTable } from './tables.ts';

/** What was decided, as it stands: one verdict for each issue and group, and one for the whole issue. */
export interface Verdicts {
  of(issue: IssueId): Promise<Verdict[]>;
  /** Of these issues, by issue. */
  ofAll(issues: readonly IssueId[]): Promise<Map<IssueId, Verdict[]>>;
  /** By issue and group. */
  all(): Promise<Verdict[]>;
  /** These, and no others, are the issue's verdicts from now on. */
  set(issue: IssueId, verdicts: readonly Verdict[]): Promise<void>;
  /** The issues of which a verdict lapsed after `from` and not after `to`. */
  lapsed(from: Instant, to: Instant): Promise<IssueId[]>;
  /** Forgets them all; the audit still has what they come from. */
  clear(): Promise<void>;
}

export function verdictsOf(session: Session): Verdicts {
  const { db } = session;
  const rows = () => db.selectFrom('verdicts').selectAll().orderBy('issue').orderBy('group_id');
  return {
    of: async (issue) => (await rows().where('issue', '=', issue).execute()).map(toVerdict),
    ofAll: (issues) => ofAll(session, issues),
    all: async () => (await rows().execute()).map(toVerdict),
    set: (issue, verdicts) =>
      within(session, async (tx) => {
        await tx.db.deleteFrom('verdicts').where('issue', '=', issue).execute();
        if (verdicts.length > 0) await tx.db.insertInto('verdicts').values(verdicts.map(toRow)).execute();
      }),
    async lapsed(from, to) {
      const due = db.selectFrom('verdicts').select('issue').distinct().where('retriage_at', '>', from);
      return (await due.where('retriage_at', '<=', to).orderBy('issue').execute()).map(({ issue }) => issue);
    },
    async clear() {
      await db.deleteFrom('verdicts').execute();
    },
  };
}

/** How many ids stand in one statement. */
const AT_ONCE = 500;

async function ofAll({ db }: Session, ids: readonly IssueId[]): Promise<Map<IssueId, Verdict[]>> {
  const found: Verdict[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = db
      .selectFrom('verdicts')
      .selectAll()
      .where('issue', 'in', ids.slice(from, from + AT_ONCE));
    found.push(...(await some.orderBy('group_id').execute()).map(toVerdict));
  }
  return Map.groupBy(found, ({ issue }) => issue);
}

function toVerdict(row: Selectable<VerdictsTable>): Verdict {
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

function toRow({ issue, group = '', kind, by = '', at, note, because, via, retriageAt, ended }: Verdict) {
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
