import { describe, expect, test } from 'vitest';
import { safeLink, scrub } from '../../src/domain/scrub.ts';

const marks = '?'.repeat(1_000_000);

test.each([
  ['a query of question marks', `https://x/${marks}x&pwd=1`, `https://x/${marks}x`],
  ['a query that ends in them', `https://x/j${marks}#a&pwd=1`, 'https://x/j#a'],
  ['addresses with handles', 'https://x/@y.z '.repeat(70_000), 'https://x/@y.z '.repeat(70_000)],
  ['e-mail addresses', 'a@b.c '.repeat(200_000), '(address removed) '.repeat(200_000)],
  ['the word alone', 'password '.repeat(100_000), 'password '.repeat(100_000)],
])('a field of 1 MB takes no time: %s', (_, written, shown) => {
  expect(scrub(written) === shown).toBe(true);
});

test.each([
  ['Passcode: 77777', ''],
  ['the passcode is 77777', 'the '],
  ['Password harbour1, please', ' please'],
  ['+16465550100,,123456789#,,,,*77777# US', '+16465550100,,123456789#,, US'],
  ['no passcode needed', 'no passcode needed'],
  ['a password for the lock', 'a password for the lock'],
])('of "%s" stays "%s"', (written, shown) => {
  expect(scrub(written)).toBe(shown);
});

describe('a link that can be shown', () => {
  test.each([
    ['https://zoom.example/j/1?pwd=abc', 'https://zoom.example/j/1'],
    ['  https://harbour.example/boats ', 'https://harbour.example/boats'],
    ['https://harbour.example/?to=dana@harbour.example', undefined],
    ['ftp://harbour.example', undefined],
    ['https://harbour.example two', undefined],
    ['https://', undefined],
  ])('%s: %s', (written, shown) => {
    expect(safeLink(written)).toBe(shown);
  });
});
