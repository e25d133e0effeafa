import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../../src/adapters/github/failure.ts';
import { interpret } from '../../../src/adapters/github/interpret.ts';
import { pollRepository, type Polled } from '../../../src/adapters/github/poll.ts';
import { sweepRepository, syncRepository, type Progress } from '../../../src/adapters/github/sync.ts';
import type { GitHub } from '../../../src/adapters/github/auth.ts';
import { createLog } from '../../../src/adapters/log.ts';
import { openStore, type Repository, type Store } from '../../../src/adapters/store/store.ts';
import { fakeGithub, issueAt, type FakeGithub } from '../../support/fake-github.ts';
import { databaseFolder } from '../../support/folder.ts';
import { listInbox, silent, tokenGithub } from '../../support/github.ts';

const START = Date.UTC(2026, 10, 20, 9);
const now = START + 3600_000;

let hub: FakeGithub;
let github: GitHub;
let store: Store;
let folder: string;
let project: ReturnType<FakeGithub['repository']>;
let inbox: ReturnType<typeof listInbox>;
let stopping: AbortController;
let lines: string[];
let log: ReturnType<typeof createLog>;

beforeEach(async () => {
  hub = await fakeGithub();
  github = tokenGithub(hub);
  folder = databaseFolder('poll');
  store = await openStore(`sqlite:${join(folder, 'test.db')}`, { log: silent, clock: { now: () => START } });
  project = hub.repository(7, 'org/project');
  await store.mirror.track({ id: 7, name: 'org/project' });
  inbox = listInbox();
  stopping = new AbortController();
  lines = [];
  log = createLog('info', [], { write: (line: string) => void lines.push(line) });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
  await hub[Symbol.asyncDispose]();
});

describe('a poll', () => {
  test('brings what changed since the repository is tracked, least recent first, and keeps the cursor', async () => {
    project.issues.set(1, issueAt(-1000));
    project.issues.set(2, issueAt(60, { labels: ['sig/node'], state: 'closed' }));
    project.issues.set(3, issueAt(90, { pull: true }));
    expect(await poll()).toEqual({ seen: 2, fresh: 2 });
    expect(hints()).toMatchObject([
      {
        kind: 'issue',
        opened: false,
        snapshot: { repoId: 7, number: 2, labels: ['sig/node'], state: 'closed' },
      },
      { kind: 'issue', opened: false, snapshot: { repoId: 7, number: 3, isPullRequest: true } },
    ]);
    expect((await repository()).pollCursor).toBe(START + 90_000);
  });

  test('the overlap brings an issue again, the inbox knows it', async () => {
    project.issues.set(1, issueAt(60));
    await poll();
    expect(await poll()).toEqual({ seen: 1, fresh: 0 });
  });

  test('while nothing happens it costs nothing', async () => {
    project.issues.set(1, issueAt(60));
    await poll();
    await poll();
    hub.got.length = 0;
    expect(await poll()).toEqual({ seen: 0, fresh: 0 });
    expect(hub.got[0]?.headers['if-none-match']).toMatch(/^W\/"/);
  });

  test('the tag of one cursor is not sent with another', async () => {
    project.issues.set(1, issueAt(60));
    await poll();
    hub.got.length = 0;
    await poll();
    expect(hub.got[0]?.headers['if-none-match']).toBeUndefined();
  });

  test('two changes within one second are two deliveries', async () => {
    const issue = issueAt(60);
    project.issues.set(1, issue);
    await poll();
    issue.labels.push('sig/node');
    expect(await poll()).toEqual({ seen: 1, fresh: 1 });
  });

  test('pages that slip while they are read lose nothing', async () => {
    for (let number = 1; number <= 250; number++) project.issues.set(number, issueAt(number * 2));
    const put = inbox.put;
    let first = true;
    inbox.put = (delivery) => {
      // Once the first page is read, its first issues change: all that follow move up.
      if (first)
        for (let number = 1; number <= 20; number++) project.issues.set(number, issueAt(9000 + number));
      first = false;
      return put(delivery);
    };
    await poll();
    expect(new Set(numbers())).toEqual(new Set(project.issues.keys()));
  });

  test('more than a page within one second is paged by number', async () => {
    for (let number = 1; number <= 230; number++) project.issues.set(number, issueAt(60));
    await poll();
    expect(new Set(numbers()).size).toBe(230);
    expect((await repository()).etag).toBeUndefined();
  });

  test('where it breaks off, the pages read are kept and the rest comes next time', async () => {
    for (let number = 1; number <= 150; number++) project.issues.set(number, issueAt(number * 10));
    await poll();
    expect(new Set(numbers()).size).toBe(150);
    for (let number = 151; number <= 400; number++) project.issues.set(number, issueAt(number * 10));
    const put = inbox.put;
    inbox.put = (delivery) =>
      inbox.deliveries.length > 300 ? Promise.reject(new Error('full')) : put(delivery);
    await expect(poll()).rejects.toThrow('full');
    inbox.put = put;
    await poll();
    expect(new Set(numbers()).size).toBe(400);
  });

  test('a renamed repository is found, and its issues say the new name', async () => {
    project.issues.set(1, issueAt(60));
    hub.rename(project, 'org/renamed');
    await poll();
    expect(hints()).toMatchObject([{ snapshot: { repo: 'org/renamed', repoId: 7 } }]);
  });

  test('a hiccup is tried again at once, a limit is not', async () => {
    project.issues.set(1, issueAt(60));
    hub.faults.push(
      { method: 'GET', path: /issues/, answer: { status: 502 } },
      { method: 'GET', path: /issues/ },
    );
    expect(await poll()).toEqual({ seen: 1, fresh: 1 });
    hub.got.length = 0;
    const headers = { 'retry-after': '30' };
    hub.faults.push({ method: 'GET', path: /issues/, answer: { status: 429, headers } });
    const error = await poll().catch((thrown: unknown) => thrown);
    expect(failureOf(error, now)).toMatchObject({ kind: 'limited', after: 30_000 });
    expect(hub.got).toHaveLength(1);
  });
});

describe('an issue that could not be understood', () => {
  const state = 'half-open' as never;

  test('is left out of a poll and named in the log; the others come, and the cursor goes on', async () => {
    project.issues.set(1, issueAt(60));
    project.issues.set(2, issueAt(61, { state, title: 'not for the log' }));
    project.issues.set(3, issueAt(62));
    expect(await poll()).toEqual({ seen: 2, fresh: 2 });
    expect(numbers()).toEqual([1, 3]);
    expect((await repository()).pollCursor).toBe(START + 62_000);
    expect(lines.join('')).toContain('"repository":"org/project","issue":2,"odd":"state"');
    expect(lines.join('')).not.toContain('not for the log');
  });

  test('a full page of which one is odd is no last page: its tag is not kept', async () => {
    for (let number = 1; number <= 100; number++) project.issues.set(number, issueAt(60));
    project.issues.set(50, issueAt(60, { state }));
    expect(await poll()).toEqual({ seen: 99, fresh: 99 });
    expect((await repository()).etag).toBeUndefined();
  });

  test('does not end a sweep', async () => {
    for (let number = 1; number <= 3; number++) project.issues.set(number, issueAt(number));
    await syncRepository(await octokit(), await repository(), needs());
    project.issues.set(1, issueAt(600, { state }));
    project.issues.delete(2);
    expect(await sweep()).toEqual({ issues: 1, repaired: 1 });
    expect(hints()).toMatchObject([{ kind: 'issue-gone', number: 2 }]);
  });
});

describe('told to stop', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a poll', () => poll()],
    ['a sweep', () => sweep()],
  ])('%s ends between two pages', async (_what, work) => {
    for (let number = 1; number <= 250; number++) project.issues.set(number, issueAt(number * 10));
    const put = inbox.put;
    inbox.put = (delivery) => {
      stopping.abort();
      return put(delivery);
    };
    await expect(work()).rejects.toThrow('aborted');
    expect(hub.asked().filter((one) => one.endsWith('/issues'))).toHaveLength(1);
    expect(inbox.deliveries).toHaveLength(100);
  });
});

describe('the first sync', () => {
  test('reads open issues and labels straight into the mirror, and says how far it is', async () => {
    project.labels.push('sig/node', 'kind/bug');
    for (let number = 1; number <= 120; number++) project.issues.set(number, issueAt(-5000 + number * 10));
    project.issues.set(121, issueAt(-10, { state: 'closed' }));
    const told: Progress[] = [];
    const done = await syncRepository(await octokit(), await repository(), needs(), (so) => told.push(so));
    expect(done).toEqual({ issues: 120 });
    expect(told.at(0)).toEqual({ done: 100, total: 121 });
    expect(told.at(-1)).toEqual({ done: 120, total: 121 });
    expect(await store.mirror.open(7)).toHaveLength(120);
    expect(await store.mirror.labels('org/project')).toEqual(new Set(['sig/node', 'kind/bug']));
    expect(await store.mirror.byId('7#5')).toMatchObject({ existedBefore: true, repo: 'org/project' });
    expect(await repository()).toMatchObject({ synced: true, pollCursor: START });
  });

  test('reads what was closed in the last twelve weeks, for previews and groups’ health', async () => {
    const long = 84 * 86_400;
    project.issues.set(1, issueAt(-long + 60, { state: 'closed' }));
    project.issues.set(2, issueAt(-long - 60, { state: 'closed' }));
    await syncRepository(await octokit(), await repository(), needs());
    expect(await store.mirror.byId('7#1')).toMatchObject({ state: 'closed', existedBefore: true });
    expect(await store.mirror.byId('7#2')).toBeUndefined();
  });

  test('follows a rename', async () => {
    hub.rename(project, 'org/renamed');
    project.issues.set(1, issueAt(-10));
    await syncRepository(await octokit(), await repository(), needs());
    expect(await store.mirror.find({ repo: 'org/renamed', number: 1 })).toMatchObject({ id: '7#1' });
  });

  test.each([true, false])('learns whether a repository is private: %s', async (hidden) => {
    project.private = hidden;
    await syncRepository(await octokit(), await repository(), needs());
    expect((await repository()).private).toBe(hidden);
  });

  test('keeps how an issue’s body begins', async () => {
    project.issues.set(1, { ...issueAt(-10), body: '### What happened?\r\nIt **broke**' });
    await syncRepository(await octokit(), await repository(), needs());
    expect(await store.mirror.excerpt('7#1')).toBe('What happened?\nIt broke');
  });

  test.each([
    ['is not there', () => void hub.repositories.splice(0), 'org/project is not there'],
    ['is another one by now', () => void (project.id = 8), 'org/project is another repository now'],
  ])('a repository that %s is marked, and comes back when it does', async (_how, lose, gone) => {
    lose();
    expect(await syncRepository(await octokit(), await repository(), needs())).toEqual({ gone });
    expect((await repository()).gone).toBe(true);
    project.id = 7;
    hub.repositories.splice(0, 1, project);
    expect(await syncRepository(await octokit(), await repository(), needs())).toEqual({ issues: 0 });
    expect((await repository()).gone).toBeFalsy();
  });
});

describe('the sweep', () => {
  test('finds what went unseen: new, changed, closed, deleted and moved issues', async () => {
    for (let number = 1; number <= 6; number++) project.issues.set(number, issueAt(number));
    await syncRepository(await octokit(), await repository(), needs());
    project.issues.set(2, issueAt(600, { labels: ['sig/node'] }));
    project.issues.set(3, issueAt(601, { state: 'closed', state_reason: 'completed' }));
    project.issues.set(4, issueAt(4, { gone: 'deleted' }));
    const other = hub.repository(9, 'org/other');
    other.issues.set(44, issueAt(602));
    project.issues.set(5, issueAt(5, { gone: { to: 'org/other/issues/44' } }));
    project.issues.delete(6);
    project.issues.set(7, issueAt(603));
    expect(await sweep()).toEqual({ issues: 3, repaired: 6 });
    expect(hints()).toMatchObject([
      { kind: 'issue', snapshot: { number: 2, labels: ['sig/node'] } },
      { kind: 'issue', snapshot: { number: 7 } },
      { kind: 'issue', snapshot: { number: 3, state: 'closed', stateReason: 'completed' } },
      { kind: 'issue-gone', repoId: 7, repo: 'org/project', number: 4, how: 'deleted' },
      {
        kind: 'issue-gone',
        number: 5,
        how: 'transferred',
        movedTo: 'https://github.test/org/other/issues/44',
      },
      { kind: 'issue-gone', number: 6, how: 'deleted' },
    ]);
  });

  test('finds reactions, of which GitHub tells nobody', async () => {
    project.issues.set(1, issueAt(1, { reactions: { total_count: 2 } }));
    await syncRepository(await octokit(), await repository(), needs());
    expect(await sweep()).toEqual({ issues: 1, repaired: 0 });
    project.issues.set(1, issueAt(1, { reactions: { total_count: 3 } }));
    expect(await sweep()).toEqual({ issues: 1, repaired: 1 });
    expect(hints()).toMatchObject([{ kind: 'issue', snapshot: { number: 1, reactions: 3 } }]);
  });

  test('finds nothing where all is well, and the same again the next night where it was not repaired', async () => {
    project.issues.set(1, issueAt(1));
    expect(await sweep()).toEqual({ issues: 1, repaired: 1 });
    await sweep(now + 86_400_000);
    expect(inbox.deliveries).toHaveLength(2);
    await syncRepository(await octokit(), await repository(), needs());
    expect(await sweep(now + 2 * 86_400_000)).toEqual({ issues: 1, repaired: 0 });
  });

  test('reads the labels anew', async () => {
    project.labels.push('kind/bug');
    await sweep();
    expect(await store.mirror.labels('org/project')).toEqual(new Set(['kind/bug']));
  });
});

function needs() {
  return { inbox, mirror: store.mirror, signal: stopping.signal, log };
}

async function octokit() {
  return github.octokitFor('org');
}

async function repository(): Promise<Repository> {
  const found = await store.mirror.repositoryById(7);
  if (!found) throw new Error('the repository is not tracked');
  return found;
}

async function poll(): Promise<Polled> {
  return pollRepository(await octokit(), await repository(), needs());
}

async function sweep(at = now) {
  return sweepRepository(await octokit(), await repository(), needs(), at);
}

function hints() {
  return inbox.deliveries.map(({ event, body }) => interpret(event, body));
}

function numbers(): number[] {
  return hints().flatMap((hint) => (hint.kind === 'issue' ? hint.snapshot.number : []));
}
