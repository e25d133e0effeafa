import type { IssueId } from '../../domain/issue.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Session } from './session.ts';

/** What the groups decided: one verdict for each issue and group. */
export interface Verdicts {
  of(issue: IssueId): Promise<Verdict[]>;
  /** The latest wins, in whatever order they arrive. */
  record(verdict: Verdict): Promise<void>;
}

export function verdictsOf({ db }: Session): Verdicts {
  return {
    async of(issue) {
      const rows = await db
        .selectFrom('verdicts')
        .selectAll()
        .where('issue', '=', issue)
        .orderBy('group_id')
        .execute();
      return rows.map(({ group_id, note, ...row }) => ({ ...row, group: group_id, note: note ?? undefined }));
    },
    async record({ issue, group, kind, by, at, note = null }) {
      const decision = { kind, by, at, note };
      await db
        .insertInto('verdicts')
        .values({ issue, group_id: group, ...decision })
        .onConflict((on) =>
          on.columns(['issue', 'group_id']).doUpdateSet(decision).where('verdicts.at', '<=', at),
        )
        .execute();
    },
  };
}
