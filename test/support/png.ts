import { inflateSync } from 'node:zlib';
import type { Pixels } from '../../src/adapters/pictures/png.ts';

/** Reads what our encoder writes: 8 bits RGBA, no filter. Throws on any other PNG. */
export function decodePng(file: Buffer): Pixels {
  const data: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (body.subarray(8).toString('hex') !== '0806000000') throw new Error('this PNG is not one of ours');
    }
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  return { width, height, rgba: unpacked(inflateSync(Buffer.concat(data)), width, height) };
}

function unpacked(raw: Buffer, width: number, height: number): Buffer {
  const line = 4 * width;
  const lines = Array.from({ length: height }, (_, y) => raw.subarray(y * (1 + line), (y + 1) * (1 + line)));
  if (lines.some(([filter]) => filter !== 0)) throw new Error('this PNG is filtered: it is not one of ours');
  return Buffer.concat(lines.map((one) => one.subarray(1)));
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
