import { describe, expect, test } from 'vitest';
import { identify } from '../../../src/adapters/slack/inbound.ts';

const ME = 'U0SIGBOT001';
const event = (said: Record<string, unknown>) => ({
  type: 'event_callback',
  event_id: 'Ev1',
  event: said,
  authorizations: [{ user_id: ME }],
});
const mentioned = (text: string, more: Record<string, unknown> = {}) =>
  identify(event({ type: 'app_mention', user: 'U1', text, channel: 'C1', ts: '1.1', ...more }));

describe('a mention is a command', () => {
  test.each([
    [`<@${ME}> triage 123`, 'triage 123'],
    [`<@${ME}|sigbot> triage 123 accept <@U2>`, 'triage 123 accept <@U2>'],
    [`<@U9> please look, <@${ME}> why 7`, 'why 7'],
    [`<@${ME}>`, ''],
    [`<@${ME}> needs-info "a &lt; b &amp;&amp; c"`, 'needs-info "a < b && c"'],
    ['sigbot was here', ''],
  ])('%s → %s', (text, command) => {
    expect(mentioned(text)?.inbound).toMatchObject({
      kind: 'command',
      text: command,
      user: 'U1',
      channel: 'C1',
    });
  });

  test('knows its thread, and opens no modal', () => {
    const inbound = mentioned(`<@${ME}> help`, { thread_ts: '0.9' })?.inbound;
    expect(inbound).toMatchObject({ thread: '0.9' });
    expect(inbound).not.toHaveProperty('trigger');
  });

  test('but not where a bot writes it: two bots would talk for ever', () => {
    expect(mentioned(`<@${ME}> help`, { bot_id: 'B1' })?.inbound).toMatchObject({ kind: 'event' });
  });
});

describe('Home', () => {
  test.each([
    ['home', 'home'],
    ['messages', 'event'],
  ])('the tab %s is %s', (tab, kind) => {
    const opened = identify(event({ type: 'app_home_opened', user: 'U1', tab }));
    expect(opened?.inbound.kind).toBe(kind);
  });
});

describe('a message’s shortcut', () => {
  const body = {
    type: 'message_action',
    callback_id: 'cards:triage',
    trigger_id: '1.2',
    user: { id: 'U1' },
    channel: { id: 'C1' },
    message: {
      ts: '5.5',
      thread_ts: '5.1',
      text: 'see <https://github.com/k/k/issues/7|this> &amp; that',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<https://github.com/k/k/pull/8|that>' } }],
    },
  };

  test('brings the message with every address in it', () => {
    expect(identify(body)?.inbound).toMatchObject({
      kind: 'shortcut',
      callback: 'cards:triage',
      thread: '5.1',
      message: {
        channel: 'C1',
        ts: '5.5',
        thread: '5.1',
        links: ['https://github.com/k/k/issues/7', 'https://github.com/k/k/pull/8'],
      },
    });
  });

  test('brings what an app says in attachments, not what Slack shows of a link', () => {
    const attachments = [
      {
        pretext: 'Firing',
        title: 'Disk full',
        title_link: 'https://github.com/k/k/issues/9',
        text: 'on <node-1>',
      },
      { fallback: 'Only this' },
      { fallback: '[no preview available]', blocks: [{ url: 'https://github.com/k/k/issues/10' }] },
      { from_url: 'https://example.org', title: 'Example', text: 'A domain' },
    ];
    const inbound = identify({ ...body, message: { ts: '5.5', text: 'Alert', attachments } })?.inbound;
    expect(inbound).toMatchObject({
      message: {
        text: 'Alert\n\nFiring\nDisk full\non <node-1>\n\nOnly this',
        links: ['https://github.com/k/k/issues/9', 'https://github.com/k/k/issues/10'],
      },
    });
  });

  test('with attachments of an unknown shape brings its text', () => {
    const inbound = identify({
      ...body,
      message: { ts: '5.5', text: 'Alert', attachments: [null] },
    })?.inbound;
    expect(inbound).toMatchObject({ message: { text: 'Alert' } });
  });

  test('a global one has no message', () => {
    const { message: _message, channel: _channel, ...global } = body;
    const inbound = identify({ ...global, type: 'shortcut' })?.inbound;
    expect(inbound).toMatchObject({ kind: 'shortcut', channel: undefined });
    expect(inbound).not.toHaveProperty('message');
  });
});

describe('what was chosen in a form', () => {
  test.each([
    [{ value: 'typed' }, 'typed'],
    [{ selected_option: { value: 'one' } }, 'one'],
    [{ selected_options: [{ value: 'one' }, { value: 'two' }] }, 'one,two'],
    [{ selected_user: 'U2' }, 'U2'],
    [{ selected_channel: 'C2' }, 'C2'],
    [{ selected_conversation: 'C3' }, 'C3'],
    [{ selected_date: '2026-12-24' }, '2026-12-24'],
    [{ selected_time: '09:30' }, '09:30'],
    [{ value: null, selected_option: null }, undefined],
  ])('%j → %s', (field, chosen) => {
    const view = {
      id: 'V1',
      hash: 'h',
      callback_id: 'form',
      private_metadata: JSON.stringify({ data: 'mine', channel: 'C1', thread: '1.1' }),
      previous_view_id: 'V0',
      state: { values: { block: { field } } },
    };
    expect(identify({ type: 'view_submission', user: { id: 'U1' }, view })?.inbound).toEqual({
      kind: 'submit',
      callback: 'form',
      values: { field: chosen },
      metadata: 'mine',
      user: 'U1',
      channel: 'C1',
      thread: '1.1',
      view: { id: 'V0', home: false },
    });
  });
});

test('what is none of these is nobody’s business', () => {
  expect(identify({ type: 'view_closed' })).toBeUndefined();
  expect(identify('text')).toBeUndefined();
});
