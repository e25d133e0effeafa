import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GitHub } from '../../../src/adapters/github/auth.ts';
import { pollComments } from '../../../src/adapters/github/comments.ts';
import { githubPerform } from '../../../src/adapters/github/perform.ts';
import { pollRepository } from '../../../src/adapters/github/poll.ts';
import { resolveRepositories } from '../../../src/adapters/github/resolve.ts';
import { sweepRepository, syncRepository } from '../../../src/adapters/github/sync.ts';
import { readTree } from '../../../src/adapters/github/tree.ts';
import { isOwnersPath } from '../../../src/domain/owners.ts';
import type { Send } from '../../../src/effect.ts';
import { anAuthority } from '../../support/facts.ts';
import { fakeGithub, issueAt, type FakeGithub } from '../../support/fake-github.ts';
import { contractCheck, hasContract } from '../../support/github-contract.ts';
import { listInbox, noTokens, silent, tokenGithub } from '../../support/github.ts';
import { portsOf } from '../../support/ports.ts';

/** The description of GitHub's API lies beside the project, and not on every machine. */
describe.skipIf(!hasContract)('against GitHub’s own description of its API (../shared/data)', () => {
  let hub: FakeGithub;
  let github: GitHub;

  beforeAll(async () => {
    hub = await fakeGithub();
    github = tokenGithub(hub);
    hub.owners.orgs.add('org');
    const files = { texts: { 'hull/OWNERS': 'approvers: [dana]', OWNERS: '' }, cutAt: 2 };
    const { issues } = hub.repository(7, 'org/project', { files });
    for (let number = 1; number <= 120; number++) issues.set(number, issueAt(number));
  });

  afterAll(() => hub[Symbol.asyncDispose]());

  test('every request we make is one that GitHub knows', async () => {
    await readAll(github);
    const outcomes = [];
    for (const effect of effects()) {
      for (const ambiguous of [false, true]) {
        outcomes.push(
          await githubPerform({ github, tokens: noTokens, now: Date.now })(
            { effect, ambiguous, attempts: 1, plannedAt: 0 },
            portsOf(),
          ),
        );
      }
    }
    expect(outcomes.every((outcome) => 'done' in outcome)).toBe(true);
    expect(contractCheck()(hub.got)).toEqual([]);
    expect(new Set(hub.got.map(({ method }) => method))).toEqual(new Set(['GET', 'POST', 'PATCH', 'DELETE']));
  });

  test('the check itself notices what is wrong', () => {
    const wrong = { method: 'POST', query: new URLSearchParams(), headers: {} };
    const path = '/repos/org/project/issues/1';
    const request = { ...wrong, path: `${path}/comments`, body: { text: 'no body' } };
    const listing = { ...wrong, method: 'GET', path: '/repos/org/project/issues', body: undefined };
    const wrongs = contractCheck()([
      request,
      { ...wrong, path: `${path}/hugs`, body: undefined },
      { ...listing, query: new URLSearchParams('sort=mood&sorted=yes&per_page=many') },
    ]);
    expect(wrongs).toHaveLength(5);
  });
});

async function readAll(github: GitHub): Promise<void> {
  const octokit = await github.octokitFor('org');
  const repository = {
    id: 7,
    name: 'org/project',
    firstName: 'org/project',
    trackedSince: 0,
    synced: false,
    private: false,
  };
  const inbox = listInbox();
  const open = [...Array(3).keys()].map((number) => ({ number: number + 500, updatedAt: 0, reactions: 0 }));
  await resolveRepositories(github, ['org/project', 'org/*', 'mona/*']);
  const reading = { signal: new AbortController().signal, log: silent };
  expect(
    (await readTree(octokit, 'org/project', { what: 'OWNERS files', isPath: isOwnersPath }, reading.signal))
      .files,
  ).toHaveLength(2);
  await syncRepository(octokit, repository, { mirror: deaf, ...reading });
  await pollRepository(octokit, repository, { inbox, mirror: deaf, ...reading });
  const kv = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
  await pollComments(octokit, repository, { inbox, mirror: deaf, kv, ...reading });
  await sweepRepository(
    octokit,
    repository,
    { inbox, mirror: { ...deaf, open: () => Promise.resolve(open) }, ...reading },
    0,
  );
}

/** A mirror that keeps nothing: only the requests matter here. */
const deaf = {
  hear: () => Promise.resolve(undefined),
  byId: () => Promise.resolve(undefined),
  put: () => Promise.resolve(undefined as never),
  setLabels: () => Promise.resolve(),
  setRepository: () => Promise.resolve(),
  templates: () => Promise.resolve(undefined),
  setTemplates: () => Promise.resolve(),
  track: () => Promise.resolve(undefined as never),
};

function effects(): Send[] {
  const at = {
    issue: { repo: 'org/project', number: 1 },
    by: { login: 'dana', user: 'U0DANA', under: anAuthority() },
  };
  return [
    { kind: 'github.comment', ...at, body: '/triage accepted', once: 'a' },
    { kind: 'github.labels', ...at, add: ['kind/bug'], remove: ['needs-triage'], exclusive: [] },
    { kind: 'github.assign', ...at, logins: [] },
    { kind: 'github.close', ...at, reason: 'completed' },
    { kind: 'github.close', ...at, reason: 'not_planned' },
    { kind: 'github.close', ...at, reason: 'duplicate' },
  ];
}
