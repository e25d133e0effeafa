import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../playground/browser.ts';
import type { Json } from '../../playground/json.ts';
import { serve, type Served } from '../../playground/serve/serve.ts';

/** The playground with a browser in front of it. */
export interface Visit {
  page: Page;
  served: Served;
  /** What the page complained of: console errors, exceptions, requests that failed. */
  complaints: string[];
  /** The last message with these words that everybody in the channel sees. */
  message(words: string): Locator;
  /** The issue with this title is opened and labelled on GitHub; its reference. */
  opened(repo: string, title: string, label: string): Promise<string>;
  actAs(name: string): Promise<void>;
  end(): Promise<void>;
}

/** @param manifest what the page takes the app to have, in place of manifest.yml */
export async function visit(chromium: string, manifest?: Json): Promise<Visit> {
  const [served, browser] = await Promise.all([
    serve({ transport: 'http', ...(manifest ? { manifest } : {}) }),
    launchChromium(chromium),
  ]);
  const page = await open(browser, served.url);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()));
  await page.goto(served.url);
  return {
    page,
    served,
    complaints,
    message: (words) => page.locator('.message:not(.whisper)', { hasText: words }).last(),
    async opened(repo, title, label) {
      const ref = await served.town.world.github.as('leeokafor').open(repo, { title });
      await served.town.world.github.robot.label(ref, label);
      return ref;
    },
    async actAs(name) {
      await page.getByLabel('Acting as').selectOption({ label: name });
    },
    async end() {
      await browser.close();
      await served.close();
    },
  };
}

async function open(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 820 }, baseURL: url });
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

/** What axe holds to be serious in what the page shows now; `where` names that. */
export async function serious(page: Page, where = ''): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run({ resultTypes: ['violations'] })`);
  const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return found.map(({ id, nodes }) => `${where} ${id} ${nodes.map(({ html }) => html).join(' ')}`);
}
