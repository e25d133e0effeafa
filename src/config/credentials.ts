import type { Config, SealingKey } from '../config.ts';
import type { Environment } from './environment.ts';

/** The bot's own credential at GitHub. */
export function githubAuth({
  GITHUB_TOKEN,
  GITHUB_APP_ID,
  GITHUB_PRIVATE_KEY,
}: Environment): Config['github']['auth'] {
  if (GITHUB_TOKEN) return { token: GITHUB_TOKEN };
  return GITHUB_APP_ID && GITHUB_PRIVATE_KEY
    ? { appId: GITHUB_APP_ID, privateKey: GITHUB_PRIVATE_KEY }
    : undefined;
}

/** The keys for people's tokens, the first first. */
export function keysOf(written = ''): SealingKey[] {
  return written
    .split(',')
    .filter(Boolean)
    .map((pair) => {
      const [id = '', key = ''] = pair.split(':');
      return { id, key: Buffer.from(key, 'base64') };
    });
}

/** The App in OAuth; undefined where people cannot show who they are. */
export function oauthOf({ GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET }: Environment): Config['github']['oauth'] {
  return GITHUB_CLIENT_ID === undefined
    ? undefined
    : { clientId: GITHUB_CLIENT_ID, clientSecret: GITHUB_CLIENT_SECRET };
}
