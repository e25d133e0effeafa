import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAddresses } from '../../../src/adapters/pictures/address.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import type { PictureOf } from '../../../src/ports/picture.ts';

const noon = Date.UTC(2026, 10, 23, 12);
const boats: PictureOf = { kind: 'health', group: 'sig-boats', day: '2026-11-23' };
const at = (now: number, secret = 'xoxb-harbour') => createAddresses(secret, () => now);
const path = at(noon + MINUTE).pathOf(boats);

test('an address says what it shows, and any replica reads it', () => {
  expect(path).toMatch(/^\/pictures\/health\/sig-boats\/2026-11-23\/\d{10}-[\w-]{32}\.png$/);
  expect(at(noon + HOUR).read(path)).toEqual(boats);
});

test('within an hour it is the same, so that a message that shows it stays as it is', () => {
  expect(at(noon + 59 * MINUTE).pathOf(boats)).toBe(path);
  expect(at(noon + 61 * MINUTE).pathOf(boats)).not.toBe(path);
});

test.each([
  [23 * HOUR, true],
  [DAY + MINUTE, true],
  [DAY + HOUR - 1, true],
  [DAY + HOUR, false],
  [30 * DAY, false],
])('after %d ms it holds: %s', (later, holds) => {
  expect(at(noon + later).read(path) !== undefined).toBe(holds);
});

describe('nothing else is read', () => {
  test.each([
    ['another group', path.replace('sig-boats', 'sig-ropes')],
    ['another day', path.replace('2026-11-23', '2026-11-22')],
    ['a later end', path.replace(/\d{10}-/, '1999999999-')],
    ['another kind', path.replace('health', 'digest')],
    ['a name that is not encoded soundly', path.replace('sig-boats', '%ZZ')],
    ['another ending', path.replace('.png', '.svg')],
    ['something around it', `/x${path}`],
    ['nothing', ''],
  ])('%s', (_what, asked) => {
    expect(at(noon).read(asked)).toBeUndefined();
  });

  test('what another secret sealed', () => {
    expect(at(noon, 'xoxb-other').read(path)).toBeUndefined();
  });

  test('a seal of which one letter was changed', () => {
    const from = path.indexOf('-', path.length - 37) + 1;
    fc.assert(
      fc.property(fc.nat({ max: 31 }), fc.constantFrom('A', 'z', '0', '_', '-'), (where, letter) => {
        const changed = `${path.slice(0, from + where)}${letter}${path.slice(from + where + 1)}`;
        expect(at(noon).read(changed)).toEqual(changed === path ? boats : undefined);
      }),
    );
  });
});

test('any group has an address that leads back to it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), (group) => {
      expect(at(noon).read(at(noon).pathOf({ ...boats, group }))).toEqual({ ...boats, group });
    }),
  );
});
