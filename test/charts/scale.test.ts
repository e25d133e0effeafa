import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf, countScale, hourScale } from '../../src/charts/scale.ts';

describe('the ticks of counts', () => {
  test.each([
    [0, 0, [0, 1]],
    [0, 1, [0, 1]],
    [0, 7, [0, 2, 4, 6]],
    [0, 131, [0, 50, 100]],
    [0, 12_240, [0, 5000, 10_000]],
    [-19, 21, [-10, 0, 10, 20]],
    [-10, 6, [-10, -5, 0, 5]],
    [-3, 0, [-3, -2, -1, 0]],
  ])('from %d to %d', (lowest, highest, ticks) => {
    expect(countScale(lowest, highest, 100, 0).ticks.map((tick) => tick + 0)).toEqual(ticks);
  });
});

describe('the ticks of hours', () => {
  test.each([
    [0, [0, 0.25, 0.5]],
    [1, [0, 0.5, 1]],
    [10, [0, 3, 6, 9]],
    [40, [0, 12, 24, 36]],
    [310, [0, 120, 240]],
    [4300, [0, 1440, 2880]],
  ])('up to %d', (highest, ticks) => {
    expect(hourScale(highest, 100, 0).ticks).toEqual(ticks);
  });
});

test('every value has its place between the ends, and there are two to six ticks, one of them 0', () => {
  const ends = fc.tuple(fc.integer({ min: -2e6, max: 0 }), fc.integer({ min: 0, max: 2e6 }));
  fc.assert(
    fc.property(ends, fc.double({ min: 0, max: 1, noNaN: true }), ([lowest, highest], part) => {
      const scale = countScale(lowest, highest, 100, 0);
      const value = lowest + part * (highest - lowest);
      for (const one of [...scale.ticks, value]) {
        expect(scale.at(one)).toBeGreaterThanOrEqual(-1e-6);
        expect(scale.at(one)).toBeLessThanOrEqual(100 + 1e-6);
      }
      expect(scale.ticks.some((tick) => tick === 0)).toBe(true);
      expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
      expect(scale.ticks.length).toBeLessThanOrEqual(6);
    }),
  );
});

test('the weeks of a young group stand at the right', () => {
  const { middle, pitch } = columnsOf(2, 10, 120);
  expect([middle(0), middle(1), pitch]).toEqual([115, 125, 10]);
});
