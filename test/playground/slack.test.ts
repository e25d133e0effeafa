import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '@slack/bolt';
import { createWorld, type World } from '../../playground/world.ts';
import { clientOf, errorOf } from './slack-client.ts';
import { startTinyBot, type TinyBot } from './tiny-bot.ts';

let world: World;
let bot: TinyBot | undefined;

beforeEach(async () => {
  world = await createWorld({
    channels: [{ name: 'sig-node', id: 'C0NODE0001' }, { name: 'sig-storage' }],
    people: [
      { name: 'dana', id: 'U0DANA0001', github: 'dana-gh' },
      { name: 'tomas', guest: true },
    ],
    repos: [],
  });
});

afterEach(async () => {
  await bot?.close();
  bot = undefined;
  await world.close();
});

const client = () => clientOf(world);

const CHANNEL = 'C0NODE0001';
const card = {
  channel: CHANNEL,
  text: 'a card',
  metadata: { event_type: 'sigbot', event_payload: { key: 'card:1#2' } },
};

describe.each(['http', 'socket'] as const)('over %s', (transport) => {
  async function start(plug: (app: App) => void, how = {}): Promise<void> {
    bot = await startTinyBot(world, transport, plug, how);
  }

  test('a command carries what Slack sends, and its answers are seen by the person alone', async () => {
    const seen: Record<string, unknown>[] = [];
    await start((app) =>
      app.command('/sig', async ({ ack, command, respond }) => {
        seen.push({ ...command });
        await ack({ text: 'looking…' });
        await respond({ text: 'found', response_type: 'ephemeral' });
      }),
    );
    const said = await world.slack.as('dana').command('/sig triage @tomas <b> #sig-storage', 'sig-node');
    await world.until(() => said.responses.length === 2);
    expect(said.ack).toMatchObject({ status: 200, body: { text: 'looking…' } });
    expect(said.ack.ms).toBeLessThan(3000);
    expect(said.responses.map(({ text, via }) => [text, via])).toEqual([
      ['looking…', 'ack'],
      ['found', 'response_url'],
    ]);
    expect(world.slack.as('tomas').ephemeral('sig-node')).toEqual([]);
    expect(seen[0]).toMatchObject({
      command: '/sig',
      text: `triage <@${world.slack.as('tomas').id}|tomas> &lt;b&gt; <#${world.slack.channel('sig-storage').id}|sig-storage>`,
      user_id: 'U0DANA0001',
      channel_id: CHANNEL,
      channel_name: 'sig-node',
      team_id: world.slack.bot.team,
      api_app_id: world.slack.bot.app,
      is_enterprise_install: 'false',
    });
  });

  test('a bot that does not answer in time is reported as Slack does', async () => {
    await start((app) => app.command('/sig', async () => undefined), { within: 50 });
    const said = await world.slack.as('dana').command('/sig triage', 'sig-node');
    expect(said.ack).toMatchObject({ status: 0 });
    expect(said.responses[0]?.text).toContain('operation_timeout');
  });

  test('a button opens a modal; its submission is refused, then taken, then it is closed', async () => {
    await start((app) => {
      app.action('open', async ({ ack, body, client: web }) => {
        await ack();
        if (body.type !== 'block_actions') return;
        await web.views.open({
          trigger_id: body.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'ask',
            title: { type: 'plain_text', text: 'Ask' },
            submit: { type: 'plain_text', text: 'Send' },
            blocks: [
              {
                type: 'input',
                block_id: 'what',
                label: { type: 'plain_text', text: 'What' },
                element: { type: 'plain_text_input', action_id: 'question' },
              },
              {
                type: 'input',
                block_id: 'kind',
                optional: true,
                label: { type: 'plain_text', text: 'Kind' },
                element: {
                  type: 'static_select',
                  action_id: 'kind',
                  options: [{ text: { type: 'plain_text', text: 'Bug' }, value: 'bug' }],
                },
              },
            ],
          },
        });
      });
      app.view('ask', async ({ ack, view, client: web }) => {
        const question = view.state.values['what']?.['question']?.value ?? '';
        if (question === 'no') return ack({ response_action: 'errors', errors: { what: 'ask better' } });
        await ack();
        await web.chat.postMessage({
          channel: CHANNEL,
          text: `${question} ${view.state.values['kind']?.['kind']?.selected_option?.value}`,
        });
      });
    });
    await client().chat.postMessage({
      channel: CHANNEL,
      text: 'x',
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'open', text: { type: 'plain_text', text: 'Ask…' } }],
        },
      ],
    });
    const dana = world.slack.as('dana');
    const [message] = world.slack.channel('sig-node').messages();
    await dana.press('sig-node', message?.ts ?? '', 'Ask…');
    const modal = await world.until(() => dana.modal());
    expect(world.slack.renderModal(modal)).toBe('== Ask ==\nWhat: [ … ▾ ]\nKind: [ … ▾ ]\n[ Send ]');
    await expect(dana.submit(undefined, {})).rejects.toThrow('required');
    expect((await dana.submit(undefined, { question: 'no' })).errors).toEqual({ what: 'ask better' });
    expect(dana.modal()).toBeDefined();
    expect((await dana.submit(undefined, { question: 'when?', kind: 'Bug' })).errors).toBeUndefined();
    expect(dana.modal()).toBeUndefined();
    await world.until(() => world.slack.channel('sig-node').messages().at(-1)?.text === 'when? bug');
  });

  test('an event is repeated until it is acknowledged, at most three times', async () => {
    let failures = 2;
    const seen: unknown[] = [];
    await start(
      (app) => {
        app.use(async ({ context, next }) => {
          seen.push([context.retryNum, context.retryReason]);
          await next();
        });
      },
      { retryAfter: [1, 1, 1], within: 700 },
    );
    const receive = bot?.app.processEvent.bind(bot.app);
    if (!bot || !receive) throw new Error('no bot');
    bot.app.processEvent = async (event) => {
      if (failures-- > 0) throw new Error('the store is down');
      await receive(event);
    };
    const acks = await world.slack.as('dana').event('app_home_opened', { tab: 'home', channel: 'D1' });
    expect(acks.map(({ status }) => status === 200)).toEqual([false, false, true]);
    expect(seen).toHaveLength(1);
    expect((seen[0] as unknown[])[0]).toBe(2);
  });
});

describe('Socket Mode', () => {
  test('a refresh makes the bot come back, and what is said then arrives', async () => {
    let heard = 0;
    bot = await startTinyBot(world, 'socket', (app) =>
      app.command('/sig', async ({ ack }) => {
        heard += 1;
        await ack();
      }),
    );
    expect(world.slack.socket.connections()).toBe(1);
    const opened = world.slack.calls('apps.connections.open').length;
    world.slack.socket.refresh();
    await world.until(
      () =>
        world.slack.calls('apps.connections.open').length > opened && world.slack.socket.connections() === 1,
      15_000,
    );
    expect((await world.slack.as('dana').command('/sig help', 'sig-node')).ack.status).toBe(200);
    expect(heard).toBe(1);
  }, 15_000);
});

describe('the Web API', () => {
  test('posts, edits and finds a message again by its metadata', async () => {
    const web = client();
    const posted = await web.chat.postMessage(card);
    const edited = { ...card, ts: posted.ts ?? '', text: 'changed', metadata: card.metadata };
    await web.chat.update(edited);
    const history = await web.conversations.history({
      channel: CHANNEL,
      include_all_metadata: true,
      oldest: '0',
      limit: 5,
    });
    expect(history.messages).toMatchObject([{ ts: posted.ts, text: 'changed', metadata: card.metadata }]);
    const plain = await web.conversations.history({ channel: CHANNEL });
    expect(plain.messages?.[0]).not.toHaveProperty('metadata');
    expect(world.slack.channel('sig-node').messages()).toMatchObject([
      { ts: posted.ts, text: 'changed', edited: true },
    ]);
    expect(world.slack.channel('sig-node').render()).toBe('sigbot (edited)\n  changed');
    expect(posted.ts).toMatch(/^\d{10}\.\d{6}$/);
    const after = await web.conversations.history({ channel: CHANNEL, oldest: posted.ts ?? '' });
    expect(after.messages).toEqual([]);
  });

  test('knows who asks, and whom', async () => {
    expect(await client().auth.test()).toMatchObject({ ok: true, user_id: world.slack.bot.user });
    const tomas = await client().users.info({ user: world.slack.as('tomas').id });
    expect(tomas.user).toMatchObject({ id: world.slack.as('tomas').id, name: 'tomas', is_restricted: true });
    const first = await client().conversations.list({ limit: 2, types: 'public_channel' });
    expect(first.channels).toHaveLength(2);
    const rest = await client().conversations.list({ cursor: first.response_metadata?.next_cursor ?? '' });
    const ids = [...(first.channels ?? []), ...(rest.channels ?? [])].map(({ id, name }) => [name, id]);
    expect(ids).toContainEqual(['sig-node', CHANNEL]);
  });

  test.each([
    ['not_in_channel', () => world.slack.removeBot('sig-node'), 'chat.postMessage'],
    ['is_archived', () => world.slack.archive('sig-node'), 'chat.postMessage'],
    ['token_revoked', () => Promise.resolve(world.slack.botToken.revoke()), 'chat.postMessage'],
    ['channel_not_found', () => Promise.resolve(), 'conversations.info'],
    ['unknown_method', () => Promise.resolve(), 'sigs.list'],
  ])('answers %s', async (error, arrange, method) => {
    await arrange();
    const channel = method === 'conversations.info' ? 'C0NOWHERE1' : CHANNEL;
    expect(await errorOf(client().apiCall(method, { channel, text: 'x' }))).toBe(error);
  });

  test('a wrong token is refused, an invited bot is let in again', async () => {
    expect(await errorOf(clientOf(world, { token: 'xoxb-wrong' }).auth.test())).toBe('invalid_auth');
    await world.slack.removeBot('sig-node');
    await world.slack.inviteBot('sig-node');
    expect((await client().chat.postMessage(card)).ok).toBe(true);
  });

  test('a trigger opens one modal, within three seconds', async () => {
    bot = await startTinyBot(world, 'http', (app) => app.command('/sig', ({ ack }) => ack()));
    const view = {
      type: 'modal' as const,
      title: { type: 'plain_text' as const, text: 'T' },
      blocks: [{ type: 'divider' as const }],
    };
    const said = await world.slack.as('dana').command('/sig', 'sig-node');
    expect((await client().views.open({ trigger_id: said.triggerId, view })).ok).toBe(true);
    expect(await errorOf(client().views.open({ trigger_id: said.triggerId, view }))).toBe(
      'exchanged_trigger_id',
    );
    const late = await world.slack.as('dana').command('/sig', 'sig-node');
    world.slack.expireTriggers();
    expect(await errorOf(client().views.open({ trigger_id: late.triggerId, view }))).toBe(
      'expired_trigger_id',
    );
    expect(await errorOf(client().views.open({ trigger_id: '1.2.3', view }))).toBe('invalid_trigger_id');
  });

  test('a response_url replaces and deletes what was pressed, works five times, and not after half an hour', async () => {
    bot = await startTinyBot(world, 'http', (app) => app.command('/sig', ({ ack }) => ack()));
    const dana = world.slack.as('dana');
    const { responseUrl } = await dana.command('/sig', 'sig-node');
    const post = async (body: object): Promise<number> =>
      (
        await fetch(responseUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).status;
    expect(await post({ text: '' })).toBe(400);
    expect(await Promise.all([1, 2, 3, 4].map((n) => post({ text: `${n}` })))).toEqual([200, 200, 200, 200]);
    expect(await post({ text: 'all', response_type: 'in_channel' })).toBe(200);
    expect(await post({ text: '6' })).toBe(404);
    expect(
      world.slack
        .channel('sig-node')
        .messages()
        .map(({ text }) => text),
    ).toEqual(['all']);
    const late = await dana.command('/sig', 'sig-node');
    world.slack.expireResponseUrls();
    expect((await fetch(late.responseUrl, { method: 'POST', body: 'text=x' })).status).toBe(404);
  });

  test('what nobody but one person sees can be replaced and deleted', async () => {
    bot = await startTinyBot(world, 'http', (app) =>
      app.action(/turn|gone/, async ({ ack, respond, action }) => {
        await ack();
        const pressed = 'action_id' in action ? action.action_id : '';
        await respond(
          pressed === 'turn'
            ? { replace_original: true, text: 'page 2', blocks: BUTTONS }
            : { delete_original: true },
        );
      }),
    );
    const dana = world.slack.as('dana');
    await client().chat.postEphemeral({
      channel: CHANNEL,
      user: 'U0DANA0001',
      text: 'page 1',
      blocks: BUTTONS,
    });
    const shown = dana.ephemeral('sig-node')[0];
    await dana.press('sig-node', shown?.ts ?? '', 'turn');
    await world.until(() => dana.ephemeral('sig-node')[0]?.text === 'page 2');
    await dana.press('sig-node', shown?.ts ?? '', 'gone');
    expect(await world.until(() => dana.ephemeral('sig-node').length === 0)).toBe(true);
  });
});

const BUTTONS = [
  {
    type: 'actions' as const,
    elements: ['turn', 'gone'].map((id) => ({
      type: 'button' as const,
      action_id: id,
      text: { type: 'plain_text' as const, text: id },
    })),
  },
];

describe('faults', () => {
  test('a 429 says when to come back, for its channel alone', async () => {
    world.slack.fault({ method: 'chat.postMessage', kind: '429', retryAfter: 7, channel: 'sig-node' });
    const other = { ...card, channel: world.slack.channel('sig-storage').id };
    expect((await client().chat.postMessage(other)).ok).toBe(true);
    await expect(client().chat.postMessage(card)).rejects.toMatchObject({ retryAfter: 7 });
    expect((await client().chat.postMessage(card)).ok).toBe(true);
  });

  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
    ['timeout', 0],
    ['500', 0],
  ] as const)('%s: the client fails, and %i messages are there', async (kind, there) => {
    world.slack.fault({ method: 'chat.postMessage', kind });
    const hasty = clientOf(world, kind === 'timeout' ? { timeout: 50 } : {});
    expect(await errorOf(hasty.chat.postMessage(card))).toBeInstanceOf(Error);
    expect(world.slack.channel('sig-node').messages()).toHaveLength(there);
    expect(world.slack.calls('chat.postMessage')[0]).toMatchObject({ answer: undefined });
  });

  test('any other word is Slack’s own error', async () => {
    world.slack.fault({ method: /^chat\./, kind: 'fatal_error', times: 2 });
    expect(await errorOf(client().chat.postMessage(card))).toBe('fatal_error');
    expect(await errorOf(client().chat.postMessage(card))).toBe('fatal_error');
    expect((await client().chat.postMessage(card)).ok).toBe(true);
  });
});
