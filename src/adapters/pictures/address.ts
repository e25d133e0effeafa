import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { DAY, HOUR, SECOND, type Instant } from '../../domain/time.ts';
import { PICTURE_KINDS, type PictureOf } from '../../ports/picture.ts';

/** Makes pictures' addresses and reads them. An address says what is drawn, until when it holds, and that we said so. */
export interface PictureAddresses {
  /** "/pictures/health/sig-boats/2026-11-23/1795557600-x3…k.png"; it holds for a day, and up to an hour more. */
  pathOf(picture: PictureOf): string;
  /** What the picture at that path shows; undefined where it is none of ours, was changed, or holds no longer. */
  read(path: string): PictureOf | undefined;
}

const PATH =
  /^\/pictures\/([a-z]+)\/([^/?]{1,600})\/(\d{4}-\d{2}-\d{2})\/(\d{1,12})-([\w-]{32})\.png(?:\?|$)/;

/**
 * Addresses that every process with the same secret makes and reads alike: nothing is kept of them. Within an hour a
 * picture has the same one.
 * @param secret anything that all replicas share and nobody else knows; the key is derived from it (HKDF, RFC 5869)
 */
export function createAddresses(secret: string, now: () => Instant): PictureAddresses {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'sigbot pictures', 32));
  const sealOf = ({ kind, group, day }: PictureOf, until: number) =>
    createHmac('sha256', key)
      .update(JSON.stringify([kind, group, day, until]))
      .digest()
      .subarray(0, 24);

  return {
    pathOf(picture) {
      const until = (Math.ceil(now() / HOUR) * HOUR + DAY) / SECOND;
      const { kind, group, day } = picture;
      const seal = sealOf(picture, until).toString('base64url');
      return `/pictures/${kind}/${encodeURIComponent(group)}/${day}/${until}-${seal}.png`;
    },
    read(path) {
      const [, kind, group = '', day = '', until = '', seal = ''] = PATH.exec(path) ?? [];
      const known = PICTURE_KINDS.find((one) => one === kind);
      if (known === undefined || Number(until) * SECOND <= now()) return undefined;
      const picture = { kind: known, group: decoded(group), day };
      return timingSafeEqual(Buffer.from(seal, 'base64url'), sealOf(picture, Number(until)))
        ? picture
        : undefined;
    },
  };
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return '';
  }
}
