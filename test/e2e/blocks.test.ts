import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../playground/browser.ts';
import { request } from '../../playground/http.ts';
import { isObject, objectAt, objectsOf, type Json } from '../../playground/json.ts';
import { HOME, MANIFEST, MESSAGE, modal } from './gallery.ts';
import { serious, visit, type Visit } from './visit.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('blocks in the page', () => {
  let here: Visit;
  let ts: string;

  /** A call as the bot makes it. */
  const call = async (method: string, args: Json): Promise<Json> => {
    const { slack } = here.served.town.world;
    const { body } = await request('POST', `${slack.apiUrl}${method}`, {
      token: slack.botToken.value,
      body: args,
    });
    expect(body).toMatchObject({ ok: true });
    return isObject(body) ? body : {};
  };
  const channel = () => here.served.town.world.slack.channel('sig-docs').id;
  const gallery = () => here.message('Gallery');
  /** The last thing that the page sent to the bot about this element, when there is one. */
  const pressed = (id: string): Promise<Json> =>
    here.served.town.world.until(() => {
      const sent = here.served.town.world.slack.deliveries().map(({ payload }) => payload);
      return sent.findLast(({ actions }) => objectsOf(actions).some((one) => one['action_id'] === id));
    });
  const action = async (id: string): Promise<Json> => objectsOf((await pressed(id))['actions'])[0] ?? {};

  beforeAll(async () => {
    here = await visit(chromium ?? '', MANIFEST);
    // The tests answer in the bot's place.
    await here.served.town.bot.kill();
    await here.page.locator('#sidebar').getByText('sig-docs').click();
    const posted = await call('chat.postMessage', { channel: channel(), text: 'Gallery', blocks: MESSAGE });
    ts = String(posted['ts']);
    await gallery().waitFor();
  }, 60_000);
  afterAll(() => here?.end());

  test('markup is drawn as Slack draws it, and nothing in it becomes markup of the page', async () => {
    const text = gallery().locator('.mrkdwn').first();
    expect(await text.locator('strong').allTextContents()).toEqual(['bold', 'words']);
    expect(await text.locator('em, s').allTextContents()).toEqual(['italic', 'gone']);
    expect(await text.locator('code').textContent()).toBe('code <b>');
    expect(await text.textContent()).toContain('<img src=x onerror=alert(1)> snake_case_word 2*3*4');
    expect(await text.locator('a').allTextContents()).toEqual(['a *starred* link']);
    expect(await text.locator('a').getAttribute('href')).toBe('https://example.org/a?b=1&c=2');
    expect(await text.locator('.mention').allTextContents()).toEqual([
      '@Dana Whitfield',
      '#elsewhere',
      '@here',
    ]);
    expect(await text.locator('pre').textContent()).toBe('pre *as it is*');
    expect(await gallery().locator('img').count()).toBe(0);
  });

  test('a dangerous button asks first', async () => {
    const { page } = here;
    const before = here.served.town.world.slack.deliveries().length;
    await gallery().getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByText('undone').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(here.served.town.world.slack.deliveries().length).toBe(before);
    await gallery().getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Do it' }).click();
    expect(await action('danger')).toMatchObject({ value: 'v', block_id: 'acts' });
  });

  test('menus, pickers and boxes send what Slack sends', async () => {
    const acts = gallery().locator('.block.actions');
    await acts.locator('select').nth(0).selectOption('two');
    expect(objectAt(await action('static'), 'selected_option')['value']).toBe('two');
    await acts.locator('select').nth(1).selectOption('U0MIRA0001');
    expect(await action('user')).toMatchObject({ selected_user: 'U0MIRA0001' });
    await acts.locator('select').nth(2).selectOption(channel());
    expect(await action('channel')).toMatchObject({ selected_channel: channel() });
    await acts.locator('[type=date]').fill('2026-12-01');
    expect(await action('date')).toMatchObject({ selected_date: '2026-12-01' });
    await acts.locator('[type=time]').fill('09:30');
    expect(await action('time')).toMatchObject({ selected_time: '09:30' });
    await acts.locator('[type=radio]').nth(2).check();
    expect(objectAt(await action('radio'), 'selected_option')['value']).toBe('three');
    await acts.locator('fieldset').last().locator('[type=checkbox]').first().check();
    const ticked = objectsOf((await action('checks'))['selected_options']).map(({ value }) => value);
    expect(ticked).toEqual(['one', 'two']);
    await gallery().locator('select.overflow').selectOption('one');
    expect(objectAt(await action('over'), 'selected_option')['value']).toBe('one');
  });

  test('modals are opened, changed, pushed and closed; what was typed stays, and the focus comes back', async () => {
    const { page } = here;
    const dialog = page.getByRole('dialog');
    const field = dialog.getByLabel('Words');
    const isShown = (title: string) => dialog.getByRole('heading', { name: title, exact: true }).waitFor();
    const button = gallery().getByRole('button', { name: 'Look closer' });
    await button.click();
    const { trigger_id } = await pressed('open');
    const opened = await call('views.open', { trigger_id, view: modal('First') });
    await isShown('First');
    await field.fill('typed');
    await call('views.update', { view_id: objectAt(opened, 'view')['id'], view: modal('Changed') });
    await isShown('Changed');
    expect(await field.inputValue()).toBe('typed');
    await dialog.getByRole('button', { name: 'Deeper' }).click();
    const deeper = await pressed('deeper');
    const held = objectAt(objectAt(objectAt(deeper['view'], 'state'), 'values'), 'words');
    expect(objectAt(held, 'words')['value']).toBe('typed');
    await call('views.push', { trigger_id: deeper['trigger_id'], view: modal('Second') });
    await isShown('Second');
    expect(await field.inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await isShown('Changed');
    expect(await field.inputValue()).toBe('typed');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await button.evaluate((node) => node === document.activeElement)).toBe(true);
  });

  test('an archived channel takes nothing more', async () => {
    const { page } = here;
    await page.getByRole('tab', { name: 'Behind the curtain' }).click();
    await page.getByRole('button', { name: 'Archive #sig-docs' }).click();
    await page.getByText('#sig-docs is archived.').waitFor();
    await page.getByRole('button', { name: 'Unarchive #sig-docs' }).click();
    expect(await page.locator('#write').getAttribute('aria-label')).toBe('Message #sig-docs');
    await page.getByRole('tab', { name: 'GitHub' }).click();
  });

  test('threads, reactions, pins and bookmarks', async () => {
    const { page } = here;
    const card = page.locator('.entry', { hasText: 'Gallery' });
    await gallery().hover();
    await gallery().getByRole('button', { name: 'Reply in thread' }).click();
    await page.keyboard.type('looks fine');
    await page.keyboard.press('Enter');
    await card.locator('.thread .message', { hasText: 'looks fine' }).waitFor();
    await call('reactions.add', { channel: channel(), timestamp: ts, name: 'eyes' });
    await gallery().getByRole('button', { name: 'eyes, 1' }).click();
    await gallery().locator('[aria-label="eyes, 2"][aria-pressed="true"]').waitFor();
    await call('pins.add', { channel: channel(), timestamp: ts });
    await gallery().getByText('Pinned').waitFor();
    const bookmark = { title: 'Agenda', type: 'link', link: 'https://example.org/agenda' };
    await call('bookmarks.add', { channel_id: channel(), ...bookmark });
    const shown = page.locator('#channel').getByRole('link', { name: 'Agenda' });
    expect(await shown.getAttribute('href')).toBe('https://example.org/agenda');
  });

  test('shortcuts, on a message in a thread and everywhere', async () => {
    const { page, served } = here;
    const { slack } = served.town.world;
    const answer = page.locator('.thread .message', { hasText: 'looks fine' });
    await answer.hover();
    await answer.getByRole('button', { name: 'Add to agenda' }).click();
    await page.locator('#composer').getByRole('button', { name: 'My issues' }).click();
    const sent = (type: string) =>
      slack.deliveries().find(({ payload }) => payload['type'] === type)?.payload;
    await served.town.world.until(() => sent('shortcut') && sent('message_action'));
    expect(sent('shortcut')).toMatchObject({ callback_id: 'mine' });
    expect(sent('message_action')).toMatchObject({
      callback_id: 'agenda:add',
      message: { text: 'looks fine', thread_ts: ts },
    });
  });

  test('the page holds on a narrow screen and for who cannot see it', async () => {
    const { page } = here;
    expect(await serious(page)).toEqual([]);
    await page.setViewportSize({ width: 380, height: 740 });
    await page.locator('#panes').getByRole('button', { name: 'Slack' }).click();
    const width = await page.evaluate(`document.querySelector('#messages').scrollWidth`);
    await page.setViewportSize({ width: 1360, height: 820 });
    expect(width).toBe(380);
  });

  test('the Home tab is asked for when it is opened, and shown', async () => {
    const { page, served } = here;
    await call('views.publish', { user_id: 'U0DANA0001', view: HOME });
    await page.locator('#sidebar').getByRole('button', { name: 'sigbot', exact: true }).click();
    await page.locator('.home').getByText('Nothing waits for you.').waitFor();
    await page.locator('.home').getByRole('button', { name: 'Look again' }).click();
    await action('home:look');
    const opened = served.town.world.slack
      .deliveries()
      .map(({ payload }) => objectAt(payload, 'event')['type']);
    expect(opened).toContain('app_home_opened');
    expect(here.complaints).toEqual([]);
  });
});
