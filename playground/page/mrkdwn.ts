/** A piece of running text. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; parts: Inline[] }
  | { kind: 'link'; url: string; parts: Inline[] }
  | { kind: 'user'; id: string }
  | { kind: 'usergroup'; id: string; name: string }
  | { kind: 'channel'; id: string; name: string }
  | { kind: 'broadcast'; name: string }
  | { kind: 'date'; seconds: number; form: string; url: string; fallback: string };

/** A line or a block of text. */
export type Line = { kind: 'line' | 'quote'; parts: Inline[] } | { kind: 'pre'; text: string };

/** Reads Slack's markup: what it does not understand stays text, and only &lt; &gt; &amp; are decoded. */
export function parseMrkdwn(text: string): Line[] {
  return text.split(/(```[\s\S]*?```)/).flatMap((part, index): Line[] => {
    if (index % 2 === 1) return [{ kind: 'pre', text: plainOf(part.slice(3, -3).replace(/^\n|\n$/g, '')) }];
    const lines = part === '' ? [] : part.replace(/^\n|\n$/g, '').split('\n');
    return lines.map((line) => {
      const quoted = /^(?:&gt;|>)\s?/.exec(line);
      return quoted
        ? { kind: 'quote', parts: parseInline(line.slice(quoted[0].length)) }
        : { kind: 'line', parts: parseInline(line) };
    });
  });
}

/** First of the private characters that stand for a finished piece while emphasis is looked for. */
const FIRST = 0xe000;
const LAST = 0xf8ff;

function parseInline(source: string): Inline[] {
  const atoms: Inline[] = [];
  const atom = (piece: Inline): string => {
    if (FIRST + atoms.length > LAST) return '';
    atoms.push(piece);
    return String.fromCharCode(FIRST + atoms.length - 1);
  };
  const marked = source
    .replace(/[\ue000-\uf8ff]/g, '\ufffd')
    .replace(/`([^`\n]+)`|<([^<>\n]+)>/g, (_whole, code: string | undefined, reference: string | undefined) =>
      atom(code === undefined ? readReference(reference ?? '') : { kind: 'code', text: plainOf(code) }),
    );
  return emphasis(marked, atoms);
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

function emphasis(text: string, atoms: readonly Inline[]): Inline[] {
  const found = /(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/u.exec(text);
  if (!found) return atomsIn(text, atoms);
  const [whole, mark = '', inner = ''] = found;
  return [
    ...atomsIn(text.slice(0, found.index), atoms),
    { kind: MARKS[mark as keyof typeof MARKS], parts: emphasis(inner, atoms) },
    ...emphasis(text.slice(found.index + whole.length), atoms),
  ];
}

function atomsIn(text: string, atoms: readonly Inline[]): Inline[] {
  return text
    .split(/([\ue000-\uf8ff])/)
    .filter((piece) => piece !== '')
    .map((piece) => atoms[piece.charCodeAt(0) - FIRST] ?? { kind: 'text', text: plainOf(piece) });
}

/** What stands between angle brackets. */
function readReference(inner: string): Inline {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const shown = plainOf(bar < 0 ? '' : inner.slice(bar + 1));
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1) };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), name: shown };
  if (target.startsWith('!date^')) {
    const [, seconds = '', form = '', url = ''] = target.split('^');
    return { kind: 'date', seconds: Number(seconds), form: plainOf(form), url, fallback: shown };
  }
  if (target.startsWith('!subteam^'))
    return { kind: 'usergroup', id: target.slice('!subteam^'.length), name: shown };
  if (target.startsWith('!')) return { kind: 'broadcast', name: shown || target.slice(1) };
  return linkTo(plainOf(target), shown || plainOf(target));
}

/** Whether an address is one that a page may lead to: no script, no file. */
export function mayFollow(url: string): boolean {
  return /^(https?:|mailto:)/i.test(url);
}

/** A link where the address is one that may be followed, else its text. */
export function linkTo(url: string, text: string): Inline {
  return mayFollow(url) ? { kind: 'link', url, parts: [{ kind: 'text', text }] } : { kind: 'text', text };
}

function plainOf(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
