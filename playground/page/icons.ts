const SHAPES = {
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Zm6.5 2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  speech: 'M2 3.5h12v8H7.5L4.5 14v-2.5H2Z',
  bolt: 'M9 1.5 3.5 9H7l-1 5.5L12.5 7H8.5Z',
  pin: 'M5 2h6l-1 5 2 2H4l2-2Zm3 7v5.5',
  file: 'M4 1.5h5.5l3 3v10H4Zm5.5 0v3h3',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v2m0 10v2M1 8h2m10 0h2M3 3l1.5 1.5m7 7L13 13M3 13l1.5-1.5m7-7L13 3',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z',
} as const;

const SVG = 'http://www.w3.org/2000/svg';

/** A small drawing in the colour of the text around it; says nothing to screen readers. */
export function icon(name: keyof typeof SHAPES): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
}
