import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { findChromium, launchChromium } from './browser.ts';
import { serve, type Served } from './serve/serve.ts';

const FOLDER = fileURLToPath(new URL('../docs/img/', import.meta.url));
const THEMES = ['light', 'dark'] as const;
const WIDE = { width: 1200, height: 700 };
const NARROW = { width: 390, height: 700 };

/** A surface: what is done until it can be seen, and how large the window is. */
interface Surface {
  name: string;
  size: { width: number; height: number };
  show(page: Page, served: Served): Promise<void>;
  /** Goes back to where the next one begins. */
  leave?(page: Page): Promise<void>;
}

const SURFACES: readonly Surface[] = [
  {
    name: 'overview',
    size: WIDE,
    async show(page) {
      await page.getByRole('link', { name: 'Lanterns go out' }).first().click();
      await page.locator('.about .label', { hasText: 'triage/accepted' }).waitFor();
    },
  },
  {
    name: 'triage',
    size: WIDE,
    async show(page) {
      await page.locator('#write').fill('/sig triage');
      await page.locator('#write').press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Skip' }).waitFor();
    },
    leave: closeForm,
  },
  {
    name: 'form',
    size: WIDE,
    async show(page) {
      await page.locator('.message:not(.whisper)').last().getByRole('button', { name: 'More…' }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('Priority').selectOption('important-soon');
      await form.getByLabel('Duplicate of').fill('the one from last week');
      await form.getByRole('button', { name: 'Apply' }).click();
      await form.locator('[aria-invalid="true"]').waitFor();
    },
    leave: closeForm,
  },
  {
    name: 'thread',
    size: WIDE,
    async show(page) {
      const question = page.locator('.message', { hasText: 'Does this block the release?' }).last();
      if ((await question.count()) === 0) {
        const card = page.locator('.message:not(.whisper)', { hasText: 'Lanterns go out' });
        await card.hover();
        await card.getByRole('button', { name: 'Reply in thread' }).click();
        await page.keyboard.type('Does this block the release?');
        await page.keyboard.press('Enter');
      }
      await question.hover();
      await question.getByRole('button', { name: 'Triage this issue' }).click();
      await page.getByRole('dialog').getByText('Lanterns go out').waitFor();
    },
    leave: closeForm,
  },
  {
    name: 'home',
    size: WIDE,
    async show(page) {
      await page.locator('#sidebar').getByText('sigbot').click();
      await page.locator('.home').getByRole('button', { name: 'All commands' }).waitFor();
    },
    async leave(page) {
      await page.locator('#sidebar').getByText('sig-runtime').click();
    },
  },
  {
    name: 'settings',
    size: WIDE,
    async show(page) {
      await page.locator('#write').fill('/sig settings');
      await page.locator('#write').press('Enter');
      await page.getByRole('dialog').getByLabel('New issues').waitFor();
    },
    leave: closeForm,
  },
  {
    name: 'meeting',
    size: WIDE,
    async show(page) {
      const held = page.locator('.message:not(.whisper)', { hasText: 'In the meeting' }).last();
      if ((await held.count()) === 0) await hold(page);
      await held.getByText('We ship the dimmer in steps').waitFor();
      await held.scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'curtain',
    size: WIDE,
    async show(page, { town }) {
      await page.getByRole('tab', { name: 'Behind the curtain' }).click();
      const limited = page.getByRole('group', { name: 'Slack has trouble' }).getByLabel('Rate limited');
      await limited.check();
      await town.world.github.as('leeokafor').comment('lantern/lantern#101', '/priority backlog');
      await town.world.github.as('leeokafor').edit('lantern/lantern#101', {
        title: `Lanterns go out when the node restarts during a refill${'.'.repeat(town.world.github.happened() % 2)}`,
      });
      await page.getByRole('group', { name: 'Traffic' }).getByRole('button', { name: 'Slack' }).click();
      await page.locator('.traffic.failed').first().waitFor();
    },
    async leave(page) {
      await page.getByRole('group', { name: 'Slack has trouble' }).getByLabel('Rate limited').uncheck();
      await page.getByRole('tab', { name: 'GitHub' }).click();
    },
  },
  {
    name: 'narrow',
    size: NARROW,
    async show(page) {
      await page.locator('#panes').getByRole('button', { name: 'Slack' }).click();
    },
  },
];

const chromium = findChromium();
if (chromium === undefined) throw new Error('No Chromium on this machine: install one.');
await mkdir(FOLDER, { recursive: true });
await draw(chromium);

/** A meeting with two topics, the first of them decided. */
async function hold(page: Page): Promise<void> {
  await type(page, '/sig meeting start of triage');
  await page.getByRole('button', { name: 'Hold Issue Triage now' }).last().click();
  const held = page.locator('.message:not(.whisper)', { hasText: 'In the meeting' });
  await held.waitFor();
  await type(page, '/sig agenda add "Shall we dim in steps" 10m #102 of triage');
  await type(page, '/sig agenda add "Refills while a node restarts" #101 of triage');
  await type(page, '/sig next');
  await type(page, '/sig decision "We ship the dimmer in steps" #102');
}

/** Types a command and waits for its answer. */
async function type(page: Page, words: string): Promise<void> {
  const answers = page.locator('.message.whisper');
  const before = await answers.count();
  await page.locator('#write').fill(words);
  await page.locator('#write').press('Enter');
  await answers.nth(before).waitFor();
}

/** Writes every surface in both themes into docs/img. */
async function draw(executable: string): Promise<void> {
  const served = await serve({ transport: 'http' });
  const browser = await launchChromium(executable);
  try {
    const page = await browser.newPage({ viewport: WIDE, reducedMotion: 'reduce' });
    await page.goto(served.url);
    await prepare(page);
    for (const surface of SURFACES) {
      for (const theme of THEMES) await drawOne(page, served, surface, theme);
    }
  } finally {
    await browser.close();
    await served.close();
  }
}

/** With the mouse: after a key the next one would show where the focus is. */
async function closeForm(page: Page): Promise<void> {
  await page.getByRole('dialog').locator('.close').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** A decision was made before anybody looks, so that there is something to see. */
async function prepare(page: Page): Promise<void> {
  const card = page.locator('.message', { hasText: 'Lanterns go out' });
  await card.getByRole('button', { name: 'Accept' }).click();
  await card.getByText('Accepted', { exact: true }).waitFor();
}

async function drawOne(
  page: Page,
  served: Served,
  surface: Surface,
  theme: (typeof THEMES)[number],
): Promise<void> {
  await page.setViewportSize(surface.size);
  await page.emulateMedia({ colorScheme: theme });
  await surface.show(page, served);
  await page.mouse.move(0, 0);
  const path = `${FOLDER}${surface.name}-${theme}.png`;
  await page.screenshot({ path });
  await surface.leave?.(page);
  process.stdout.write(`${path} ${Math.ceil((await stat(path)).size / 1024)} kB\n`);
}
