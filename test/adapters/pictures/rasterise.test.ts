import { readFileSync, writeFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import { encodePng } from '../../../src/adapters/pictures/png.ts';
import { rasterise, readLettering } from '../../../src/adapters/pictures/rasterise.ts';
import { drawHealth } from '../../../src/charts/health.ts';
import { boats, fresh, rough, young } from '../../charts/facts.ts';
import { decodePng, difference } from '../../support/png.ts';

const inter = readLettering();

test('what is encoded is decoded, by us and by a library', async () => {
  const rgba = Buffer.from([255, 0, 0, 255, 0, 128, 0, 255, 1, 2, 3, 255, 254, 253, 252, 255]);
  const png = await encodePng({ width: 2, height: 2, rgba });
  expect(decodePng(png)).toEqual({ width: 2, height: 2, rgba });
  const href = `data:image/png;base64,${png.toString('base64')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><image width="2" height="2" href="${href}" image-rendering="optimizeSpeed"/></svg>`;
  expect(new Resvg(svg).render().pixels).toEqual(rgba);
});

test('text is drawn in our own typeface, in two weights', async () => {
  const svg = (weight: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="30" font-family="Inter"><rect width="100" height="30" fill="#fff"/><text x="5" y="20" font-size="16"${weight}>Harbour</text></svg>`;
  const [plain, bold] = await Promise.all(
    [svg(''), svg(' font-weight="600"')].map((one) => rasterise(one, 1)),
  );
  const dark = (png: Buffer | undefined) =>
    png && decodePng(png).rgba.filter((byte, at) => at % 4 === 0 && byte < 128).length;
  expect(dark(plain)).toBeGreaterThan(100);
  expect(dark(bold)).toBeGreaterThan(1.15 * Number(dark(plain)));
});

/** The share of pixels that may differ: a dozen. */
const TOLERATED = 12 / (400 * 546);

describe('pictures look as they did', () => {
  const golden = { boats, fresh, rough, young };

  test.each(Object.entries(golden))('%s', async (name, health) => {
    const png = await rasterise(drawHealth(health, inter).svg, 1);
    const file = new URL(`../../golden/health-${name}.png`, import.meta.url);
    if (process.env['RENEW_PICTURES'] === '1') writeFileSync(file, png);
    expect(difference(decodePng(png), decodePng(readFileSync(file)))).toBeLessThan(TOLERATED);
  });

  test('one digit that changed is noticed', async () => {
    const other = { ...boats, missing: { ...boats.missing, recordings: 4 } };
    const [one, two] = await Promise.all(
      [boats, other].map(async (health) => decodePng(await rasterise(drawHealth(health, inter).svg, 1))),
    );
    expect(one && two && difference(one, two)).toBeGreaterThan(TOLERATED);
  });
});
