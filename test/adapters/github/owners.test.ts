import type { Octokit } from '@octokit/rest';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGithub } from '../../../src/adapters/github/auth.ts';
import { readOwnersDue, type OwnersOptions } from '../../../src/adapters/github/owners.ts';
import { readTree } from '../../../src/adapters/github/tree.ts';
import { createTurns } from '../../../src/adapters/github/turns.ts';
import { createHealth } from '../../../src/adapters/health.ts';
import { createLog } from '../../../src/adapters/log.ts';
import { ownersReader } from '../../../src/adapters/owners.ts';
import { LARGEST } from '../../../src/adapters/owners-text.ts';
import { openStore, type Store } from '../../../src/adapters/store/store.ts';
import { isOwnersPath, ownersOf, type OwnersTree } from '../../../src/domain/owners.ts';
import { fakeGithub, type FakeGithub } from '../../support/fake-github.ts';
import type { FakeFiles } from '../../support/fake-github-tree.ts';
import { databaseFolder } from '../../support/folder.ts';
import { silent, tokenGithub } from '../../support/github.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 20, 9);
const NIGHT = Date.UTC(2026, 10, 21, 3, 10);

let hub: FakeGithub;
let store: Store;
let folder: string;
let files: FakeFiles;
let lines: string[];
let options: OwnersOptions;
let now: number;

beforeEach(async () => {
  hub = await fakeGithub();
  folder = databaseFolder('owners');
  now = START;
  store = await openStore(`sqlite:${join(folder, 'test.db')}`, { log: silent, clock: { now: () => now } });
  files = {
    texts: {
      OWNERS: 'approvers: [harbourmaster]',
      OWNERS_ALIASES: 'aliases: {hull-leads: [dana, noor]}',
      'hull/OWNERS': 'approvers: [hull-leads]\nlabels: [sig/hull]',
      'hull/keel/plank.go': 'package keel',
      'mast/OWNERS': 'approvers: [hull-leads]\nlabels: [sig/hull]',
      'keel/OWNERS': '-> hull/OWNERS',
      'vendor/rope/knots/OWNERS': 'approvers: [stranger]',
      'README.md': 'Boats',
    },
  };
  hub.repository(7, 'org/project', { files });
  await store.mirror.track({ id: 7, name: 'org/project' });
  await store.mirror.setRepository(7, { synced: true });
  lines = [];
  options = {
    config: {
      repositories: [
        { pattern: 'org/*', intake: 'webhook', write: 'as-bot', through: 'labels', owners: true },
      ],
      sweepAt: '03:10',
    },
    github: tokenGithub(hub),
    mirror: store.mirror,
    owners: store.owners,
    log: createLog('debug', [], { write: (line: string) => void lines.push(line) }),
  };
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
  await hub[Symbol.asyncDispose]();
});

/** Reads what is due, and returns what was asked for: "trees", "blobs". */
async function read(at: number = START, differs: Partial<OwnersOptions> = {}): Promise<string[]> {
  const before = hub.got.length;
  now = at;
  const health = createHealth(store.ping, ['github']);
  const { log } = options;
  await readOwnersDue(at, { ...options, ...differs }, createTurns({ health, now: () => now, log }));
  return hub.got.slice(before).map(({ path }) => path.split('/')[5] ?? path);
}

async function known(): Promise<OwnersTree | undefined> {
  return (await ownersReader()(store.owners, 7))?.tree;
}

const approvers = async (path: string) => {
  const tree = await known();
  return tree && ownersOf(tree, path).approvers.map(({ name }) => name);
};

describe('the OWNERS files', () => {
  test('are read in one request for the tree and one for each content', async () => {
    expect(await read()).toEqual(['trees', 'blobs', 'blobs', 'blobs']);
    expect(await approvers('hull/keel/plank.go')).toEqual(['dana', 'harbourmaster', 'noor']);
    expect(await approvers('keel/x')).toEqual(['harbourmaster']);
    expect(await approvers('vendor/rope/knots/x')).toEqual(['harbourmaster']);
    expect((await known())?.findings).toEqual([]);
  });

  test('are looked at again each night, and fetched again where they differ', async () => {
    await read();
    expect(await read(START + 10 * HOUR)).toEqual([]);
    expect(await read(NIGHT)).toEqual(['trees']);
    expect(await read(NIGHT + MINUTE)).toEqual([]);
    files.texts['README.md'] = 'More boats';
    files.texts['mast/OWNERS'] = 'approvers: [lee]';
    delete files.texts['hull/OWNERS'];
    expect(await read(NIGHT + 24 * HOUR)).toEqual(['trees', 'blobs']);
    expect(await approvers('mast/x')).toEqual(['harbourmaster', 'lee']);
    expect(await approvers('hull/x')).toEqual(['harbourmaster']);
  });

  test('are looked at again where they have changed', async () => {
    await read();
    files.texts['OWNERS'] = 'approvers: [noor]';
    await store.owners.changed(7);
    expect(await read(START + MINUTE)).toEqual(['trees', 'blobs']);
    expect(await read(START + 2 * MINUTE)).toEqual([]);
    expect(await approvers('x')).toEqual(['noor']);
  });

  test('that are none are known to be none', async () => {
    hub.repository(8, 'org/empty');
    await store.mirror.track({ id: 8, name: 'org/empty' });
    await store.mirror.setRepository(8, { synced: true });
    await read();
    expect(await read(START + 2 * HOUR)).toEqual([]);
    expect((await ownersReader()(store.owners, 8))?.tree.folders.size).toBe(0);
  });

  test('too large to be read are a finding; what is no YAML too', async () => {
    files.texts['hull/OWNERS'] = `# ${'x'.repeat(LARGEST)}`;
    files.texts['mast/OWNERS'] = 'approvers: [';
    expect(await read()).toEqual(['trees', 'blobs', 'blobs', 'blobs']);
    expect((await known())?.findings.map(({ file }) => file)).toEqual(['hull/OWNERS', 'mast/OWNERS']);
    expect(await approvers('hull/x')).toEqual(['harbourmaster']);
  });

  test('come with GitHub’s own, which may hold the same text', async () => {
    files.texts['CODEOWNERS'] = '* @stranger';
    files.texts['.github/CODEOWNERS'] = '/hull/ @dana docs@example.com';
    files.texts['mast/CODEOWNERS'] = '* @stranger';
    files.texts['old/OWNERS'] = '/hull/ @dana docs@example.com';
    expect(await read()).toEqual(['trees', 'blobs', 'blobs', 'blobs', 'blobs', 'blobs']);
    const { tree, codeowners } = (await ownersReader()(store.owners, 7)) ?? {};
    expect(codeowners?.path).toBe('.github/CODEOWNERS');
    expect(codeowners?.rules).toMatchObject([{ pattern: '/hull/', owners: ['dana'], mails: 1 }]);
    expect(tree?.findings.map(({ file }) => file)).toEqual(['old/OWNERS']);
    delete files.texts['.github/CODEOWNERS'];
    await read(NIGHT);
    expect((await ownersReader()(store.owners, 7))?.codeowners?.path).toBe('CODEOWNERS');
  });

  test('of GitHub’s own that are too large for it are a finding', async () => {
    files.texts['CODEOWNERS'] = '#'.repeat(3 * 1024 * 1024);
    expect(await read()).toHaveLength(4);
    const { codeowners } = (await ownersReader()(store.owners, 7)) ?? {};
    expect(codeowners).toMatchObject({ rules: [], findings: [{ text: expect.stringContaining('3 MB') }] });
  });

  test('are parsed once, as long as they are the same', async () => {
    await read();
    const reader = ownersReader();
    const first = await reader(store.owners, 7);
    expect(await reader(store.owners, 7)).toBe(first);
    files.texts['OWNERS'] = 'approvers: [noor]';
    await read(NIGHT);
    expect(await reader(store.owners, 7)).not.toBe(first);
  });
});

describe('where GitHub cuts its answer off', () => {
  test('each folder is asked for by itself', async () => {
    files.cutAt = 9;
    expect(await read()).toEqual([
      'trees',
      'trees',
      'trees',
      'trees',
      'trees',
      'trees',
      'blobs',
      'blobs',
      'blobs',
    ]);
    expect(await approvers('hull/keel/plank.go')).toEqual(['dana', 'harbourmaster', 'noor']);
  });

  test.each<[name: string, change: () => void]>([
    ['one folder is cut off', () => (files.cutAt = 3)],
    ['they are too many', () => (files.more = 2000)],
  ])('nothing is kept where %s: it would name the wrong people', async (_name, change) => {
    await read();
    change();
    await read(NIGHT);
    expect(await approvers('hull/x')).toEqual(['dana', 'harbourmaster', 'noor']);
    expect(lines.join('')).toContain('The OWNERS files of org/project are not read');
  });

  test('a tree without an end is left', async () => {
    const tree = [{ path: 'deeper', mode: '040000', type: 'tree', sha: 'endless' }];
    let asked = 0;
    const getTree = ({ recursive }: { recursive?: string }) => {
      asked += 1;
      return Promise.resolve({ data: { sha: 'endless', tree, truncated: recursive !== undefined } });
    };
    const octokit = { rest: { git: { getTree } } } as unknown as Octokit;
    const { signal } = new AbortController();
    await expect(
      readTree(octokit, 'org/project', { what: 'OWNERS files', isPath: isOwnersPath }, signal),
    ).rejects.toThrow(/takes more than 300 requests/);
    expect(asked).toBe(300);
  });
});

describe('a reading that fails', () => {
  test('is tried again in an hour, and goes on where it was broken off', async () => {
    hub.faults.push({ method: 'GET', path: /blobs/, answer: { status: 404 } });
    expect(await read()).toEqual(['trees', 'blobs']);
    expect(await read(START + 59 * MINUTE)).toEqual([]);
    expect(await read(START + HOUR)).toEqual(['trees', 'blobs', 'blobs', 'blobs']);
    hub.faults.push({ method: 'GET', path: /HEAD/, answer: { status: 403, message: 'Forbidden' } });
    expect(await read(NIGHT)).toEqual(['trees']);
    expect(await approvers('hull/x')).toEqual(['dana', 'harbourmaster', 'noor']);
    expect(await read(NIGHT + HOUR)).toEqual(['trees']);
  });

  test('by a limit is put off, for all repositories', async () => {
    hub.repository(8, 'org/other', { files });
    await store.mirror.track({ id: 8, name: 'org/other' });
    await store.mirror.setRepository(8, { synced: true });
    hub.faults.push({
      method: 'GET',
      path: /trees/,
      answer: { status: 429, headers: { 'retry-after': '600' } },
    });
    expect(await read()).toEqual(['trees']);
  });

  test('leaves what is known, and what has changed is not forgotten', async () => {
    await read();
    await store.owners.changed(7);
    hub.faults.push({ method: 'GET', path: /trees/, answer: { status: 404 } });
    await read(START + MINUTE);
    expect(await read(START + 2 * MINUTE)).toEqual([]);
    files.texts['OWNERS'] = 'approvers: [noor]';
    expect(await read(START + MINUTE + HOUR)).toEqual(['trees', 'blobs']);
    expect(await approvers('x')).toEqual(['noor']);
  });
});

describe('nothing is asked', () => {
  const off = () => ({
    ...options.config,
    repositories: options.config.repositories.map((rule) => ({ ...rule, owners: false })),
  });

  test('of a repository whose operator does not want it, and what was kept is forgotten', async () => {
    expect(await read(START, { config: off() })).toEqual([]);
    await read();
    expect(await read(NIGHT, { config: off() })).toEqual([]);
    expect(await known()).toBeUndefined();
  });

  test('without a credential: the polls need what GitHub gives then', async () => {
    const github = createGithub({ auth: undefined, apiUrl: hub.url, timeout: 1000 }, silent);
    expect(await read(START, { github })).toEqual([]);
  });

  test('before the first sync', async () => {
    await store.mirror.setRepository(7, { synced: false });
    expect(await read()).toEqual([]);
  });

  test('where somebody else is at it', async () => {
    await store.owners.begin(7, START);
    expect(await read(START + 59 * MINUTE)).toEqual([]);
    expect(await read(START + HOUR)).not.toEqual([]);
  });
});
