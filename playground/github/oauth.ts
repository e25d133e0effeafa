import { createHash, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { answer } from '../http.ts';

/** What somebody was given at the end of a flow. */
interface Grant {
  login: string;
  token: string;
  refresh: string;
}

interface WebCode {
  login: string;
  challenge: string;
  redirect: string;
}

interface DeviceEntry {
  userCode: string;
  login?: string;
  denied?: boolean;
  expired?: boolean;
  askedAt?: number;
}

/** The emulated OAuth of GitHub: the page where one agrees, codes, devices, and tokens that act as their person. */
export interface OAuthDesk {
  clientId: string;
  clientSecret: string;
  /** Seconds between two questions about a device code, as it is told. */
  interval: number;
  /** Seconds a token is good for, as it is told. */
  expiresIn: number;
  /** Somebody opens the address and agrees: where GitHub then sends them. */
  agree(url: string, login: string): string;
  /** Somebody opens the address and declines. */
  decline(url: string): string;
  /** Somebody enters a device code and agrees, or declines; or nobody does in time. */
  enter(userCode: string, login: string): void;
  refuse(userCode: string): void;
  expire(userCode: string): void;
  /** The next question about a device gets this error instead: "slow_down". */
  nextError: string | undefined;
  /** The person behind a token; undefined where it is none, or no longer. */
  loginOf(token: string): string | undefined;
  /** Somebody takes the App's access away, in their settings. */
  takeBack(login: string): void;
  /** Every token given out so far: none of them may appear anywhere. */
  tokens(): string[];
  /** Answers the addresses of OAuth; false for all others. */
  handle(method: string, url: URL, body: string, res: ServerResponse, authorization?: string): boolean;
}

const random = (): string => randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'x');

export function createOAuthDesk(logins: ReadonlySet<string>): OAuthDesk {
  const codes = new Map<string, WebCode>();
  const devices = new Map<string, DeviceEntry>();
  const grants: Grant[] = [];
  const given: string[] = [];
  const deviceOf = (userCode: string): DeviceEntry => {
    const found = [...devices.values()].find((device) => device.userCode === userCode.trim().toUpperCase());
    if (!found) throw new Error(`Nobody was given the code ${userCode}.`);
    return found;
  };

  function grant(login: string): object {
    const made = { login, token: `ghu_${random()}`, refresh: `ghr_${random()}` };
    grants.push(made);
    given.push(made.token, made.refresh);
    return {
      access_token: made.token,
      expires_in: desk.expiresIn,
      refresh_token: made.refresh,
      refresh_token_expires_in: 15_811_200,
      token_type: 'bearer',
      scope: '',
    };
  }

  function token(fields: URLSearchParams): object {
    if (fields.get('client_id') !== desk.clientId) return { error: 'incorrect_client_credentials' };
    const type = fields.get('grant_type');
    if (type?.endsWith('device_code') === true) return deviceToken(fields.get('device_code') ?? '');
    if (fields.get('client_secret') !== desk.clientSecret) return { error: 'incorrect_client_credentials' };
    return type === 'refresh_token' ? refreshed(fields.get('refresh_token') ?? '') : exchanged(fields);
  }

  function exchanged(fields: URLSearchParams): object {
    const key = fields.get('code') ?? '';
    const code = codes.get(key);
    codes.delete(key);
    const challenge = createHash('sha256')
      .update(fields.get('code_verifier') ?? '')
      .digest('base64url');
    if (!code || code.challenge !== challenge) return { error: 'bad_verification_code' };
    return code.redirect === fields.get('redirect_uri')
      ? grant(code.login)
      : { error: 'redirect_uri_mismatch' };
  }

  function refreshed(refresh: string): object {
    const at = grants.findIndex((one) => one.refresh === refresh);
    const [old] = at < 0 ? [] : grants.splice(at, 1);
    return old ? grant(old.login) : { error: 'bad_refresh_token' };
  }

  function deviceToken(code: string): object {
    const device = devices.get(code);
    if (!device) return { error: 'incorrect_device_code' };
    if (desk.nextError !== undefined) {
      const error = desk.nextError;
      desk.nextError = undefined;
      return { error, interval: desk.interval };
    }
    if (device.expired) return { error: 'expired_token' };
    if (device.denied) return { error: 'access_denied' };
    if (device.login === undefined) return { error: 'authorization_pending' };
    devices.delete(code);
    return grant(device.login);
  }

  /** "Delete an app token": what GitHub answers. */
  function takenBack(body: string, authorization: string): number {
    const basic = Buffer.from(`${desk.clientId}:${desk.clientSecret}`).toString('base64');
    if (authorization !== `Basic ${basic}`) return 401;
    const at = grants.findIndex((one) => body.includes(`"${one.token}"`));
    if (at < 0) return 404;
    grants.splice(at, 1);
    return 204;
  }

  function newDevice(origin: string): object {
    const code = random();
    const userCode = `${random().slice(0, 4)}-${random().slice(0, 4)}`.toUpperCase();
    devices.set(code, { userCode });
    const verification_uri = `${origin}/login/device`;
    return {
      device_code: code,
      user_code: userCode,
      verification_uri,
      expires_in: 900,
      interval: desk.interval,
    };
  }

  const desk: OAuthDesk = {
    clientId: 'Iv23liplayground',
    clientSecret: 'playground-client-secret',
    interval: 5,
    expiresIn: 28_800,
    nextError: undefined,
    agree(address, login) {
      const { searchParams: query } = new URL(address);
      if (query.get('code_challenge_method') !== 'S256') throw new Error('GitHub wants S256.');
      const code = random();
      const redirect = query.get('redirect_uri') ?? '';
      codes.set(code, { login, challenge: query.get('code_challenge') ?? '', redirect });
      return `${redirect}?${new URLSearchParams({ code, state: query.get('state') ?? '' }).toString()}`;
    },
    decline(address) {
      const { searchParams: query } = new URL(address);
      const said = new URLSearchParams({ error: 'access_denied', state: query.get('state') ?? '' });
      return `${query.get('redirect_uri') ?? ''}?${said.toString()}`;
    },
    enter: (userCode, login) => void (deviceOf(userCode).login = login),
    refuse: (userCode) => void (deviceOf(userCode).denied = true),
    expire: (userCode) => void (deviceOf(userCode).expired = true),
    loginOf: (text) => grants.find((one) => one.token === text)?.login,
    takeBack(login) {
      for (const one of grants.filter((grant) => grant.login === login))
        grants.splice(grants.indexOf(one), 1);
    },
    tokens: () => [...given],
    handle(method, url, body, res, authorization = '') {
      const fields = new URLSearchParams(method === 'POST' ? body : url.search);
      switch (`${method} ${url.pathname}`) {
        case 'POST /login/oauth/access_token':
          answer(res, 200, token(fields));
          return true;
        case 'POST /login/device/code':
          answer(res, 200, newDevice(url.origin));
          return true;
        case `DELETE /applications/${desk.clientId}/token`:
          answer(res, takenBack(body, authorization), undefined);
          return true;
        case 'GET /login/oauth/authorize':
          return show(res, whoPage('Authorize sigbot', '/login/oauth/agreed', logins, { address: url.href }));
        case 'GET /login/device':
          return show(res, whoPage('Enter your code', '/login/device/entered', logins, undefined));
        case 'GET /login/oauth/agreed':
          return move(res, desk.agree(fields.get('address') ?? '', fields.get('login') ?? ''));
        case 'GET /login/device/entered':
          desk.enter(fields.get('code') ?? '', fields.get('login') ?? '');
          return show(res, htmlPage('Done', '<p>Go back to Slack.</p>'));
        default:
          return false;
      }
    },
  };
  return desk;
}

/** A page on which somebody says who they are: this GitHub asks for no password. */
function whoPage(
  title: string,
  path: string,
  logins: ReadonlySet<string>,
  hidden: { address: string } | undefined,
): string {
  const more = hidden
    ? `<input type="hidden" name="address" value="${hidden.address.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`
    : '<p><label>Code <input name="code" required></label></p>';
  const choices = [...logins].map((login) => `<button name="login" value="${login}">I am ${login}</button>`);
  const note = '<p>This GitHub is emulated: it asks for no password, only who you are.</p>';
  return htmlPage(title, `${note}<form action="${path}">${more}${choices.join('\n')}</form>`);
}

const STYLE =
  ':root { color-scheme: light dark } body { font: 16px/1.5 sans-serif; max-width: 34em; margin: 2em auto; padding: 0 1em } button { font: inherit; margin: 0 .4em .6em 0; padding: .3em .8em }';

function htmlPage(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>${STYLE}</style><h1>${title}</h1>${body}</html>`;
}

function show(res: ServerResponse, html: string): true {
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  return true;
}

function move(res: ServerResponse, location: string): true {
  res.writeHead(302, { location }).end();
  return true;
}
