import { UserError } from '../../domain/errors.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import type { Seal } from '../seal.ts';
import type { Discarded, Flows } from '../store/flows.ts';
import type { Link, People } from '../store/people.ts';
import type { OAuth, UserToken } from './oauth.ts';

/** A token is renewed this long before it ends, in ms. */
const EARLY = 5 * MINUTE;

export interface TokenNeeds {
  people: People;
  flows: Pick<Flows, 'discarded' | 'remove'>;
  seal: Seal;
  oauth: OAuth | undefined;
  now: () => Instant;
}

/** The tokens people let the bot keep: sealed in the store, opened only to be used. */
export interface Tokens {
  /** A token as it is stored for this Slack account. */
  sealed(token: UserToken, slack: string): string;
  /**
   * What may be written with for this person now.
   * @throws UserError where there is none (any more): the person has to link again
   */
  of(slack: string, githubId: number): Promise<string>;
  /** GitHub does not take the person's token any more: it is forgotten. */
  refused(slack: string): Promise<void>;
  /** Seals with the first key what another one sealed, so that the others can be taken away. Returns how many. */
  reseal(): Promise<number>;
  /** Has GitHub take back what nobody needs any more: some at a time. Rejects where GitHub does not answer. */
  giveBack(): Promise<void>;
}

/** So many tokens are given back in a minute. */
const A_MINUTE = 20;

const AGAIN = 'Link again: `/sig link`';

export function createTokens({ people, flows, seal, oauth, now }: TokenNeeds): Tokens {
  const ownerOf = (slack: string) => `slack:${slack}`;
  const sealed = (token: UserToken, slack: string) => seal.seal(JSON.stringify(token), ownerOf(slack));
  const opened = (text: string, slack: string) => {
    try {
      return JSON.parse(seal.open(text, ownerOf(slack))) as UserToken;
    } catch {
      throw new UserError('Your sign-in at GitHub cannot be read any more: its key was taken away.', AGAIN);
    }
  };

  async function renewed(link: Link, text: string, token: UserToken): Promise<string> {
    const { slack } = link;
    const over = token.refreshUntil !== undefined && token.refreshUntil <= now();
    if (token.refresh === undefined || over || !oauth)
      throw new UserError('Your sign-in at GitHub has ended.', AGAIN);
    try {
      const fresh = await oauth.refresh(token.refresh);
      await people.swapToken(slack, text, sealed(fresh, slack));
      return fresh.access;
    } catch (error) {
      // A refresh token works once: another process may have used it a moment ago.
      const latest = (await people.of(slack))?.token;
      if (latest !== undefined && latest !== text) return opened(latest, slack).access;
      throw error;
    }
  }

  /** One that has ended is renewed first: GitHub would not know it, and its other half stay good for months. */
  async function revoke({ token: text, slack }: Discarded, app: OAuth): Promise<void> {
    try {
      const token = opened(text, slack);
      const ended = token.accessUntil !== undefined && token.accessUntil <= now();
      const good = ended && token.refresh !== undefined ? await app.refresh(token.refresh) : token;
      await app.revoke(good);
    } catch (error) {
      // It cannot be read, or GitHub does not take it any more: then there is nothing to be taken back.
      if (!(error instanceof UserError)) throw error;
    }
  }

  return {
    sealed,
    async of(slack, githubId) {
      const link = await people.of(slack);
      const over = link?.tokenUntil !== undefined && link.tokenUntil <= now();
      if (link?.token === undefined || link.githubId !== githubId || over)
        throw new UserError('sigbot has no sign-in of yours at GitHub.', AGAIN);
      const token = opened(link.token, slack);
      if (token.accessUntil !== undefined && token.accessUntil - EARLY <= now())
        return renewed(link, link.token, token);
      if (seal.isOld(link.token)) await people.swapToken(slack, link.token, sealed(token, slack));
      return token.access;
    },
    async refused(slack) {
      const token = (await people.of(slack))?.token;
      if (token !== undefined) await people.swapToken(slack, token, null);
    },
    async reseal() {
      const old = (await people.all()).filter(
        ({ token }) => token !== undefined && seal.able && seal.isOld(token),
      );
      for (const { slack, token = '' } of old) {
        try {
          await people.swapToken(slack, token, sealed(opened(token, slack), slack));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }
      return old.length;
    },
    async giveBack() {
      for (const discarded of await flows.discarded(now(), A_MINUTE)) {
        if (oauth?.revokes) await revoke(discarded, oauth);
        await flows.remove(discarded.id);
      }
    },
  };
}
