import {
  App as Bolt,
  HTTPReceiver,
  SocketModeReceiver,
  type Receiver,
  type ReceiverEvent,
  type StringIndexed,
} from '@slack/bolt';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { App } from '../../app.ts';
import type { Config } from '../../config.ts';
import type { Instant } from '../../domain/time.ts';
import type { Health } from '../health.ts';
import type { Delivery, Store } from '../store/store.ts';
import { addressOf, slackLogger } from './client.ts';
import { identify, type Identified } from './inbound.ts';
import type { Serve } from './serve.ts';

/** Slack gives up after 3 s: what the database has not taken by then is not acknowledged as kept. */
const STORE_WITHIN = 2500;
/** How long another process leaves a delivery alone that this one is working on, in ms. */
const LEASE = 60_000;
/** Socket Mode's connections are renewed every few hours, with a gap of seconds: two cover for each other. */
const SOCKETS = 2;

export interface SlackOptions {
  config: Pick<Config, 'slack'>;
  inbox: Store['inbox'];
  app: Pick<App, 'check'>;
  health: Pick<Health, 'good' | 'bad'>;
  serve: Serve;
  owner: string;
  now: () => Instant;
  log: Logger;
}

/** Slack's side of the bot: Bolt on HTTP or Socket Mode, with every payload stored before it is acknowledged. */
export interface Slack {
  /** Answers POST /slack/events; undefined in Socket Mode. */
  listener: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** May be called again where it rejected: what is connected stays so. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Handles a stored payload again that a dead process left behind. */
  replay(delivery: Delivery): Promise<void>;
}

export function createSlack(options: SlackOptions): Slack {
  const { config, log } = options;
  const logger = slackLogger(log);
  const http =
    config.slack.appToken === undefined
      ? new HTTPReceiver({
          signingSecret: config.slack.signingSecret ?? '',
          endpoints: '/slack/events',
          logger,
        })
      : undefined;
  const sockets = http ? [] : Array.from({ length: SOCKETS }, () => socketReceiver(config.slack, log));
  watch(sockets, options.health);
  const receivers: Receiver[] = http ? [http] : sockets;
  const bolt = new Bolt({
    receiver: persisting(receivers, options),
    authorize: () => Promise.resolve({ botToken: config.slack.botToken }),
    clientOptions: { ...addressOf(config.slack), logger },
    logger,
    convoStore: false,
  });
  listen(bolt, options.serve);
  const unstarted = new Set(sockets);
  return {
    listener: http?.requestListener,
    start: async () => {
      for (const socket of unstarted) {
        await socket.start();
        unstarted.delete(socket);
      }
    },
    stop: async () => {
      await Promise.all(sockets.map((socket) => socket.stop()));
    },
    replay: async ({ id, body }) =>
      bolt.processEvent({
        body: JSON.parse(body) as ReceiverEvent['body'],
        ack: () => Promise.resolve(),
        customProperties: { delivery: id },
      }),
  };
}

function socketReceiver({ appToken, ...slack }: Config['slack'], log: Logger): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken: appToken ?? '',
    logger: slackLogger(log),
    installerOptions: { clientOptions: addressOf(slack) },
  });
}

/** While one socket is connected Slack reaches the bot. */
function watch(sockets: readonly SocketModeReceiver[], health: SlackOptions['health']): void {
  const connected = new Set<SocketModeReceiver>();
  for (const socket of sockets) {
    socket.client.on('connected', () => {
      connected.add(socket);
      health.good('slack');
    });
    for (const event of ['reconnecting', 'disconnected']) {
      socket.client.on(event, () => {
        if (connected.delete(socket) && connected.size === 0)
          health.bad('slack', 'Socket Mode is not connected');
      });
    }
  }
}

/** Puts our inbox between the receivers and Bolt. */
function persisting(receivers: readonly Receiver[], options: SlackOptions): Receiver {
  return {
    init: (bolt) => {
      const front = { processEvent: (event: ReceiverEvent) => accept(event, bolt, options) };
      for (const receiver of receivers) receiver.init(front as Bolt);
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

/** Persist, then let Bolt acknowledge and handle. What came before is acknowledged and forgotten. */
async function accept(event: ReceiverEvent, bolt: Bolt, options: SlackOptions): Promise<void> {
  const identified = identify(event.body);
  if (!identified) return event.ack();
  const { inbound } = identified;
  if (inbound.kind === 'submit') {
    const errors = options.app.check(inbound.callback, inbound.values);
    if (errors) return event.ack({ response_action: 'errors', errors });
  }
  const stored = await keep(identified, event, options).catch((error: unknown) => {
    options.log.error({ err: error }, 'a payload from Slack could not be stored');
    return undefined;
  });
  if (stored) {
    if (!stored.fresh) return event.ack();
    return bolt.processEvent({ ...event, customProperties: { delivery: stored.id } });
  }
  if (inbound.kind !== 'command') throw new Error('the inbox is not available');
  return event.ack({ response_type: 'ephemeral', text: UNAVAILABLE });
}

const UNAVAILABLE =
  'sigbot’s database does not answer. If this command changes something it may still happen; look at the issue before you repeat it.';

async function keep({ key, event: name }: Identified, event: ReceiverEvent, options: SlackOptions) {
  const { inbox, owner, now } = options;
  const delivery = { source: 'slack' as const, key, event: name, body: JSON.stringify(event.body) };
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not stored within ${STORE_WITHIN} ms`)), STORE_WITHIN);
  });
  try {
    return await Promise.race([inbox.put(delivery, { owner, leaseUntil: now() + LEASE }), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Bolt routes and acknowledges; what to do is decided by the app. */
function listen(bolt: Bolt, serve: Serve): void {
  const handle = (context: StringIndexed, body: unknown) => serve(Number(context['delivery']), body);
  bolt.command(/.*/, async ({ ack, body, context }) => {
    await ack();
    await handle(context, body);
  });
  bolt.action(/.*/, async ({ ack, body, context }) => {
    await ack();
    await handle(context, body);
  });
  bolt.shortcut(/.*/, async ({ ack, body, context }) => {
    await ack();
    await handle(context, body);
  });
  bolt.view(/.*/, async ({ ack, body, context }) => {
    await ack();
    await handle(context, body);
  });
  bolt.event(/.*/, async ({ body, context }) => handle(context, body));
}
