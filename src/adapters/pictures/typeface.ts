import type { Lettering, Weight } from '../../charts/drawing.ts';
import { outlinesOf, type Contour } from './outlines.ts';

/** A TrueType font, as far as it is needed to know what it can draw, how wide, and what that looks like. */
export interface Face {
  /** The glyph of a code point; 0 is the font's box for what it lacks. */
  glyph(codePoint: number): number;
  /** How far a glyph moves the pen, in em. */
  advance(glyph: number): number;
  /** How many units of its shapes the em has. */
  perEm: number;
  /** The shape of a glyph; nothing for a space. */
  outline(glyph: number): readonly Contour[];
}

/** The typeface of pictures, by weight. */
export type Faces = Readonly<Record<Weight, Face>>;

/** The glyphs of a line, each with where the pen is before it, and how wide the line is, in em. */
export function penned(text: string, face: Face): { glyphs: { glyph: number; at: number }[]; width: number } {
  let width = 0;
  const glyphs = pointsOf(text).map((point) => {
    const [glyph, at] = [face.glyph(point), width];
    width += face.advance(glyph);
    return { glyph, at };
  });
  return { glyphs, width };
}

/** The lettering of a typeface's weights, without kerning, as it is drawn: that changes a line by about one per cent. */
export function letteringOf(faces: Faces): Lettering {
  const all = Object.values(faces);
  return {
    width: (text, weight) => penned(text, faces[weight]).width,
    has: (text) => pointsOf(text).every((point) => all.every((face) => face.glyph(point) !== 0)),
  };
}

function pointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/**
 * Reads the tables head, hhea, hmtx and cmap (formats 4 and 12) of a TrueType font (OpenType specification 1.9), and glyf
 * and loca as soon as a shape is wanted.
 * @throws Error where it is no such font
 */
export function readFace(file: Buffer): Face {
  const table = tablesOf(file);
  const head = table('head');
  const perEm = head.readUInt16BE(18);
  const metrics = table('hhea').readUInt16BE(34);
  const widths = table('hmtx');
  const glyph = glyphsOf(table('cmap'));
  let outlines: Face['outline'] | undefined;
  return {
    glyph,
    advance: (id) => widths.readUInt16BE(4 * Math.min(id, metrics - 1)) / perEm,
    perEm,
    outline(id) {
      outlines ??= outlinesOf({
        glyf: table('glyf'),
        loca: table('loca'),
        isLong: head.readInt16BE(50) === 1,
      });
      return outlines(id);
    },
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
