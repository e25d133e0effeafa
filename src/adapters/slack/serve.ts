import { randomBytes } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { App } from '../../app.ts';
import { say } from '../../blocks.ts';
import { commit } from '../../commit.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import type { Call, Message, Reply } from '../../feature.ts';
import type { Outbox } from '../../outbox.ts';
import type { Ports } from '../../ports.ts';
import type { Store, StoreParts } from '../store/store.ts';
import { slackError } from './errors.ts';
import { identify, writeMetadata, type Inbound } from './inbound.ts';

/** Handles one stored payload: never rejects. */
export type Serve = (delivery: number, body: unknown) => Promise<void>;

type Event = Extract<Inbound, { kind: 'event' }>;

export interface ServeOptions {
  app: App;
  store: Store;
  portsOver: (parts: StoreParts) => Ports;
  outbox: Pick<Outbox, 'wake'>;
  client: WebClient;
  /** News of the workspace: a channel renamed, the bot invited. Its words go to the ledger. */
  onEvent: (event: Event, tx: StoreParts) => Promise<string>;
  now: () => Instant;
  log: Logger;
}

/** Decide, commit, then answer: a delivery's effects and its end are one transaction. */
export function createServe(options: ServeOptions): Serve {
  const { store, log } = options;
  return async (delivery, body) => {
    const inbound = identify(body)?.inbound;
    if (!inbound) return;
    try {
      if (inbound.kind === 'event') return await serveEvent(delivery, inbound, options);
      const reply = await decide(delivery, inbound, options);
      await finish(delivery, inbound, reply, options);
      options.outbox.wake();
      await show(reply, inbound, body, options);
    } catch (error) {
      const reference = randomBytes(4).toString('hex');
      log.error({ err: error, reference, delivery }, 'a payload from Slack could not be handled');
      const because = [`failed: ${messageOf(error)} (${reference})`];
      await store.inbox.failed(delivery, { because }).catch(() => undefined);
      await show({ message: trouble(reference) }, inbound, body, options);
    }
  };
}

async function serveEvent(
  delivery: number,
  event: Event,
  { store, onEvent, outbox }: ServeOptions,
): Promise<void> {
  await store.atomically(async (tx) => {
    const because = await onEvent(event, tx);
    await tx.inbox.done(delivery, { because: [because] });
  });
  outbox.wake();
}

function decide(
  delivery: number,
  inbound: Exclude<Inbound, { kind: 'event' }>,
  { app, store, portsOver, now }: ServeOptions,
): Promise<Reply> {
  const ports = portsOver(store);
  const call: Call = { user: inbound.user, channel: inbound.channel, now: now(), id: `slack-${delivery}` };
  if (inbound.kind === 'command') return app.command(inbound.text, call, ports);
  if (inbound.kind === 'press') return app.press(inbound.action, inbound.value, call, ports);
  return app.submit(inbound.callback, inbound.values, inbound.metadata, call, ports);
}

async function finish(
  delivery: number,
  { user }: { user: string },
  { effects = [], because = [], issue }: Reply,
  { store, app, portsOver, now }: ServeOptions,
): Promise<void> {
  await store.atomically(async (tx) => {
    const ports = portsOver(tx);
    await commit({ effects, issue, delivery }, tx, app, ports);
    await tx.inbox.done(delivery, { because, ...(issue ? { issue: issue.id } : {}) });
    if (effects.length === 0) return;
    const github = ports.people.find(user).github;
    const who = github === undefined ? { slack: user } : { slack: user, github };
    await tx.audit.add({ at: now(), ...who, act: because.join('; '), ...(issue ? { issue: issue.id } : {}) });
  });
}

/** Shows the reply to who asked. What is lost here is only the sight of it: the effects are committed. */
async function show(
  { message, view, replace = false }: Reply,
  inbound: Exclude<Inbound, { kind: 'event' }> | Event,
  body: unknown,
  { client, log }: ServeOptions,
): Promise<void> {
  if (inbound.kind === 'event') return;
  try {
    if (view && inbound.kind === 'press') {
      const private_metadata = writeMetadata(view.private_metadata ?? '', inbound.channel);
      await client.views.open({ trigger_id: inbound.trigger, view: { ...view, private_metadata } });
    }
    if (message) await whisper(message, replace, inbound, body, client);
  } catch (error) {
    log.warn({ err: error }, 'an answer could not be shown');
    if (slackError(error) !== 'expired_trigger_id') return;
    await whisper(
      say('That took too long for Slack. Press the button again.'),
      false,
      inbound,
      body,
      client,
    ).catch(() => undefined);
  }
}

async function whisper(
  message: Message,
  replace: boolean,
  { user, channel }: { user: string; channel: string | undefined },
  body: unknown,
  client: WebClient,
): Promise<void> {
  const url = responseUrlOf(body);
  if (url === undefined) {
    if (channel !== undefined) {
      await client.chat.postEphemeral({ channel, user, ...message, parse: 'none', link_names: false });
    }
    return;
  }
  const answer = { response_type: 'ephemeral', replace_original: replace, ...message };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answer),
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`Slack did not take the answer: ${response.status}`);
}

/** A bearer secret: used at once, never logged, gone from the store when the delivery is done. */
function responseUrlOf(body: unknown): string | undefined {
  const url =
    typeof body === 'object' && body !== null && 'response_url' in body ? body.response_url : undefined;
  return typeof url === 'string' && url !== '' ? url : undefined;
}

function trouble(reference: string): Message {
  return say(
    `Something went wrong in sigbot, and nothing was changed. Give its operator this reference: ${reference}`,
  );
}
