import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

const pack = promisify(deflate);

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Pixels as they are drawn: four bytes each, red, green, blue, opacity, row by row. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Buffer;
}

/**
 * PNG of opaque pixels (ISO/IEC 15948): eight bits a channel, without opacity and without filters, which flat areas
 * do better without. It is packed on a thread of its own.
 */
export async function encodePng({ width, height, rgba }: Pixels): Promise<Buffer> {
  const row = 1 + 3 * width;
  const raw = Buffer.alloc(row * height);
  for (let y = 0, from = 0; y < height; y++)
    for (let x = 0, to = row * y + 1; x < width; x++, from += 4, to += 3) {
      raw[to] = rgba[from] ?? 0;
      raw[to + 1] = rgba[from + 1] ?? 0;
      raw[to + 2] = rgba[from + 2] ?? 0;
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits, RGB; the only compression and filter method there is; not interlaced.
  header.set([8, 2, 0, 0, 0], 8);
  const chunks = [chunk('IHDR', header), chunk('IDAT', await pack(raw, { level: 6 })), chunk('IEND')];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
