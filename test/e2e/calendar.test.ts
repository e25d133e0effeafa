import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../../playground/browser.ts';
import { formatDate, stamp } from '../../playground/page/dates.ts';
import { serve, type Served } from '../../playground/serve/serve.ts';
import { serious } from './visit.ts';

const DAY = 86_400_000;
const chromium = findChromium();

describe.skipIf(chromium === undefined)('the calendar on the page', () => {
  let served: Served;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [served, browser] = await Promise.all([
      serve({ transport: 'http', speed: 1 }),
      launchChromium(chromium ?? ''),
    ]);
    page = await browser.newPage({ viewport: { width: 380, height: 740 }, locale: 'en-US' });
    page.setDefaultTimeout(20_000);
    await page.goto(served.url);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test('goes as fast as it is told, also where it is watched, and stands still', async () => {
    const { calendar, github, until } = served.town.world;
    const pace = page.getByLabel('How fast the calendar goes');
    expect(await pace.inputValue()).toBe('1');
    const start = calendar.now();
    calendar.go(200_000);
    await until(() => calendar.now() > start + 3 * DAY, 20_000, 'three days to pass');
    await pace.selectOption('stands still');
    await until(() => calendar.course().at(-1)?.speed === 0, 20_000, 'the calendar to stand still');
    const now = calendar.now();
    await page.locator('#today', { hasText: stamp(now) }).waitFor();
    const ago = formatDate(Date.parse(github.issue('lantern/lantern#101').createdAt), '{ago}', now);
    expect(ago).toMatch(/days|week/);
    await page.locator('.message', { hasText: 'Lanterns go out' }).getByText(ago).waitFor();
    await page.locator('#panes').getByRole('button', { name: 'GitHub' }).click();
    await page.locator('.issues').getByText(ago).first().waitFor();
  });

  test('fits a narrow screen, and axe finds nothing serious', async () => {
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(380);
    expect(await serious(page)).toEqual([]);
  });
});
