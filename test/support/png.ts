import { inflateSync } from 'node:zlib';
import type { Pixels } from '../../src/adapters/pictures/png.ts';

/** Reads what our encoder writes: 8 bits RGB, no filter, as opaque pixels. Throws on any other PNG. */
export function decodePng(file: Buffer): Pixels {
  const data: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (body.subarray(8).toString('hex') !== '0802000000') throw new Error('this PNG is not one of ours');
    }
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  return { width, height, rgba: unpacked(inflateSync(Buffer.concat(data)), width, height) };
}

function unpacked(raw: Buffer, width: number, height: number): Buffer {
  const rgba = Buffer.alloc(4 * width * height, 255);
  const row = 1 + 3 * width;
  for (let y = 0; y < height; y++) {
    if (raw[y * row] !== 0) throw new Error('this PNG is filtered: it is not one of ours');
    for (let x = 0; x < width; x++)
      raw.copy(rgba, 4 * (y * width + x), y * row + 1 + 3 * x, y * row + 4 + 3 * x);
  }
  return rgba;
}

/** How much of a picture differs by more than antialiasing does: the share of its pixels, 1 where the sizes differ. */
export function difference(one: Pixels, other: Pixels): number {
  if (one.width !== other.width || one.height !== other.height) return 1;
  let differ = 0;
  for (let at = 0; at < one.rgba.length; at += 4) {
    const far = [0, 1, 2].some(
      (part) => Math.abs((one.rgba[at + part] ?? 0) - (other.rgba[at + part] ?? 0)) > NEAR,
    );
    if (far) differ++;
  }
  return differ / (one.width * one.height);
}

/** Of 255: edges are drawn a little differently on another processor. */
const NEAR = 48;
