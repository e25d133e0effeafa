import { expect, test } from 'vitest';
import { lightestCover } from '../../src/domain/cover.ts';

const alike = () => 1;

test('better than a greedy choice, which takes the widest first', () => {
  // Dana covers four of six, yet Lee and Noor cover all of them.
  const things = [['lee', 'dana'], ['lee', 'dana'], ['lee'], ['noor', 'dana'], ['noor', 'dana'], ['noor']];
  expect(lightestCover(things, alike)).toEqual({ names: ['lee', 'noor'], proven: true });
});

test('what nobody covers is left out, what is covered in any case costs nothing', () => {
  expect(lightestCover([[], ['lee', 'noor'], ['noor']], alike)).toEqual({ names: ['noor'], proven: true });
  expect(lightestCover([], alike)).toEqual({ names: [], proven: true });
});

test('beyond its steps it covers all, and says that it may be too much', () => {
  // Each of 60 things is covered by three of 40, in no order.
  const things = Array.from({ length: 60 }, (_, at) =>
    [1, 7, 11].map((step) => `p${(at * step + step) % 40}`),
  );
  const from = performance.now();
  const { names, proven } = lightestCover(things, alike);
  expect(performance.now() - from).toBeLessThan(500);
  expect(proven).toBe(false);
  for (const thing of things) expect(thing.some((name) => names.includes(name))).toBe(true);
});
