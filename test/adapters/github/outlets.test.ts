import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCalendar } from '../../../playground/calendar.ts';
import { createGitHub, type GitHubWorld } from '../../../playground/github/github.ts';
import { createGithub } from '../../../src/adapters/github/auth.ts';
import { outletObstacles } from '../../../src/adapters/github/outlets.ts';
import type { Outlet } from '../../../src/domain/outlet.ts';
import { silent } from '../../support/github.ts';

const REPO = 'harbour/notes';
let hub: GitHubWorld;

beforeAll(async () => {
  hub = await createGitHub({ repos: [{ name: REPO }], logins: [] }, createCalendar());
});
afterAll(() => hub.close());

const ISSUE: Outlet = { to: 'issue', repo: REPO };
const FILE: Outlet = { to: 'file', repo: REPO, path: 'a.md' };

interface How {
  token?: string;
  write?: 'as-bot' | 'handoff';
  /** What GitHub says of the repository beyond what it does. */
  has?: object;
}

function obstacles(
  outlets: readonly Outlet[],
  { token = hub.token.value, write = 'as-bot', has = {} }: How = {},
) {
  const auth = token === '' ? undefined : { token };
  const answering: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    return response.ok ? Response.json({ ...((await response.json()) as object), ...has }) : response;
  };
  const github = createGithub({ auth, apiUrl: hub.apiUrl, timeout: 500 }, silent, answering);
  return outletObstacles(github, {
    documents: { outlets, canvas: false },
    overlay: { 'sig-node': { outlets } },
    repositories: [{ pattern: 'harbour/*', intake: 'poll', write, through: 'prow', owners: false }],
  });
}

test('where everything is well nothing is said', async () => {
  expect(await obstacles([ISSUE, FILE])).toEqual([]);
});

test.each<[string, Outlet, How, RegExp]>([
  ['a repository left to people', ISSUE, { write: 'handoff' }, /as handoff/],
  ['no credential', ISSUE, { token: '' }, /no GitHub credential/],
  ['a credential that GitHub refuses', ISSUE, { token: 'ghp_other' }, /could not be looked at/],
  ['no such repository', { to: 'issue', repo: 'harbour/none' }, {}, /could not be looked at: Not Found/],
  ['an archived one', ISSUE, { has: { archived: true } }, /is archived/],
  ['no issues there', ISSUE, { has: { has_issues: false } }, /has no issues/],
  [
    'no discussions there',
    { to: 'discussion', repo: REPO, category: 'General' },
    { has: { has_discussions: false } },
    /has no discussions/,
  ],
  ['no push', FILE, { has: { permissions: { push: false } } }, /may not push/],
])('%s is told once for each outlet', async (_what, outlet, how, words) => {
  expect(await obstacles([outlet, outlet], how)).toEqual([
    { about: expect.any(String) as string, wrong: expect.stringMatching(words) as string },
  ]);
});
