import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSeal } from '../../src/adapters/seal.ts';

const aKey = (id: string) => ({ id, key: randomBytes(32) });
const BROKEN = 'unable to authenticate';
const [old, fresh] = [aKey('old'), aKey('fresh')];

describe('a seal', () => {
  test('opens for its owner alone', () => {
    const seal = createSeal([old]);
    const sealed = seal.seal('ghu_secret', 'slack:U1');
    expect(sealed).not.toContain('ghu_secret');
    expect(seal.open(sealed, 'slack:U1')).toBe('ghu_secret');
    expect(() => seal.open(sealed, 'slack:U2')).toThrow(BROKEN);
    expect(seal.seal('ghu_secret', 'slack:U1')).not.toBe(sealed);
  });

  test('the first key encrypts, all decrypt, and one that was taken away does not', () => {
    const before = createSeal([old]).seal('text', 'me');
    const both = createSeal([fresh, old]);
    expect(both.open(before, 'me')).toBe('text');
    expect(both.isOld(before)).toBe(true);
    const after = both.seal('text', 'me');
    expect(both.isOld(after)).toBe(false);
    expect(createSeal([fresh]).open(after, 'me')).toBe('text');
    expect(() => createSeal([fresh]).open(before, 'me')).toThrow('no key of SIGBOT_KEYS is called "old"');
    expect(() => createSeal([{ ...fresh, id: 'old' }]).open(before, 'me')).toThrow(BROKEN);
  });

  test.each([2, 3, 4])('a changed part %i does not open', (part) => {
    const seal = createSeal([old]);
    const parts = seal.seal('text', 'me').split('.');
    const bytes = Buffer.from(parts[part] ?? '', 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    parts[part] = bytes.toString('base64url');
    expect(() => seal.open(parts.join('.'), 'me')).toThrow(BROKEN);
  });

  test('a short tag does not open, and without a key nothing is sealed', () => {
    const seal = createSeal([old]);
    const parts = seal.seal('text', 'me').split('.');
    parts[3] = Buffer.from(parts[3] ?? '', 'base64url')
      .subarray(0, 4)
      .toString('base64url');
    expect(() => seal.open(parts.join('.'), 'me')).toThrow('tag length');
    expect(createSeal([]).able).toBe(false);
    expect(() => createSeal([]).seal('text', 'me')).toThrow('SIGBOT_KEYS');
  });
});
