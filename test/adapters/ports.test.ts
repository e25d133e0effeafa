import { expect, test } from 'vitest';
import { portsMaker } from '../../src/adapters/ports.ts';

test('a repository is open to all once GitHub has said that it is public', async () => {
  const known = [
    { id: 1, name: 'harbor/pier', gone: false, private: false },
    { id: 2, name: 'harbor/vault', gone: false, private: true },
    { id: 3, name: 'harbor/new', gone: false, private: undefined },
    { id: 4, name: 'harbor/sunk', gone: true, private: false },
  ];
  const config = { github: { apiUrl: 'https://api.github.com' } };
  type Maker = Parameters<typeof portsMaker>;
  const portsOver = portsMaker(config as Maker[0], {} as Maker[1], {} as Maker[2], {} as Maker[3]);
  const parts = { mirror: { repositories: () => Promise.resolve(known) } };
  const { issues } = portsOver(parts as unknown as Parameters<typeof portsOver>[0]);
  expect(await issues.openRepositories()).toEqual([
    { name: 'harbor/pier', url: 'https://github.com/harbor/pier' },
  ]);
});
