import { createHash } from 'node:crypto';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, type World } from '../../playground/world.ts';

const REPO = 'harbour/boats';
const AT = { owner: 'harbour', repo: 'boats' };
const REDIRECT = 'https://bot.example/github/callback';

let world: World;
beforeEach(async () => {
  world = await createWorld({
    channels: [],
    people: [
      { name: 'dana', github: 'dana' },
      { name: 'mori', github: 'mori', guest: true },
    ],
    repos: [{ name: REPO }],
  });
});
afterEach(() => world.close());

const octokit = (auth = world.github.token.value) =>
  new Octokit({ auth, baseUrl: world.github.apiUrl, log: { debug() {}, info() {}, warn() {}, error() {} } });

async function ask(path: string, fields: Record<string, string>): Promise<Record<string, string>> {
  const body = new URLSearchParams(fields);
  const response = await fetch(`${world.github.apiUrl}${path}`, { method: 'POST', body });
  return (await response.json()) as Record<string, string>;
}

const authorize = () => {
  const code_challenge = createHash('sha256').update('a-verifier').digest('base64url');
  const query = new URLSearchParams({
    client_id: world.github.oauth.clientId,
    redirect_uri: REDIRECT,
    state: 'a-state',
    code_challenge,
    code_challenge_method: 'S256',
  });
  return `${world.github.apiUrl}/login/oauth/authorize?${query.toString()}`;
};

const exchange = (code: string, code_verifier: string) =>
  ask('/login/oauth/access_token', {
    client_id: world.github.oauth.clientId,
    client_secret: world.github.oauth.clientSecret,
    redirect_uri: REDIRECT,
    code,
    code_verifier,
  });

describe('OAuth in the browser', () => {
  test('a page asks who one is, and sends one back with a code for one token', async () => {
    const page = await (await fetch(authorize())).text();
    const address = /name="address" value="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const agreed = new URLSearchParams({ address, login: 'mori' });
    const back = await fetch(`${world.github.apiUrl}/login/oauth/agreed?${agreed.toString()}`, {
      redirect: 'manual',
    });
    const location = new URL(back.headers.get('location') ?? '');
    expect(location.searchParams.get('state')).toBe('a-state');
    const code = location.searchParams.get('code') ?? '';
    const { access_token: token = '' } = await exchange(code, 'a-verifier');
    expect(token).toMatch(/^ghu_/);
    expect((await octokit(token).rest.users.getAuthenticated()).data.login).toBe('mori');
    expect(await exchange(code, 'a-verifier')).toEqual({ error: 'bad_verification_code' });
  });

  test('another verifier gets no token', async () => {
    const back = new URL(world.github.oauth.agree(authorize(), 'mori'));
    const code = back.searchParams.get('code') ?? '';
    expect(await exchange(code, 'another')).toEqual({ error: 'bad_verification_code' });
  });

  test('a token acts as its person, with their rights', async () => {
    const ref = await world.github.as('dana').open(REPO, { title: 'Mine' });
    const back = new URL(world.github.oauth.agree(authorize(), 'mori'));
    const { access_token: token } = await exchange(back.searchParams.get('code') ?? '', 'a-verifier');
    const mori = octokit(token).rest.issues;
    await mori.createComment({ ...AT, issue_number: 1, body: 'hello' });
    expect(world.github.issue(ref).comments).toMatchObject([{ author: 'mori', body: 'hello' }]);
    const label = { ...AT, issue_number: 1, labels: ['kind/bug'] };
    await expect(mori.addLabels(label)).rejects.toMatchObject({ status: 403 });
    world.github.grant(REPO, 'mori', 'triage');
    await mori.addLabels(label);
    expect(world.github.issue(ref).labels).toEqual(['kind/bug']);
  });
});

test('a device: not yet, slower, and then the token', async () => {
  const { oauth } = world.github;
  const client_id = oauth.clientId;
  const { device_code = '', user_code = '' } = await ask('/login/device/code', { client_id });
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  const poll = () => ask('/login/oauth/access_token', { client_id, device_code, grant_type });
  expect(await poll()).toEqual({ error: 'authorization_pending' });
  oauth.nextError = 'slow_down';
  expect(await poll()).toEqual({ error: 'slow_down', interval: 5 });
  const entered = new URLSearchParams({ code: user_code, login: 'mori' });
  await fetch(`${world.github.apiUrl}/login/device/entered?${entered.toString()}`);
  expect(await poll()).toMatchObject({ token_type: 'bearer' });
  expect(await poll()).toEqual({ error: 'incorrect_device_code' });
});

describe('who somebody is', () => {
  test('members, roles and teams', async () => {
    const { orgs, repos, teams } = octokit().rest;
    const isMember = (username: string) => orgs.checkMembershipForUser({ org: 'harbour', username });
    expect((await isMember('dana')).status).toBe(204);
    await expect(isMember('mori')).rejects.toMatchObject({ status: 404 });
    const role = async (username: string) =>
      (await repos.getCollaboratorPermissionLevel({ ...AT, username })).data.role_name;
    expect([await role('dana'), await role('mori')]).toEqual(['write', 'read']);
    world.github.expel('dana');
    expect(await role('dana')).toBe('read');
    world.github.joinTeam('bugs', 'mori');
    const team = { org: 'harbour', team_slug: 'bugs', username: 'mori' };
    expect((await teams.getMembershipForUserInOrg(team)).data.state).toBe('active');
  });

  test('by number, also after somebody else took the login', async () => {
    const { users } = octokit().rest;
    const before = (await users.getByUsername({ username: 'dana' })).data.id;
    expect((await octokit().request('GET /user/{id}', { id: before })).data).toMatchObject({ login: 'dana' });
    await world.github.takeOver('dana');
    expect((await users.getByUsername({ username: 'dana' })).data.id).not.toBe(before);
    await expect(octokit().request('GET /user/{id}', { id: before })).rejects.toMatchObject({ status: 404 });
  });
});
