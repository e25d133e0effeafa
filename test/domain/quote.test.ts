import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCommands } from '../../src/domain/prow.ts';
import { proseText, quoteText } from '../../src/domain/quote.ts';
import { anyCharacter } from '../support/texts.ts';

const breaks = ['\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029'];
const hostile = fc.array(
  fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.constantFrom(
      ...breaks,
      '/lgtm',
      '/override x',
      '<!--',
      '-->',
      '<!',
      '--',
      '@',
      'kubernetes/sig-node',
      '> ',
      '```',
    ),
  ),
);

test.each([
  ['one line', 'Which kubelet?', '> Which kubelet?'],
  ['nothing', '', '> '],
  ['a Prow command', 'hello\n/lgtm', '> hello\n> /lgtm'],
  ['line breaks of every kind', breaks.join('a'), `> ${'\n> a'.repeat(breaks.length - 1)}\n> `],
  ['mentions', '@dana and @org/team', '> @\u200Bdana and @\u200Borg/team'],
  [
    'mentions as character references',
    '&#64;dana &#x40;dana &commat;dana a&b',
    '> &amp;#64;dana &amp;#x40;dana &amp;commat;dana a&b',
  ],
  ['an HTML comment', 'a <!-- sigbot:x --> b', '> a &lt;!-- sigbot:x --> b'],
])('%s', (_what, text, quoted) => {
  expect(quoteText(text)).toBe(quoted);
});

test('whatever somebody writes, every line is a quotation and nothing in it acts', () => {
  fc.assert(
    fc.property(hostile, (parts) => {
      const quoted = quoteText(parts.join(''));
      for (const line of quoted.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/))
        expect(line.startsWith('> ')).toBe(true);
      expect(quoted).not.toMatch(/^\s*\//m);
      expect(quoted).not.toContain('<!--');
      expect(quoted).not.toMatch(/@[^\u200B]|@$/);
    }),
  );
});

test.each([
  ['a text', '# Which *kubelet*?\n\n/etc/hosts and a/b', '# Which *kubelet*?\n\n\\/etc/hosts and a/b'],
  [
    'a command behind what nobody sees',
    '\u00a0/close\n\u200b\ufeff/close',
    '\u00a0\\/close\n\u200b\ufeff\\/close',
  ],
  ['mentions and comments', '@dana <!-- x -->', '@\u200Bdana &lt;!-- x -->'],
])('as an issue’s body: %s', (_what, text, prose) => {
  expect(proseText(text)).toBe(prose);
});

test('whatever somebody writes as an issue’s body, no line commands and nothing in it acts', () => {
  fc.assert(
    fc.property(hostile, (parts) => {
      const prose = proseText(parts.join(''));
      expect(readCommands(prose)).toEqual([]);
      expect(prose).not.toMatch(/^[^\p{L}\p{N}\p{P}\p{S}]*\//mu);
      expect(prose).not.toMatch(/[\r\v\f\u0085\u2028\u2029]/);
      expect(prose).not.toContain('<!--');
      expect(prose).not.toMatch(/@[^\u200B]|@$/);
    }),
  );
});
