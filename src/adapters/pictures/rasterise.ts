import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import type { Lettering } from '../../charts/drawing.ts';
import { encodePng } from './png.ts';
import { letteringOf, readFace, type Faces } from './typeface.ts';
import { typeset } from './typeset.ts';

/** How many pixels of the PNG a unit of a chart takes: Slack shows a unit as about a point, of which screens make two. */
const SCALE = 2;

const require = createRequire(import.meta.url);
/** Inter as TrueType: the only kind of font whose shapes we read. */
const FILES = {
  400: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  600: require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
};

let read: Faces | undefined;

/** Read when the first of them is wanted, then kept. */
function faces(): Faces {
  read ??= { 400: readFace(readFileSync(FILES[400])), 600: readFace(readFileSync(FILES[600])) };
  return read;
}

/** What the typeface of our pictures can draw. */
export function readLettering(): Lettering {
  return letteringOf(faces());
}

/** SVG as PNG, so many pixels a unit, drawn and packed on threads of their own. */
export async function rasterise(svg: string, scale = SCALE): Promise<Buffer> {
  const { width, height, pixels } = await renderAsync(typeset(svg, faces()), {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false },
  });
  return encodePng({ width, height, rgba: pixels });
}
