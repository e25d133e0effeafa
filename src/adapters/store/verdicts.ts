import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { weighAnew, type Replying } from './replies.ts';
import { within, type Session } from './session.ts';
import { toRow, toVerdict, verdictRows, verdictsIn } from './verdict-rows.ts';

/** What was decided, as it stands: one verdict for each issue and group, and one for the whole issue. */
export interface Verdicts {
  of(issue: IssueId): Promise<Verdict[]>;
  /** By issue and group. */
  all(): Promise<Verdict[]>;
  /** These, and no others, are the issue's verdicts from now on; who owes the next reply on it follows. */
  set(issue: IssueId, verdicts: readonly Verdict[]): Promise<void>;
  /** The issues of which a verdict lapsed after `from` and not after `to`. */
  lapsed(from: Instant, to: Instant): Promise<IssueId[]>;
  /** Forgets them all; the audit still has what they come from. */
  clear(): Promise<void>;
}

export function verdictsOf(session: Session, replying: Replying): Verdicts {
  const { db } = session;
  return {
    of: (issue) => verdictsIn(session, issue),
    all: async () => (await verdictRows(session).execute()).map(toVerdict),
    set: (issue, verdicts) =>
      within(session, async (tx) => {
        await tx.db.deleteFrom('verdicts').where('issue', '=', issue).execute();
        if (verdicts.length > 0) await tx.db.insertInto('verdicts').values(verdicts.map(toRow)).execute();
        await weighAnew(tx, issue, replying);
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
