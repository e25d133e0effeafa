import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, escape, link, refusal, sections, when } from '../src/blocks.ts';
import { UserError } from '../src/domain/errors.ts';
import { anyCharacter } from './support/texts.ts';

describe('foreign text', () => {
  test.each([
    ['a mention of everyone', '<!channel> look', '&lt;!channel&gt; look'],
    ['a person', '<@U123>', '&lt;@U123&gt;'],
    [
      'a link in disguise',
      '<https://evil.example|kubernetes.io>',
      '&lt;https://evil.example|kubernetes.io&gt;',
    ],
    ['entities stay as typed', 'a &amp; b', 'a &amp;amp; b'],
    ['several lines', 'one\n\ntwo\r\nthree', 'one two three'],
    ['direction overrides', 'abc\u202efdp.exe', 'abcfdp.exe'],
    ['zero-width characters', 'a\u200bb\u2060c\ufeffd', 'abcd'],
    ['an emoji family keeps its joiners', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['right-to-left text is isolated', 'خطأ في العقدة', '\u2068خطأ في العقدة\u2069'],
    ['control characters', 'a\u0000b\u0007c\u001b[31m', 'a b c [31m'],
  ])('%s', (_name, text, expected) => {
    expect(escape(text)).toBe(expected);
  });

  test('never opens one of Slack’s brackets, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 400 }), (text) => {
        const safe = escape(text);
        expect(safe).not.toMatch(/[<>]/);
        expect(safe.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
        expect(safe).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u200b]/);
      }),
    );
  });

  test('is cut without halving a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 2, max: 60 }),
        (text, max) => {
          const cut = clip(text, max);
          expect(cut.length).toBeLessThanOrEqual(max);
          expect(cut.isWellFormed()).toBe(text.isWellFormed());
        },
      ),
    );
  });
});

test('a link goes only where http does', () => {
  expect(link('https://github.com/a/b/issues/1', 'x > y')).toBe('<https://github.com/a/b/issues/1|x &gt; y>');
  expect(link('javascript:alert(1)', 'x')).toBe('x');
  expect(link('https://a.example/|<!channel>', 'x')).toBe('x');
  expect(link('https://a.example/', '\u200b')).toBe('<https://a.example/|no title>');
});

test('a moment is shown in the reader’s own zone', () => {
  expect(when(Date.UTC(2026, 2, 2, 10, 5))).toBe('<!date^1772445900^{ago}|2026-03-02 10:05 UTC>');
});

test('a refusal keeps our mentions and nobody else’s tricks', () => {
  const { text } = refusal(new UserError('There is no "<!channel>".', 'Ask <@U0DANA>.'));
  expect(text).toBe('There is no "&lt;!channel&gt;".\nAsk <@U0DANA>.');
});

test('long lists become several sections, each inside Slack’s limit', () => {
  const lines = Array.from({ length: 400 }, (_, index) => `line ${index} ${'x'.repeat(20)}`);
  const texts = sections(lines).map((block) => block.text?.text ?? '');
  expect(texts.length).toBeGreaterThan(1);
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(3000);
  expect(texts.join('\n')).toBe(lines.join('\n'));
});
