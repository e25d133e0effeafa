import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../playground/browser.ts';
import { objectAt } from '../../playground/json.ts';
import { MANIFEST, PNG } from './gallery.ts';
import { serious, visit, type Visit } from './visit.ts';

const chromium = findChromium();

const AGENDA = [
  '# Tuesday',
  '- one <b>thing</b>',
  '- [x] done',
  '- [ ] open',
  '### Later',
  '1. first',
  '2. second',
  '',
  '*soon* and _maybe_ and ~~never~~ and **sure**, snake_case_name',
  '---',
  '| Group | Waiting |',
  '|-------|---------|',
  '| Runtime | 3 |',
].join('\n');

describe.skipIf(chromium === undefined)('what the page shows beside messages', () => {
  let here: Visit;
  let web: WebClient;
  const slack = () => here.served.town.world.slack;
  const channel = () => slack().channel('sig-docs').id;
  const heard = (type: string) =>
    here.served.town.world.until(() =>
      slack()
        .deliveries()
        .map(({ payload }) => objectAt(payload, 'event'))
        .findLast((event) => event['type'] === type),
    );

  beforeAll(async () => {
    here = await visit(chromium ?? '', MANIFEST);
    // The tests answer in the bot's place.
    await here.served.town.bot.kill();
    web = new WebClient(slack().botToken.value, { slackApiUrl: slack().apiUrl });
    await here.page.locator('#sidebar').getByText('sig-docs').click();
    await here.page.getByRole('heading', { name: '# sig-docs' }).waitFor();
  }, 60_000);
  afterAll(() => here?.end());

  test('a mention typed in a channel and in a thread reaches the bot; names are offered while one types', async () => {
    const { page } = here;
    await page.locator('#write').click();
    await page.keyboard.type('well @sig');
    await page.getByRole('option', { name: '@sigbot' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator('#write').inputValue()).toBe('well @sigbot ');
    await page.keyboard.type('what waits for @leads?');
    await page.keyboard.press('Enter');
    const message = here.message('what waits');
    await message.waitFor();
    expect(await message.locator('.mention').allTextContents()).toEqual(['@sigbot', '@leads']);
    expect(await message.locator('.mention').last().getAttribute('title')).toContain('Dana Whitfield');
    expect(await heard('app_mention')).toMatchObject({ channel: channel(), user: 'U0DANA0001' });
    const { ts } = await heard('app_mention');
    await message.hover();
    await message.getByRole('button', { name: 'Reply in thread' }).click();
    await page.keyboard.type('@sigbot again');
    await page.keyboard.press('Enter');
    await page.locator('.thread .message', { hasText: 'again' }).waitFor();
    expect(await heard('app_mention')).toMatchObject({ thread_ts: ts });
  });

  test('pictures are shown from the page’s own address, other files are there to be saved', async () => {
    const { page, served } = here;
    const { files } = await web.filesUploadV2({
      channel_id: channel(),
      initial_comment: 'The chart and the agenda',
      file_uploads: [
        { file: PNG, filename: 'chart.png', title: 'Chart', alt_text: 'issues by week' },
        { file: Buffer.from('<script>alert(1)</script>'), filename: 'agenda "1".html', title: 'Agenda' },
      ],
    });
    const message = here.message('The chart and the agenda');
    const image = message.getByRole('img', { name: 'issues by week' });
    await image.waitFor();
    const width = await image.evaluate(async (node) => {
      if (!(node instanceof HTMLImageElement)) return 0;
      await node.decode();
      return node.naturalWidth;
    });
    expect(width).toBe(8);
    const id = (files as { files?: { id?: string }[] }[])[0]?.files?.[0]?.id ?? '';
    await web.chat.postMessage({
      channel: channel(),
      text: 'In a block',
      blocks: [{ type: 'image', slack_file: { id }, alt_text: 'the chart again' }],
    });
    const again = page.getByRole('img', { name: 'the chart again' });
    expect(await again.getAttribute('src')).toBe(`/files/${id}`);
    const href = await message.getByRole('link', { name: 'Agenda' }).getAttribute('href');
    const { headers } = await fetch(new URL(href ?? '', served.url));
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''agenda%20%221%22.html",
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    await web.files.delete({ file: id });
    await page.locator('.picture', { hasText: 'the chart again' }).waitFor();
    await image.waitFor({ state: 'detached' });
    expect((await fetch(new URL(`/files/${id}`, served.url))).status).toBe(404);
  });

  test('a picture that the bot serves is shown from the page’s own address, one from elsewhere is described', async () => {
    const { page, served } = here;
    const { port } = new URL(served.town.bot.url);
    const bot = createServer((req, res) => {
      const isThere = req.url === '/pictures/health/boats.png';
      res.writeHead(isThere ? 200 : 404).end(isThere ? PNG : '<script>alert(1)</script>');
    }).listen(Number(port), '127.0.0.1');
    await once(bot, 'listening');
    const address = `http://127.0.0.1:${port}/pictures/health`;
    await web.chat.postMessage({
      channel: channel(),
      text: 'How SIG Boats fares',
      blocks: [
        { type: 'image', image_url: `${address}/boats.png`, alt_text: 'SIG Boats in a picture' },
        { type: 'image', image_url: 'https://example.org/a.png', alt_text: 'a picture from elsewhere' },
      ],
    });
    const image = page.getByRole('img', { name: 'SIG Boats in a picture' });
    expect(await image.getAttribute('src')).toBe('/bot/pictures/health/boats.png');
    const width = await image.evaluate(async (node) => {
      if (!(node instanceof HTMLImageElement)) return 0;
      await node.decode();
      return node.naturalWidth;
    });
    expect(width).toBe(8);
    expect(await page.getByRole('img', { name: 'a picture from elsewhere' }).getAttribute('src')).toBe(null);
    for (const path of ['/bot/pictures/none.png', '/bot/metrics'])
      expect((await fetch(new URL(path, served.url))).status).toBe(404);
    bot.closeAllConnections();
    bot.close();
  });

  test('a canvas is a tab of its channel and changes while it is read', async () => {
    const { page } = here;
    const content = (markdown: string) => ({ type: 'markdown' as const, markdown });
    const { canvas_id = '' } = await web.conversations.canvases.create({
      channel_id: channel(),
      title: 'Agenda',
      document_content: content(AGENDA),
    });
    await page.locator('#channel').getByRole('button', { name: 'Agenda' }).press('Enter');
    const canvas = page.locator('.canvas');
    const texts = (what: string) => canvas.locator(what).allTextContents();
    expect(await texts('h3, h5')).toEqual(['Tuesday', 'Later']);
    expect(await texts('ul > li')).toEqual(['one <b>thing</b>', '☑ done', '☐ open']);
    expect(await texts('ol > li')).toEqual(['first', 'second']);
    expect(await texts('em, s, strong')).toEqual(['soon', 'maybe', 'never', 'sure']);
    expect(await texts('th')).toEqual(['Group', 'Waiting']);
    expect(await texts('td')).toEqual(['Runtime', '3']);
    expect(await canvas.locator('hr').count()).toBe(1);
    expect(await page.locator('#write').count()).toBe(0);
    await web.canvases.edit({
      canvas_id,
      changes: [{ operation: 'insert_at_end', document_content: content('- two') }],
    });
    await canvas.getByText('two').waitFor();
    await page.locator('#channel').getByRole('button', { name: 'Messages' }).press('Enter');
    await page.locator('#write').waitFor();
  });

  test('what the app writes to somebody waits in the sidebar for them alone, and can be answered', async () => {
    const { page } = here;
    const app = page.locator('#sidebar').getByRole('button', { name: 'sigbot' });
    await web.chat.postMessage({ channel: 'U0DANA0001', text: 'Your agenda is *due*' });
    await app.and(page.getByRole('button', { name: 'unread' })).click();
    expect(await app.count()).toBe(1);
    await here.message('Your agenda is due').waitFor();
    await page.getByLabel('Message sigbot').fill('I know');
    await page.keyboard.press('Enter');
    await here.message('I know').waitFor();
    await page.locator('#channel').getByRole('button', { name: 'Home' }).click();
    await page.getByText('The bot has nothing to show here yet.').waitFor();
    await page.locator('#channel').getByRole('button', { name: 'Messages' }).click();
    await here.message('I know').waitFor();
    await here.actAs('Mira Osei, chair of Network');
    await here.message('I know').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Messages', exact: true }).waitFor({ state: 'detached' });
    await here.actAs('Dana Whitfield, chair of Runtime');
    await page.locator('#sidebar').getByText('sig-docs').click();
  });

  test('Slack’s own limits can be switched on', async () => {
    const { page } = here;
    await page.getByRole('tab', { name: 'Behind the curtain' }).click();
    await page.getByLabel('Its own limits').check();
    const limited = new WebClient(slack().botToken.value, {
      slackApiUrl: slack().apiUrl,
      rejectRateLimitedCalls: true,
    });
    await limited.chat.postMessage({ channel: channel(), text: 'one' });
    await expect(limited.chat.postMessage({ channel: channel(), text: 'two' })).rejects.toMatchObject({
      retryAfter: 1,
    });
    await page.getByLabel('Its own limits').uncheck();
    await limited.chat.postMessage({ channel: channel(), text: 'two' });
    await page.getByRole('tab', { name: 'GitHub' }).click();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing serious in the %s theme, and it fits',
    async (colorScheme) => {
      const { page } = here;
      await page.emulateMedia({ colorScheme });
      expect(await serious(page, '', colorScheme)).toEqual([]);
      await page.setViewportSize({ width: 380, height: 740 });
      await page.locator('#panes').getByRole('button', { name: 'Slack' }).click();
      const width = await page.evaluate(`document.querySelector('#messages').scrollWidth`);
      const head = await page.evaluate(`document.querySelector('#channel').scrollWidth`);
      await page.setViewportSize({ width: 1360, height: 820 });
      expect([width, head]).toEqual([380, 380]);
      expect(here.complaints).toEqual([]);
    },
  );
});
