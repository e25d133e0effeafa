import type { Send } from '../../effect.ts';
import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { OutboxState } from '../../ports.ts';
import { heads } from './lanes.ts';
import { lockedFree, type Session } from './session.ts';
import type { OutboxTable } from './tables.ts';

/** An effect to perform. */
export interface OutboxRow {
  id: number;
  lane: string;
  effect: Send;
  once?: string | undefined;
  /** What it was before it was claimed: "unknown" has perhaps happened and must be looked up first. */
  state: OutboxState;
  /** How often it was claimed, this time included. */
  attempts: number;
  plannedAt: Instant;
  /** The delivery that led to it. */
  delivery?: number | undefined;
  issue?: IssueId | undefined;
}

interface Claim {
  owner: string;
  limit: number;
  now: Instant;
  leaseUntil: Instant;
  service: string | undefined;
}

/** Takes the heads that are due, and what a head makes needless. For one replica at a time. */
export async function claim(tx: Session, by: Claim): Promise<OutboxRow[]> {
  const due = heads(tx)
    .selectAll('outbox')
    .where('outbox.not_before', '<=', by.now)
    .where((of) => of(of.fn.coalesce('l.open_at', of.lit(0)), '<=', by.now))
    .where((of) => of(of.fn.coalesce('s.open_at', of.lit(0)), '<=', by.now))
    .$if(by.service !== undefined, (of) => of.where('outbox.service', '=', by.service ?? ''))
    .orderBy('outbox.id')
    .limit(by.limit);
  const rows = await lockedFree(tx, due, 'outbox').execute();
  if (rows.length === 0) return [];
  await tx.db
    .updateTable('outbox')
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .set((of) => ({
      state: 'sending',
      owner: by.owner,
      lease_until: by.leaseUntil,
      attempts: of('attempts', '+', 1),
    }))
    .execute();
  await skipTwins(tx, rows, by.now);
  return rows.map(fromRow);
}

/** Later edits of a message that is about to be edited would show the same. */
async function skipTwins(tx: Session, claimed: readonly OutboxTableRow[], now: Instant): Promise<void> {
  const keys = claimed.filter((row) => row.state === 'waiting').map((row) => row.collapse);
  const wanted = keys.filter((key) => key !== null);
  if (wanted.length === 0) return;
  const twins = tx.db
    .selectFrom('outbox')
    .select('id')
    .where('done_at', 'is', null)
    .where('state', '=', 'waiting');
  const ids = (await lockedFree(tx, twins.where('collapse', 'in', wanted), 'outbox').execute()).map(
    ({ id }) => id,
  );
  if (ids.length === 0) return;
  const as = { state: 'skipped', done_at: now, result: 'an earlier edit shows it' } as const;
  await tx.db.updateTable('outbox').where('id', 'in', ids).set(as).execute();
}

type OutboxTableRow = Omit<OutboxTable, 'id' | 'attempts' | 'not_before'> & { id: number; attempts: number };

function fromRow(row: OutboxTableRow): OutboxRow {
  return {
    id: row.id,
    lane: row.lane,
    effect: JSON.parse(row.effect) as Send,
    once: row.once ?? undefined,
    state: row.state,
    attempts: row.attempts + 1,
    plannedAt: row.planned_at,
    delivery: row.delivery ?? undefined,
    issue: row.issue ?? undefined,
  };
}
