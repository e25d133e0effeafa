import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { page, questionPage, SAFE_HEADERS } from '../../../src/adapters/github/page.ts';

const WILD = `<script>alert(1)</script>"'&`;
const question = questionPage(
  { githubId: 17, login: WILD, keepable: true },
  { user: 'U0MORI', name: WILD },
  `"><input name="x`,
);

test('no name and no secret becomes markup', () => {
  for (const text of [question, page(WILD, [WILD, `${WILD} and \`${WILD}\``])]) {
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<input name="x');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
  }
});

test('the policy lets in the page’s own style, by its hash, and nothing else', () => {
  const policy = SAFE_HEADERS['content-security-policy'] ?? '';
  const style = /<style>([\s\S]*?)<\/style>/.exec(question)?.[1] ?? '';
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}';`);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(question).not.toMatch(/\bstyle="|\bon\w+="|https?:/);
});

test('a command stands out', () => {
  expect(page('Not linked', ['Begin again: `/sig link`'])).toContain(
    '<p>Begin again: <code>/sig link</code></p>',
  );
});
