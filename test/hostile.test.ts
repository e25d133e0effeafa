import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ordersOf } from '../playground/github/prow.ts';
import { escape, link, plainLine } from '../src/blocks.ts';
import { plainMarkdown, safeDocument } from '../src/domain/markdown.ts';
import { ownWordIn } from '../src/domain/own-act.ts';
import { nameText, proseText, quoteText } from '../src/domain/quote.ts';
import { anyCharacter } from './support/texts.ts';

/** Random text, sown with all that means something to GitHub, to Prow or to Slack. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 20 }),
      fc.constantFrom('\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029', ' ', '\t', '\u200b'),
      fc.constantFrom(
        '/close',
        '/assign @lee',
        '/triage accepted',
        '/remove-sig node',
        '/lgtm',
        '/override x',
      ),
      fc.constantFrom(
        '@',
        '@dana',
        '@org/team',
        '&#64;dana',
        '&#x40;',
        '&commat;',
        '<!--',
        '-->',
        '```',
        '> ',
        '&',
      ),
      fc.constantFrom(
        '<!channel>',
        '<!here|x>',
        '<@U0DANA>',
        '<!subteam^S1>',
        '<https://evil.example|y>',
        '<',
        '>',
        '|',
      ),
      fc.constantFrom('&lt;', '&amp;lt;', '&gt;', '\u202e', '\u2066'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

const FACTS = {
  author: 'sigbot',
  members: new Set(['sigbot', 'lee']),
  participants: ['sigbot'],
  isPullRequest: false,
  labels: ['sig/node'],
  known: new Map(['triage/accepted', 'sig/node'].map((name) => [name, name])),
  state: 'open' as const,
};

test('whatever somebody types in Slack, Prow obeys nothing of it and GitHub mentions nobody', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const body of [quoteText(text), `Asked by ${nameText(text)}.`]) {
        // Prow as it is, and as it would be if it knew every line break there is.
        for (const read of [body, body.replace(/[\v\f\u0085\u2028\u2029\r]/g, '\n')]) {
          expect(ordersOf(read, FACTS)).toEqual({
            add: [],
            remove: [],
            assign: [],
            unassign: [],
            replies: [],
          });
        }
        expect(body.replace(/&(?:#0*64|#x0*40|commat);/gi, '@')).not.toMatch(/@(?!\u200b)/);
        expect(body).not.toContain('<!--');
      }
    }),
    { numRuns: 1000 },
  );
});

test('whatever somebody types in Slack, nothing made of it says on GitHub what counts for who says it', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const item = `- ${plainMarkdown(text)}`;
      const bodies = [quoteText(text), proseText(text), safeDocument(text), plainMarkdown(text), item];
      for (const body of [...bodies, `Decided by ${nameText(text)}.`])
        for (const read of [body, body.replace(/[\v\f\u0085\u2028\u2029\r]/g, '\n')])
          expect(ownWordIn(read)).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});

test('whatever stands on GitHub, Slack finds no mention, no link and no second line in it', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const shown of [escape(text), link('javascript:alert(1)', text), link('https://x|y', text)]) {
        expect(shown).not.toMatch(/[<>\n\r\u2028\u2029]/);
        expect(shown.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
      }
      expect(link('https://github.com/a/b', text).slice(1, -1)).not.toMatch(/[<>\n\r]/);
      expect(plainLine(text)).not.toMatch(/[\n\r\u202a-\u202e\u2066-\u2069]/);
    }),
    { numRuns: 1000 },
  );
});
