import { describe, expect, test } from 'vitest';
import { chooseIssue, parseIssueRef, issuesNamedIn, refText } from '../../src/domain/issue.ts';
import { anIssue } from '../support/facts.ts';

describe('an issue is written', () => {
  test.each([
    ['12345', { number: 12345 }],
    ['#12345', { number: 12345 }],
    ['kubernetes/kubernetes#7', { repo: 'kubernetes/kubernetes', number: 7 }],
    ['kubernetes-sigs/kind.x_y-z#7', { repo: 'kubernetes-sigs/kind.x_y-z', number: 7 }],
    ['https://github.com/kubernetes/kubernetes/issues/7', { repo: 'kubernetes/kubernetes', number: 7 }],
    ['https://github.com/kubernetes/kubernetes/pull/7/files', { repo: 'kubernetes/kubernetes', number: 7 }],
    [
      'https://github.com/kubernetes/kubernetes/issues/7#issuecomment-1',
      { repo: 'kubernetes/kubernetes', number: 7 },
    ],
    ['<https://github.com/kubernetes/kubernetes/issues/7|#7>', { repo: 'kubernetes/kubernetes', number: 7 }],
  ])('%s', (text, expected) => {
    expect(parseIssueRef(text)).toEqual(expected);
  });

  test.each(['', 'twelve', '#', 'a#b', 'kubernetes#1', '-1', '1.5', '12345678901', 'https://github.com/a/b'])(
    'not as "%s"',
    (text) => {
      expect(() => parseIssueRef(text)).toThrow(/is not an issue/);
    },
  );
});

describe('a text names issues', () => {
  test.each([
    ['see https://github.com/k/k/issues/7 and <https://github.com/k/k/pull/8|this>', ['k/k#7', 'k/k#8']],
    ['k/k#7, K/K#7 and k/website#9.', ['k/k#7', 'k/website#9']],
    ['http://127.0.0.1:4000/harbour/boats/issues/12#issuecomment-3', ['harbour/boats#12']],
    ['#7 alone, a/b/c and https://github.com/k/k/wiki', []],
    ['', []],
  ])('%s', (text, refs) => {
    expect(issuesNamedIn(text).map(refText)).toEqual(refs);
  });
});

describe('a number that several repositories have', () => {
  const node = anIssue({ repo: 'k/k', number: 7, labels: ['sig/node'] });
  const other = anIssue({ repo: 'k/website', number: 7, labels: ['sig/docs'] });

  test('means the one that is the channel’s', () => {
    expect(chooseIssue('7', [other, node], ['sig/node'])).toBe(node);
  });
  test('is asked about where both could be meant', () => {
    expect(() => chooseIssue('7', [node, other], [])).toThrow(
      'Several repositories have 7: k/k#7, k/website#7.',
    );
  });
  test('is refused where nobody has it', () => {
    expect(() => chooseIssue('7', [], [])).toThrow('sigbot knows no issue 7.');
  });
});
