import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { interpret } from '../../../src/adapters/github/interpret.ts';
import { readPullsDue, restAfter, type PullsOptions } from '../../../src/adapters/github/pulls.ts';
import { createTurns } from '../../../src/adapters/github/turns.ts';
import { createHealth } from '../../../src/adapters/health.ts';
import { openStore, type Store } from '../../../src/adapters/store/store.ts';
import type { CheckState } from '../../../src/domain/pull.ts';
import { hearPulls } from '../../../src/hear-pulls.ts';
import type { FakeRepository } from '../../support/fake-github-answers.ts';
import { aFakePull, type FakePull } from '../../support/fake-github-pulls.ts';
import { fakeGithub, issueAt, type FakeGithub } from '../../support/fake-github.ts';
import { contractCheck, hasContract } from '../../support/github-contract.ts';
import { databaseFolder } from '../../support/folder.ts';
import { listInbox, silent, tokenGithub } from '../../support/github.ts';
import { portsOf } from '../../support/ports.ts';
import { snapshot } from '../store/facts.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2026, 10, 20, 9);
const AT = '2026-11-20T09:00:00Z';

let hub: FakeGithub;
let store: Store;
let folder: string;
let project: FakeRepository;
let inbox: ReturnType<typeof listInbox>;
let options: PullsOptions;

beforeEach(async () => {
  hub = await fakeGithub();
  folder = databaseFolder('pulls');
  store = await openStore(`sqlite:${join(folder, 'test.db')}`, { log: silent, clock: { now: () => START } });
  project = hub.repository(7, 'org/project', { pulls: new Map() });
  await store.mirror.track({ id: 7, name: 'org/project' });
  await store.mirror.setRepository(7, { synced: true });
  inbox = listInbox();
  options = {
    config: {
      repositories: [
        { pattern: 'org/*', intake: 'webhook', write: 'as-bot', through: 'labels', owners: true },
      ],
    },
    github: tokenGithub(hub),
    mirror: store.mirror,
    pulls: store.pulls,
    inbox,
    pullLabels: () => Promise.resolve(['sig/hull']),
    log: silent,
  };
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
  await hub[Symbol.asyncDispose]();
});

/** An open pull request of SIG Hull, which GitHub and the mirror know. */
async function opened(number: number, differs: Partial<FakePull> = {}, labels = ['sig/hull']): Promise<void> {
  project.issues.set(number, issueAt(number, { pull: true, labels }));
  project.pulls?.set(number, aFakePull({ head: `a${number}`, ...differs }));
  const there = { repoId: 7, repo: 'org/project', isPullRequest: true, labels, updatedAt: START + number };
  await store.mirror.put(snapshot(number, there), { opened: true });
}

/** Reads what is due, works off what came of it, and returns what was asked for: "1", "1/files", "a1/status". */
async function read(at = START): Promise<string[]> {
  const [before, had] = [hub.got.length, inbox.deliveries.length];
  const health = createHealth(store.ping, ['github']);
  await readPullsDue(at, options, createTurns({ health, now: () => at, log: silent }));
  for (const { event, body } of inbox.deliveries.slice(had)) {
    const hint = interpret(event, body);
    if (hint.kind !== 'pull') throw new Error(`${event} is read as ${hint.kind}`);
    await store.atomically((tx) => hearPulls(hint, tx, portsOf()));
  }
  return hub.got.slice(before).map(({ path }) => path.split('/').slice(5).join('/'));
}

const known = async (number: number) => (await store.pulls.about([`7#${number}`])).get(`7#${number}`)?.pull;
const FRESH = ['1', '1/files', 'a1/status', 'a1/check-runs'];

describe('what no webhook tells of a pull request', () => {
  test('is read in four requests', async () => {
    const statuses = [{ context: 'unit', state: 'failure', updated_at: AT }];
    const runs = [
      { name: 'build', status: 'completed', conclusion: 'skipped', started_at: AT },
      { name: 'lint', status: 'in_progress', conclusion: null, started_at: AT },
    ];
    await opened(1, { statuses, runs });
    expect(await read()).toEqual(FRESH);
    expect(await known(1)).toEqual({
      id: '7#1',
      base: 'main',
      head: 'a1',
      extent: { additions: 12, deletions: 3, files: 2 },
      mergeable: 'yes',
      paths: ['hull/keel.go', 'mast/sail.go', 'mast/rig.go'],
      checks: [
        { name: 'unit', state: 'failing', at: START },
        { name: 'lint', state: 'pending', at: START },
        { name: 'build', state: 'passing', at: START },
      ],
    });
    if (hasContract) expect(contractCheck()(hub.got)).toEqual([]);
  });

  test('is read once, and again with the next commit', async () => {
    await opened(1);
    await read();
    expect(await read(START + MINUTE)).toEqual([]);
    project.pulls?.set(1, aFakePull({ head: 'b2' }));
    await store.pulls.learn('7#1', { at: START + 1000, head: 'b2', base: 'main' }, START + MINUTE);
    expect(await read(START + MINUTE)).toEqual(['1', '1/files', 'b2/status', 'b2/check-runs']);
    expect(await known(1)).toMatchObject({ head: 'b2', extent: { files: 2 } });
  });

  test('is looked at again some hours later in three requests', async () => {
    await opened(1);
    await read();
    expect(await read(START + 120 * MINUTE - 1)).toEqual([]);
    expect(await read(START + 120 * MINUTE)).toEqual(['1', 'a1/status', 'a1/check-runs']);
  });

  test('is a hundred files a request', async () => {
    const files = Array.from({ length: 300 }, (_one, at) => ({ filename: `hull/part${at}.go` }));
    await opened(1, { files });
    expect((await read()).filter((path) => path === '1/files')).toHaveLength(3);
    expect((await known(1))?.paths).toHaveLength(300);
  });

  test('is read of nothing that no group wants', async () => {
    await opened(1, {}, ['sig/mast']);
    expect(await read()).toEqual([]);
    options = { ...options, pullLabels: () => Promise.resolve([]) };
    await opened(2);
    expect(await read()).toEqual([]);
  });

  test('is read where somebody has asked for it, whatever groups want', async () => {
    await opened(1, {}, ['sig/mast']);
    await store.pulls.want('7#1');
    expect(await read()).toEqual(FRESH);
    expect(await read(START + MINUTE)).toEqual([]);
  });

  test('is read of ten in a minute, those that moved last first', async () => {
    for (let number = 1; number <= 12; number++) await opened(number);
    const first = (await read()).filter((path) => /^\d+$/.test(path));
    expect(first).toEqual(['12', '11', '10', '9', '8', '7', '6', '5', '4', '3']);
    expect((await read(START + MINUTE)).filter((path) => /^\d+$/.test(path))).toEqual(['2', '1']);
  });

  test('is left for later where GitHub has few requests left', async () => {
    await opened(1);
    await opened(2, { remaining: 1200 });
    expect(await read()).toEqual(['2', '2/files', 'a2/status', 'a2/check-runs']);
    expect(await read(START + MINUTE)).toEqual(FRESH);
  });

  test('is read without its checks where the bot may not see them', async () => {
    await opened(1);
    for (const path of [/status$/, /check-runs$/])
      hub.faults.push({ method: 'GET', path, answer: { status: 403, message: 'Resource not accessible' } });
    expect(await read()).toEqual(FRESH);
    expect(await known(1)).toMatchObject({ paths: expect.any(Array), checks: undefined });
  });

  test('is asked for again where it could not be read', async () => {
    await opened(1);
    hub.faults.push({ method: 'GET', path: /pulls\/1$/, answer: { status: 502 } });
    hub.faults.push({ method: 'GET', path: /pulls\/1$/, answer: { status: 502 } });
    hub.faults.push({ method: 'GET', path: /pulls\/1$/, answer: { status: 502 } });
    hub.faults.push({ method: 'GET', path: /pulls\/1$/, answer: { status: 502 } });
    await read();
    hub.faults.length = 0;
    expect(await read(START + 9 * MINUTE)).toEqual([]);
    expect(await read(START + 10 * MINUTE)).toEqual(FRESH);
  });
});

describe('when a pull request is looked at again', () => {
  const checks = (...states: CheckState[]) => states.map((state) => ({ state }));

  test.each<[string, Partial<Parameters<typeof restAfter>[0]>, number, number]>([
    ['nothing is checked', {}, 0, 120],
    ['all passes', { checks: checks('passing', 'passing') }, 0, 120],
    ['all passes, of a commit of a day', { checks: checks('passing') }, 24 * 60, 12 * 60],
    ['checks are running', { checks: checks('passing', 'pending') }, 0, 10],
    ['they are, of a commit of an hour', { checks: checks('pending') }, 60, 30],
    ['one has failed, of a commit of four hours', { checks: checks('failing') }, 240, 120],
    ['one has failed, long ago', { checks: checks('failing') }, 60 * 24 * 60, 7 * 24 * 60],
    ['one is running of which webhooks tell', { checks: checks('pending'), heard: true }, 0, 60],
    ['GitHub computes whether it can be merged', { told: { mergeable: 'unknown' } }, 5, 2],
    ['it does so for too long', { told: { mergeable: 'unknown' } }, 60, 120],
  ])('%s: that commit is %s', (_what, differs, age, minutes) => {
    const looked = { headAt: START - age * MINUTE, heard: false, told: { mergeable: 'yes' as const } };
    expect(restAfter({ ...looked, ...differs }, START) / MINUTE).toBe(minutes);
  });

  test.each<[string, boolean, CheckState, number]>([
    ['checks go on running', false, 'pending', 13],
    ['some do, of which webhooks tell', true, 'pending', 9],
    ['all passes', false, 'passing', 7],
  ])('on its first day, where %s, a commit costs few looks', (_what, heard, state, count) => {
    const told = { mergeable: 'yes' as const };
    let looks = 0;
    for (let at = START; at < START + DAY; looks += 1)
      at += restAfter({ headAt: START, heard, told, checks: checks(state) }, at);
    expect(looks).toBe(count);
  });
});
