import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import { encodePng } from '../../../src/adapters/pictures/png.ts';
import { rasterise, readLettering } from '../../../src/adapters/pictures/rasterise.ts';
import { drawHealth } from '../../../src/charts/health.ts';
import { boats, fresh, rough, young } from '../../charts/facts.ts';
import { decodePng, difference } from '../../support/png.ts';

const inter = readLettering();
const require = createRequire(import.meta.url);
const FONT_FILES = ['400Regular/Inter_400Regular', '600SemiBold/Inter_600SemiBold'].map((name) =>
  require.resolve(`@expo-google-fonts/inter/${name}.ttf`),
);

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

test.each([
  ['on its baseline', 'x="5" y="24"', 'R'],
  ['with an accent', 'x="5" y="24"', 'Ž'],
  ['with two of them', 'x="5" y="24"', 'ế'],
  ['in Cyrillic', 'x="5" y="24"', 'Ж'],
  ['with holes', 'x="5" y="24"', '8'],
  ['of parts that are turned', 'x="5" y="24"', '¿'],
  ['bold', 'x="5" y="24" font-weight="600"', '½'],
  ['in a colour', 'x="5" y="24" fill="#b3430a"', 'Q'],
  ['that XML has a word for', 'x="5" y="24"', '&amp;'],
  ['around its middle', 'x="20" y="24" text-anchor="middle"', 'W'],
  ['up to its end', 'x="35" y="24" text-anchor="end"', 'g'],
])('a letter %s looks as resvg itself sets it', async (_where, style, letter) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="34" font-family="Inter"><rect width="40" height="34" fill="#fff"/><text font-size="26" ${style}>${letter}</text></svg>`;
  const set = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: FONT_FILES } }).render();
  const drawn = decodePng(await rasterise(svg, 1));
  expect(drawn.rgba.some((byte) => byte < 90)).toBe(true);
  expect(difference(drawn, { width: set.width, height: set.height, rgba: set.pixels })).toBe(0);
});

test('what the typeface lacks is a box, never a gap', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="34"><rect width="40" height="34" fill="#fff"/><text x="5" y="24" font-size="26">山</text></svg>';
  expect(decodePng(await rasterise(svg, 1)).rgba.filter((byte) => byte < 90).length).toBeGreaterThan(100);
});

test('a text that we do not set is an error, for it would be drawn empty', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text x="1" y="8"><tspan>a</tspan></text></svg>';
  await expect(rasterise(svg)).rejects.toThrow('cannot be set');
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
