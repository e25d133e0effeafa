import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../src/domain/csv.ts';
import { weeksCsv } from '../../src/domain/health-table.ts';
import { anyCharacter } from '../support/texts.ts';

test.each<[string, string]>([
  ['plain', 'plain'],
  ['with, comma', '"with, comma"'],
  ['a "word"', '"a ""word"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['a=1', 'a=1'],
  ['', ''],
])('%j is the cell %s', (text, cell) => {
  expect(csv([[text]])).toBe(`${cell}\r\n`);
});

test('numbers stay numbers, also below nothing; what is not known is empty', () => {
  expect(csv([[1, -2.5, undefined, true]])).toBe('1,-2.5,,true\r\n');
});

/** Reads CSV as RFC 4180 writes it. */
function read(text: string): string[][] {
  const cells = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g);
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of cells) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

test('whatever is written reads as it was, but for the apostrophe that keeps it from being a formula', () => {
  const text = fc.string({ unit: fc.oneof(anyCharacter, fc.constantFrom('"', ',', '\r', '\n', '=', '@')) });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (rows) => {
      const cells = read(csv(rows));
      expect(cells.map((row) => row.map((cell) => cell.replace(/^'/, '')))).toEqual(
        rows.map((row) => row.map((cell) => cell.replace(/^'/, ''))),
      );
      for (const cell of cells.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('weeks, one a line', () => {
  const known = { open: 12, untriaged: 3, opened: 4, closed: 5, triaged: 6, medianHours: 1.25, p90Hours: 30 };
  const unknown = { open: 9, untriaged: undefined, opened: 1, closed: 0, triaged: undefined };
  const told = weeksCsv([
    { from: '2026-11-16', ...unknown, medianHours: undefined, p90Hours: undefined, estimated: true },
    { from: '2026-11-23', ...known, estimated: false },
  ]);
  expect(told.split('\r\n')).toEqual([
    'week_from,open,untriaged,opened,closed,triaged,triage_median_hours,triage_p90_hours,estimated',
    '2026-11-16,9,,1,0,,,,yes',
    '2026-11-23,12,3,4,5,6,1.3,30,no',
    '',
  ]);
});
