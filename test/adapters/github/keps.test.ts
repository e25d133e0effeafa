import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTurns } from '../../../src/adapters/github/turns.ts';
import { readKepsDue, type KepsOptions } from '../../../src/adapters/github/keps.ts';
import { createHealth } from '../../../src/adapters/health.ts';
import { kepReader } from '../../../src/adapters/keps.ts';
import { openStore, type Store } from '../../../src/adapters/store/store.ts';
import { fakeGithub, type FakeGithub } from '../../support/fake-github.ts';
import type { FakeFiles } from '../../support/fake-github-tree.ts';
import { databaseFolder } from '../../support/folder.ts';
import { silent, tokenGithub } from '../../support/github.ts';
import { kepPolicy } from '../../support/keps.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 9);
const NIGHT = Date.UTC(2026, 10, 21, 3, 10);

const PATH = 'keps/sig-hull/7-tar/kep.yaml';
const GOOD =
  'title: Tar\nkep-number: 7\nowning-sig: sig-hull\nstatus: implementable\nstage: beta\nlatest-milestone: v1.37\nmilestone: {beta: v1.37}\n';

let hub: FakeGithub;
let store: Store;
let folder: string;
let files: FakeFiles;
let options: KepsOptions;

beforeEach(async () => {
  hub = await fakeGithub();
  folder = databaseFolder('keps');
  store = await openStore(`sqlite:${join(folder, 'test.db')}`, { log: silent, clock: { now: () => START } });
  files = {
    texts: {
      [PATH]: GOOD,
      'keps/sig-hull/7-tar/README.md': 'Tar them.',
      'keps/prod-readiness/sig-hull/7.yaml': 'kep-number: 7\nbeta: {approver: "@lee"}',
      'keps/sig-mast/8-lean/kep.yaml': GOOD.replaceAll('7', '8')
        .replaceAll('hull', 'mast')
        .replace('v1.38', 'v1.37'),
    },
  };
  for (const [id, name] of [
    [7, 'harbour/designs'],
    [8, 'harbour/boats'],
  ] as const) {
    hub.repository(id, name, { files });
    await store.mirror.track({ id, name });
    await store.mirror.setRepository(id, { synced: true });
  }
  options = {
    config: {
      repositories: [
        { pattern: 'harbour/*', intake: 'webhook', write: 'as-bot', through: 'labels', owners: true },
      ],
      sweepAt: '03:10',
      proposals: kepPolicy(),
    },
    github: tokenGithub(hub),
    mirror: store.mirror,
    keps: store.keps,
    log: silent,
  };
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
  await hub[Symbol.asyncDispose]();
});

/** Reads what is due, and returns what was asked for: "trees", "blobs". */
async function read(at: number, differs: Partial<KepsOptions> = {}): Promise<string[]> {
  const before = hub.got.length;
  const turns = createTurns({ health: createHealth(store.ping, ['github']), now: () => at, log: silent });
  await readKepsDue(at, { ...options, ...differs }, turns);
  return hub.got.slice(before).map(({ path }) => path.split('/').slice(3, 6).join('/'));
}

const known = () => kepReader(kepPolicy())(store.keps, 7, []);
const tarred = async () => (await known())?.find(({ number }) => number === 7);

describe('the proposals of the configured repository', () => {
  test('are read once, and again where they differ', async () => {
    expect(await read(START)).toEqual([
      'designs/git/trees',
      ...Array.from({ length: 3 }, () => 'designs/git/blobs'),
    ]);
    expect((await known())?.map(({ number, prrApprovers }) => [number, prrApprovers])).toEqual([
      [7, { beta: 'lee' }],
      [8, {}],
    ]);
    expect(await read(START + MINUTE)).toEqual([]);
    expect(await read(NIGHT)).toEqual(['designs/git/trees']);
    await store.keps.changed(7);
    files.texts[PATH] = GOOD.replace('beta\n', 'stable\n');
    expect(await read(NIGHT + MINUTE)).toEqual(['designs/git/trees', 'designs/git/blobs']);
    expect((await tarred())?.stage).toBe('stable');
  });

  test('that break upstream count as they were, until they are mended', async () => {
    await read(START);
    for (const [minute, text] of [
      [1, `${GOOD}status: [`],
      [2, `${GOOD}status: {`],
    ] as const) {
      await store.keps.changed(7);
      files.texts[PATH] = text;
      await read(START + minute * MINUTE);
      expect(await tarred()).toMatchObject({ title: 'Tar', stage: 'beta', prrApprovers: { beta: 'lee' } });
      expect((await tarred())?.findings[0]).toMatch(/^It is not YAML: .*\. What it said before is used\.$/);
    }
    await store.keps.changed(7);
    files.texts[PATH] = GOOD;
    await read(START + 3 * MINUTE);
    expect((await tarred())?.findings).toEqual(['No group of the directory: “sig-hull”.']);
  });

  test('are read of no repository where none is configured any more, and forgotten', async () => {
    await read(START);
    expect(await read(NIGHT, { config: { ...options.config, proposals: undefined } })).toEqual([]);
    expect(await known()).toBeUndefined();
  });

  test('stay the same objects as long as nothing changes', async () => {
    await read(START);
    const [reader, groups] = [kepReader(kepPolicy()), []];
    expect(await reader(store.keps, 7, groups)).toBe(await reader(store.keps, 7, groups));
    expect(await reader(store.keps, 7, [])).not.toBe(await reader(store.keps, 7, groups));
  });
});
