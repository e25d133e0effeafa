import type { ShownAccount } from '../../ports.ts';

/** Nothing may be loaded, framed, kept or told of, and the form leads nowhere but back to us. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A plain page: a heading and paragraphs. */
export function page(title: string, paragraphs: readonly string[], more = ''): string {
  const body = paragraphs.map((paragraph) => `<p>${html(paragraph)}</p>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${html(title)} · sigbot</title></head>
<body>
<h1>${html(title)}</h1>
${body}
${more}
</body>
</html>
`;
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
    ([value = '', label = '']) => `<p><button name="choice" value="${value}">${html(label)}</button></p>`,
  );
  const asked = `<form method="post" action="callback">
<input type="hidden" name="secret" value="${html(secret)}">
${buttons.join('\n')}
</form>`;
  return page(
    'Are both of these you?',
    [
      `On GitHub: ${login} (number ${githubId})`,
      `In Slack: ${name} (${user})`,
      'Whoever has the Slack account can then decide as the GitHub account. If somebody sent you here, cancel.',
    ],
    asked,
  );
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
