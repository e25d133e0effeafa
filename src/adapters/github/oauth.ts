import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { SECOND, type Instant } from '../../domain/time.ts';

/** What GitHub gives for a person: the token, and where it expires what makes a new one. */
export interface UserToken {
  access: string;
  /** Absent: it does not expire. */
  accessUntil?: Instant | undefined;
  refresh?: string | undefined;
  refreshUntil?: Instant | undefined;
}

/** A code that somebody enters at GitHub. `device` is ours alone, `code` is theirs. */
export interface DeviceCode {
  device: string;
  code: string;
  address: string;
  expiresAt: Instant;
  /** How long to wait between two questions, in ms. */
  interval: number;
}

/** What GitHub says of a device code: not yet (and how long to wait, in ms), the token, or no. */
export type DeviceAnswer = { wait: number } | { token: UserToken } | { refused: string };

/** GitHub's OAuth for this App (docs.github.com, "Generating a user access token for a GitHub App"). */
export interface OAuth {
  /** Where the person is sent, with PKCE's challenge for the verifier. */
  authorizeUrl(of: { state: string; verifier: string; redirect: string }): string;
  /** @throws UserError where GitHub does not take the code */
  exchange(of: { code: string; verifier: string; redirect: string }): Promise<UserToken>;
  /** @throws UserError where the App does not allow the device flow */
  deviceCode(): Promise<DeviceCode>;
  askDevice(code: Pick<DeviceCode, 'device' | 'interval'>): Promise<DeviceAnswer>;
  /** A new pair for the old, which then works no more. @throws UserError where GitHub does not take it */
  refresh(refresh: string): Promise<UserToken>;
  /** Whether the App can take tokens back at all: that takes its secret. */
  revokes: boolean;
  /** Takes the token back; one that is good no more is none either. Rejects where GitHub does not answer. */
  revoke(token: UserToken): Promise<void>;
  /** Who the token belongs to. */
  whoIs(token: UserToken): Promise<{ githubId: number; login: string }>;
}

/** What OAuth needs of the configuration; `timeout` of a request in ms. */
export interface OAuthSettings {
  oauth: { clientId: string; clientSecret?: string | undefined };
  apiUrl: string;
  timeout: number;
}

const seconds = z.coerce.number().positive().optional();
const tokenAnswer = z.object({
  access_token: z.string().optional(),
  expires_in: seconds,
  refresh_token: z.string().optional(),
  refresh_token_expires_in: seconds,
  error: z.string().optional(),
  interval: z.coerce.number().optional(),
});
const deviceAnswer = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.url({ protocol: /^https?$/ }),
  expires_in: z.coerce.number(),
  interval: z.coerce.number(),
});
const userAnswer = z.object({ id: z.number(), login: z.string() });

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** 32 random bytes as text: a state, a verifier, a secret. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** OAuth over plain requests. No answer of these addresses is ever put into an error or the log: it may be a token. */
export function createOAuth(settings: OAuthSettings, now: () => Instant, send: typeof fetch = fetch): OAuth {
  const { clientId, clientSecret } = settings.oauth;
  const web = webOf(settings.apiUrl);
  const client = {
    client_id: clientId,
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
  };
  const post = (path: string, fields: Record<string, string>) =>
    ask(`${web}${path}`, fields, settings.timeout, send);
  const askToken = async (fields: Record<string, string>) =>
    tokenAnswer.parse(await post('/login/oauth/access_token', fields));
  const tokenOf = async (fields: Record<string, string>): Promise<UserToken> => {
    const answer = await askToken({ ...client, ...fields });
    const token = toToken(answer, now());
    if (!token)
      throw new UserError(`GitHub did not take it (${wordOf(answer.error)}).`, 'Begin again: `/sig link`');
    return token;
  };
  return {
    authorizeUrl({ state, verifier, redirect }) {
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      const query = { client_id: clientId, redirect_uri: redirect, state };
      const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
      return `${web}/login/oauth/authorize?${new URLSearchParams({ ...query, ...pkce }).toString()}`;
    },
    exchange: ({ code, verifier, redirect }) =>
      tokenOf({ code, code_verifier: verifier, redirect_uri: redirect }),
    refresh: (refresh) => tokenOf({ grant_type: 'refresh_token', refresh_token: refresh }),
    deviceCode: async () => codeOf(await post('/login/device/code', { client_id: clientId }), now()),
    async askDevice({ device, interval }) {
      const fields = { client_id: clientId, device_code: device, grant_type: DEVICE_GRANT };
      return deviceSaid(await askToken(fields), interval, now());
    },
    revokes: clientSecret !== undefined,
    revoke: ({ access }) => takeBack(access, settings, send),
    whoIs: ({ access }) => ownerOf(access, settings, send),
  };
}

async function ask(
  url: string,
  fields: Record<string, string>,
  timeout: number,
  send: typeof fetch,
): Promise<unknown> {
  const response = await send(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'user-agent': 'sigbot' },
    body: new URLSearchParams(fields),
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  return response.json();
}

async function ownerOf(
  token: string,
  { apiUrl, timeout }: OAuthSettings,
  send: typeof fetch,
): Promise<{ githubId: number; login: string }> {
  const response = await send(`${apiUrl}/user`, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'user-agent': 'sigbot',
    },
    signal: AbortSignal.timeout(timeout),
  });
  if (!response.ok) throw new UserError(`GitHub does not say whose account it is (${response.status}).`);
  const { id, login } = userAnswer.parse(await response.json());
  return { githubId: id, login };
}

/** docs.github.com, "Delete an app token". */
async function takeBack(
  token: string,
  { apiUrl, timeout, oauth: { clientId, clientSecret = '' } }: OAuthSettings,
  send: typeof fetch,
): Promise<void> {
  const response = await send(`${apiUrl}/applications/${encodeURIComponent(clientId)}/token`, {
    method: 'DELETE',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      accept: 'application/vnd.github+json',
      'content-type': 'application/json',
      'user-agent': 'sigbot',
    },
    body: JSON.stringify({ access_token: token }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  if (response.ok || response.status === 404 || response.status === 422) return;
  throw new Error(`GitHub answered ${response.status} when a token was to be taken back`);
}

function codeOf(said: unknown, now: Instant): DeviceCode {
  const answer = deviceAnswer.safeParse(said).data;
  if (!answer)
    throw new UserError(
      'GitHub gives no code.',
      'The operator has to enable the device flow of the GitHub App.',
    );
  return {
    device: answer.device_code,
    code: answer.user_code,
    address: answer.verification_uri,
    expiresAt: now + answer.expires_in * SECOND,
    interval: answer.interval * SECOND,
  };
}

/** `slow_down` adds five seconds, or says how long to wait; it holds from then on (RFC 8628, section 3.5). */
function deviceSaid(answer: z.infer<typeof tokenAnswer>, interval: number, now: Instant): DeviceAnswer {
  const token = toToken(answer, now);
  if (token) return { token };
  switch (answer.error) {
    case 'authorization_pending':
      return { wait: interval };
    case 'slow_down':
      return { wait: answer.interval === undefined ? interval + 5 * SECOND : answer.interval * SECOND };
    case 'expired_token':
      return { refused: 'The code was not entered in time.' };
    case 'access_denied':
      return { refused: 'You declined at GitHub.' };
    default:
      return { refused: `GitHub did not take the code (${wordOf(answer.error)}).` };
  }
}

function toToken(answer: z.infer<typeof tokenAnswer>, now: Instant): UserToken | undefined {
  if (answer.access_token === undefined) return undefined;
  const until = (after: number | undefined) => (after === undefined ? undefined : now + after * SECOND);
  return {
    access: answer.access_token,
    accessUntil: until(answer.expires_in),
    refresh: answer.refresh_token,
    refreshUntil: until(answer.refresh_token_expires_in),
  };
}

/** GitHub's error word, and nothing that only looks like one. */
function wordOf(error: string | undefined): string {
  return error !== undefined && /^[a-z_]{1,60}$/.test(error) ? error : 'no reason given';
}

/** Where people meet the GitHub whose API this is: github.com, SUBDOMAIN.ghe.com, or the same host. */
export function webOf(apiUrl: string): string {
  const { protocol, host } = new URL(apiUrl);
  const isApi = host === 'api.github.com' || host.endsWith('.ghe.com');
  return `${protocol}//${isApi ? host.replace(/^api\./, '') : host}`;
}
