import { describe, expect, test } from 'vitest';
import { formatDate } from '../../playground/page/dates.ts';
import { mayFollow, parseMrkdwn, type Inline } from '../../playground/page/mrkdwn.ts';

/** One line's pieces in short: text as it is, everything else with its kind. */
function short(text: string): string[] {
  return parseMrkdwn(text).flatMap((line) =>
    'parts' in line ? line.parts.map(piece) : [`pre:${line.text}`],
  );
}

function piece(part: Inline): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return `code:${part.text}`;
    case 'link':
      return `link:${part.url}:${part.parts.map(piece).join('')}`;
    case 'user':
    case 'usergroup':
    case 'channel':
      return `${part.kind}:${part.id}`;
    case 'broadcast':
      return `broadcast:${part.name}`;
    case 'date':
      return `date:${part.seconds}:${part.form}:${part.fallback}`;
    default:
      return `${part.kind}(${part.parts.map(piece).join('')})`;
  }
}

describe('Slack’s markup', () => {
  test.each<[string, string[]]>([
    ['plain', ['plain']],
    ['*b* _i_ ~s~', ['bold(b)', ' ', 'italic(i)', ' ', 'strike(s)']],
    ['*a _b_ c*', ['bold(a italic(b) c)']],
    ['snake_case_name 2*3*4', ['snake_case_name 2*3*4']],
    ['* not bold *', ['* not bold *']],
    ['`*x* &lt;b&gt;`', ['code:*x* <b>']],
    ['*<https://x.org/a_b_c|one *two* three>*', ['bold(link:https://x.org/a_b_c:one *two* three)']],
    ['<https://x.org?a=1&amp;b=2>', ['link:https://x.org?a=1&b=2:https://x.org?a=1&b=2']],
    ['<javascript:alert(1)|press>', ['press']],
    ['<@U1> <#C1|node> <!here>', ['user:U1', ' ', 'channel:C1', ' ', 'broadcast:here']],
    ['<!subteam^S1> <!subteam^S2|@b>', ['usergroup:S1', ' ', 'usergroup:S2']],
    ['<!date^12^{date}^https://x.org|then>', ['date:12:{date}:then']],
    ['&lt;script&gt;&amp;lt;', ['<script>&lt;']],
    ['a ```x\n*y*``` b', ['a ', 'pre:x\n*y*', ' b']],
    ['\ue000 *b*', ['\ufffd ', 'bold(b)']],
  ])('%j', (text, pieces) => {
    expect(short(text)).toEqual(pieces);
  });

  test('a quotation is a line of its own', () => {
    expect(parseMrkdwn('&gt; said\nanswered').map(({ kind }) => kind)).toEqual(['quote', 'line']);
  });

  test.each([
    ['https://x.org', true],
    ['mailto:a@x.org', true],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['//x.org', false],
  ])('%s may be followed: %s', (url, may) => {
    expect(mayFollow(url)).toBe(may);
  });
});

describe('Slack’s dates', () => {
  const now = Date.UTC(2026, 10, 23, 12);

  test.each([
    [now - 2000, 'just now'],
    [now - 5 * 60_000, '5 minutes ago'],
    [now - 26 * 3_600_000, 'yesterday'],
    [now + 3 * 86_400_000, 'in 3 days'],
  ])('%d', (at, shown) => {
    expect(formatDate(at, '{ago}', now)).toBe(shown);
  });

  test('what it does not know stays', () => {
    expect(formatDate(now, 'on {nothing}', now)).toBe('on {nothing}');
    expect(formatDate(now, '{date_short_pretty}', now)).toBe('today');
  });
});
