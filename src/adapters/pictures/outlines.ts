/** One closed line of a glyph: where it begins, in units of the font, y upwards, and how it goes on, as an SVG path. */
export interface Contour {
  x: number;
  y: number;
  /** Relative, "q10 0 10 12l-4 7z": it holds wherever the contour is put. */
  path: string;
}

/** A point of a contour; between two that are not on it there is one that is (TrueType's quadratic curves). */
interface Point {
  x: number;
  y: number;
  isOn: boolean;
}

/** The tables of a TrueType font in which shapes of glyphs are. */
export interface Shapes {
  glyf: Buffer;
  loca: Buffer;
  /** Whether loca's offsets have four bytes (head's indexToLocFormat). */
  isLong: boolean;
}

/** What the glyphs of a font look like (OpenType 1.9, "glyf"); nothing for a space. Each is read once. */
export function outlinesOf(shapes: Shapes): (glyph: number) => readonly Contour[] {
  const known = new Map<number, readonly Contour[]>();
  return (glyph) => {
    const before = known.get(glyph);
    if (before) return before;
    const contours = pointsOf(glyph, shapes).flatMap((points) => contourOf(points) ?? []);
    known.set(glyph, contours);
    return contours;
  };
}

/** How deep glyphs may be made of glyphs: a font that goes round in circles is none. */
const DEEPEST = 6;

function pointsOf(glyph: number, shapes: Shapes, depth = 0): Point[][] {
  const { glyf, loca, isLong } = shapes;
  const offset = (index: number) =>
    isLong ? loca.readUInt32BE(4 * index) : 2 * loca.readUInt16BE(2 * index);
  const bytes = glyf.subarray(offset(glyph), offset(glyph + 1));
  if (bytes.length === 0) return [];
  if (depth > DEEPEST) throw new Error('this font has a glyph that is made of itself');
  const count = bytes.readInt16BE(0);
  return count < 0 ? composed(bytes, shapes, depth) : simple(bytes, count);
}

const BOUNDS = 10;
/** Bits of a simple glyph's flags: short ones are a byte long; SAME of a short one is its sign, of another a zero. */
const [ON, SHORT_X, SHORT_Y, REPEATED, SAME_X, SAME_Y] = [1, 2, 4, 8, 16, 32];

function simple(bytes: Buffer, count: number): Point[][] {
  const ends = Array.from({ length: count }, (_, at) => bytes.readUInt16BE(BOUNDS + 2 * at));
  let at = BOUNDS + 2 * count;
  // What hints the glyph to pixels is passed over.
  at += 2 + bytes.readUInt16BE(at);
  const flags: number[] = [];
  while (flags.length <= (ends.at(-1) ?? -1)) {
    const flag = bytes.readUInt8(at++);
    const times = flag & REPEATED ? 1 + bytes.readUInt8(at++) : 1;
    for (let time = 0; time < times; time++) flags.push(flag);
  }
  const along = (short: number, same: number) => {
    let place = 0;
    return flags.map((flag) => {
      if (flag & short) place += flag & same ? bytes.readUInt8(at++) : -bytes.readUInt8(at++);
      else if (!(flag & same)) [place, at] = [place + bytes.readInt16BE(at), at + 2];
      return place;
    });
  };
  const [xs, ys] = [along(SHORT_X, SAME_X), along(SHORT_Y, SAME_Y)];
  const points = flags.map((flag, index) => ({
    x: xs[index] ?? 0,
    y: ys[index] ?? 0,
    isOn: (flag & ON) !== 0,
  }));
  return ends.map((end, index) => points.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end + 1));
}

/** Bits of a part's flags. */
const [WORDS, OFFSETS, SCALE, MORE, TWO_SCALES, MATRIX] = [1, 2, 8, 32, 64, 128];

/** A glyph of other glyphs, as most with accents are: each scaled or turned, and moved. */
function composed(bytes: Buffer, shapes: Shapes, depth: number): Point[][] {
  const all: Point[][] = [];
  let at = BOUNDS;
  for (let flags = MORE; flags & MORE;) {
    flags = bytes.readUInt16BE(at);
    const glyph = bytes.readUInt16BE(at + 2);
    if (!(flags & OFFSETS))
      throw new Error('this font puts glyphs together by points, which is not understood');
    const [dx, dy] =
      flags & WORDS
        ? [bytes.readInt16BE(at + 4), bytes.readInt16BE(at + 6)]
        : [bytes.readInt8(at + 4), bytes.readInt8(at + 5)];
    at += flags & WORDS ? 8 : 6;
    const numbers = flags & MATRIX ? 4 : flags & TWO_SCALES ? 2 : flags & SCALE ? 1 : 0;
    // Fixed point, 14 bits behind it.
    const given = Array.from({ length: numbers }, (_, index) => bytes.readInt16BE(at + 2 * index) / 0x4000);
    at += 2 * numbers;
    const [xx = 1, xy = 0, yx = 0, yy = xx] = numbers === 2 ? [given[0], 0, 0, given[1]] : given;
    for (const points of pointsOf(glyph, shapes, depth + 1))
      all.push(points.map(({ x, y, isOn }) => ({ x: xx * x + yx * y + dx, y: xy * x + yy * y + dy, isOn })));
  }
  return all;
}

/** Points as a path that is closed; undefined for a single one, by which fonts mark a place. */
function contourOf(points: readonly Point[]): Contour | undefined {
  if (points.length < 2) return undefined;
  const whole = points.map(({ x, y, isOn }) => ({ x: Math.round(x), y: Math.round(y), isOn }));
  const all = whole.flatMap((point, at) => {
    const next = whole[(at + 1) % whole.length] ?? point;
    return point.isOn || next.isOn ? [point] : [point, between(point, next)];
  });
  const first = all.findIndex(({ isOn }) => isOn);
  const start = all[first];
  if (!start) return undefined;
  const { x, y } = start;
  return { x, y, path: pathAlong(start, [...all.slice(first + 1), ...all.slice(0, first), start]) };
}

function between(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, isOn: true };
}

function pathAlong(start: Point, points: readonly Point[]): string {
  let [path, pen] = ['', start];
  let bend: Point | undefined;
  for (const point of points) {
    if (!point.isOn) {
      bend = point;
      continue;
    }
    path += bend
      ? `q${bend.x - pen.x} ${bend.y - pen.y} ${point.x - pen.x} ${point.y - pen.y}`
      : `l${point.x - pen.x} ${point.y - pen.y}`;
    [pen, bend] = [point, undefined];
  }
  return `${path}z`;
}
