import { createAppAuth } from '@octokit/auth-app';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import type { Logger } from 'pino';
import { UserError } from '../../domain/errors.ts';
import { MINUTE } from '../../domain/time.ts';
import type { Config } from '../../config.ts';
import { statusOf } from './failure.ts';
import { isRead, sender } from './send.ts';

type Settings = Pick<Config['github'], 'auth' | 'apiUrl' | 'timeout'>;
type Options = NonNullable<ConstructorParameters<typeof Octokit>[0]>;

/** The bot's way into GitHub. */
export interface GitHub {
  /** `nobody`: no credential is configured, so public repositories can be read and nothing be written. */
  as: 'app' | 'token' | 'nobody';
  /** How long one request may take, in ms. */
  timeout: number;
  /**
   * The client for the repositories of an organisation or user.
   * @throws UserError where the GitHub App is not installed there
   */
  octokitFor(owner: string): Promise<Octokit>;
  /** The client with a person's own token. */
  asPerson(token: string): Octokit;
}

/** How long an App's installation is taken to be the same, in ms: it may be removed and made anew. */
const INSTALLATION_FOR = 10 * MINUTE;

const Client = Octokit.plugin(throttling, retry);

/**
 * GitHub with the configured credential; nothing is sent before it is needed.
 * @param send stands in for `fetch` in tests
 */
export function createGithub(settings: Settings, log: Logger, send?: typeof fetch): GitHub {
  const client = (options: Options, who: string) => connect(options, who, settings, log, send);
  const { auth } = settings;
  if (auth === undefined || 'token' in auth) {
    const octokit = client(auth ? { auth: auth.token } : {}, 'token');
    return {
      as: auth ? 'token' : 'nobody',
      timeout: settings.timeout,
      octokitFor: async () => octokit,
      asPerson: (token) => client({ auth: token }, 'a person'),
    };
  }
  const app = client({ authStrategy: createAppAuth, auth }, 'app');
  return {
    as: 'app',
    timeout: settings.timeout,
    octokitFor: remembering((owner, last: Installation | undefined) =>
      installationOf(owner, last, app, auth, client),
    ),
    asPerson: (token) => client({ auth: token }, 'a person'),
  };
}

interface Installation {
  id: number;
  octokit: Octokit;
}

async function installationOf(
  owner: string,
  last: Installation | undefined,
  app: Octokit,
  auth: { appId: string; privateKey: string },
  client: (options: Options, who: string) => Octokit,
): Promise<Installation> {
  const id = await installationId(app, owner);
  if (last?.id === id) return last;
  const options = { authStrategy: createAppAuth, auth: { ...auth, installationId: id } };
  return { id, octokit: client(options, `installation ${id}`) };
}

async function installationId(app: Octokit, owner: string): Promise<number> {
  try {
    return (await app.rest.apps.getOrgInstallation({ org: owner })).data.id;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
  try {
    return (await app.rest.apps.getUserInstallation({ username: owner })).data.id;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new UserError(`The GitHub App is not installed at ${owner}.`, `Install it there.`);
  }
}

/** Asks once per owner and ten minutes; a failure is not remembered. */
function remembering(
  find: (owner: string, last: Installation | undefined) => Promise<Installation>,
): (owner: string) => Promise<Octokit> {
  const known = new Map<string, { at: number; found: Promise<Installation> }>();
  return async (owner) => {
    const key = owner.toLowerCase();
    const before = known.get(key);
    if (before && performance.now() - before.at < INSTALLATION_FOR) return (await before.found).octokit;
    const last = await before?.found;
    const found = find(owner, last);
    known.set(key, { at: performance.now(), found });
    found.catch(() => known.delete(key));
    return (await found).octokit;
  };
}

function connect(
  options: Options,
  who: string,
  { apiUrl, timeout }: Settings,
  log: Logger,
  send: typeof fetch | undefined,
): Octokit {
  const octokit = new Client({
    ...options,
    baseUrl: apiUrl,
    userAgent: 'sigbot',
    // Octokit's debug lines carry whole requests, and its errors are those that the caller is told anyway.
    log: {
      debug: () => undefined,
      info: (line: string) => log.debug(line),
      warn: (line: string) => log.warn(line),
      error: (line: string) => log.debug(line),
    },
    request: { fetch: sender(timeout, send) },
    throttle: {
      enabled: isPaced(apiUrl),
      id: `${apiUrl} ${who}`,
      // Waiting is the outbox's work: it keeps the order and survives a restart.
      onRateLimit: () => false,
      onSecondaryRateLimit: () => false,
    },
    retry: { retries: 2, retryAfterBaseValue: 100, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
  });
  octokit.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = '2022-11-28';
    if (!isRead(request.method)) request.request = { ...request.request, retries: 0 };
  });
  return octokit;
}

/** github.com limits how fast one writes (the plugin: one write a second, one comment in three); an own server does not. */
function isPaced(apiUrl: string): boolean {
  const { hostname } = new URL(apiUrl);
  return hostname === 'api.github.com' || hostname.endsWith('.ghe.com');
}
