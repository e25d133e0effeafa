import { expect, test } from 'vitest';
import { readDays } from '../../src/domain/holidays.ts';

const CHRISTMAS = ['2026-12-25'];

test.each<[string, string, string[]]>([
  ['one a line', '2026-12-25\n2026-12-26\n', ['2026-12-25', '2026-12-26']],
  ['with a name', '2026-12-25 Christmas', CHRISTMAS],
  ['with a name after a colon', '2026-12-25: Christmas', CHRISTMAS],
  ['as a table', '2026-12-25,Christmas', CHRISTMAS],
  ['as a list of YAML', '---\n- 2026-12-25\n- "2026-12-26" # Boxing Day', ['2026-12-25', '2026-12-26']],
  ['in order, and each once', '2026-12-26\n2026-12-25\n2026-12-26', ['2026-12-25', '2026-12-26']],
  ['with remarks and empty lines', '# Berlin\r\n\r\n  2026-12-25 # Christmas\r\n', CHRISTMAS],
  ['with a byte order mark', '\uFEFF2026-12-25', CHRISTMAS],
  ['the leap day', '2028-02-29', ['2028-02-29']],
  ['nothing', '# none yet', []],
])('%s', (_what, text, days) => {
  expect(readDays(text)).toEqual(days);
});

test.each([
  ['a day that no calendar has', '2026-12-25\n2027-02-29 Leap day', 'Line 2, “2027-02-29 Leap day”'],
  ['another way to write it', '25.12.2026', 'Line 1, “25.12.2026”'],
  ['a name alone', 'Christmas', 'Line 1'],
  ['a page', '<!doctype html>', 'Line 1'],
  ['more digits', '2026-12-255', 'Line 1'],
])('not %s', (_what, text, trouble) => {
  expect(() => readDays(text)).toThrow(trouble);
});
