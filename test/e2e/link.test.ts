import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../../playground/browser.ts';
import { questionPage, SAFE_HEADERS } from '../../src/adapters/github/page.ts';
import { serious } from './visit.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the page that asks whether both accounts are yours', () => {
  let browser: Browser;
  let server: Server;
  const sent: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => sent.push(`${request.url} ${text}`));
      const shown = { githubId: 17, login: 'mori', keepable: true };
      const html = questionPage(shown, { user: 'U0MORI', name: 'Mori (@mori)' }, 'secret-1');
      request.on('end', () => response.writeHead(200, SAFE_HEADERS).end(html));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test.each(['light', 'dark'] as const)(
    'is styled under its policy and can be read by all, %s',
    async (theme) => {
      const context = await browser.newContext({ colorScheme: theme });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/github/callback?code=x`);
      expect(await page.locator('dl').evaluate((list) => getComputedStyle(list).borderRadius)).toBe('8px');
      expect(await serious(page, 'the question', theme)).toEqual([]);
      expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
      await page.getByRole('button', { name: 'Link only' }).click();
      await page.waitForURL(/\/github\/callback$/);
      expect(sent.at(-1)).toBe('/github/callback secret=secret-1&choice=none');
      await context.close();
    },
  );
});
