import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDocument, mergeRegion, regionStart, type Merged } from '../../src/domain/region.ts';

const KEY = 'agenda sig-node/weekly/2026-12-03';

/** The text after a write that must have been possible. */
function written(merged: Merged): string {
  if ('left' in merged) throw new Error(`nothing was written: ${merged.left}`);
  return merged.text;
}

const write = (present: string | undefined, markdown: string, known = true) =>
  written(mergeRegion(present, KEY, markdown, known));

const first = write(undefined, '# Agenda\n\n1. Boats', false);

describe('our region', () => {
  test('stands alone in a new text, between two marks', () => {
    const [start, ...rest] = first.split('\n');
    expect(start).toBe(`<!-- sigbot:${KEY} -->`);
    expect(rest.slice(0, 3)).toEqual(['# Agenda', '', '1. Boats']);
    expect(rest[3]).toMatch(/^<!-- \/sigbot:agenda sig-node\/weekly\/2026-12-03 [0-9a-f]{16} -->$/);
    expect(mergeRegion(first, KEY, '# Agenda\n\n1. Boats', true)).toEqual({ text: first, did: 'nothing' });
  });

  test('comes after what people wrote, an empty line below it', () => {
    const end = first;
    for (const [text, gap] of [
      ['Notes', '\n\n'],
      ['Notes\n', '\n'],
      ['Notes\n\n', ''],
    ] as const)
      expect(write(text, '# Agenda\n\n1. Boats', false)).toBe(`${text}${gap}${end}`);
  });

  test('changes in place, with the line ends of the text', () => {
    const text = `Before\r\n\r\n${first.replaceAll('\n', '\r\n')}\r\nAfter`;
    const next = write(text, '1. Oars\n2. Boats');
    expect(next).toMatch(
      /^Before\r\n\r\n<!-- [^>]+ -->\r\n1\. Oars\r\n2\. Boats\r\n<!-- [^>]+ -->\r\n\r\nAfter$/,
    );
    expect(write(next, '1. Oars\n2. Boats')).toBe(next);
  });

  test('that somebody edited is theirs: what is new stands below it, and is kept true there', () => {
    const edited = first.replace('1. Boats', '1. Boats (Dana brings the oars)');
    const below = write(edited, '1. Masts');
    expect(below.startsWith(edited.trimEnd())).toBe(true);
    expect(below).toContain('_What stands above was edited by hand');
    const later = write(below, '1. Masts\n2. Sails');
    expect(later.startsWith(edited.trimEnd())).toBe(true);
    expect(later.split(regionStart(KEY))).toHaveLength(3);
    expect(later).toContain('2. Sails');
  });

  test('whose edit says what we would say is left alone', () => {
    const edited = first.replace('1. Boats', '1. Boats and oars');
    expect(mergeRegion(edited, KEY, '# Agenda\n\n1. Boats and oars', true)).toEqual({
      text: edited,
      did: 'nothing',
    });
  });

  test.each([
    ['somebody took both marks out', 'Nothing of ours', 'gone'],
    ['the file is gone', undefined, 'gone'],
    ['somebody took the first mark out', first.replace(regionStart(KEY), ''), 'broken'],
    ['somebody took the second mark out', first.replace(/<!-- \/[^>]+-->/, ''), 'broken'],
    ['there is a second beginning', `${regionStart(KEY)}\n${first}`, 'broken'],
  ])('is written no more where %s', (_what, text, left) => {
    expect(mergeRegion(text, KEY, 'new', true)).toEqual({ left });
  });

  test('of another meeting in the same text is another', () => {
    const other = 'agenda sig-node/weekly/2026-12-0';
    const both = written(mergeRegion(first, other, 'Other', false));
    expect(both.startsWith(first)).toBe(true);
    expect(write(both, 'Mine')).toContain('Other');
  });

  test('has marks that no key can end', () => {
    expect(regionStart('agenda a--> <b>\n')).toBe('<!-- sigbot:agenda a-__ _b__ -->');
  });
});

const wild = fc.stringMatching(/^[\r\n a-z<>!-/#*é🚢]{0,40}$/u);
const ours = fc.stringMatching(/^[a-z][\n a-z#*]{0,20}[a-z]$/);

describe('what people write', () => {
  test('around the region survives any number of writes, byte for byte', () => {
    fc.assert(
      fc.property(wild, wild, fc.array(ours, { minLength: 1 }), (before, after, said) => {
        const begun = write(before, 'begin', false);
        expect(begun.startsWith(before)).toBe(true);
        let text = `${before}${begun}${after}`;
        const [head, tail] = [before + begun.slice(0, begun.indexOf('<!-- sigbot')), `\n${after}`];
        for (const markdown of said) {
          text = write(text, markdown);
          expect(text.startsWith(head)).toBe(true);
          expect(text.endsWith(tail)).toBe(true);
          expect(write(text, markdown)).toBe(text);
        }
        expect(text.split(regionStart(KEY))).toHaveLength(2);
      }),
    );
  });

  test('inside the region is never lost, whatever comes after it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(ours, wild, fc.nat()), { minLength: 1, maxLength: 8 }), (rounds) => {
        let text = write(undefined, 'begin', false);
        const theirs: string[] = [];
        rounds.forEach(([markdown, words, where], round) => {
          const line = `[${round}${words}]`;
          text = inserted(text, line, where);
          theirs.push(line);
          const merged = mergeRegion(text, KEY, markdown, true);
          // Marks that were typed apart stop us for good; then nothing is touched at all.
          if (!('left' in merged)) text = merged.text;
          for (const one of theirs) expect(text).toContain(one);
        });
      }),
    );
  });
});

/** Words put anywhere into the text but into our marks, or into what somebody put there before. */
function inserted(text: string, words: string, where: number): string {
  const free = [...text.matchAll(/<!-- \/?sigbot[^>]*-->|\[\d[^\]]*\]/g)].map((mark) => [
    mark.index,
    mark.index + mark[0].length,
  ]);
  const at = where % (text.length + 1);
  const within = free.find(([from = 0, to = 0]) => at > from && at < to);
  const safe = within?.[1] ?? at;
  return text.slice(0, safe) + words + text.slice(safe);
}

test('a text of ours is known by its marks, below what people wrote as well', () => {
  const ours = (key: string, before = '') => {
    const merged = mergeRegion(before, key, 'Boats', false);
    return isDocument('text' in merged ? merged.text : '');
  };
  expect(ours('agenda sig-node/weekly/2026-12-03')).toBe(true);
  expect(ours('sitting sig-node/weekly/2026-12-03', 'By hand.\r\n')).toBe(true);
  expect(ours('card:1#2')).toBe(false);
  expect(isDocument('We keep `<!-- sigbot:agenda x -->` in it. <!-- /sigbot:agenda x 12 -->')).toBe(false);
  expect(isDocument('<!-- sigbot:agenda sig-node/weekly/2026-12-03 -->')).toBe(false);
  expect(isDocument('')).toBe(false);
});
