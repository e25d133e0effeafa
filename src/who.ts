import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { createUsersFile } from './adapters/directory/users.ts';
import type { DirectorySource } from './adapters/directory/source.ts';
import { createAccounts } from './adapters/github/accounts.ts';
import type { GitHub } from './adapters/github/auth.ts';
import { githubCallback } from './adapters/github/callback.ts';
import { createOAuth } from './adapters/github/oauth.ts';
import { createRights } from './adapters/github/rights.ts';
import { createTokens } from './adapters/github/tokens.ts';
import { createLinking } from './adapters/linking.ts';
import { createPeople } from './adapters/people.ts';
import { createSeal } from './adapters/seal.ts';
import { createUsers } from './adapters/slack/users.ts';
import type { Store } from './adapters/store/store.ts';
import type { Config } from './config.ts';
import type { Instant } from './domain/time.ts';

export interface WhoNeeds {
  config: Config;
  store: Store;
  github: GitHub;
  directory: DirectorySource;
  client: WebClient;
  /** The bot's own workspace, once Slack has told it. */
  me: { team?: string | undefined };
  outbox: { wake(): void };
  now: () => Instant;
  log: Logger;
}

/** All that knows who people are: in Slack, on GitHub, in the operator's files, and by what they have shown. */
export function whoIsWho(needs: WhoNeeds) {
  const { config, store, github, directory, client, me, outbox, now, log } = needs;
  const { oauth: app, apiUrl, timeout } = config.github;
  const slackUser = createUsers({ client, team: () => me.team, now, log });
  const file = createUsersFile({ source: config.usersFile, kv: store.kv, log });
  const owner = config.repositories[0]?.pattern.split('/')[0] ?? '';
  const book = createAccounts({ github, owner, accounts: store.accounts, now, log });
  const rights = createRights(github, now);
  const people = createPeople({ config, file, directory, store, book, slackUser, rights, now, log });
  const oauth = app && createOAuth({ oauth: app, apiUrl, timeout }, now);
  const tokens = createTokens({
    people: store.people,
    flows: store.flows,
    seal: createSeal(config.keys),
    oauth,
    now,
  });
  const linking = createLinking({ config, oauth, tokens, store, slackUser, outbox, now, log });
  const nameOf = async (user: string) => (await slackUser(user)).name;
  const callback = githubCallback({ oauth, linking, nameOf, store, outbox, now, log });
  let last: Promise<void> = Promise.resolve();
  async function refresh(): Promise<void> {
    try {
      await people.refresh();
      await tokens.reseal();
      await tokens.giveBack();
    } catch (error) {
      log.error({ err: error }, 'who is who could not be looked at again');
    }
  }
  return {
    file,
    ports: { people: people.port, linking: linking.port },
    tokens,
    callback,
    /** Once a minute: who was written down becomes an account, tokens are sealed with the newest key, and given back. */
    refresh: (): Promise<void> => (last = last.then(refresh)),
    /** Waits for what is under way. */
    async stop(): Promise<void> {
      await Promise.all([linking.stop(), last]);
    },
  };
}
