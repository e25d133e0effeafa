import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import type { Lettering } from '../../charts/drawing.ts';
import { encodePng } from './png.ts';
import { letteringOf, readFace } from './typeface.ts';

/** How many pixels of the PNG a unit of a chart takes: Slack shows a unit as about a point, of which screens make two. */
const SCALE = 2;

const require = createRequire(import.meta.url);
/** Inter as TrueType: given anything else resvg draws no text at all, and says nothing. */
const REGULAR = require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');
const SEMI_BOLD = require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf');

/** What the typeface of our pictures can draw. */
export function readLettering(): Lettering {
  return letteringOf({ 400: readFace(readFileSync(REGULAR)), 600: readFace(readFileSync(SEMI_BOLD)) });
}

/** SVG as PNG, so many pixels a unit, drawn and packed on threads of their own. */
export async function rasterise(svg: string, scale = SCALE): Promise<Buffer> {
  const { width, height, pixels } = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [REGULAR, SEMI_BOLD], defaultFontFamily: 'Inter' },
  });
  return encodePng({ width, height, rgba: pixels });
}
