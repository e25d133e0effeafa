import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGithub } from '../../../src/adapters/github/auth.ts';
import { markOf } from '../../../src/adapters/github/marker.ts';
import { githubPerform } from '../../../src/adapters/github/perform.ts';
import type { Send } from '../../../src/effect.ts';
import type { Attempt, Outcome } from '../../../src/outbox.ts';
import { anAuthority } from '../../support/facts.ts';
import { fakeGithub, issueAt, type FakeGithub } from '../../support/fake-github.ts';
import type { Fault } from '../../support/fake-github-answers.ts';
import { neverAnswers, noTokens, silent, tokenGithub } from '../../support/github.ts';
import { portsOf } from '../../support/ports.ts';

const issue = { repo: 'org/project', number: 5 };
const by = { login: 'dana', user: 'U0DANA', channel: 'C0NODE', under: anAuthority() };
const once = 'triage:U0DANA:1763629200.5';
const comment: Send = { kind: 'github.comment', issue, body: '/triage accepted', once, by };
const labels: Send = {
  kind: 'github.labels',
  issue,
  add: ['triage/accepted'],
  remove: ['needs-triage'],
  exclusive: [],
  by,
};
const assign: Send = { kind: 'github.assign', issue, logins: ['dana', 'Lee'], by };
const close: Send = { kind: 'github.close', issue, reason: 'not_planned', by };

const POST_COMMENT = { method: 'POST', path: /\/comments$/ };
const GET_COMMENTS = { method: 'GET', path: /\/comments$/ };
const PLANNED = Date.UTC(2026, 10, 20, 9);

let hub: FakeGithub;
let project: ReturnType<FakeGithub['repository']>;

beforeEach(async () => {
  hub = await fakeGithub();
  project = hub.repository(7, 'org/project');
  project.issues.set(5, issueAt(0, { labels: ['needs-triage', 'sig/node'] }));
});

afterEach(() => hub[Symbol.asyncDispose]());

describe('a comment', () => {
  test('is made once, with a mark that nobody sees', async () => {
    expect(await perform(comment)).toEqual({ done: 'https://github.test/comment/1' });
    expect(comments()).toEqual([`/triage accepted\n\n<!-- sigbot:${once} -->`]);
  });

  test.each<[string, Fault]>([
    ['a 502 after it was done', { ...POST_COMMENT, after: true, answer: { status: 502 } }],
    ['a connection that broke after it was done', { ...POST_COMMENT, after: true }],
  ])('%s: unknown; it is found by its mark and not repeated', async (_how, fault) => {
    hub.faults.push(fault);
    expect(await perform(comment)).toEqual({ unknown: expect.any(String) });
    expect(hub.asked('POST')).toHaveLength(1);
    expect(await perform(comment, { ambiguous: true })).toEqual({
      done: expect.stringMatching(/^it was there already: https/),
    });
    expect(comments()).toHaveLength(1);
  });

  test.each<[string, Fault]>([
    ['a 502 without doing it', { ...POST_COMMENT, answer: { status: 502 } }],
    ['a connection that broke before', POST_COMMENT],
  ])('%s: unknown; it is not found, so it is made', async (_how, fault) => {
    hub.faults.push(fault);
    expect(await perform(comment)).toEqual({ unknown: expect.any(String) });
    expect(comments()).toEqual([]);
    expect(await perform(comment, { ambiguous: true })).toEqual({ done: expect.any(String) });
    expect(comments()).toHaveLength(1);
  });

  test('another’s mark, and more comments than a page holds, do not mislead the look-up', async () => {
    const issue5 = project.issues.get(5);
    for (let i = 0; i < 130; i++)
      issue5?.comments.push({ body: markOf(`${once}${i}`), at: issue5.updated_at });
    issue5?.comments.push({ body: `/lgtm\n\n${markOf(once)}`, at: issue5.updated_at });
    expect(await perform(comment, { ambiguous: true })).toEqual({
      done: expect.stringMatching(/#comment-130$/),
    });
    expect(hub.asked('POST')).toEqual([]);
  });

  test.each<[string, Fault['answer']]>([
    ['5xx', { status: 503 }],
    ['forbidden', { status: 403, message: 'Resource protected by organization SAML enforcement' }],
    ['no answer', undefined],
  ])('a look-up that fails (%s) leaves it unknown', async (_how, answer) => {
    for (let i = 0; i < 3; i++) hub.faults.push({ ...GET_COMMENTS, ...(answer && { answer }) });
    expect(await perform(comment, { ambiguous: true })).toEqual({ unknown: expect.any(String) });
    expect(hub.asked('POST')).toEqual([]);
  });

  test('an answer that takes too long: unknown, for GitHub may still do it', async () => {
    const settings = { auth: { token: 't' }, apiUrl: hub.url, timeout: 30 };
    const github = createGithub(settings, silent, neverAnswers);
    const outcome = await githubPerform({ github, tokens: noTokens, now })(attempt(comment), portsOf());
    expect(outcome).toEqual({ unknown: expect.any(String) });
  });

  test('what stands in the key cannot end the mark', () => {
    expect(markOf('a--b-->\n')).toBe('<!-- sigbot:a-%2Db-%2D%3E%0A -->');
  });
});

describe('labels', () => {
  test('are added and removed, and the issue comes back as it is now', async () => {
    expect(await perform(labels)).toMatchObject({
      done: 'labelled',
      issue: { snapshot: { repoId: 7, ...issue, labels: ['sig/node', 'triage/accepted'] } },
    });
    expect(hub.got[0]?.body).toEqual({ labels: ['triage/accepted'] });
    expect(hub.asked('DELETE')).toEqual(['DELETE /repos/org/project/issues/5/labels/needs-triage']);
  });

  test('of an exclusive group only what is added stays, whatever somebody set meanwhile', async () => {
    project.issues.get(5)?.labels.push('priority/backlog', 'kind/bug');
    const effect: Send = {
      ...labels,
      add: ['priority/important-soon'],
      remove: [],
      exclusive: ['priority/'],
    };
    const outcome = await perform(effect);
    expect(outcome).toMatchObject({
      issue: { snapshot: { labels: expect.not.arrayContaining(['priority/backlog']) as string[] } },
    });
    expect(hub.asked('DELETE')).toEqual(['DELETE /repos/org/project/issues/5/labels/priority%2Fbacklog']);
  });

  test('one that is gone already is no error; names with a slash arrive whole', async () => {
    const effect: Send = { ...labels, add: [], remove: ['kind/bug', 'sig/node'] };
    expect(await perform(effect)).toMatchObject({ issue: { snapshot: { labels: ['needs-triage'] } } });
    expect(hub.asked('POST')).toEqual([]);
    expect(hub.asked('DELETE')[1]).toMatch(/labels\/sig%2Fnode$/);
  });

  test('a 502 is no reason to look anything up: once more', async () => {
    hub.faults.push({ method: 'POST', path: /labels$/, after: true, answer: { status: 502 } });
    expect(await perform(labels, { attempts: 3 })).toEqual({
      retry: expect.stringContaining('502'),
      after: 4000,
    });
    expect(hub.asked('POST')).toHaveLength(1);
  });

  test('where the issue cannot be read afterwards, the work is done all the same', async () => {
    for (let i = 0; i < 3; i++)
      hub.faults.push({ method: 'GET', path: /issues\/5$/, answer: { status: 502 } });
    expect(await perform(labels)).toEqual({ done: 'labelled' });
  });
});

describe('assigning and closing', () => {
  test('who can be assigned is', async () => {
    hub.assignable.add('dana').add('Lee');
    expect(await perform(assign)).toMatchObject({
      done: 'assigned',
      issue: { snapshot: { assignees: ['dana', 'Lee'] } },
    });
  });

  test('whom GitHub drops without a word is named', async () => {
    hub.assignable.add('dana');
    expect(await perform(assign)).toEqual({
      failed: expect.stringMatching(/^org\/project#5 was not assigned to Lee: /),
    });
  });

  test('an answer that could not be understood is no reason to assign again', async () => {
    const send: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      return init?.method === 'POST' ? Response.json({ assignees: 'many' }, { status: 201 }) : response;
    };
    const github = createGithub({ auth: { token: 't' }, apiUrl: hub.url, timeout: 2000 }, silent, send);
    expect(await githubPerform({ github, tokens: noTokens, now })(attempt(assign), portsOf())).toEqual({
      done: 'assigned',
    });
  });

  test('an issue is closed with its reason', async () => {
    expect(await perform(close)).toMatchObject({
      done: 'closed',
      issue: { snapshot: { state: 'closed', stateReason: 'not_planned' } },
    });
  });
});

describe('when GitHub says no', () => {
  const now = PLANNED;
  test.each<[string, Fault['answer'], Outcome]>([
    [
      'a secondary limit',
      { status: 403, headers: { 'retry-after': '40' }, message: 'You have exceeded a secondary rate limit' },
      { retry: expect.stringContaining('rate limit'), after: 40_000, whole: true },
    ],
    [
      'the hourly limit',
      {
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 600) },
      },
      { retry: expect.any(String), after: 601_000, whole: true },
    ],
    [
      'too many requests, no time named',
      { status: 429 },
      { retry: expect.any(String), after: 60_000, whole: true },
    ],
    [
      'a revoked token',
      { status: 401, message: 'Bad credentials' },
      { retry: expect.stringContaining('Bad credentials'), after: 60_000, whole: true },
    ],
    [
      'no permission',
      { status: 403, message: 'Resource not accessible by integration' },
      { failed: expect.stringMatching(/Resource not accessible.*Issues: write/) },
    ],
    [
      'nonsense',
      { status: 422, message: 'Validation Failed' },
      { failed: expect.stringContaining('Validation Failed') },
    ],
  ])('%s', async (_what, answer, outcome) => {
    for (const effect of [comment, labels]) {
      hub.faults.push({ method: 'POST', path: /./, ...(answer && { answer }) });
      expect(await perform(effect)).toEqual(outcome);
    }
    expect(hub.got).toHaveLength(2);
  });

  test.each<[string, () => void, RegExp]>([
    [
      'an issue that does not exist',
      () => project.issues.delete(5),
      /not there, or the bot’s account cannot see it/,
    ],
    ['a deleted issue', () => void project.issues.set(5, issueAt(0, { gone: 'deleted' })), /no longer there/],
  ])('%s fails in words, whatever was to be done', async (_what, lose, words) => {
    lose();
    const removal: Send = { ...labels, add: [] };
    for (const effect of [comment, labels, removal, assign, close]) {
      expect(await perform(effect)).toEqual({ failed: expect.stringMatching(words) });
    }
    expect(await perform(comment, { ambiguous: true })).toEqual({ failed: expect.stringMatching(words) });
  });

  test('a host that is not there: nothing happened', async () => {
    await hub[Symbol.asyncDispose]();
    expect(await perform(comment)).toEqual({ retry: expect.any(String), after: 1000 });
    hub = await fakeGithub();
  });

  test('without a credential nothing is sent', async () => {
    const github = createGithub({ auth: undefined, apiUrl: hub.url, timeout: 2000 }, silent);
    const outcome = await githubPerform({ github, tokens: noTokens, now: () => PLANNED })(
      attempt(comment),
      portsOf(),
    );
    expect(outcome).toEqual({ failed: expect.stringContaining('GITHUB_TOKEN') });
    expect(hub.got).toEqual([]);
  });
});

describe('what fails for a day', () => {
  const plannedAt = PLANNED - 86_400_000;
  const down: Fault = { method: 'POST', path: /./, answer: { status: 502 } };

  test('a write is given up, in words, and no earlier', async () => {
    hub.faults.push(down, down);
    expect(await perform(labels, { plannedAt: plannedAt + 1 })).toHaveProperty('retry');
    expect(await perform(labels, { plannedAt })).toEqual({
      failed: expect.stringMatching(/^After a day of tries it is given up: .*502/),
    });
  });

  test('so is one that never leaves', async () => {
    await hub[Symbol.asyncDispose]();
    expect(await perform(comment, { plannedAt })).toHaveProperty('failed');
    hub = await fakeGithub();
  });

  test.each<[string, Fault['answer']]>([
    ['does not work', { status: 502 }],
    ['is not allowed', { status: 403, message: 'Resource protected by organization SAML enforcement' }],
  ])('so is a comment whose look-up %s: it may be there', async (_how, answer) => {
    for (let i = 0; i < 3; i++) hub.faults.push({ ...GET_COMMENTS, ...(answer && { answer }) });
    expect(await perform(comment, { ambiguous: true, plannedAt })).toEqual({
      failed: expect.stringContaining('Look whether it is on GitHub all the same'),
    });
    expect(hub.asked('POST')).toEqual([]);
  });

  test.each([429, 401])('a %i concerns all work: it is waited for', async (status) => {
    hub.faults.push({ ...down, answer: { status } });
    expect(await perform(labels, { plannedAt })).toMatchObject({ whole: true });
  });

  test('what succeeds late is done', async () => {
    expect(await perform(labels, { plannedAt })).toMatchObject({ done: 'labelled' });
  });
});

describe('a repository that was renamed', () => {
  test.each([301, 302, 307, 308])('writes that are redirected with %i arrive as writes', async (status) => {
    hub.redirectWrites = status;
    hub.rename(project, 'org/renamed');
    expect(await perform(comment)).toEqual({ done: expect.any(String) });
    expect(comments()).toHaveLength(1);
    expect(await perform(labels)).toMatchObject({
      issue: { snapshot: { repo: 'org/renamed', labels: ['sig/node', 'triage/accepted'] } },
    });
    expect(await perform(close)).toMatchObject({ issue: { snapshot: { state: 'closed' } } });
  });

  test('an issue that moved to another repository is left alone there', async () => {
    hub.repository(9, 'org/other').issues.set(44, issueAt(0));
    project.issues.set(5, issueAt(0, { gone: { to: 'org/other/issues/44' } }));
    expect(await perform(comment)).toEqual({
      failed: expect.stringMatching(/moved to .*org\/other\/issues\/44/),
    });
    expect(await perform(labels)).toEqual({ failed: expect.stringMatching(/moved to /) });
    expect(hub.repositories[1]?.issues.get(44)).toMatchObject({ comments: [], labels: [] });
  });
});

const now = () => PLANNED;

function perform(effect: Send, differs: Partial<Attempt> = {}): Promise<Outcome> {
  return githubPerform({ github: tokenGithub(hub), tokens: noTokens, now })(attempt(effect, differs), {
    ...portsOf(),
    calendar: { now },
  });
}

function attempt(effect: Send, differs: Partial<Attempt> = {}): Attempt {
  return { effect, ambiguous: false, attempts: 1, plannedAt: PLANNED, ...differs };
}

function comments(): string[] | undefined {
  return project.issues.get(5)?.comments.map(({ body }) => body);
}
