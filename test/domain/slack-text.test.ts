import { expect, test } from 'vitest';
import { asMarkdown, peopleIn, plainText } from '../../src/domain/slack-text.ts';

const names = {
  person: (id: string) => (id === 'U0DANA' ? 'Dana Okafor' : undefined),
  channel: (id: string) => (id === 'C0NODE' ? 'sig-node' : undefined),
};

test.each([
  ['ask <@U0DANA>', 'ask Dana Okafor'],
  ['ask <@U0LEE|lee> or <@U0NOOR>', 'ask lee or somebody'],
  ['in <#C0NODE>, <#C0NODE|> and <#C0X|other>', 'in #sig-node, #sig-node and #other'],
  ['<!here> <!channel> <!subteam^S0LEADS|@leads>', 'here channel leads'],
  ['on <!date^1^{date}|2 March>', 'on 2 March'],
  [
    '<https://example.org/a|here> <https://example.org> <mailto:a@example.org|a@example.org>',
    'here (https://example.org/a) https://example.org a@example.org',
  ],
  ['1 < 2 > 0, Map<string>, <b>bold</b>, <!-- x -->', '1 < 2 > 0, Map<string>, <b>bold</b>, <!-- x -->'],
])('%s', (text, plain) => {
  expect(plainText(text, names)).toBe(plain);
});

test('the people it mentions, each once', () => {
  expect(peopleIn('<@U1> <@U2|two> <@U1> <#C1> <!here>')).toEqual(['U1', 'U2']);
});

test.each([
  ['bold', '*Anchor slips* on *both* boats (*really*)', '**Anchor slips** on **both** boats (**really**)'],
  ['stars that are none', '* a list\n2 * 3 * 4, **kwargs, a*b*c', '* a list\n2 * 3 * 4, **kwargs, a*b*c'],
  ['code within a line', 'It says `a *b* c`', 'It says `a *b* c`'],
  [
    'a block of code that begins and ends within lines',
    'See: ```panic: *nil*\ngoroutine 1``` any idea?',
    'See:\n```\npanic: *nil*\ngoroutine 1\n```\nany idea?',
  ],
  ['a block of code on its own lines', 'See:\n```\nx\n```\nwhy?', 'See:\n```\nx\n```\nwhy?'],
  ['nothing but code', '```x```', '```\nx\n```'],
  ['two blocks', '```x```\n```y```', '```\nx\n```\n\n```\ny\n```'],
  ['a block that does not end', 'a ```b *c*', 'a ```b **c**'],
])('as Markdown: %s', (_what, text, markdown) => {
  expect(asMarkdown(text)).toBe(markdown);
});
