import { Resvg } from '@resvg/resvg-js';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { readLettering } from '../../../src/adapters/pictures/rasterise.ts';
import { readFace } from '../../../src/adapters/pictures/typeface.ts';

const inter = readLettering();
const require = createRequire(import.meta.url);
const fontFiles = ['400Regular/Inter_400Regular', '600SemiBold/Inter_600SemiBold'].map((name) =>
  require.resolve(`@expo-google-fonts/inter/${name}.ttf`),
);

/** From the left edge of the first to the right edge of the last letter, as resvg draws it. */
function drawnWidth(text: string, weight: number): number {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="99"><text y="50" font-family="Inter" font-size="20" font-weight="${weight}">${text}</text></svg>`;
  return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).getBBox()?.width ?? 0;
}

describe('a text is as wide as we say', () => {
  test.each([
    'Dana Okafor',
    'Opened, closed, net',
    'WAVE To Yacht Ltd.',
    'Žofie Ďurišová',
    '12,345 of 67,890',
    'Юлия Морская',
  ])('%s', (text) => {
    for (const weight of [400, 600] as const) {
      const ratio = (inter.width(text, weight) * 20) / drawnWidth(text, weight);
      expect(ratio).toBeGreaterThan(0.99);
      expect(ratio).toBeLessThan(1.06);
    }
  });
});

describe('what the typeface has', () => {
  test.each(['Ada', 'ß', 'Ж', 'Ω', '−', '…', '’', 'ế'])('%s', (text) => expect(inter.has(text)).toBe(true));
  test.each(['山', 'ب', '🚢', 'अ', '\u{10ffff}', 'A山'])('not %s', (text) =>
    expect(inter.has(text)).toBe(false),
  );
});

/** A font of a head, an hhea, an hmtx and a cmap with that one subtable. */
function fontWith(subtable: readonly number[]): Buffer {
  const words = (...all: number[]) => Buffer.from(all.flatMap((word) => [word >> 8, word & 255]));
  const tables: Record<string, Buffer> = {
    head: Buffer.concat([Buffer.alloc(18), words(1000), Buffer.alloc(34)]),
    hhea: Buffer.concat([Buffer.alloc(34), words(2)]),
    hmtx: words(500, 0, 750, 0),
    cmap: Buffer.concat([words(0, 1, 3, 1, 0, 12), words(...subtable)]),
  };
  let at = 12 + 16 * 4;
  const records = Object.entries(tables).map(([tag, bytes]) => {
    const record = Buffer.concat([Buffer.from(tag), Buffer.alloc(12)]);
    record.writeUInt32BE(at, 8);
    record.writeUInt32BE(bytes.length, 12);
    at += bytes.length;
    return record;
  });
  return Buffer.concat([words(1, 0, 4, 0, 0, 0), ...records, ...Object.values(tables)]);
}

describe('a font that is read', () => {
  test('format 4: segments with a shift, and with a list of glyphs', () => {
    const face = readFace(
      fontWith([4, 44, 0, 6, 0, 0, 0, 66, 98, 0xffff, 0, 65, 97, 0xffff, 0x10000 - 64, 0, 1, 0, 4, 0, 7, 0]),
    );
    expect([64, 65, 66, 67, 97, 98, 0xffff, 0x1f6a2].map((point) => face.glyph(point))).toEqual([
      0, 1, 2, 0, 7, 0, 0, 0,
    ]);
    expect([face.advance(0), face.advance(1), face.advance(9)]).toEqual([0.5, 0.75, 0.75]);
  });

  test('format 12: groups of all planes', () => {
    const face = readFace(
      fontWith([12, 0, 0, 40, 0, 0, 0, 2, 0, 65, 0, 66, 0, 1, 1, 0xf6a2, 1, 0xf6a2, 0, 9]),
    );
    expect([64, 65, 66, 67, 0x1f6a1, 0x1f6a2, 0x1f6a3].map((point) => face.glyph(point))).toEqual([
      0, 1, 2, 0, 0, 9, 0,
    ]);
  });

  test.each([
    ['no font', Buffer.from('wOF2 and so on and on'), 'no TrueType font'],
    ['a font without Unicode', fontWith([0, 6, 0]), 'no Unicode cmap'],
  ])('%s is refused', (_what, file, why) => {
    expect(() => readFace(file)).toThrow(why);
  });
});
