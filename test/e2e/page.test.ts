import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../playground/browser.ts';
import { serious, visit, type Visit } from './visit.ts';

const chromium = findChromium();
if (chromium === undefined) process.stdout.write('The page is not tested: this machine has no Chromium.\n');

const DANA = 'Dana Whitfield, chair of Runtime';

describe.skipIf(chromium === undefined)('the page', () => {
  let here: Visit;

  beforeAll(async () => {
    here = await visit(chromium ?? '');
    await here.message('Lanterns go out').waitFor();
  }, 60_000);
  afterAll(() => here?.end());

  const labelsOf = (ref: string) => here.served.town.world.github.issue(ref).labels;
  const hasLabel = (ref: string, label: string) =>
    here.served.town.world.until(() => labelsOf(ref).includes(label), 15_000, `${label} on ${ref}`);
  const cards = (title: string) =>
    here.served.town.world.slack
      .channel('sig-docs')
      .messages()
      .filter((message) => JSON.stringify(message.blocks).includes(title)).length;
  const failedPosts = (title: string) =>
    here.served.town.world.slack
      .calls('chat.postMessage')
      .filter(({ args, fault }) => fault !== undefined && JSON.stringify(args).includes(title)).length;
  const tabUntil = async (key: string, wanted: string) => {
    for (let presses = 0; presses < 80; presses++) {
      if (await here.page.evaluate(wanted)) return;
      await here.page.keyboard.press(key);
    }
    throw new Error(`Pressed ${key} 80 times and did not get where ${wanted}.`);
  };

  test('an issue opened on the GitHub side has a card, and is accepted with the mouse', async () => {
    const { page, message } = here;
    await page.getByRole('button', { name: 'New issue' }).click();
    await page.getByLabel('Title').fill('Flame <b>flickers</b> & *fades*');
    const picker = page.getByLabel('Labels', { exact: true });
    for (const label of ['kind/bug', 'sig/docs', 'sig/runtime']) await picker.selectOption(label);
    await page.getByRole('button', { name: 'Remove sig/docs' }).click();
    await page.getByRole('button', { name: 'Submit new issue' }).click();
    const card = message('Flame <b>flickers</b> & *fades*');
    await card.getByRole('button', { name: 'Accept' }).click();
    for (const label of ['kind/bug', 'sig/runtime', 'triage/accepted'])
      await page.locator('.about .label', { hasText: label }).waitFor();
    expect(await page.locator('.about .label', { hasText: 'sig/docs' }).count()).toBe(0);
    await card.getByText('Accepted', { exact: true }).waitFor();
    await card.getByText('(edited)').waitFor();
    expect(await card.getByRole('button', { name: 'Accept' }).count()).toBe(0);
  });

  test('a command is typed and an issue accepted with the keyboard alone', async () => {
    const { page } = here;
    const ref = await here.opened('lantern/lantern', 'Soot on the glass', 'sig/runtime');
    await here.message('Soot on the glass').waitFor();
    await page.locator('body').press('Tab');
    await tabUntil('Tab', `document.activeElement.id === 'write'`);
    await page.keyboard.type('/sig t');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('#write').inputValue()).toBe('/sig triage ');
    await page.keyboard.press('Enter');
    const walker = page.getByRole('dialog');
    await walker.waitFor();
    while (!(await walker.textContent())?.includes('Soot on the glass')) {
      const before = await walker.textContent();
      await tabUntil('Tab', `document.activeElement.textContent === 'Skip'`);
      await page.keyboard.press('Enter');
      await here.served.town.world.until(
        async () => (await walker.textContent()) !== before,
        15_000,
        'the next',
      );
    }
    await tabUntil('Tab', `document.activeElement.textContent === 'Accept'`);
    await page.keyboard.press('Enter');
    await hasLabel(ref, 'triage/accepted');
    await walker.getByText('accepted, for').waitFor();
    await page.keyboard.press('Escape');
    await walker.waitFor({ state: 'detached' });
    await here.message('Soot on the glass').getByText('Accepted', { exact: true }).waitFor();
  });

  test('a form is checked, keeps what was entered, applies it, and gives the focus back', async () => {
    const { page } = here;
    const ref = await here.opened('lantern/lantern', 'Hook bends', 'sig/runtime');
    const more = here.message('Hook bends').getByRole('button', { name: 'More…' });
    await more.click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Priority').selectOption('important-soon');
    await form.getByLabel('Duplicate of').fill('not an issue');
    await form.getByRole('button', { name: 'Apply' }).click();
    await form.locator('[aria-invalid="true"]').waitFor();
    expect(await form.locator('.error:not(:empty)').textContent()).not.toBe('');
    expect(await form.getByLabel('Priority').inputValue()).toBe('important-soon');
    await form.getByLabel('Duplicate of').fill('');
    await form.getByRole('button', { name: 'Apply' }).click();
    await form.waitFor({ state: 'detached' });
    expect(await page.evaluate(`document.activeElement.textContent`)).toBe('More…');
    await hasLabel(ref, 'priority/important-soon');
    await page.keyboard.press('Enter');
    await form.waitFor();
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  test('in a card’s thread “Triage this issue” opens the issue, which is decided there', async () => {
    const { page } = here;
    const ref = await here.opened('lantern/lantern', 'Wick burns low', 'sig/runtime');
    const card = here.message('Wick burns low');
    await card.hover();
    await card.getByRole('button', { name: 'Reply in thread' }).click();
    await page.keyboard.type('should this block the release?');
    await page.keyboard.press('Enter');
    const reply = here.message('should this block the release?');
    await reply.hover();
    await reply.getByRole('button', { name: 'Triage this issue' }).click();
    const issue = page.getByRole('dialog');
    await issue.getByText('Wick burns low').waitFor();
    await issue.getByRole('button', { name: 'Accept' }).click();
    await hasLabel(ref, 'triage/accepted');
    await page.getByRole('dialog').getByText('accept').waitFor();
    await page.keyboard.press('Escape');
    await issue.getByText('Wick burns low').waitFor();
    expect(await issue.getByRole('button', { name: 'Needs info…' }).count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('the Home tab shows the queues of who looks, and opens one', async () => {
    const { page } = here;
    await here.opened('lantern/lantern', 'Glass is cloudy', 'sig/runtime');
    await here.message('Glass is cloudy').waitFor();
    await page.locator('#sidebar').getByRole('button', { name: 'sigbot', exact: true }).click();
    const home = page.locator('.home');
    await home.getByText('the oldest was opened').first().waitFor();
    await home.getByRole('button', { name: 'Triage', exact: true }).first().click();
    const queue = page.getByRole('dialog');
    await queue.getByRole('button', { name: 'Accept' }).waitFor();
    expect(await queue.textContent()).toMatch(/Triage 1 of \d+.*SIG Runtime/s);
    await page.keyboard.press('Escape');
    await page.locator('#sidebar').getByText('sig-runtime').click();
    await here.message('Glass is cloudy').waitFor();
  });

  test('a guest is refused, and only the guest sees it', async () => {
    await here.actAs('Tomas Brandt, guest');
    await here.message('Dim in steps').getByRole('button', { name: 'Accept' }).click();
    const refusal = here.page.locator('.whisper', { hasText: 'Guests of this Slack' });
    await refusal.waitFor();
    const isInSight = await refusal.evaluate(
      (node) => node.getBoundingClientRect().bottom <= innerHeight && node.getBoundingClientRect().top >= 0,
    );
    expect(isInSight).toBe(true);
    expect(labelsOf('lantern/lantern#102')).not.toContain('triage/accepted');
    await here.actAs('Mira Osei, chair of Network');
    await here.page.locator('.whisper').waitFor({ state: 'detached' });
    await here.actAs(DANA);
  });

  test('while Slack has trouble nothing is lost, and nothing is doubled afterwards', async () => {
    const { page } = here;
    await page.getByRole('tab', { name: 'Behind the curtain' }).click();
    const trouble = page.locator('#curtain').getByRole('group', { name: 'Slack has trouble' });
    for (const fault of ['Server errors', 'Rate limited', 'Answers get lost']) {
      const title = `Ink runs during ${fault}`;
      await trouble.getByLabel(fault).check();
      await here.opened('lantern/website', title, 'sig/docs');
      await here.served.town.world.until(() => failedPosts(title) > 0, 15_000, `a failed post of ${title}`);
      await page.locator('.traffic.failed', { hasText: 'chat.postMessage' }).first().waitFor();
      await trouble.getByLabel(fault).uncheck();
      await here.served.town.world.until(() => cards(title) > 0, 15_000, `a card of ${title}`);
      expect(cards(title)).toBe(1);
    }
  }, 40_000);

  test('while GitHub has trouble a decision waits, and is carried out once', async () => {
    const { page } = here;
    const trouble = page.locator('#curtain').getByRole('group', { name: 'GitHub has trouble' });
    await trouble.getByLabel('Connections drop').check();
    const ref = 'lantern/lantern#102';
    await here.message('Dim in steps').getByRole('button', { name: 'Accept' }).click();
    await page.locator('.traffic.failed', { hasText: `POST /repos/lantern/lantern/issues/102` }).waitFor();
    await trouble.getByLabel('Connections drop').uncheck();
    await hasLabel(ref, 'triage/accepted');
    const { comments } = here.served.town.world.github.issue(ref);
    expect(comments.filter(({ body }) => body.includes('/triage accepted')).length).toBe(1);
  }, 40_000);

  test('the bot is killed and restarted in the middle; what happened meanwhile comes in', async () => {
    const { page } = here;
    await page.getByRole('button', { name: 'Kill' }).click();
    await page.locator('.process', { hasText: 'The bot is dead' }).waitFor();
    await here.opened('lantern/website', 'Page torn', 'sig/docs');
    await here.message('Dim in steps').getByRole('button', { name: 'Assign to me' }).click();
    await page.getByText('sigbot did not answer').waitFor();
    await page.locator('#write').fill('/sig triage');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Slackbot' }).getByText('operation_timeout').waitFor();
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByText('The bot runs').waitFor();
    await here.served.town.world.until(() => cards('Page torn') > 0, 15_000, 'a card of what was missed');
    expect(cards('Page torn')).toBe(1);
    await page.locator('#sidebar').getByText('sig-docs').click();
    await here.message('Page torn').waitFor();
  }, 40_000);

  describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
    test('axe finds nothing serious', async () => {
      const { page } = here;
      await page.emulateMedia({ colorScheme: theme });
      await page.getByRole('tab', { name: 'Behind the curtain' }).click();
      const found = await serious(page, 'curtain', theme);
      await page.getByRole('tab', { name: 'GitHub' }).click();
      await page.locator('#sidebar').getByText('sig-runtime').click();
      await here.message('Dim in steps').getByRole('link', { name: 'Dim in steps' }).click();
      await page.getByRole('heading', { name: 'Dim in steps' }).waitFor();
      found.push(...(await serious(page, 'issue', theme)));
      await page.getByRole('button', { name: 'All issues' }).click();
      found.push(...(await serious(page, 'list', theme)));
      await here.message('Dim in steps').getByRole('button', { name: 'More…' }).click();
      await page.getByRole('dialog').waitFor();
      found.push(...(await serious(page, 'modal', theme)));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(found).toEqual([]);
    });
  });

  test('a narrow screen shows each pane without scrolling sideways', async () => {
    const { page } = here;
    await page.setViewportSize({ width: 380, height: 740 });
    for (const pane of ['GitHub', 'Behind the curtain', 'Slack']) {
      await page.locator('#panes').getByRole('button', { name: pane }).click();
      const wide = await page.evaluate(
        `[document.documentElement, ...document.querySelectorAll('#messages, #github, #curtain')]
          .filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.id || node.tagName)`,
      );
      expect({ pane, wide }).toEqual({ pane, wide: [] });
    }
    await page.setViewportSize({ width: 1360, height: 820 });
  });

  test('the page complained of nothing', () => {
    expect(here.complaints).toEqual([]);
  });
});
