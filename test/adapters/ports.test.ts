import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { portsMaker } from '../../src/adapters/ports.ts';
import { openStore } from '../../src/adapters/store/store.ts';
import { databaseFolder } from '../support/folder.ts';
import { silent } from '../support/github.ts';

test('issues are opened in repositories that are known to be public, not in those of which GitHub has said nothing', async () => {
  const folder = databaseFolder('ports');
  const store = await openStore(`sqlite:${join(folder, 'test.db')}`, {
    log: silent,
    clock: { now: () => 0 },
  });
  await store.mirror.track({ id: 1, name: 'org/open', private: false });
  await store.mirror.track({ id: 2, name: 'org/vault', private: true });
  await store.mirror.track({ id: 3, name: 'org/unknown' });
  const config = { github: { apiUrl: 'https://api.github.com' } } as Parameters<typeof portsMaker>[0];
  const portsOver = portsMaker(config, {} as never, { meetings: {} } as never, {} as never);
  expect(await portsOver(store).issues.openRepositories()).toEqual([
    { id: 1, name: 'org/open', url: 'https://github.com/org/open' },
  ]);
  await store.close();
  rmSync(folder, { recursive: true });
});

test('all is read once the open issues of every repository that is followed were', async () => {
  const folder = databaseFolder('ports');
  const store = await openStore(`sqlite:${join(folder, 'test.db')}`, {
    log: silent,
    clock: { now: () => 0 },
  });
  for (const [id, name] of ['org/boats', 'org/ropes', 'org/sunk', 'elsewhere/given-up'].entries())
    await store.mirror.track({ id, name });
  await store.mirror.setRepository(2, { gone: true });
  const rule = { intake: 'poll', write: 'handoff', through: 'prow', pattern: 'org/*' } as const;
  const config = {
    github: { apiUrl: 'https://api.github.com' },
    repositories: [{ ...rule, owners: true }],
  } as unknown as Parameters<typeof portsMaker>[0];
  const { issues } = portsMaker(config, {} as never, { meetings: {} } as never, {} as never)(store);
  await store.mirror.setRepository(0, { synced: true });
  expect(await issues.allRead()).toBe(false);
  await store.mirror.setRepository(1, { synced: true });
  expect(await issues.allRead()).toBe(true);
  await store.close();
  rmSync(folder, { recursive: true });
});

test('OWNERS files are told of repositories of which they were read, as long as the operator wants them', async () => {
  const folder = databaseFolder('ports');
  const store = await openStore(`sqlite:${join(folder, 'test.db')}`, {
    log: silent,
    clock: { now: () => 0 },
  });
  const names = ['boats', 'ropes', 'secret'];
  for (const [at, name] of names.entries()) await store.mirror.track({ id: at, name: `org/${name}` });
  await store.owners.learn('b1', { data: { approvers: ['dana'] } }, 0);
  for (const id of [0, 2])
    await store.owners.keep(id, { sha: 't1', files: [{ path: 'OWNERS', sha: 'b1' }] }, 0);
  const rule = { intake: 'poll', write: 'handoff', through: 'prow' } as const;
  const config = {
    github: { apiUrl: 'https://api.github.com' },
    repositories: [
      { ...rule, pattern: 'org/secret', owners: false },
      { ...rule, pattern: 'org/*', owners: true },
    ],
  } as unknown as Parameters<typeof portsMaker>[0];
  const { owners } = portsMaker(config, {} as never, { meetings: {} } as never, {} as never)(store);
  const found = await Promise.all([...names, 'none'].map((name) => owners.of(`org/${name}`)));
  expect(found.map((tree) => tree?.folders.size)).toEqual([1, undefined, undefined, undefined]);
  await store.close();
  rmSync(folder, { recursive: true });
});
