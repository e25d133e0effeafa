import { describe, expect, test } from 'vitest';
import { PALETTE, SIZE, WIDTH, type Colour } from '../../src/charts/palette.ts';

type Triple = [number, number, number];

/** Red, green and blue as light, 0 to 1 (sRGB, IEC 61966-2-1). */
function lightOf(colour: Colour): Triple {
  const bytes = PALETTE[colour].match(/[\da-f]{2}/g) ?? [];
  return bytes
    .map((byte) => Number.parseInt(byte, 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as Triple;
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, part, at) => sum + part * (other[at] ?? 0), 0);
}

/** WCAG 2.2: from 1 to 21. */
function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [one, other]
    .map((colour) => dot(lightOf(colour), [0.2126, 0.7152, 0.0722]))
    .toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** How eyes see that lack one kind of cones (Machado, Oliveira and Fernandes 2009, severity 1), in light. */
const EYES: Readonly<Record<string, readonly Triple[]>> = {
  'three kinds of cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Light as CIE L*a*b* under D65. */
function labOf(light: readonly number[]): Triple {
  const rows: [Triple, number][] = [
    [[0.4124564, 0.3575761, 0.1804375], 0.95047],
    [[0.2126729, 0.7151522, 0.072175], 1],
    [[0.0193339, 0.119192, 0.9503041], 1.08883],
  ];
  const [x, y, z] = rows
    .map(([row, white]) => Math.max(0, dot(row, light)) / white)
    .map((part) => (part > 216 / 24389 ? Math.cbrt(part) : ((24389 / 27) * part + 16) / 116)) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76: 2 is just to be seen side by side, 20 tells two marks apart at a glance. */
function distance(one: Colour, other: Colour, eyes: readonly Triple[]): number {
  const [a, b] = [one, other].map((colour) => labOf(eyes.map((row) => dot(row, lightOf(colour))))) as [
    Triple,
    Triple,
  ];
  return Math.hypot(...a.map((part, at) => part - (b[at] ?? 0)));
}

describe('the colours of pictures', () => {
  test.each<Colour>(['ink', 'quiet', 'calm', 'alert'])('text in %s can be read', (colour) => {
    expect(contrast(colour, 'paper')).toBeGreaterThan(4.5);
  });

  test('a faint mark stands out from the paper', () => {
    expect(contrast('faint', 'paper')).toBeGreaterThan(3);
  });

  test.each(Object.keys(EYES))('marks differ for eyes with %s', (kind) => {
    const pairs: [Colour, Colour][] = [
      ['calm', 'alert'],
      ['calm', 'faint'],
      ['alert', 'faint'],
      ['calm', 'ink'],
      ['alert', 'ink'],
    ];
    const near = pairs.filter(([one, other]) => distance(one, other, EYES[kind] ?? []) < 20);
    expect(near).toEqual([]);
  });

  test('no text is below 11 pixels where Slack shows a picture 360 pixels wide', () => {
    expect((Math.min(...Object.values(SIZE)) * 360) / WIDTH).toBeGreaterThan(11);
  });
});
