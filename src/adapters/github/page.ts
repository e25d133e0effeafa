import { createHash } from 'node:crypto';
import type { ShownAccount } from '../../ports.ts';

/** Light or dark, as the reader's machine is; nothing is loaded for it. */
const STYLE = `
:root { color-scheme: light dark; --page: #fff; --ink: #1f2328; --line: #8c959f; --quiet: #59636e; --go: #1f6feb }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --ink: #f0f6fc; --line: #656c76; --quiet: #9198a1 } }
body { background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; margin: 0; padding: 8vh 1.25rem }
main { max-width: 30rem; margin: auto }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem }
dl { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 1rem; padding: .25rem 1rem }
dt { color: var(--quiet); font-size: .875rem; margin-top: .5rem }
dd { font-weight: 600; margin: 0 0 .5rem; overflow-wrap: anywhere }
code { background: #8c959f33; border-radius: 4px; padding: .1em .35em }
button { background: #8c959f1f; border: 1px solid var(--line); border-radius: 8px; color: inherit; cursor: pointer;
  display: block; font: inherit; margin: 0 0 .625rem; min-height: 2.75rem; padding: .5rem 1rem; width: 100% }
button:hover { border-color: var(--go) }
button:focus-visible { outline: 3px solid var(--go); outline-offset: 2px }
footer { color: var(--quiet); font-size: .875rem; margin-top: 2rem }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing may be loaded, framed, kept or told of, no style counts but ours, and the form leads nowhere but back to us. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A plain page: a heading and paragraphs, in which `code` is set as such. */
export function page(title: string, paragraphs: readonly string[]): string {
  return frame(title, paragraphs.map(paragraph).join('\n'));
}

/** Names both accounts and asks whether they are one person's: somebody may have been sent another one's link. */
export function questionPage(
  { login, githubId, keepable }: ShownAccount,
  { user, name }: { user: string; name: string },
  secret: string,
): string {
  const choices = [
    ...(keepable
      ? [
          ['keep', 'Link, and let sigbot write on GitHub as me'],
          ['once', 'Link, and let sigbot write as me for ten minutes'],
        ]
      : []),
    ['none', keepable ? 'Link only' : 'Link'],
    ['cancel', 'Cancel'],
  ];
  const buttons = choices.map(
    ([value = '', label = '']) => `<button name="choice" value="${value}">${html(label)}</button>`,
  );
  return frame(
    'Are both of these you?',
    `<dl>
<dt>On GitHub</dt><dd>${html(login)} (number ${githubId})</dd>
<dt>In Slack</dt><dd>${html(name)} (${html(user)})</dd>
</dl>
${paragraph('Whoever has the Slack account can then decide as the GitHub account. If somebody sent you here, cancel.')}
<form method="post" action="callback">
<input type="hidden" name="secret" value="${html(secret)}">
${buttons.join('\n')}
</form>`,
  );
}

function frame(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${html(title)} · sigbot</title>
<style>${STYLE}</style></head>
<body><main>
<h1>${html(title)}</h1>
${body}
<footer>sigbot links Slack and GitHub accounts.</footer>
</main></body>
</html>
`;
}

function paragraph(text: string): string {
  return `<p>${html(text).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`;
}

function html(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": '#39',
  };
  return text.replace(/[&<>"']/g, (sign) => `&${names[sign]};`);
}
