import type { Effect } from '../../effect.ts';
import { describe } from '../../effect-words.ts';
import type { IssueId } from '../../domain/issue.ts';
import type { LedgerDelivery, LedgerEffect } from '../../ports.ts';
import type { Session } from './session.ts';

/** What came in about an issue and what was done: the newest of each, oldest first. */
export interface Ledger {
  /** At most `limit` of each. */
  of(issue: IssueId, limit?: number): Promise<{ deliveries: LedgerDelivery[]; effects: LedgerEffect[] }>;
}

export function ledgerOf(session: Session): Ledger {
  return {
    async of(issue, limit = 50) {
      return {
        deliveries: await deliveries(session, issue, limit),
        effects: await effects(session, issue, limit),
      };
    },
  };
}

async function deliveries({ db }: Session, issue: IssueId, limit: number): Promise<LedgerDelivery[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['source', 'event', 'received_at', 'state', 'because'])
    .where('issue', '=', issue)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.toReversed().map(({ received_at, because, ...row }) => ({
    ...row,
    receivedAt: received_at,
    because: JSON.parse(because) as string[],
  }));
}

async function effects({ db }: Session, issue: IssueId, limit: number): Promise<LedgerEffect[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['effect', 'state', 'attempts', 'planned_at', 'done_at', 'result'])
    .where('issue', '=', issue)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.toReversed().map((row) => ({
    text: describe(JSON.parse(row.effect) as Effect),
    state: row.state,
    attempts: row.attempts,
    plannedAt: row.planned_at,
    doneAt: row.done_at ?? undefined,
    result: row.result ?? undefined,
  }));
}
