import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';
import type { AccountsTable } from './tables.ts';

/** A GitHub login that somebody wrote down, and the account it was found to be. */
export interface Account {
  /** In lower case. */
  login: string;
  /** GitHub's number of the account that had it when it was first looked up; 0 where nobody had. */
  githubId: number;
  /** Another account has the login since: nobody is taken for either until an operator has looked. */
  otherId?: number | undefined;
}

/**
 * The logins that were looked up at GitHub. The first answer stays, whoever takes the login later: also that nobody had it,
 * for who registers the login of a lead who left GitHub is not that lead.
 */
export interface Accounts {
  of(login: string): Promise<Account | undefined>;
  /** All that are somebody's, by their logins in lower case. */
  all(): Promise<ReadonlyMap<string, Account>>;
  /** The logins that are this account, in lower case; without those that another account has now. */
  loginsOf(githubId: number): Promise<string[]>;
  /** Those that another account has now. */
  doubtful(): Promise<Account[]>;
  /** Which of these were never looked up, and which not since that moment; the longest unseen first. */
  due(logins: readonly string[], before: Instant): Promise<string[]>;
  /** What GitHub said; `undefined`: nobody has the login now. Returns what is known then. */
  saw(login: string, githubId: number | undefined, at: Instant): Promise<Account | undefined>;
  /** Takes whoever has the login next time it is looked up. Returns whether it was known. */
  forget(login: string): Promise<boolean>;
}

/** In place of an account's number, where nobody has the login. */
const NOBODY = 0;

export function accountsOf({ db }: Session): Accounts {
  const rowOf = (login: string) =>
    db.selectFrom('accounts').selectAll().where('login_key', '=', login.toLowerCase()).executeTakeFirst();
  const of = async (login: string) => {
    const row = await rowOf(login);
    return row && isSomebodys(row) ? fromRow(row) : undefined;
  };
  return {
    of,
    async all() {
      const rows = await db.selectFrom('accounts').selectAll().execute();
      return new Map(rows.filter(isSomebodys).map((row) => [row.login_key, fromRow(row)]));
    },
    async loginsOf(githubId) {
      const theirs = db.selectFrom('accounts').select('login_key').where('github_id', '=', githubId);
      return (await theirs.where('other_id', 'is', null).execute()).map((row) => row.login_key);
    },
    async doubtful() {
      const rows = db.selectFrom('accounts').selectAll().where('other_id', 'is not', null);
      return (await rows.orderBy('login_key').execute()).map(fromRow);
    },
    async due(logins, before) {
      const rows = await db.selectFrom('accounts').select(['login_key', 'checked_at']).execute();
      const seen = new Map(rows.map((row) => [row.login_key, row.checked_at]));
      const at = (login: string) => seen.get(login) ?? 0;
      const wanted = [...new Set(logins.map((login) => login.toLowerCase()))];
      return wanted.filter((login) => at(login) < before).sort((a, b) => at(a) - at(b));
    },
    async saw(login, githubId, at) {
      const key = login.toLowerCase();
      const known = await rowOf(key);
      const other = known && githubId !== undefined && githubId !== known.github_id ? githubId : null;
      // Once another account had it, only an operator makes it good again.
      const other_id = other ?? known?.other_id ?? null;
      await db
        .insertInto('accounts')
        .values({ login_key: key, github_id: githubId ?? NOBODY, checked_at: at, other_id: null })
        .onConflict((on) => on.column('login_key').doUpdateSet({ checked_at: at, other_id }))
        .execute();
      return of(key);
    },
    async forget(login) {
      const gone = db.deleteFrom('accounts').where('login_key', '=', login.toLowerCase());
      return (await gone.returning('login_key').execute()).length > 0;
    },
  };
}

type Row = Pick<AccountsTable, 'login_key' | 'github_id' | 'other_id'>;

function isSomebodys({ github_id, other_id }: Row): boolean {
  return github_id !== NOBODY || other_id !== null;
}

function fromRow(row: Row): Account {
  return { login: row.login_key, githubId: row.github_id, otherId: row.other_id ?? undefined };
}
