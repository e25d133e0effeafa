import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGithub } from '../../../src/adapters/github/auth.ts';
import { failureOf } from '../../../src/adapters/github/failure.ts';
import { resolveRepositories } from '../../../src/adapters/github/resolve.ts';
import { fakeGithub, type FakeGithub } from '../../support/fake-github.ts';
import type { Fault } from '../../support/fake-github-answers.ts';
import { neverAnswers, silent, tokenGithub } from '../../support/github.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

let hub: FakeGithub;

beforeEach(async () => {
  hub = await fakeGithub();
});

afterEach(() => hub[Symbol.asyncDispose]());

function appGithub() {
  return createGithub({ auth: { appId: '123', privateKey }, apiUrl: hub.url, timeout: 2000 }, silent);
}

describe('the credential', () => {
  test('a token goes with every request, and with the version we know', async () => {
    const octokit = await tokenGithub(hub).octokitFor('org');
    await octokit.rest.repos.get({ owner: 'org', repo: 'x' }).catch(() => undefined);
    expect(hub.got[0]?.headers).toMatchObject({
      authorization: 'token a-token',
      'x-github-api-version': '2022-11-28',
      'user-agent': expect.stringMatching(/^sigbot /),
    });
  });

  test('an App asks for its installation once per owner, an organisation’s or a person’s', async () => {
    hub.repository(1, 'org/a');
    hub.repository(2, 'mona/b');
    hub.owners.installations.set('orgs/org', 11).set('users/mona', 22);
    const github = appGithub();
    for (const [owner, repo] of [
      ['org', 'a'],
      ['Org', 'a'],
      ['mona', 'b'],
    ] as const) {
      await (await github.octokitFor(owner)).rest.repos.get({ owner, repo });
    }
    expect(hub.asked()).toEqual([
      'GET /orgs/org/installation',
      'POST /app/installations/11/access_tokens',
      'GET /repos/org/a',
      'GET /repos/Org/a',
      'GET /orgs/mona/installation',
      'GET /users/mona/installation',
      'POST /app/installations/22/access_tokens',
      'GET /repos/mona/b',
    ]);
    expect(hub.got.at(-1)?.headers.authorization).toBe('token token-of-22');
  });

  test('where the App is not installed it says so, and asks again next time', async () => {
    const github = appGithub();
    await expect(github.octokitFor('org')).rejects.toThrow('The GitHub App is not installed at org.');
    hub.owners.installations.set('orgs/org', 11);
    await expect(github.octokitFor('org')).resolves.toBeDefined();
  });
});

describe('patience', () => {
  test('a request has its own time limit', async () => {
    const github = createGithub({ auth: { token: 't' }, apiUrl: hub.url, timeout: 30 }, silent, neverAnswers);
    const octokit = await github.octokitFor('org');
    const error = await octokit.rest.issues
      .createComment({ owner: 'org', repo: 'a', issue_number: 1, body: 'b' })
      .catch((thrown: unknown) => thrown);
    expect(failureOf(error, 0)).toMatchObject({ kind: 'uncertain' });
  });

  test('what waited too long for its turn is not sent at all', async () => {
    const octokit = await tokenGithub(hub).octokitFor('org');
    const request = { signal: AbortSignal.abort() };
    const error = await octokit.rest.issues
      .createComment({ owner: 'org', repo: 'a', issue_number: 1, body: 'b', request })
      .catch((thrown: unknown) => thrown);
    expect(failureOf(error, 0)).toMatchObject({ kind: 'unsent' });
    expect(hub.got).toEqual([]);
  });

  test('on github.com, where writes are paced, a limit comes to us at once and with its time', async () => {
    const toFake: typeof fetch = (input, init) =>
      fetch(String(input).replace('https://api.github.com', hub.url), init);
    const github = createGithub(
      { auth: { token: 't' }, apiUrl: 'https://api.github.com', timeout: 2000 },
      silent,
      toFake,
    );
    const octokit = await github.octokitFor('org');
    const limits: Fault['answer'][] = [
      { status: 403, headers: { 'retry-after': '60' }, message: 'You have exceeded a secondary rate limit.' },
      { status: 429, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '61' } },
    ];
    for (const answer of limits) {
      hub.faults.push({ method: 'GET', path: /./, ...(answer && { answer }) });
      const error = await octokit.rest.repos
        .get({ owner: 'org', repo: 'a' })
        .catch((thrown: unknown) => thrown);
      expect(failureOf(error, 2000)).toMatchObject({ kind: 'limited', after: 60_000 });
    }
    expect(hub.got).toHaveLength(2);
  });
});

describe('which repositories a pattern stands for', () => {
  beforeEach(() => {
    hub.repository(1, 'org/kubelet');
    hub.repository(2, 'org/kubectl');
    hub.repository(3, 'org/website');
    hub.repository(4, 'org/kube-old', { archived: true });
    hub.repository(5, 'mona/kube');
    hub.owners.orgs.add('org');
  });

  test('names and globs, of organisations and of people', async () => {
    const github = tokenGithub(hub);
    expect(
      await resolveRepositories(github, [
        'Org/Website',
        'org/kube*',
        'mona/*',
        'org/none',
        'org/zz*',
        'none/*',
      ]),
    ).toEqual([
      { pattern: 'Org/Website', found: [{ id: 3, name: 'org/website' }] },
      {
        pattern: 'org/kube*',
        found: [
          { id: 1, name: 'org/kubelet' },
          { id: 2, name: 'org/kubectl' },
        ],
      },
      { pattern: 'mona/*', found: [{ id: 5, name: 'mona/kube' }] },
      { pattern: 'org/none', found: [] },
      { pattern: 'org/zz*', found: [] },
      { pattern: 'none/*', found: [] },
    ]);
  });

  test('an App sees what it is installed on', async () => {
    hub.owners.installations.set('orgs/org', 11);
    expect(await resolveRepositories(appGithub(), ['org/kube*', 'mona/kube'])).toEqual([
      {
        pattern: 'org/kube*',
        found: [
          { id: 1, name: 'org/kubelet' },
          { id: 2, name: 'org/kubectl' },
        ],
      },
      {
        pattern: 'mona/kube',
        found: {
          reason: 'The GitHub App is not installed at mona. Install it there.',
          error: expect.any(Error),
        },
      },
    ]);
  });

  test('a renamed repository is found under its new name', async () => {
    const kubelet = hub.repositories[0];
    if (kubelet) hub.rename(kubelet, 'org/nodelet');
    const [resolved] = await resolveRepositories(tokenGithub(hub), ['org/kubelet']);
    expect(resolved?.found).toEqual([{ id: 1, name: 'org/nodelet' }]);
  });

  test('GitHub out of reach is no empty answer', async () => {
    for (let i = 0; i < 3; i++) hub.faults.push({ method: 'GET', path: /./, answer: { status: 503 } });
    const [resolved] = await resolveRepositories(tokenGithub(hub), ['org/kubelet']);
    expect(resolved?.found).toEqual({ reason: expect.stringContaining('503'), error: expect.any(Error) });
  });
});
