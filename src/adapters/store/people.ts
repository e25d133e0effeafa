import type { Instant } from '../../domain/time.ts';
import { within, type Session } from './session.ts';
import type { PeopleTable } from './tables.ts';

/** Who somebody in Slack is on GitHub. One account of the one is one account of the other. */
export interface Link {
  slack: string;
  /** GitHub's number of the account. */
  githubId: number;
  /** Its login, as last seen. */
  login: string;
  /** Where it stands: in sigbot.yml, in the users file, or only here. */
  source: 'config' | 'file' | 'self';
  /** The person has shown it at GitHub. */
  proved: boolean;
  linkedAt: Instant;
  /** The person's token, sealed. */
  token?: string | undefined;
  /** When the token is to be forgotten; absent: when the person takes it back. */
  tokenUntil?: Instant | undefined;
}

/** The links between Slack and GitHub. */
export interface People {
  of(slack: string): Promise<Link | undefined>;
  owner(githubId: number): Promise<Link | undefined>;
  all(): Promise<Link[]>;
  /**
   * Keeps a link that the operator wrote down. Whoever else had the account, or the Slack id, loses it. Returns who lost
   * theirs.
   */
  declare(link: Pick<Link, 'slack' | 'githubId' | 'login' | 'source' | 'linkedAt'>): Promise<Link[]>;
  /**
   * Keeps a link that the person has proved. What the operator wrote down stays as it is written.
   * @throws Error where the account is somebody else's, or the operator named another for this Slack id
   */
  prove(link: Omit<Link, 'source' | 'proved'>): Promise<void>;
  /** Ends the link, and forgets the token. */
  drop(slack: string): Promise<void>;
  /** The operator does not write it down any more: it stays only where the person has proved it. */
  undeclare(slack: string): Promise<void>;
  /** Keeps a newer token in place of `before`; false where somebody else has changed it meanwhile. */
  swapToken(slack: string, before: string, token: string | null): Promise<boolean>;
  /** Forgets the tokens whose time is over. Returns the links as they were. */
  forgetTokens(now: Instant): Promise<Link[]>;
  /** The account has another login now; what the operator wrote down stays as it is written. */
  renamed(githubId: number, login: string): Promise<void>;
}

export function peopleOf(session: Session): People {
  const { db } = session;
  const where = (column: 'slack' | 'github_id', value: string | number) =>
    db.selectFrom('people').selectAll().where(column, '=', value).executeTakeFirst();
  return {
    of: async (slack) => toLink(await where('slack', slack)),
    owner: async (githubId) => toLink(await where('github_id', githubId)),
    async all() {
      const rows = await db.selectFrom('people').selectAll().orderBy('slack').execute();
      return rows.flatMap((row) => toLink(row) ?? []);
    },
    declare: (link) => within(session, (tx) => declare(tx, link)),
    prove: (link) => within(session, (tx) => prove(tx, link)),
    async drop(slack) {
      await db.deleteFrom('people').where('slack', '=', slack).execute();
    },
    async undeclare(slack) {
      const theirs = db.updateTable('people').set({ source: 'self' }).where('slack', '=', slack);
      await theirs.where('proved', '=', 1).execute();
      await db.deleteFrom('people').where('slack', '=', slack).where('proved', '=', 0).execute();
    },
    async swapToken(slack, before, token) {
      const row = db.updateTable('people').set({ token }).where('slack', '=', slack);
      return (await row.where('token', '=', before).returning('slack').execute()).length > 0;
    },
    forgetTokens: (now) =>
      within(session, async (tx) => {
        const over = await tx.db.selectFrom('people').selectAll().where('token_until', '<=', now).execute();
        const none = tx.db.updateTable('people').set({ token: null, token_until: null });
        for (const { slack } of over)
          await none.where('slack', '=', slack).where('token_until', '<=', now).execute();
        return over.flatMap((row) => toLink(row) ?? []);
      }),
    async renamed(githubId, login) {
      const theirs = db.updateTable('people').set({ login }).where('github_id', '=', githubId);
      await theirs.where('source', '=', 'self').execute();
    },
  };
}

async function declare(
  { db }: Session,
  link: Pick<Link, 'slack' | 'githubId' | 'login' | 'source' | 'linkedAt'>,
): Promise<Link[]> {
  const { slack, githubId, login, source, linkedAt } = link;
  const rivals = await db
    .selectFrom('people')
    .selectAll()
    .where((of) => of.or([of('github_id', '=', githubId), of('slack', '=', slack)]))
    .execute();
  const same = rivals.find((row) => row.slack === slack && row.github_id === githubId);
  const lost = rivals.filter((row) => row !== same);
  for (const row of lost) await db.deleteFrom('people').where('slack', '=', row.slack).execute();
  const values = { slack, github_id: githubId, login, source, linked_at: linkedAt, proved: 0 };
  await db
    .insertInto('people')
    .values({ ...values, token: null, token_until: null })
    .onConflict((on) => on.column('slack').doUpdateSet({ login, source }))
    .execute();
  return lost.flatMap((row) => toLink(row) ?? []);
}

async function prove({ db }: Session, link: Omit<Link, 'source' | 'proved'>): Promise<void> {
  const { slack, githubId, login, linkedAt, token = null, tokenUntil = null } = link;
  const known = toLink(
    await db.selectFrom('people').selectAll().where('slack', '=', slack).executeTakeFirst(),
  );
  if (known && known.source !== 'self' && known.githubId !== githubId)
    throw new Error('the operator has written down another account');
  const source = known && known.source !== 'self' ? known.source : ('self' as const);
  const proved = { github_id: githubId, login, source, proved: 1, token, token_until: tokenUntil };
  await db
    .insertInto('people')
    .values({ slack, linked_at: linkedAt, ...proved })
    .onConflict((on) => on.column('slack').doUpdateSet(proved))
    .execute();
}

function toLink(row: PeopleTable | undefined): Link | undefined {
  if (!row) return undefined;
  return {
    slack: row.slack,
    githubId: row.github_id,
    login: row.login,
    source: row.source,
    proved: row.proved === 1,
    linkedAt: row.linked_at,
    token: row.token ?? undefined,
    tokenUntil: row.token_until ?? undefined,
  };
}
