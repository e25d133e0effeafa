import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCalendar } from '../../playground/calendar.ts';
import { createGitHub, type GitHubWorld } from '../../playground/github/github.ts';

const REPO = 'harbour/notes';
let hub: GitHubWorld;

beforeEach(async () => {
  hub = await createGitHub({ repos: [{ name: REPO }], logins: ['dana'] }, createCalendar());
});
afterEach(() => hub.close());

async function ask(method: string, path: string, body?: object) {
  const response = await fetch(`${hub.apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${hub.token.value}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

const at = (rest: string) => `/repos/${REPO}${rest}`;
const content = (text: string) => Buffer.from(text).toString('base64');
const put = (text: string, more: object = {}) =>
  ask('PUT', at('/contents/docs%2Fa.md'), { message: 'Write it', content: content(text), ...more });

describe('files', () => {
  test('are written with the sha of what they replace, and with none where they are new', async () => {
    expect(await put('one', { sha: 'f00' })).toMatchObject({ status: 409 });
    expect(await put('one')).toMatchObject({ status: 201 });
    expect(await put('two')).toMatchObject({ status: 422 });
    expect(await put('two', { sha: 'f00' })).toMatchObject({ status: 409 });
    const { body } = await ask('GET', at('/contents/docs/a.md'));
    expect(body).toMatchObject({ encoding: 'base64', sha: '43dd47ea691c90a5fa7827892c70241913351963' });
    expect(await put('two', { sha: body['sha'] })).toMatchObject({ status: 200 });
    expect(hub.files(REPO).read('docs/a.md')).toBe('two');
    expect(await ask('GET', at('/contents/docs/b.md'))).toMatchObject({ status: 404 });
    expect(await put('three', { branch: 'nowhere' })).toMatchObject({ status: 404 });
  });

  test('go by a branch and one pull request into the main one', async () => {
    const { body: main } = await ask('GET', at('/git/ref/heads%2Fmain'));
    const sha = (main['object'] as { sha: string } | undefined)?.sha;
    const branch = { ref: 'refs/heads/change', sha };
    expect(await ask('POST', at('/git/refs'), branch)).toMatchObject({ status: 201 });
    expect(await ask('POST', at('/git/refs'), branch)).toMatchObject({
      status: 422,
      body: { message: 'Reference already exists' },
    });
    const pull = { title: 'Change', head: 'change', base: 'main' };
    expect(await ask('POST', at('/pulls'), pull)).toMatchObject({ status: 422 });
    await put('one', { branch: 'change' });
    expect(await ask('POST', at('/pulls'), pull)).toMatchObject({
      status: 201,
      body: { head: { ref: 'change' } },
    });
    expect(await ask('POST', at('/pulls'), pull)).toMatchObject({ status: 422 });
    expect((await ask('GET', at('/pulls?head=harbour:change&state=all'))).body).toHaveLength(1);
    expect((await ask('GET', at('/pulls?head=harbour:other&state=all'))).body).toHaveLength(0);
    await hub.as('dana').merge(`${REPO}#1`);
    expect(hub.files(REPO).read('docs/a.md')).toBe('one');
  });

  test('are not the bot’s to write where it may only read', async () => {
    hub.permission = 'read';
    expect(await put('one')).toMatchObject({ status: 403 });
  });
});

test('what GraphQL cannot find, or may not do, it says with a 200', async () => {
  const query = 'query q($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }';
  const variables = { owner: 'harbour', name: 'none' };
  expect(await ask('POST', '/graphql', { query, variables })).toMatchObject({
    status: 200,
    body: { data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] },
  });
  hub.permission = 'read';
  const change = 'mutation m($input: I!) { createDiscussion(input: $input) { discussion { id } } }';
  expect(await ask('POST', '/graphql', { query: change, variables: { input: {} } })).toMatchObject({
    body: { errors: [{ type: 'FORBIDDEN' }] },
  });
});
