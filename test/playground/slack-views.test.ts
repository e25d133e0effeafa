import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { objectAt, textOf, type Json } from '../../playground/json.ts';
import { createWorld, type World } from '../../playground/world.ts';
import { clientOf, errorOf } from './slack-client.ts';
import { startTinyBot, type TinyBot } from './tiny-bot.ts';

let world: World;
let bot: TinyBot;
/** What the bot answers to a submission. */
let answer: (view: ViewSubmitAction['view']) => object | undefined;

const DANA = 'U0DANA0001';
const web = () => clientOf(world);
const dana = () => world.slack.as('dana');
const sent = (type: string): Json[] =>
  world.slack
    .deliveries()
    .map(({ payload }) => payload)
    .filter((payload) => payload['type'] === type);

beforeEach(async () => {
  world = await createWorld({
    channels: [{ name: 'sig-node' }],
    people: [{ name: 'dana', id: DANA }],
    repos: [],
  });
  answer = () => undefined;
  bot = await startTinyBot(world, 'http', (app) => {
    app.command('/sig', ({ ack }) => ack());
    app.action(/./, ({ ack }) => ack());
    app.view({ type: 'view_closed', callback_id: /./ }, ({ ack }) => ack());
    app.view(/./, ({ ack, view }) => ack(answer(view) as never));
  });
});

afterEach(async () => {
  await bot.close();
  await world.close();
});

function modal(title: string, more: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: title,
    title: { type: 'plain_text', text: title },
    submit: { type: 'plain_text', text: 'Save' },
    blocks: [
      {
        type: 'input',
        block_id: 'words',
        optional: true,
        label: { type: 'plain_text', text: 'Words' },
        element: { type: 'plain_text_input', action_id: 'words' },
      },
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'deeper', text: { type: 'plain_text', text: 'Deeper' } },
          { type: 'datepicker', action_id: 'day' },
        ],
      },
    ],
    ...more,
  };
}

async function open(view: ModalView): Promise<{ id: string; hash: string }> {
  const { triggerId } = await dana().command('/sig', 'sig-node');
  const opened = await web().views.open({ trigger_id: triggerId, view });
  return { id: opened.view?.id ?? '', hash: opened.view?.hash ?? '' };
}

async function pushOn(view: ModalView): Promise<unknown> {
  await dana().pressInModal('Deeper');
  const trigger_id = textOf(sent('block_actions').at(-1)?.['trigger_id']);
  return web().views.push({ trigger_id, view });
}

const titleOnTop = (): unknown => objectAt(dana().modal(), 'title')['text'];

test('a view is changed only while its hash is the one that was seen', async () => {
  const { id, hash } = await open(modal('One'));
  await web().views.update({ view_id: id, hash, view: modal('Two') });
  expect(await errorOf(web().views.update({ view_id: id, hash, view: modal('Three') }))).toBe(
    'hash_conflict',
  );
  expect(titleOnTop()).toBe('Two');
  const home = { type: 'home' as const, blocks: [{ type: 'divider' as const }] };
  const published = await web().views.publish({ user_id: DANA, view: home });
  await web().views.publish({ user_id: DANA, view: home, hash: published.view?.hash ?? '' });
  const late = web().views.publish({ user_id: DANA, view: home, hash: published.view?.hash ?? '' });
  expect(await errorOf(late)).toBe('hash_conflict');
});

test('three modals lie on one another and no more', async () => {
  await open(modal('One'));
  await pushOn(modal('Two'));
  await pushOn(modal('Three'));
  expect(await errorOf(pushOn(modal('Four')))).toBe('push_limit_reached');
  expect(titleOnTop()).toBe('Three');
  await dana().dismiss();
  expect(titleOnTop()).toBe('Two');
});

test('a bot that asked hears which were closed, and whether all were', async () => {
  await open(modal('One', { notify_on_close: true }));
  await pushOn(modal('Two'));
  await pushOn(modal('Three', { notify_on_close: true }));
  await dana().dismiss();
  await dana().dismiss(true);
  expect(dana().modal()).toBeUndefined();
  const closed = sent('view_closed').map(({ view, is_cleared }) => [
    objectAt(view, 'title')['text'],
    is_cleared,
  ]);
  expect(closed).toEqual([
    ['Three', false],
    ['One', true],
  ]);
});

test('a press in a form says what the form holds so far', async () => {
  await open(modal('One'));
  await dana().pressInModal('day', '2026-12-01', undefined, { words: 'half a sen' });
  const state = objectAt(sent('block_actions').at(-1)?.['view'], 'state');
  expect(objectAt(objectAt(state, 'values'), 'words')).toEqual({
    words: { type: 'plain_text_input', value: 'half a sen' },
  });
  expect(Object.values(objectAt(state, 'values'))[1]).toEqual({
    day: { type: 'datepicker', selected_date: '2026-12-01' },
  });
});

test('a submission is answered with an update, a push, an error, and the end of all', async () => {
  await open(modal('One', { notify_on_close: true }));
  answer = () => ({ response_action: 'update', view: modal('Changed') });
  await dana().submit(undefined, {});
  expect(titleOnTop()).toBe('Changed');
  answer = () => ({ response_action: 'push', view: modal('On top') });
  await dana().submit(undefined, {});
  expect(titleOnTop()).toBe('On top');
  answer = () => ({ response_action: 'errors', errors: { words: 'none there' } });
  expect((await dana().submit(undefined, {})).errors).toEqual({ words: 'none there' });
  answer = () => ({ response_action: 'clear' });
  await dana().submit(undefined, { words: 'fine' });
  expect(dana().modal()).toBeUndefined();
});

test.each([
  [
    'a view that Slack refuses',
    { response_action: 'update', view: modal('x'.repeat(25)) },
    'invalid_arguments',
  ],
  ['an error beside nothing', { response_action: 'errors', errors: { elsewhere: 'no' } }, '"elsewhere"'],
])('%s in the answer to a submission is found out', async (_what, said, message) => {
  await open(modal('One'));
  answer = () => said;
  await expect(dana().submit(undefined, {})).rejects.toThrow(message);
});
