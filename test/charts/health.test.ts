import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLettering } from '../../src/adapters/pictures/rasterise.ts';
import { drawHealth } from '../../src/charts/health.ts';
import { WIDTH } from '../../src/charts/palette.ts';
import { MEETING_WAS, type Health } from '../../src/domain/health.ts';
import { boats, fresh, rough, weeks, young } from './facts.ts';

const inter = readLettering();
const drawn = (health: Health) => drawHealth(health, inter).svg;

interface Line {
  words: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The lines of text in a picture, with the room they take. */
function linesOf(svg: string): Line[] {
  const found = svg.matchAll(
    /<text x="([\d.-]+)" y="([\d.-]+)" font-size="([\d.]+)"( font-weight="600")?(?: text-anchor="(\w+)")?[^>]*>([^<]*)</g,
  );
  return [...found].map(([, x, y, size, bold, anchor, xml = '']) => {
    const words = xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    const width = inter.width(words, bold ? 600 : 400) * Number(size);
    const left = Number(x) - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
    const bottom = Number(y);
    return { words, left, right: left + width, top: bottom - 0.73 * Number(size), bottom };
  });
}

const words = (health: Health) => linesOf(drawn(health)).map((line) => line.words);

function overlapping(lines: readonly Line[]): string[] {
  return lines.flatMap((one, at) =>
    lines
      .slice(at + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `${one.words} / ${other.words}`),
  );
}

describe('the picture of a group’s health', () => {
  test('shows when a group without a label met', () => {
    const without = drawn({ ...boats, weeks: [] });
    const dates = linesOf(without).map((line) => line.words);
    expect(dates).toEqual(expect.arrayContaining(['7 Sep', '23 Nov']));
    expect(dates).not.toContain('0 ');
    // Eight held, and one in the key.
    expect(without.match(/<rect[^>]*width="9" height="9"/g)).toHaveLength(9);
  });

  test('says each number beside its line', () => {
    expect(words(boats)).toEqual(
      expect.arrayContaining([
        'SIG Boats',
        '104 open',
        '14 untriaged',
        'half 19 h',
        '90 % 4 d',
        '172',
        '175',
        '−3',
      ]),
    );
  });

  test('names eight triagers, and counts the others', () => {
    const said = words(boats);
    expect(said).toContain('Kim Mast');
    expect(said).not.toContain('Bo Stern');
    expect(said.slice(said.indexOf('2 others')).slice(0, 2)).toEqual(['2 others', '3']);
  });

  test('says what is estimated, and nothing of it where nothing is', () => {
    expect(drawn(boats)).toContain('estimated from what GitHub tells');
    const counted = { ...boats, weeks: weeks.map((week) => ({ ...week, estimated: false })) };
    expect(drawn(counted)).not.toMatch(/estimated|stroke-dasharray|fill="url/);
  });

  test('says in words that there is nothing', () => {
    expect(words(fresh)).toEqual(
      expect.arrayContaining(['Nothing yet.', 'Nothing triaged yet.', 'Nobody yet.', 'None yet.']),
    );
  });

  test('says why nothing is known of a group without a label', () => {
    const said = words({ ...boats, weeks: [], triagers: [] });
    expect(said.filter((line) => line === 'It has no label.')).toHaveLength(4);
    expect(said.filter((line) => line.includes('yet'))).toEqual([]);
  });

  test.each([
    'No meeting for 12 weeks, between Wed 30 Sep and Wed 30 Dec, November and December aside',
    'Nothing is recorded of 12 meetings between Wed 30 Sep and Wed 30 Dec',
    'Too early to say: it is counted since Wed 30 Sep',
  ])('says all that the charter makes of it: %s', (text) => {
    const said = words({ ...boats, charter: { verdict: 'broken', text } });
    const from = said.findIndex((line) => text.startsWith(line) && line.length > 2);
    expect(said.slice(from).join(' ').startsWith(text)).toBe(true);
  });

  test('leaves a gap where a week is unknown', () => {
    const one = weeks.map((week, at) => (at === 6 ? { ...week, open: undefined } : week));
    const strokes = (health: Health) => drawn(health).split('stroke-width="2.6"').length;
    expect(strokes({ ...boats, weeks: one })).toBe(strokes(boats) - 2);
  });

  test('tells which texts the typeface lacks', () => {
    expect(drawHealth(boats, inter).replaced).toEqual([]);
    expect(drawHealth(rough, inter).replaced).toEqual([
      rough.group,
      ...rough.triagers.map(({ name }) => name).filter((name) => !name.startsWith('Ž')),
    ]);
    expect(words(rough)).toContain('taro-yamada');
  });

  test('draws markup as text', () => {
    const svg = drawn({ ...boats, group: '</text><image href="x"/>' });
    expect(svg).not.toContain('<image');
    expect(linesOf(svg)[0]?.words).toContain('</text>');
  });
});

const count = fc.option(fc.nat({ max: 200_000 }), { nil: undefined });
const hours = fc.option(fc.double({ min: 0, max: 20_000, noNaN: true }), { nil: undefined });
const wildWeeks = fc
  .array(
    fc.record({
      open: count,
      untriaged: count,
      opened: count,
      closed: count,
      triaged: count,
      medianHours: hours,
      p90Hours: hours,
      estimated: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map((week, at) => ({ ...week, from: weeks[at]?.from ?? '' })));
const name = fc.string({ unit: 'grapheme', maxLength: 60 });
const wild: fc.Arbitrary<Health> = fc.record({
  group: name,
  day: fc.constant('2026-11-25'),
  weeks: wildWeeks,
  triagers: fc.array(fc.record({ name, count: fc.nat({ max: 2_000_000 }) }), { maxLength: 12 }),
  meetings: fc.array(
    fc.record({
      date: fc.constantFrom(...weeks.map(({ from }) => from)),
      was: fc.constantFrom(...MEETING_WAS),
    }),
    { maxLength: 40 },
  ),
  charter: fc.record({ verdict: fc.constantFrom('met', 'broken', 'unknown'), text: name }),
  missing: fc.record({ held: fc.nat({ max: 99 }), notes: count, recordings: count }),
});

describe('any picture', () => {
  test('is sound SVG, and no text of it leaves the paper or stands on another', () => {
    fc.assert(
      fc.property(fc.oneof(wild, fc.constantFrom(boats, fresh, rough, young)), (health) => {
        const svg = drawn(health);
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        expect(new Resvg(svg).width).toBe(WIDTH);
        const lines = linesOf(svg);
        expect(lines.filter(({ left, right }) => left < 4 || right > WIDTH - 4)).toEqual([]);
        expect(overlapping(lines)).toEqual([]);
      }),
      { numRuns: 25, seed: 6 },
    );
  });
});
