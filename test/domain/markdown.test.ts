import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainMarkdown, plainTitle, safeDocument } from '../../src/domain/markdown.ts';

const Z = '\u200B';

describe('text of others in a document of ours', () => {
  test.each([
    ['plain words, and more', 'plain words, and more'],
    ['/lgtm', '\\/lgtm'],
    ['see\n/approve', 'see /approve'],
    ['see\u2028/approve', 'see /approve'],
    ['ask @dana and @kubernetes/sig-node', `ask @${Z}dana and @${Z}kubernetes/sig-node`],
    ['fixes #123', `fixes #${Z}123`],
    ['fixes kubernetes/kubernetes#7, GH-8', `fixes kubernetes/kubernetes#${Z}7, GH-${Z}8`],
    ['closes https://github.com/a/b/issues/9', `closes https://github.com/a/b/issues/${Z}9`],
    ['<!-- hidden -->', '&lt;!-- hidden --&gt;'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['&#64;dana', `&amp;#${Z}64;dana`],
    ['# Heading', '\\# Heading'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['> quote', '&gt; quote'],
    ['[x](javascript:y)', '\\[x\\](javascript:y)'],
    ['a | b', 'a \\| b'],
    ['`code` and **bold**', '\\`code\\` and \\*\\*bold\\*\\*'],
    ['snake_case and _this_', 'snake_case and \\_this\\_'],
    ['---', '\\---'],
  ])('%j becomes %j', (written, safe) => {
    expect(plainMarkdown(written)).toBe(safe);
  });

  test('is cut to so many characters, never through a pair', () => {
    expect(plainMarkdown('abcdef', 4)).toBe('abc…');
    expect(plainMarkdown('ab🚢cd', 4)).toBe('ab…');
    expect(plainTitle('fixes #12 for @dana', 12)).toBe(`fixes #${Z}12 f…`);
  });

  const wild = fc.stringMatching(/^[\n\r /@#<>!&;`*_[\]()~|\\:.\-+=0-9a-z\u2028\u0085\u200b\u202e]{0,60}$/);

  test('whatever it is: one line, no mention, reference, command, comment or link', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const safe = plainMarkdown(text);
        expect(safe).not.toMatch(/[\n\r\u0085\u2028\u2029\u202e]/);
        expect(safe).not.toMatch(/@(?!\u200B)|#\d|^\s*\/|<|>/);
        expect(safe).not.toMatch(/(?<!\\)(?:\\\\)*[[\]`*|~]/);
        expect(safeDocument(safe)).toBe(safe.trim());
      }),
    );
  });
});

describe('a whole document before it leaves', () => {
  test('keeps what is meant and disarms what slipped through', () => {
    const written = '# Agenda\r\n\r\n- [#12](https://x/12) for @dana\n  /lgtm\n<!-- sigbot:agenda x -->\n';
    const safe = `# Agenda\n\n- [#12](https://x/12) for @${Z}dana\n  \\/lgtm\n&lt;!-- sigbot:agenda x -->`;
    expect(safeDocument(written)).toBe(safe);
  });

  test('twice is as once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = safeDocument(text);
        expect(safeDocument(once)).toBe(once);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[\n\r @/<!\-&#6;x4\\a]{0,30}$/), (text) => {
        const once = safeDocument(text);
        expect(safeDocument(once)).toBe(once);
        expect(once).not.toMatch(/<!--|@(?!\u200B)|^\s*\//m);
      }),
    );
  });
});
