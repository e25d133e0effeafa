import { expect, test } from 'vitest';
import type { StoreParts } from '../src/adapters/store/store.ts';
import { pushed } from '../src/pushed.ts';
import { kepPolicy } from './support/keps.ts';
import { portsOf } from './support/ports.ts';

/** Notes of which repositories what is to be read again. */
async function notedOf(repo: number, paths: string[] | undefined, policy = true) {
  const noted: string[] = [];
  const note = (kind: string) => (id: number) => Promise.resolve(void noted.push(`${kind} of ${id}`));
  const parts = {
    owners: { changed: note('owners') },
    keps: { changed: note('keps') },
    mirror: { repository: () => Promise.resolve({ id: 7 }) },
  } as unknown as StoreParts;
  const ports = portsOf({ kepPolicy: policy ? kepPolicy() : undefined });
  const because = await pushed({ repo: { id: repo, name: 'harbour/designs' }, paths }, parts, ports);
  return { noted, because: because.length };
}

test.each<[string, number, string[] | undefined, string[]]>([
  ['a proposal', 7, ['keps/sig-hull/7-tar/kep.yaml'], ['keps of 7']],
  ['its review', 7, ['keps/prod-readiness/sig-hull/7.yaml'], ['keps of 7']],
  ['GitHub’s own file of owners', 8, ['.github/CODEOWNERS'], ['owners of 8']],
  ['the aliases of owners', 8, ['README.md', 'OWNERS_ALIASES'], ['owners of 8']],
  [
    'what neither Prow nor GitHub looks at',
    8,
    ['vendor/a/b/OWNERS', 'hull/OWNERS_ALIASES', 'hull/CODEOWNERS', 'hull/owners'],
    [],
  ],
  ['both kinds', 7, ['OWNERS', 'keps/sig-hull/7-tar/kep.yaml'], ['owners of 7', 'keps of 7']],
  ['nobody knows what', 7, undefined, ['owners of 7', 'keps of 7']],
  ['its text alone', 7, ['keps/sig-hull/7-tar/README.md'], []],
  ['a file of that name elsewhere', 8, ['keps/sig-hull/7-tar/kep.yaml'], []],
])('a push that changes %s', async (_what, repo, paths, noted) => {
  expect(await notedOf(repo, paths)).toEqual({ noted, because: Math.max(1, noted.length) });
});

test('where no proposals are followed none is read', async () => {
  expect((await notedOf(7, undefined, false)).noted).toEqual(['owners of 7']);
});
