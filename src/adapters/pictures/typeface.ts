import type { Lettering, Weight } from '../../charts/drawing.ts';

/** A TrueType font, as far as it is needed to know what it can draw, and how wide. */
export interface Face {
  /** The glyph of a code point; 0 is the font's box for what it lacks. */
  glyph(codePoint: number): number;
  /** How far a glyph moves the pen, in em. */
  advance(glyph: number): number;
}

/** The lettering of a typeface's weights. Kerning is left out: it changes a line of text by about one per cent. */
export function letteringOf(faces: Readonly<Record<Weight, Face>>): Lettering {
  const points = (text: string) => [...text].map((character) => character.codePointAt(0) ?? 0);
  return {
    width(text, weight) {
      const face = faces[weight];
      return points(text).reduce((sum, point) => sum + face.advance(face.glyph(point)), 0);
    },
    has: (text) => points(text).every((point) => faces[400].glyph(point) !== 0),
  };
}

/**
 * Reads the tables head, hhea, hmtx and cmap (formats 4 and 12) of a TrueType font (OpenType specification 1.9).
 * @throws Error where it is no such font
 */
export function readFace(file: Buffer): Face {
  const table = tablesOf(file);
  const perEm = table('head').readUInt16BE(18);
  const metrics = table('hhea').readUInt16BE(34);
  const widths = table('hmtx');
  const glyph = glyphsOf(table('cmap'));
  return {
    glyph,
    advance: (id) => widths.readUInt16BE(4 * Math.min(id, metrics - 1)) / perEm,
  };
}

function tablesOf(file: Buffer): (tag: string) => Buffer {
  if (file.length < 12 || file.readUInt32BE(0) !== 0x0001_0000) throw new Error('this is no TrueType font');
  const records = Array.from({ length: file.readUInt16BE(4) }, (_, at) => 12 + 16 * at);
  const found = new Map(
    records.map((at) => {
      const from = file.readUInt32BE(at + 8);
      return [file.toString('latin1', at, at + 4), file.subarray(from, from + file.readUInt32BE(at + 12))];
    }),
  );
  return (tag) => {
    const bytes = found.get(tag);
    if (!bytes) throw new Error(`this font has no table "${tag}"`);
    return bytes;
  };
}

/** The Unicode subtable: one of all planes where there is one. */
function glyphsOf(cmap: Buffer): Face['glyph'] {
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, at) =>
    cmap.subarray(cmap.readUInt32BE(4 + 8 * at + 4)),
  );
  const byFormat = (format: number) => subtables.find((bytes) => bytes.readUInt16BE(0) === format);
  const [wide, narrow] = [byFormat(12), byFormat(4)];
  if (wide) return (point) => inGroups(wide, point);
  if (narrow) return (point) => inSegments(narrow, point);
  throw new Error('this font has no Unicode cmap of format 4 or 12');
}

/** Format 12: groups of { first, last, glyph of the first }, in order. */
function inGroups(bytes: Buffer, point: number): number {
  const at = firstWhere(bytes.readUInt32BE(12), (group) => bytes.readUInt32BE(16 + 12 * group + 4) >= point);
  if (at === undefined) return 0;
  const first = bytes.readUInt32BE(16 + 12 * at);
  return point < first ? 0 : bytes.readUInt32BE(16 + 12 * at + 8) + point - first;
}

/** Format 4: segments of the first plane, each with its first and last, a shift, and an offset into a list of glyphs. */
function inSegments(bytes: Buffer, point: number): number {
  const double = bytes.readUInt16BE(6);
  const at = firstWhere(double / 2, (segment) => bytes.readUInt16BE(14 + 2 * segment) >= point);
  if (at === undefined || point > 0xffff) return 0;
  const [firstAt, shiftAt, offsetAt] = [1, 2, 3].map((part) => 16 + part * double + 2 * at) as [
    number,
    number,
    number,
  ];
  const first = bytes.readUInt16BE(firstAt);
  if (point < first) return 0;
  const shift = bytes.readUInt16BE(shiftAt);
  const offset = bytes.readUInt16BE(offsetAt);
  if (offset === 0) return (point + shift) & 0xffff;
  const glyph = bytes.readUInt16BE(offsetAt + offset + 2 * (point - first));
  return glyph === 0 ? 0 : (glyph + shift) & 0xffff;
}

/** The first of `count` places at which it holds, by halving; it holds of all after that. */
function firstWhere(count: number, holds: (at: number) => boolean): number | undefined {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low < count ? low : undefined;
}
