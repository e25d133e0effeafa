import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MOST_CHECKS,
  sizeLabelled,
  sizeOf,
  withChecks,
  type Check,
  type CheckState,
} from '../../src/domain/pull.ts';

describe('how large a pull request is, in Prow’s words', () => {
  test.each([
    [0, 0, 'XS'],
    [5, 4, 'XS'],
    [5, 5, 'S'],
    [29, 0, 'S'],
    [0, 30, 'M'],
    [99, 0, 'M'],
    [50, 50, 'L'],
    [499, 0, 'L'],
    [250, 250, 'XL'],
    [999, 0, 'XL'],
    [1000, 0, 'XXL'],
  ])('%i lines added and %i deleted are %s', (additions, deletions, size) => {
    expect(sizeOf({ additions, deletions, files: 1 })).toBe(size);
  });

  test.each([
    [['sig/node', 'size/XL'], 'XL'],
    [['Size/xs'], 'XS'],
    [['size/huge'], undefined],
    [['sig/size'], undefined],
  ])('the labels %j say %s', (labels, size) => {
    expect(sizeLabelled(labels)).toBe(size);
  });
});

describe('checks that are told one after the other', () => {
  const check = (name: string, state: CheckState, at: number): Check => ({ name, state, at });

  test('of one name the later counts, in whatever order they come', () => {
    const told = [check('unit', 'pending', 1), check('unit', 'failing', 2), check('lint', 'passing', 1)];
    const either = [told, told.toReversed()].map((all) => all.reduce<readonly Check[]>(oneMore, []));
    expect(either[0]).toEqual([check('unit', 'failing', 2), check('lint', 'passing', 1)]);
    expect(either[1]).toEqual(either[0]);
  });

  test('failing ones are kept where there are too many', () => {
    const many = Array.from({ length: MOST_CHECKS + 50 }, (_one, at) => check(`${at}`, 'passing', 1));
    const kept = withChecks(many, [check('last', 'failing', 2)]);
    expect(kept).toHaveLength(MOST_CHECKS);
    expect(kept[0]?.name).toBe('last');
  });

  test('what was told twice changes nothing', () => {
    const one = fc.record({
      name: fc.constantFrom('unit', 'lint', 'build'),
      state: fc.constantFrom<CheckState>('passing', 'pending', 'failing'),
      at: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(one), fc.array(one), (known, told) => {
        const once = withChecks(withChecks([], known), told);
        expect(withChecks(once, told)).toEqual(withChecks(withChecks(once, told), told));
        expect(new Set(once.map(({ name }) => name)).size).toBe(once.length);
      }),
    );
  });

  function oneMore(known: readonly Check[], told: Check): readonly Check[] {
    return withChecks(known, [told]);
  }
});
