import { penned, type Faces } from './typeface.ts';

/**
 * SVG with the shapes of its letters in place of its texts. resvg would set each text anew, in half of the time that a
 * picture takes, and draw nothing where it does not find the font.
 * @throws Error where a text is none of charts/svg.ts's
 */
export function typeset(svg: string, faces: Faces): string {
  const shaped = svg.replace(/<text ([^>]*)>([^<]*)<\/text>/g, (_all, attributes: string, content: string) =>
    line(new Map(pairsOf(attributes)), unescaped(content), faces),
  );
  if (shaped.includes('<text')) throw new Error('a text of this picture cannot be set');
  return shaped;
}

function pairsOf(attributes: string): [string, string][] {
  return Array.from(attributes.matchAll(/([\w-]+)="([^"]*)"/g), ([, name = '', value = '']) => [name, value]);
}

/** How far before its place a line begins, in parts of its width. */
const BEFORE: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };

function line(style: ReadonlyMap<string, string>, content: string, faces: Faces): string {
  const number = (name: string) => Number(style.get(name) ?? 0);
  const face = faces[style.get('font-weight') === '600' ? 600 : 400];
  const scale = number('font-size') / face.perEm;
  const { glyphs, width } = penned(content, face);
  const x = number('x') - (BEFORE[style.get('text-anchor') ?? 'start'] ?? 0) * width * number('font-size');
  const contours = glyphs.flatMap(({ glyph, at }) =>
    face.outline(glyph).map((one) => `M${Math.round(at * face.perEm) + one.x} ${one.y}${one.path}`),
  );
  const place = `translate(${x.toFixed(2)} ${number('y')}) scale(${scale.toFixed(6)} -${scale.toFixed(6)})`;
  return `<path transform="${place}" fill="${style.get('fill') ?? '#000'}" d="${contours.join('')}"/>`;
}

const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function unescaped(content: string): string {
  return content.replace(/&(\w+);/g, (all, name: string) => SIGNS[name] ?? all);
}
