import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { createAddresses } from './adapters/pictures/address.ts';
import { rasterise, readLettering } from './adapters/pictures/rasterise.ts';
import { createPictures, type Drawn, type PicturesHandler } from './adapters/pictures/serve.ts';
import { drawHealth } from './charts/health.ts';
import type { Config } from './config.ts';
import type { Health } from './domain/health.ts';
import type { Instant } from './domain/time.ts';
import type { PictureOf, PicturePorts } from './ports/picture.ts';

export interface PicturesNeeds {
  config: Pick<Config, 'http'> & { slack: Pick<Config['slack'], 'botToken'> };
  /** How the group fares as of that day; undefined where the group or the day is not known. */
  health: (group: string, day: string) => Promise<Health | undefined>;
  now: () => Instant;
  log: Logger;
}

/** Where pictures are found, and what answers there. */
export function picturesBy({ config, health, now, log }: PicturesNeeds): {
  port: PicturePorts;
  handler: PicturesHandler;
} {
  const { publicUrl } = config.http;
  // Every replica has this one secret, and nothing is to be set up for pictures.
  const addresses = createAddresses(config.slack.botToken, now);
  const lettering = readLettering();

  async function draw({ group, day }: PictureOf): Promise<Drawn | undefined> {
    const known = await health(group, day);
    if (!known) return undefined;
    const { svg, replaced } = drawHealth(known, lettering);
    if (replaced.length > 0) log.warn({ group, replaced }, 'the typeface of pictures lacks characters');
    const print = createHash('sha256').update(svg).digest('hex').slice(0, 32);
    return { print, png: () => rasterise(svg) };
  }

  return {
    port: {
      address: (picture) =>
        publicUrl === undefined ? undefined : `${publicUrl}${addresses.pathOf(picture)}`,
    },
    handler: createPictures({ read: addresses.read, draw }),
  };
}
