import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';
import type { LinkFlowsTable } from './tables.ts';

/** A link that somebody has begun to make. */
export interface Flow {
  slack: string;
  expiresAt: Instant;
  /** PKCE's verifier, until it was used. */
  verifier?: string | undefined;
  /** Who GitHub says they are, once it has. */
  account?: { githubId: number; login: string } | undefined;
  /** The token GitHub gave, sealed; absent where none can be kept. */
  token?: string | undefined;
}

/** Links being made, each under a secret that the person carries and that is kept only as its hash; each used once. */
export interface Flows {
  put(secret: string, flow: Flow): Promise<void>;
  /** Looks; what is over is not found. */
  peek(secret: string, now: Instant): Promise<Flow | undefined>;
  /** Takes it away: nobody can use it again. What is over is not found. */
  take(secret: string, now: Instant): Promise<Flow | undefined>;
  forget(before: Instant): Promise<void>;
  /** A token that is not needed any more: it waits here until GitHub has taken it back. */
  discard(slack: string, token: string, now: Instant): Promise<void>;
  /** Some tokens that nobody needs: discarded, or of links that nobody made in time. */
  discarded(now: Instant, limit: number): Promise<Discarded[]>;
  remove(id: string): Promise<void>;
}

/** A token of a Slack account, sealed, under the name of its row. */
export interface Discarded {
  id: string;
  slack: string;
  token: string;
}

export function flowsOf({ db }: Session): Flows {
  const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');
  return {
    async put(secret, { slack, expiresAt, verifier = null, account, token = null }) {
      const who = { github_id: account?.githubId ?? null, login: account?.login ?? null };
      const row = { id: hashOf(secret), slack, expires_at: expiresAt, verifier, ...who, token };
      await db.insertInto('link_flows').values(row).execute();
    },
    async peek(secret, now) {
      const row = db.selectFrom('link_flows').selectAll().where('id', '=', hashOf(secret));
      return toFlow(await row.where('expires_at', '>', now).executeTakeFirst());
    },
    async take(secret, now) {
      const gone = db.deleteFrom('link_flows').where('id', '=', hashOf(secret));
      const flow = toFlow(await gone.returningAll().executeTakeFirst());
      return flow && flow.expiresAt > now ? flow : undefined;
    },
    async forget(before) {
      await db.deleteFrom('link_flows').where('expires_at', '<', before).execute();
    },
    async discard(slack, token, now) {
      const nothing = { verifier: null, github_id: null, login: null };
      const row = { id: randomBytes(32).toString('base64url'), slack, expires_at: now, ...nothing, token };
      await db.insertInto('link_flows').values(row).execute();
    },
    async discarded(now, limit) {
      const over = db.selectFrom('link_flows').select(['id', 'slack', 'token']);
      const rows = over.where('expires_at', '<=', now).where('token', 'is not', null);
      const found = await rows.orderBy('expires_at').limit(limit).execute();
      return found.flatMap(({ token, ...row }) => (token === null ? [] : { ...row, token }));
    },
    async remove(id) {
      await db.deleteFrom('link_flows').where('id', '=', id).execute();
    },
  };
}

function toFlow(row: LinkFlowsTable | undefined): Flow | undefined {
  if (!row) return undefined;
  const { github_id, login } = row;
  return {
    slack: row.slack,
    expiresAt: row.expires_at,
    verifier: row.verifier ?? undefined,
    account: github_id === null || login === null ? undefined : { githubId: github_id, login },
    token: row.token ?? undefined,
  };
}
