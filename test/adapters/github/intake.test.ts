import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGithub } from '../../../src/adapters/github/auth.ts';
import { createIntake, type IntakeOptions } from '../../../src/adapters/github/intake.ts';
import { interpret } from '../../../src/adapters/github/interpret.ts';
import { sweepDue } from '../../../src/adapters/github/nightly.ts';
import { readAgain, trackAll } from '../../../src/adapters/github/rounds.ts';
import { createTurns, type Turns } from '../../../src/adapters/github/turns.ts';
import { createHealth } from '../../../src/adapters/health.ts';
import { createLog } from '../../../src/adapters/log.ts';
import { openStore, type Store } from '../../../src/adapters/store/store.ts';
import { fakeGithub, issueAt, type FakeGithub } from '../../support/fake-github.ts';
import { databaseFolder } from '../../support/folder.ts';
import { listInbox, neverAnswers, silent, tokenGithub } from '../../support/github.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 9);
const NIGHT = Date.UTC(2026, 10, 21, 3, 10);
const LOOK_UP = /^\/repos\/org\/project$/;

let hub: FakeGithub;
let store: Store;
let folder: string;
let project: ReturnType<FakeGithub['repository']>;
let inbox: ReturnType<typeof listInbox>;
let lines: string[];
let now: number;
let options: IntakeOptions;
let health: ReturnType<typeof createHealth>;

beforeEach(async () => {
  hub = await fakeGithub();
  folder = databaseFolder('intake');
  now = START;
  const clock = { now: () => now };
  store = await openStore(`sqlite:${join(folder, 'test.db')}`, { log: silent, clock });
  project = hub.repository(7, 'org/project');
  inbox = listInbox();
  health = createHealth(store.ping, ['github']);
  lines = [];
  options = {
    config: {
      repositories: [
        { pattern: 'org/project', intake: 'webhook', write: 'as-bot', through: 'labels', owners: true },
      ],
      sweepAt: '03:10',
      github: { pollEvery: 5 },
    },
    github: tokenGithub(hub),
    mirror: store.mirror,
    kv: store.kv,
    owners: store.owners,
    keps: store.keps,
    pulls: store.pulls,
    pullLabels: () => Promise.resolve([]),
    inbox,
    health,
    now: clock.now,
    log: createLog('debug', [], { write: (line: string) => void lines.push(line) }),
  };
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
  await hub[Symbol.asyncDispose]();
});

describe('looking up the repositories', () => {
  test('after a blip at the start the next round has them', async () => {
    for (let i = 0; i < 3; i++) hub.faults.push({ method: 'GET', path: LOOK_UP, answer: { status: 503 } });
    await running(options, () => vi.waitFor(async () => expect(await synced()).toBe(true)));
    expect(await health.problems()).toEqual([]);
  });

  test('that a repository was made private goes through the inbox, so that its cards follow', async () => {
    project.private = false;
    await track(['org/project']);
    expect(await store.mirror.repositoryById(7)).toMatchObject({ private: false });
    project.private = true;
    await track(['org/project']);
    expect(inbox.deliveries.map(({ event, body }) => interpret(event, body))).toEqual([
      { kind: 'repository', id: 7, name: 'org/project', private: true },
    ]);
    expect(await store.mirror.repositoryById(7)).toMatchObject({ private: false });
  });

  test('one that is not to be seen any more is taken for private, once, and for public when it is seen again', async () => {
    project.private = false;
    await track(['org/project']);
    const heard = () => inbox.deliveries.map(({ event, body }) => interpret(event, body));
    const missing = () => hub.faults.push({ method: 'GET', path: LOOK_UP, answer: { status: 404 } });
    missing();
    await track(['org/project']);
    expect(heard()).toEqual([]);
    missing();
    missing();
    await track(['org/project']);
    const unseen = { kind: 'repository', id: 7, name: 'org/project', private: true };
    expect(heard()).toEqual([unseen]);
    await store.mirror.track({ id: 7, name: 'org/project', private: true });
    missing();
    await track(['org/project']);
    expect(heard()).toEqual([unseen]);
    await track(['org/project']);
    expect(heard()).toEqual([unseen, { ...unseen, private: false }]);
  });

  test('one that is only archived is not taken for private', async () => {
    project.private = false;
    await track(['org/*']);
    project.archived = true;
    await track(['org/*']);
    project.archived = false;
    expect(inbox.deliveries).toEqual([]);
  });

  test('no answer at all is no readiness', async () => {
    const send: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));
    await running({ ...options, github: githubWith(send) }, () =>
      vi.waitFor(() => expect(lines.join('')).toContain('looking up the repositories failed')),
    );
    expect(await health.problems()).toEqual(['github: not connected yet']);
  });

  test('a revoked token shows before anything is written, where only webhooks come', async () => {
    const send: typeof fetch = async () => Response.json({ message: 'Bad credentials' }, { status: 401 });
    await running({ ...options, github: githubWith(send) }, () =>
      vi.waitFor(async () =>
        expect(await health.problems()).toEqual([
          "github: GitHub refuses the bot's credential: Bad credentials",
        ]),
      ),
    );
  });

  test('what was found is taken in, and the first failure that may pass is thrown', async () => {
    const patterns = ['org/down', 'org/project', 'org/none'];
    for (let i = 0; i < 3; i++)
      hub.faults.push({ method: 'GET', path: /org\/down/, answer: { status: 503 } });
    await expect(track(patterns)).rejects.toMatchObject({ status: 503 });
    expect((await store.mirror.repositories()).map(({ name }) => name)).toEqual(['org/project']);
  });

  test('a pattern that stands for nothing, or is refused, is logged alone', async () => {
    hub.faults.push({ method: 'GET', path: /org\/closed/, answer: { status: 403, message: 'Forbidden' } });
    await track(['org/closed', 'org/none']);
    expect(lines.join('')).toMatch(/"pattern":"org\/closed"[^]*"pattern":"org\/none"/);
  });
});

describe('the nightly check', () => {
  beforeEach(async () => {
    await store.mirror.track({ id: 7, name: 'org/project' });
    await store.mirror.setRepository(7, { synced: true });
  });

  test('comes once, when it is due', async () => {
    const turns = createTurns(options);
    await sweepDue(NIGHT - MINUTE, options, turns);
    expect(hub.got).toEqual([]);
    for (let minute = 0; minute < 3; minute++) await sweepDue(NIGHT + minute * MINUTE, options, turns);
    await sweepDue(NIGHT + 61 * MINUTE, options, turns);
    expect(sweeps()).toBe(1);
    await sweepDue(NIGHT + 24 * 60 * MINUTE, options, turns);
    expect(sweeps()).toBe(2);
  });

  test('of the ticks that come while one is worked off, the newest stands for all', async () => {
    let looks = 0;
    const get = (key: string) => store.kv.get(key).finally(() => void looks++);
    const intake = createIntake({ ...options, kv: { ...store.kv, get } });
    for (let minute = -500; minute <= 0; minute++) intake.tick(NIGHT + minute * MINUTE);
    await vi.waitFor(() => expect(sweeps()).toBe(1));
    await intake.stop();
    expect(looks).toBe(1);
  });

  test('is made up for where the bot did not run that night', async () => {
    await sweepDue(NIGHT + 400 * MINUTE, options, createTurns(options));
    expect(sweeps()).toBe(1);
  });

  test('is put off by a limit', async () => {
    const turns = createTurns(options);
    const headers = { 'retry-after': '600' };
    hub.faults.push({ method: 'GET', path: /./, answer: { status: 429, headers } });
    await turns.take('something', async () => {
      await (await options.github.octokitFor('org')).rest.meta.get();
    });
    await sweepDue(NIGHT, options, turns);
    expect(sweeps()).toBe(0);
    now += 10 * MINUTE;
    await sweepDue(NIGHT + 10 * MINUTE, options, turns);
    expect(sweeps()).toBe(1);
  });

  test('is tried again an hour after it failed', async () => {
    for (let i = 0; i < 3; i++) hub.faults.push({ method: 'GET', path: LOOK_UP, answer: { status: 502 } });
    const turns = createTurns(options);
    for (const minute of [0, 1, 59]) await sweepDue(NIGHT + minute * MINUTE, options, turns);
    expect(sweeps()).toBe(0);
    await sweepDue(NIGHT + 60 * MINUTE, options, turns);
    expect(sweeps()).toBe(1);
  });

  test('of two replicas one makes it', async () => {
    const other = createTurns(options);
    const first: Turns = { ...createTurns(options) };
    const { take } = first;
    first.take = async (what, work) => {
      await sweepDue(NIGHT, options, other);
      return take(what, work);
    };
    await sweepDue(NIGHT, options, first);
    expect(sweeps()).toBe(1);
  });

  test('leaves a repository alone that was never read', async () => {
    await store.mirror.setRepository(7, { synced: false });
    await sweepDue(NIGHT, options, createTurns(options));
    expect(hub.got).toEqual([]);
  });

  test('is not news of GitHub’s health where there is nothing to do', async () => {
    await sweepDue(NIGHT - MINUTE, options, createTurns(options));
    expect(await health.problems()).toEqual(['github: not connected yet']);
  });
});

describe('reading all again', () => {
  test('the first time into the mirror, later into the inbox', async () => {
    project.issues.set(1, issueAt(-10));
    await readAgain({ ...options, signal: new AbortController().signal }, START);
    expect(await store.mirror.open(7)).toHaveLength(1);
    project.issues.set(2, issueAt(60));
    await readAgain({ ...options, signal: new AbortController().signal }, START);
    expect(await store.mirror.open(7)).toHaveLength(1);
    expect(inbox.deliveries).toMatchObject([{ source: 'sweep', event: 'sweep.issue' }]);
  });
});

describe('stopping', () => {
  test('breaks off a request that hangs', async () => {
    const asked = Promise.withResolvers<void>();
    const send: typeof fetch = (...request) => {
      asked.resolve();
      return neverAnswers(...request);
    };
    await running({ ...options, github: githubWith(send) }, () => asked.promise);
    expect(lines).toEqual([]);
  });
});

test('the log has neither what was sent to GitHub nor what it answered', async () => {
  const send: typeof fetch = async () =>
    new Response('<html>a page of the proxy</html>', {
      status: 502,
      headers: { 'content-type': 'text/html' },
    });
  await running({ ...options, github: githubWith(send) }, () =>
    vi.waitFor(() => expect(lines.join('')).toContain('failed: GitHub answered 502: it gives no reason')),
  );
  expect(lines.join('')).not.toMatch(/page of the proxy|"request":|"response":|REDACTED/);
});

/** Lets the intake run until the condition holds, and stops it. */
async function running(options: IntakeOptions, until: () => Promise<unknown>): Promise<void> {
  const intake = createIntake(options);
  intake.start();
  try {
    await until();
  } finally {
    await intake.stop();
  }
}

function githubWith(send: typeof fetch) {
  return createGithub({ auth: { token: 't' }, apiUrl: hub.url, timeout: 60_000 }, silent, send);
}

function track(patterns: string[]): Promise<void> {
  const repositories = patterns.map((pattern) => ({ ...options.config.repositories[0]!, pattern }));
  return trackAll({ ...options, config: { repositories }, signal: new AbortController().signal });
}

async function synced(): Promise<boolean | undefined> {
  return (await store.mirror.repositoryById(7))?.synced;
}

/** How often the open issues were read. */
function sweeps(): number {
  return hub.asked().filter((one) => one === 'GET /repos/org/project/issues').length;
}
