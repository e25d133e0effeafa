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
      { name: 'dana', id: 'U0DANA0001' },
      { name: 'tomas', id: 'U0TOMAS001', guest: true },
      { name: 'solo', id: 'U0SOLO0001', guest: 'single-channel' },
      { name: 'noor', id: 'U0NOOR0001', team: 'T0HARBOUR1' },
    ],
    repos: [],
  });
});

afterEach(async () => {
  await bot?.close();
  bot = undefined;
  await world.close();
});

const acknowledge = (app: App): void => app.shortcut(/.*/, ({ ack }) => ack());

describe.each(['http', 'socket'] as const)('mentioned over %s', (transport) => {
  const heard: Record<string, unknown>[] = [];
  const listen = (app: App): void =>
    app.event('app_mention', async ({ event, body }) => {
      heard.push({ ...event, envelope: { id: body.event_id, team: body.team_id } });
      await Promise.resolve();
    });
  beforeEach(() => void heard.splice(0));
  const typed = (text: string): string => world.slack.typed(text);

  test('in a channel and in a thread, the bot is told who said what where', async () => {
    bot = await startTinyBot(world, transport, listen);
    const dana = world.slack.as('dana');
    const root = await dana.say(typed('@sigbot, what waits? cc @tomas'), 'sig-node');
    await dana.say(typed('and now @sigbot'), 'sig-node', root.ts);
    await world.until(() => heard.length === 2);
    expect(heard).toMatchObject([
      {
        type: 'app_mention',
        user: 'U0DANA0001',
        text: `<@${world.slack.bot.user}>, what waits? cc <@U0TOMAS001>`,
        ts: root.ts,
        event_ts: root.ts,
        channel: 'C0NODE0001',
        envelope: { id: expect.stringMatching(/^Ev[0-9A-F]{12}$/) as unknown, team: world.slack.bot.team },
      },
      { text: `and now <@${world.slack.bot.user}>`, thread_ts: root.ts },
    ]);
    expect(heard[0]).not.toHaveProperty('thread_ts');
  });

  test('a mention is repeated until it is acknowledged', async () => {
    bot = await startTinyBot(world, transport, listen, { retryAfter: [1, 1, 1], within: 700 });
    const receive = bot.app.processEvent.bind(bot.app);
    let failures = 1;
    bot.app.processEvent = async (event) => {
      if (failures-- > 0) throw new Error('the store is down');
      await receive(event);
    };
    await world.slack.as('dana').say(typed('@sigbot?'), 'sig-node');
    await world.until(() => heard.length === 1);
    const ids = world.slack.deliveries().map(({ payload }) => payload['event_id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('nobody tells a bot that is not there, or of words that only look like its name', async () => {
    bot = await startTinyBot(world, transport, listen);
    await world.slack.as('dana').say(typed('mail me@sigbot.example and @sigbottle'), 'sig-node');
    await world.slack.removeBot('sig-storage');
    await world.slack.as('dana').say(typed('@sigbot'), 'sig-storage');
    const events = world.slack.deliveries().map(({ payload }) => payload['event']);
    expect(events).toMatchObject([{ type: 'member_left_channel' }]);
  });

  test('the Home tab, opened again, comes with what it shows, in the conversation with that person', async () => {
    bot = await startTinyBot(world, transport, () => {});
    const dana = world.slack.as('dana');
    await dana.openHome();
    const view = { type: 'home' as const, blocks: [{ type: 'divider' as const }] };
    await clientOf(world).views.publish({ user_id: dana.id, view });
    await dana.openHome();
    const [first, second] = world.slack.deliveries().map(({ payload }) => payload['event']);
    expect(first).toMatchObject({ type: 'app_home_opened', user: dana.id, tab: 'home' });
    expect(first).not.toHaveProperty('view');
    expect(second).toMatchObject({ view: { type: 'home', blocks: [{ type: 'divider' }] } });
    const { channel } = await clientOf(world).conversations.open({ users: dana.id });
    expect(second).toMatchObject({ channel: channel?.id });
  });
});

test('a command’s words carry names, a message’s do not; broadcasts are for messages alone', async () => {
  expect(world.slack.typed('@here see #sig-node. <b>')).toBe('<!here> see <#C0NODE0001>. &lt;b&gt;');
  const seen: string[] = [];
  bot = await startTinyBot(world, 'http', (app) =>
    app.command('/sig', async ({ ack, command }) => {
      seen.push(command.text);
      await ack();
    }),
  );
  await world.slack.as('dana').command('/sig ask @here @dana #sig-node', 'sig-node');
  expect(seen).toEqual(['ask @here <@U0DANA0001|dana> <#C0NODE0001|sig-node>']);
});

test('a shortcut is told with its message, in a channel and in a thread, or with none', async () => {
  bot = await startTinyBot(world, 'http', acknowledge);
  const dana = world.slack.as('dana');
  const root = await dana.say('discuss', 'sig-node');
  const answer = await dana.say('later', 'sig-node', root.ts);
  await dana.shortcut('agenda:add', root);
  await dana.shortcut('agenda:add', answer);
  await dana.shortcut('mine');
  const [onRoot, onAnswer, anywhere] = world.slack.deliveries().map(({ payload }) => payload);
  expect(onRoot).toMatchObject({
    type: 'message_action',
    callback_id: 'agenda:add',
    trigger_id: expect.any(String) as unknown,
    response_url: expect.stringContaining('/response/') as unknown,
    channel: { id: 'C0NODE0001', name: 'sig-node' },
    message_ts: root.ts,
    message: { type: 'message', user: 'U0DANA0001', text: 'discuss', ts: root.ts },
  });
  expect(onAnswer).toMatchObject({ message: { ts: answer.ts, thread_ts: root.ts } });
  expect(anywhere).toMatchObject({ type: 'shortcut', callback_id: 'mine', user: { id: 'U0DANA0001' } });
  expect(anywhere).not.toHaveProperty('channel');
});

describe('people', () => {
  test.each([
    ['dana', { is_restricted: false, is_ultra_restricted: false, is_stranger: false }],
    ['tomas', { is_restricted: true, is_ultra_restricted: false }],
    ['solo', { is_restricted: true, is_ultra_restricted: true }],
    ['noor', { is_restricted: false, team_id: 'T0HARBOUR1' }],
  ])('%s', async (name, wanted) => {
    const { id } = world.slack.as(name);
    const { user } = await clientOf(world).users.info({ user: id });
    expect(user).toMatchObject({ id, name, ...wanted });
    const { members } = await clientOf(world).users.list({});
    expect(members?.find((member) => member.id === id)).toMatchObject(wanted);
    const { profile } = await clientOf(world).users.profile.get({ user: id });
    expect(profile).toMatchObject({ real_name: name });
  });

  test('what somebody from another organisation does names their own workspace', async () => {
    bot = await startTinyBot(world, 'http', acknowledge);
    await world.slack.as('noor').shortcut('mine');
    expect(world.slack.deliveries()[0]?.payload).toMatchObject({
      team: { id: world.slack.bot.team },
      user: { id: 'U0NOOR0001', team_id: 'T0HARBOUR1' },
    });
  });

  test('who is in a channel', async () => {
    const { members } = await clientOf(world).conversations.members({ channel: 'C0NODE0001' });
    expect(members).toEqual(expect.arrayContaining(['U0DANA0001', world.slack.bot.user]));
  });
});

describe('direct messages', () => {
  test('a conversation is opened once, and a post to a person is in it', async () => {
    const web = clientOf(world);
    const opened = await web.conversations.open({ users: 'U0DANA0001' });
    const again = await web.conversations.open({ users: 'U0DANA0001' });
    expect(again.channel?.id).toBe(opened.channel?.id);
    const posted = await web.chat.postMessage({ channel: 'U0DANA0001', text: 'for you' });
    expect(posted.channel).toBe(opened.channel?.id);
    await world.slack.as('dana').say('thanks', posted.channel ?? '');
    expect(world.slack.directs()).toMatchObject([{ id: posted.channel, partner: 'U0DANA0001' }]);
    expect(world.slack.channel(posted.channel ?? '').render()).toBe('sigbot\n  for you\n\ndana\n  thanks');
    const { messages } = await web.conversations.history({ channel: posted.channel ?? '' });
    expect(messages?.map(({ text }) => text)).toEqual(['thanks', 'for you']);
  });

  test('nobody is there', async () => {
    expect(await errorOf(clientOf(world).conversations.open({ users: 'U0NOBODY01' }))).toBe('user_not_found');
  });
});
