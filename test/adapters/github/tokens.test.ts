import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createOAuth, type UserToken } from '../../../src/adapters/github/oauth.ts';
import { createTokens } from '../../../src/adapters/github/tokens.ts';
import { createSeal } from '../../../src/adapters/seal.ts';
import type { Link, People } from '../../../src/adapters/store/store.ts';
import { HOUR } from '../../../src/domain/time.ts';

const NOW = 1_000_000_000;
const seal = createSeal([{ id: 'a', key: randomBytes(32) }]);

/** People of whom one has a token; what the OAuth server answers to a refresh. */
function tokensWith(token: UserToken, answer: object, onRefresh: () => void = () => undefined) {
  const link: Link = { slack: 'U1', githubId: 17, login: 'dana', source: 'self', proved: true, linkedAt: 0 };
  const people = {
    of: () => Promise.resolve(link),
    swapToken: (_slack: string, before: string, next: string | null) => {
      if (link.token !== before) return Promise.resolve(false);
      link.token = next ?? undefined;
      return Promise.resolve(true);
    },
  } as unknown as People;
  const send = (() => {
    onRefresh();
    return Promise.resolve(Response.json(answer));
  }) as typeof fetch;
  const settings = {
    oauth: { clientId: 'Iv1', clientSecret: 's' },
    apiUrl: 'https://api.github.com',
    timeout: 1000,
  };
  const oauth = createOAuth(settings, () => NOW, send);
  const tokens = createTokens({ people, seal, oauth, now: () => NOW });
  link.token = tokens.sealed(token, 'U1');
  return { tokens, link };
}

const ended = { access: 'ghu_old', accessUntil: NOW, refresh: 'ghr_old', refreshUntil: NOW + HOUR };
const REFUSED = { error: 'bad_refresh_token' };

describe('a person’s token', () => {
  test('is used as long as it is good, and only for the account it is of', async () => {
    const { tokens } = tokensWith({ access: 'ghu_good', accessUntil: NOW + HOUR }, REFUSED);
    expect(await tokens.of('U1', 17)).toBe('ghu_good');
    await expect(tokens.of('U1', 18)).rejects.toThrow('has no sign-in of yours');
  });

  test('is renewed when it has ended, and the new pair is kept', async () => {
    const { tokens, link } = tokensWith(ended, {
      access_token: 'ghu_new',
      expires_in: 28800,
      refresh_token: 'ghr_new',
    });
    const before = link.token;
    expect(await tokens.of('U1', 17)).toBe('ghu_new');
    expect(link.token).not.toBe(before);
    expect(await tokens.of('U1', 17)).toBe('ghu_new');
  });

  test('that another process renewed a moment ago is that one’s', async () => {
    const theirs: UserToken = { access: 'ghu_theirs', accessUntil: NOW + HOUR };
    const { tokens, link } = tokensWith(ended, REFUSED, () => (link.token = tokens.sealed(theirs, 'U1')));
    expect(await tokens.of('U1', 17)).toBe('ghu_theirs');
  });

  test.each([
    ['GitHub does not renew', ended, 'bad_refresh_token'],
    ['has ended for good', { ...ended, refreshUntil: NOW }, 'has ended'],
    ['came without a way to renew it', { access: 'ghu_old', accessUntil: NOW }, 'has ended'],
  ])('that %s: the person is asked to link again, and no token is told', async (_what, token, words) => {
    const { tokens } = tokensWith(token, REFUSED);
    const error: unknown = await tokens.of('U1', 17).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: expect.stringContaining(words) as string,
      remedy: expect.stringContaining('/sig link') as string,
    });
    expect(JSON.stringify([String(error), error])).not.toMatch(/gh[ur]_/);
  });
});

describe('where people meet GitHub', () => {
  test.each([
    ['https://api.github.com', 'https://github.com/login/oauth/authorize?'],
    ['https://api.harbour.ghe.com', 'https://harbour.ghe.com/login/oauth/authorize?'],
    ['https://github.harbour.example/api/v3', 'https://github.harbour.example/login/oauth/authorize?'],
  ])('%s', (apiUrl, expected) => {
    const oauth = createOAuth({ oauth: { clientId: 'Iv1' }, apiUrl, timeout: 1000 }, () => NOW);
    const url = oauth.authorizeUrl({
      state: 's',
      verifier: 'v',
      redirect: 'https://b.example/github/callback',
    });
    expect(url.startsWith(expected)).toBe(true);
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      client_id: 'Iv1',
      redirect_uri: 'https://b.example/github/callback',
      state: 's',
      // SHA-256 of "v".
      code_challenge: 'TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA',
      code_challenge_method: 'S256',
    });
  });
});
