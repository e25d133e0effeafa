import { describe, expect, test } from 'vitest';
import { issuesNamedBy, NAMED } from '../../src/domain/pull-request.ts';

/** "1" is an issue of the pull request's own repository, "!" means that it is closed. */
const named = (body: string, title = 'Keep the boat afloat') =>
  issuesNamedBy({ title, body }, 'ahoy/boats').map(
    ({ repo, number, closes }) => `${repo === 'ahoy/boats' ? '' : `${repo}#`}${number}${closes ? '!' : ''}`,
  );

describe('the issues that a pull request names', () => {
  test.each<[string, string[]]>([
    ['Fixes #1', ['1!']],
    ['fixes: #1', ['1!']],
    ['This closes #1.', ['1!']],
    ['Closed #1, resolved #2; Fix #3', ['1!', '2!', '3!']],
    ['Fixes #1, #2', ['1!', '2']],
    ['prefixes #1', ['1']],
    ['Fixes\n#1', ['1']],
    ['See #2 (and #3), then fix #1', ['1!', '2', '3']],
    ['#1, and it fixes #1', ['1!']],
    ['Part of ahoy/anchors#4', ['ahoy/anchors#4']],
    ['Fixes Ahoy/Boats#4 and ahoy/boats#4', ['Ahoy/Boats#4!']],
    ['Resolves https://github.com/ahoy/anchors/issues/5', ['ahoy/anchors#5!']],
    ['https://github.com/ahoy/boats/issues/5#issuecomment-7', ['5']],
    ['[the leak](https://github.com/ahoy/boats/issues/5)', ['5']],
    ['GH-6', ['6']],
    ['Fixes #<!-- the issue’s number -->', []],
    ['<!-- Fixes #1 -->', []],
    ['<!-- Fixes #1', []],
    ['```\nFixes #1\n```\n#2', ['2']],
    ['~~~\nFixes #1', []],
    ['run `boat #1`', []],
    ['colour #123abc, item#7, a&#39;b, #x1, #', []],
    ['ahoy/boats', []],
    ['', []],
  ])('%j names %j', (body, expected) => {
    expect(named(body)).toEqual(expected);
  });

  test('count in the title too', () => {
    expect(named('', 'Fix #1')).toEqual(['1!']);
    expect(issuesNamedBy({ title: 'Fix #1' }, 'ahoy/boats')).toHaveLength(1);
  });

  test('are no more than a reader would follow, those it closes first', () => {
    const list = Array.from({ length: 50 }, (_, index) => `#${index + 1}`).join('\n');
    expect(named(`${list}\nFixes #99`)).toHaveLength(NAMED);
    expect(named(`${list}\nFixes #99`)[0]).toBe('99!');
  });

  test.each([
    'a'.repeat(60_000),
    'a-'.repeat(30_000),
    'a/'.repeat(30_000),
    '`'.repeat(60_000),
    '<!--'.repeat(15_000),
  ])('are found in little time whatever the text (%#)', (text) => {
    const from = performance.now();
    expect(named(text)).toEqual([]);
    expect(performance.now() - from).toBeLessThan(1000);
  });
});
