import { beforeEach, describe, expect, test } from 'vitest';
import { createGithub } from '../../../src/adapters/github/auth.ts';
import { createRights, type RightsQuestion } from '../../../src/adapters/github/rights.ts';
import { NO_RIGHTS } from '../../../src/domain/rights.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { silent } from '../../support/github.ts';

const DANA = 17;
const question: RightsQuestion = {
  githubId: DANA,
  issue: { repo: 'org/project', number: 5, author: 'mori' },
  teams: [],
};

/** What GitHub answers, by path; a number is a bare status. */
let answers: Record<string, object | number>;
let asked: string[];
let at: number;

const member = { member: true, collaborator: true, triage: false, push: false, teams: [] };

beforeEach(() => {
  asked = [];
  at = 1_000_000_000;
  answers = {
    [`/user/${DANA}`]: { id: DANA, login: 'dana' },
    '/repos/org/project/collaborators/dana/permission': {
      permission: 'read',
      role_name: 'read',
      user: { id: DANA },
    },
    '/repos/org/project/collaborators/dana': 204,
    '/orgs/org/members/dana': 204,
  };
});

const send = (async (input: string | URL | Request) => {
  const { pathname } = new URL(String(input instanceof Request ? input.url : input));
  asked.push(pathname);
  const answer = answers[pathname] ?? 404;
  if (typeof answer !== 'number') return Response.json(answer);
  return answer === 204
    ? new Response(null, { status: 204 })
    : Response.json({ message: 'no' }, { status: answer });
}) as typeof fetch;

function rights() {
  const settings = { auth: { token: 't' }, apiUrl: 'http://127.0.0.1:1', timeout: 1000 };
  return createRights(createGithub(settings, silent, send), () => at);
}

describe('what GitHub says', () => {
  test('of a member who may read', async () => {
    expect(await rights()(question)).toEqual({ rights: member, login: 'dana', author: false });
  });

  test.each([
    [
      { permission: 'read', role_name: 'triage', user: { id: DANA } },
      { triage: true, push: false },
    ],
    [
      { permission: 'write', role_name: 'maintain', user: { id: DANA } },
      { triage: true, push: true },
    ],
    [
      { permission: 'admin', user: { id: DANA } },
      { triage: true, push: true },
    ],
    [
      {
        permission: 'read',
        role_name: 'our own',
        user: { id: DANA, permissions: { triage: true, push: false } },
      },
      { triage: true, push: false },
    ],
    [
      { permission: 'admin', role_name: 'admin', user: { id: 99 } },
      { triage: false, push: false },
    ],
    [403, { triage: false, push: false }],
  ])('of a role: %j', async (role, expected) => {
    answers['/repos/org/project/collaborators/dana/permission'] = role;
    expect(await rights()(question)).toMatchObject({ rights: expected });
  });

  test('of an account that is gone: no right', async () => {
    answers = {};
    expect(await rights()(question)).toEqual({ rights: NO_RIGHTS, login: undefined, author: false });
  });

  test('of an account that was renamed is asked under its new login', async () => {
    answers[`/user/${DANA}`] = { id: DANA, login: 'dana-new' };
    answers['/orgs/org/members/dana-new'] = 204;
    const answer = await rights()(question);
    expect(answer).toMatchObject({ login: 'dana-new', rights: { member: true, collaborator: false } });
    expect(asked.filter((path) => path.endsWith('/dana'))).toEqual([]);
  });

  test('of teams: only who is active in one', async () => {
    answers['/orgs/org/teams/bugs/memberships/dana'] = { state: 'active' };
    answers['/orgs/org/teams/cats/memberships/dana'] = { state: 'pending' };
    const teams = ['Org/bugs', 'org/cats', 'org/dogs'];
    answers['/orgs/Org/teams/bugs/memberships/dana'] = { state: 'active' };
    expect(await rights()({ ...question, teams })).toMatchObject({ rights: { teams: ['org/bugs'] } });
  });

  test('of an author: by number, for a login may be another’s by now', async () => {
    const issue = { ...question.issue, author: 'Dana' };
    answers['/repos/org/project/issues/5'] = { user: { id: DANA } };
    expect(await rights()({ ...question, issue })).toMatchObject({ author: true });
    answers['/repos/org/project/issues/5'] = { user: { id: 99 } };
    expect(await rights()({ ...question, issue })).toMatchObject({ author: false });
  });
});

describe('how long an answer counts', () => {
  test.each([
    ['rights', 5 * MINUTE, () => undefined],
    ['no right', MINUTE, () => (answers = { [`/user/${DANA}`]: { id: DANA, login: 'dana' } })],
  ])('%s', async (_what, kept, prepare) => {
    prepare();
    const ask = rights();
    await ask(question);
    const once = asked.length;
    at += kept - 1;
    await ask(question);
    expect(asked).toHaveLength(once);
    at += 1;
    await ask(question);
    expect(asked.length).toBeGreaterThan(once);
  });

  test('where GitHub is out of reach: a quarter of an hour, then nobody knows', async () => {
    const ask = rights();
    await ask(question);
    answers[`/user/${DANA}`] = 500;
    at += 14 * MINUTE;
    expect(await ask(question)).toMatchObject({ rights: { member: true } });
    at += MINUTE;
    expect(await ask(question)).toEqual({ unknown: expect.stringContaining('500') as string });
  }, 20_000);

  test('a refused credential is no answer, and no old one counts', async () => {
    const ask = rights();
    answers[`/user/${DANA}`] = 401;
    expect(await ask(question)).toHaveProperty('unknown');
  });

  test('where a new one is wanted, GitHub is asked', async () => {
    const ask = rights();
    await ask(question);
    answers['/orgs/org/members/dana'] = 404;
    at += 1;
    expect(await ask(question)).toMatchObject({ rights: { member: true } });
    expect(await ask({ ...question, since: at })).toMatchObject({ rights: { member: false } });
  });
});
