import { PALETTE, SIZE, type Colour } from './palette.ts';

/** A place in a picture, in units from its upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where something begins, and how wide it may be; how high it becomes is its own. */
export type Place = Pick<Box, 'x' | 'y' | 'width'>;

interface TextStyle {
  size?: number;
  bold?: boolean;
  colour?: Colour;
  anchor?: 'start' | 'middle' | 'end';
}

/** A line of text on its baseline. */
export function text(
  x: number,
  y: number,
  content: string,
  { size = SIZE.text, bold = false, colour = 'ink', anchor = 'start' }: TextStyle = {},
): string {
  const at = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  const weight = bold ? ' font-weight="600"' : '';
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}"${weight}${at} fill="${PALETTE[colour]}">${escapeXml(content)}</text>`;
}

/** Foreign text in XML: markup loses its meaning, and what XML cannot hold is dropped (XML 1.0, 2.2). */
function escapeXml(content: string): string {
  return content
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A filled rectangle; hatched where it is estimated. */
export function bar({ x, y, width, height }: Box, colour: Colour, isHatched = false): string {
  const fill = isHatched
    ? `fill="url(#hatch-${colour})" stroke="${PALETTE[colour]}" stroke-width="0.8"`
    : `fill="${PALETTE[colour]}"`;
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" ${fill}/>`;
}

/** A stroke along points; dashed where it is estimated. */
export function stroke(
  points: readonly (readonly [number, number])[],
  colour: Colour,
  { width = 1, isDashed = false }: { width?: number; isDashed?: boolean } = {},
): string {
  const dash = isDashed ? ' stroke-dasharray="3 2.5"' : '';
  return `<path d="${along(points)}" fill="none" stroke="${PALETTE[colour]}" stroke-width="${width}" stroke-linejoin="round"${dash}/>`;
}

/** A filled shape with these corners. */
export function shape(corners: readonly (readonly [number, number])[], colour: Colour): string {
  return `<path d="${along(corners)}Z" fill="${PALETTE[colour]}"/>`;
}

function along(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('');
}

/** A dot; hollow where it is estimated. */
export function dot(x: number, y: number, radius: number, colour: Colour, isHollow = false): string {
  const [fill, edge] = isHollow ? ['paper' as const, colour] : [colour, colour];
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${radius}" fill="${PALETTE[fill]}" stroke="${PALETTE[edge]}" stroke-width="1.2"/>`;
}

/** What a picture begins and ends with. */
export function page(width: number, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${n(height)}" viewBox="0 0 ${width} ${n(height)}" font-family="Inter">`,
    `<defs>${hatch('calm')}${hatch('alert')}</defs>`,
    `<rect width="${width}" height="${n(height)}" fill="${PALETTE.paper}"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

function hatch(colour: Colour): string {
  return [
    `<pattern id="hatch-${colour}" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`,
    `<rect width="3" height="3" fill="${PALETTE.paper}"/><rect width="1.1" height="3" fill="${PALETTE[colour]}"/></pattern>`,
  ].join('');
}

/** A number as short as it may be: hundredths are finer than a pixel. */
function n(number: number): string {
  return String(Number(number.toFixed(2)));
}
