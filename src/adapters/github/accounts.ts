import type { Logger } from 'pino';
import { z } from 'zod';
import { DAY, type Instant } from '../../domain/time.ts';
import type { Account, Accounts } from '../store/accounts.ts';
import type { GitHub } from './auth.ts';
import { failureOf, statusOf } from './failure.ts';

/**
 * How many logins are looked up a minute. Without a credential GitHub answers 60 requests an hour, which the polls need:
 * then only who decides is looked up, when they do.
 */
const A_MINUTE = { app: 120, token: 120, nobody: 0 } as const;

/** How many are asked at once. */
const AT_ONCE = 8;

export interface AccountNeeds {
  github: GitHub;
  /** Through whose installation, where the bot comes as an App: an organisation or user. */
  owner: string;
  accounts: Accounts;
  now: () => Instant;
  log: Logger;
}

export type AccountBook = ReturnType<typeof createAccounts>;

/** Which account a login is: asked of GitHub once, kept, and looked at again every day. */
export function createAccounts({ github, owner, accounts, now, log }: AccountNeeds) {
  async function lookUp(login: string): Promise<Account | undefined> {
    const before = await accounts.of(login);
    const found = await idOf(github, owner, login);
    const account = await accounts.saw(login, found, now());
    if (account?.otherId !== undefined && before?.otherId === undefined)
      log.warn({ login }, 'this GitHub login belongs to another account than before, or belonged to nobody');
    return account;
  }
  return {
    /** The account behind a login as it was first found; asks GitHub where it was never looked up. Rejects where it cannot. */
    async of(login: string): Promise<Account | undefined> {
      return (await accounts.of(login)) ?? lookUp(login);
    },
    /** Looks up those that were never seen and those not seen for a day, as many as GitHub allows in a minute. */
    async refresh(logins: readonly string[]): Promise<void> {
      const due = (await accounts.due(logins, now() - DAY)).slice(0, A_MINUTE[github.as]);
      for (let from = 0; from < due.length; from += AT_ONCE) {
        const results = await Promise.allSettled(due.slice(from, from + AT_ONCE).map(lookUp));
        const failed = results.find((result) => result.status === 'rejected');
        if (!failed) continue;
        return log.warn(
          { why: failureOf(failed.reason, now()).text },
          'GitHub could not be asked who people are',
        );
      }
    },
  };
}

const answer = z.object({ id: z.number() });

/** GitHub's number of the account that has the login now; undefined where nobody has. */
async function idOf(github: GitHub, owner: string, login: string): Promise<number | undefined> {
  const octokit = await github.octokitFor(owner);
  try {
    return answer.parse((await octokit.rest.users.getByUsername({ username: login })).data).id;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
