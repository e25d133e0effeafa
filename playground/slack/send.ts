import { createHmac } from 'node:crypto';
import { isObject, parseJson, type Json } from '../json.ts';
import { pause } from '../until.ts';
import type { EnvelopeKind, Sockets } from './socket.ts';
import type { SlackDelivery } from './workspace.ts';

/** What the bot answered to something Slack sent, and how long it took. */
export interface Ack {
  /** HTTP status; over Socket Mode 200 for an acknowledgement; 0 where none came within 3 s. */
  status: number;
  /** The answer's JSON, or { text } for plain text; empty where there was none. */
  body: Json;
  /** Milliseconds. */
  ms: number;
}

export type Transport = 'http' | 'socket';

/** Carries what happens in Slack to the bot. */
export interface Line {
  command(form: Json): Promise<Ack>;
  interaction(payload: Json): Promise<Ack>;
  /** One acknowledgement for each attempt; the last one is the one that counts. */
  event(envelope: Json): Promise<Ack[]>;
}

export interface LineOptions {
  transport: Transport;
  /** The bot's /slack/events; not needed over Socket Mode. */
  url: string;
  signingSecret: string;
  sockets: Sockets;
  /** Milliseconds to wait before each repetition of an unacknowledged event. */
  retryAfter: readonly number[];
  /** Milliseconds the bot has; Slack's 3 seconds. */
  within: number;
  /** Where what is sent is written down. */
  log: SlackDelivery[];
}

/** Slack's time to acknowledge, in milliseconds. */
export const ACK_WITHIN = 3000;

export function createLine(options: LineOptions): Line {
  const send = logged(options.log, options.transport === 'http' ? overHttp(options) : overSocket(options));
  return {
    command: (form) => send('slash_commands', form),
    interaction: (payload) => send('interactive', payload),
    async event(envelope) {
      const acks = [await send('events_api', envelope)];
      for (const [index, wait] of options.retryAfter.entries()) {
        const last = acks.at(-1);
        if (last && last.status >= 200 && last.status < 300) break;
        await pause(wait);
        acks.push(await send('events_api', envelope, { number: index + 1, reason: reasonOf(last) }));
      }
      return acks;
    },
  };
}

interface Retry {
  number: number;
  reason: string;
}

type Send = (kind: EnvelopeKind, payload: Json, retry?: Retry) => Promise<Ack>;

function logged(log: SlackDelivery[], send: Send): Send {
  return async (kind, payload, retry) => {
    const delivery: SlackDelivery = { kind, payload, at: Date.now(), ack: undefined };
    log.push(delivery);
    delivery.ack = await send(kind, payload, retry);
    return delivery.ack;
  };
}

function overHttp({ url, signingSecret, within }: LineOptions): Send {
  return async (kind, payload, retry) => {
    const body = encode(kind, payload);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = {
      'content-type': kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
      ...(retry ? { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason } : {}),
    };
    return timed(async () => {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(within),
      });
      return { status: response.status, body: answered(await response.text()) };
    });
  };
}

function overSocket({ sockets, within }: LineOptions): Send {
  return (kind, payload, retry) =>
    timed(async () => {
      const extra = retry ? { retry: { retry_attempt: retry.number, retry_reason: retry.reason } } : {};
      const body = await sockets.send(kind, payload, { within, ...extra });
      return body ? { status: 200, body } : { status: 0, body: {} };
    });
}

function encode(kind: EnvelopeKind, payload: Json): string {
  if (kind === 'events_api') return JSON.stringify(payload);
  if (kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}

async function timed(work: () => Promise<Omit<Ack, 'ms'>>): Promise<Ack> {
  const from = performance.now();
  const done = await work().catch(() => ({ status: 0, body: {} }));
  return { ...done, ms: Math.round(performance.now() - from) };
}

function answered(text: string): Json {
  if (text === '') return {};
  const parsed = parseJson(text);
  return isObject(parsed) ? parsed : { text };
}

function reasonOf(ack: Ack | undefined): string {
  return ack?.status ? 'http_error' : 'http_timeout';
}
