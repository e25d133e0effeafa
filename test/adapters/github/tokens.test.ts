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
  const flows = { discarded: () => Promise.resolve([]), remove: () => Promise.resolve() };
  const tokens = createTokens({ people, flows, seal, oauth, now: () => NOW });
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

  test('that GitHub does not take any more is forgotten', async () => {
    const { tokens, link } = tokensWith({ access: 'ghu_gone', accessUntil: NOW + HOUR }, REFUSED);
    await tokens.refused('U1');
    expect(link.token).toBeUndefined();
    await expect(tokens.of('U1', 17)).rejects.toThrow('has no sign-in of yours');
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

describe('a token that nobody needs any more', () => {
  /** Gives back what was discarded; what GitHub was asked, and what is left to be given back. */
  async function givenBack(
    token: UserToken,
    answers: Record<string, () => Response>,
    app: { clientId: string; clientSecret?: string } = { clientId: 'Iv1', clientSecret: 's' },
  ) {
    const asked: string[] = [];
    const left = new Map([['row', seal.seal(JSON.stringify(token), 'slack:U1')]]);
    const send = ((url: string, { method = 'GET', body, headers }: RequestInit) => {
      const { authorization = '' } = headers as Record<string, string>;
      const said = typeof body === 'string' ? body : '';
      asked.push(`${method} ${new URL(url).pathname} ${authorization} ${said}`.trim());
      return Promise.resolve(answers[method]?.());
    }) as typeof fetch;
    const settings = { oauth: app, apiUrl: 'https://api.github.com', timeout: 1000 };
    const tokens = createTokens({
      people: {} as People,
      flows: {
        discarded: () =>
          Promise.resolve([...left].map(([id, sealed]) => ({ id, slack: 'U1', token: sealed }))),
        remove: (id) => Promise.resolve(void left.delete(id)),
      },
      seal,
      oauth: createOAuth(settings, () => NOW, send),
      now: () => NOW,
    });
    const failed: unknown = await tokens.giveBack().catch((error: unknown) => error);
    return { asked, left: left.size, failed };
  }
  const good: UserToken = { access: 'ghu_good', accessUntil: NOW + HOUR };
  const basic = `Basic ${Buffer.from('Iv1:s').toString('base64')}`;
  const taken = () => new Response(null, { status: 204 });
  const DELETE = (token: string) => `DELETE /applications/Iv1/token ${basic} {"access_token":"${token}"}`;

  test('is taken back by GitHub, with the App’s own word', async () => {
    const { asked, left } = await givenBack(good, { DELETE: taken });
    expect(asked).toEqual([DELETE('ghu_good')]);
    expect(left).toBe(0);
  });

  test('and has ended is renewed first, so that its other half ends too', async () => {
    const POST = () =>
      Response.json({ access_token: 'ghu_new', expires_in: 28800, refresh_token: 'ghr_new' });
    const { asked } = await givenBack(ended, { POST, DELETE: taken });
    expect(asked.at(-1)).toBe(DELETE('ghu_new'));
    const refused = await givenBack(ended, { POST: () => Response.json(REFUSED) });
    expect(refused).toMatchObject({ left: 0, failed: undefined });
  });

  test.each([404, 422])('is done with where GitHub does not know it: %i', async (status) => {
    const DELETE = () => new Response('{}', { status });
    expect(await givenBack(good, { DELETE })).toMatchObject({ left: 0, failed: undefined });
  });

  test('stays to be given back where GitHub does not answer, and no token is told', async () => {
    const { left, failed } = await givenBack(good, {
      DELETE: () => new Response('ghu_good', { status: 503 }),
    });
    expect(left).toBe(1);
    expect(String(failed)).toMatch(/503/);
    expect(String(failed)).not.toContain('ghu_');
  });

  test('is only forgotten where the App has no secret here', async () => {
    expect(await givenBack(good, {}, { clientId: 'Iv1' })).toMatchObject({ asked: [], left: 0 });
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
