import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLettering } from '../../src/adapters/pictures/rasterise.ts';
import { fitted, readable, widthOf, wrapped } from '../../src/charts/letters.ts';

const inter = readLettering();

describe('a name that can be drawn', () => {
  test.each([
    ['as it is', 'Dana Okafor', undefined, 'Dana Okafor'],
    ['with accents', 'Žofie Ďurišová', undefined, 'Žofie Ďurišová'],
    ['composed', 'Žofie', undefined, 'Žofie'],
    ['in Cyrillic', 'Юлия', 'yulia', 'Юлия'],
    ['in Greek', 'Ελένη', undefined, 'Ελένη'],
    ['the login, where the typeface lacks the name', '山田 太郎', 'taro', 'taro'],
    ['a mark for each lacking character, without a login', '山田 Taro', undefined, '?? Taro'],
    ['one mark for an emoji of several code points', '👩‍🚀 Ada', undefined, '? Ada'],
    ['a mark where nothing is left', '\u200b', undefined, '?'],
    ['without what turns the direction', '\u202eDana', undefined, 'Dana'],
    ['on one line', 'Dana\n\tOkafor', undefined, 'Dana Okafor'],
  ])('%s', (_what, name, login, drawn) => {
    expect(readable(name, inter, login)).toBe(drawn);
  });

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0x10ffff }), { maxLength: 12 }), (points) => {
        const name = String.fromCodePoint(...points);
        expect(inter.has(readable(name, inter))).toBe(true);
      }),
    );
  });
});

describe('a text cut to a width', () => {
  test('is whole where it fits, and says so where it does not', () => {
    expect(fitted('Ada Brightwater', 200, inter)).toBe('Ada Brightwater');
    expect(fitted('Ada Brightwater', 60, inter)).toBe('Ada Bri…');
    expect(fitted('Ada', 1, inter)).toBe('');
  });

  test('never is wider', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 300 }), (text, width) => {
        const lines = [fitted(text, width, inter), ...wrapped(text, width, 3, inter)];
        for (const line of lines) expect(widthOf(line, inter)).toBeLessThanOrEqual(width);
        expect(lines.length).toBeLessThanOrEqual(4);
      }),
    );
  });

  test('stands on so many lines, the last of them cut', () => {
    const sentence = 'No meeting for five weeks, from the sixth of April';
    expect(wrapped(sentence, 120, 3, inter)).toEqual([
      'No meeting for five',
      'weeks, from the',
      'sixth of April',
    ]);
    expect(wrapped(sentence, 120, 2, inter)).toEqual(['No meeting for five', 'weeks, from the…']);
  });
});
