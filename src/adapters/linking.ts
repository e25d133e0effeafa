import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { MINUTE, type Instant } from '../domain/time.ts';
import { shownText } from '../domain/link-words.ts';
import type { Choice } from '../effect.ts';
import type { CodeState, Ports, ShownAccount } from '../ports.ts';
import { createDevices } from './github/device.ts';
import { newSecret, type OAuth, type UserToken } from './github/oauth.ts';
import type { Tokens } from './github/tokens.ts';
import type { SlackUser } from './slack/users.ts';
import type { Flow, Store } from './store/store.ts';

/** How long a link that was begun may be finished, in ms. */
const OPEN_FOR = 10 * MINUTE;

export interface LinkingNeeds {
  config: Pick<Config, 'http' | 'github' | 'repositories' | 'keys'>;
  oauth: OAuth | undefined;
  tokens: Tokens;
  store: Store;
  slackUser: (id: string) => Promise<SlackUser>;
  outbox: { wake(): void };
  now: () => Instant;
  log: Logger;
}

/** Showing a GitHub account: in the browser where the bot has a public address and the App's secret, by a code else. */
export function createLinking(needs: LinkingNeeds) {
  const { config, oauth, tokens, store, slackUser, outbox, now, log } = needs;
  const redirect = redirectOf(config);
  const keeps = config.keys.length > 0 && config.repositories.some(({ write }) => write === 'as-person');

  async function keepShown(user: string, account: Flow['account'], token: UserToken): Promise<string> {
    const secret = newSecret();
    const kept = keeps ? { token: tokens.sealed(token, user) } : {};
    if (!keeps && oauth?.revokes) await oauth.revoke(token).catch(notTakenBack);
    await store.flows.put(secret, { slack: user, expiresAt: now() + OPEN_FOR, account, ...kept });
    return secret;
  }

  /** It is nowhere any more, and ends by itself. */
  function notTakenBack(error: unknown): void {
    log.warn({ err: error }, 'GitHub could not be told that a sign-in is not needed any more');
  }

  async function shown(secret: string, user: string): Promise<ShownAccount | undefined> {
    const flow = await store.flows.peek(secret, now());
    if (flow?.slack !== user || !flow.account) return undefined;
    const owner = (await store.people.owner(flow.account.githubId))?.slack;
    return { ...flow.account, owner, keepable: flow.token !== undefined };
  }

  async function tell(user: string, state: CodeState): Promise<void> {
    if (state.state === 'waiting') return;
    const account = state.state === 'shown' ? await shown(state.secret, user) : undefined;
    const name = (await slackUser(user)).name;
    const said: { text: string; choices?: readonly Choice[] } =
      state.state === 'shown' && account
        ? shownText(account, { user, name }, state.secret)
        : {
            text: `Your accounts were not linked: ${state.state === 'refused' ? state.why : 'it took too long.'}`,
          };
    const once = `code:${newSecret()}`;
    await store.outbox.add([{ effect: { kind: 'slack.dm', user, ...said, once } }]);
    outbox.wake();
  }

  const devices = oauth && createDevices({ oauth, shown: keepShown, answered: tell, now, log });
  const port: Ports['linking'] = {
    how: oauth && (redirect === undefined ? 'code' : 'browser'),
    async begin(user) {
      if (!oauth || !devices) throw new Error('there is no OAuth here');
      if (redirect === undefined) return { how: 'code', ...(await devices.begin(user)) };
      const [secret, verifier] = [newSecret(), newSecret()];
      const url = oauth.authorizeUrl({ state: secret, verifier, redirect });
      return { how: 'browser', url, secret, verifier, expiresAt: now() + OPEN_FOR };
    },
    codeState: (ref, user) => devices?.stateOf(ref, user),
    shown,
    async of(user) {
      const link = await store.people.of(user);
      if (!link) return undefined;
      const { githubId, login, source, linkedAt, token, tokenUntil: until } = link;
      const has = token !== undefined && (until === undefined || until > now());
      return { githubId, login, source, linkedAt, ...(has ? { token: { until } } : {}) };
    },
    nameOf: async (user) => (await slackUser(user)).name,
  };
  return { port, keepShown, shown, redirect, stop: async () => devices?.stop() };
}

/** The App's callback address; undefined where people cannot come back to us from the browser. */
function redirectOf({ http, github }: LinkingNeeds['config']): string | undefined {
  if (http.publicUrl === undefined || github.oauth?.clientSecret === undefined) return undefined;
  return `${http.publicUrl}/github/callback`;
}
