import type { Logger } from 'pino';
import { createAddresses } from './adapters/pictures/address.ts';
import { rasterise, readLettering } from './adapters/pictures/rasterise.ts';
import { createPictures, type PicturesHandler } from './adapters/pictures/serve.ts';
import { drawHealth } from './charts/health.ts';
import type { Config } from './config.ts';
import type { Health } from './domain/health.ts';
import type { Instant } from './domain/time.ts';
import { healthOf } from './group-health.ts';
import type { PictureOf, PicturePorts } from './picture-ports.ts';
import type { Ports } from './ports.ts';

export interface PicturesNeeds {
  config: Pick<Config, 'http'> & { slack: Pick<Config['slack'], 'botToken'> };
  /** What pictures are drawn from. */
  ports: () => Ports;
  now: () => Instant;
  log: Logger;
}

/** Where pictures are found, and what answers there. */
export function picturesBy({ config, ports, now, log }: PicturesNeeds): {
  port: PicturePorts;
  handler: PicturesHandler;
} {
  const { publicUrl } = config.http;
  // Every replica has this one secret, and nothing is to be set up for pictures.
  const addresses = createAddresses(config.slack.botToken, now);
  const paint = painter(log);

  async function draw({ group, day }: PictureOf): Promise<Buffer | undefined> {
    const health = await healthOf(group, day, ports());
    return health && paint(group, health);
  }

  return {
    port: {
      address: (picture) =>
        publicUrl === undefined ? undefined : `${publicUrl}${addresses.pathOf(picture)}`,
    },
    handler: createPictures({ read: addresses.read, draw }),
  };
}

/** Draws a group's health as PNG; names of which the typeface lacks characters are logged, for whoever runs the bot. */
export function painter(log: Pick<Logger, 'warn'>): (group: string, health: Health) => Promise<Buffer> {
  const lettering = readLettering();
  return (group, health) => {
    const { svg, replaced } = drawHealth(health, lettering);
    if (replaced.length > 0) log.warn({ group, replaced }, 'the typeface of pictures lacks characters');
    return rasterise(svg);
  };
}
