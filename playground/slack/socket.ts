import type { Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { WebSocketServer, type WebSocket } from 'ws';
import { isObject, objectAt, parseJson, textOf, type Json } from '../json.ts';
import { APP } from './roster.ts';

export type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';

/** Slack's side of Socket Mode. */
export interface Sockets {
  /** Address of a new connection; works once. */
  open(): string;
  /** Sends to any one of the connections; resolves with the payload of the acknowledgement, undefined where none came in time. */
  send(
    kind: EnvelopeKind,
    payload: Json,
    options: { within: number; retry?: Json },
  ): Promise<Json | undefined>;
  connections(): number;
  /** Asks the bot to reconnect, as Slack does every few hours; every connection, or the oldest one. */
  refresh(which?: 'all' | 'oldest'): void;
  /** Cuts every connection without a word. */
  cut(): void;
  close(): void;
}

/** @param addressOf the gateway's own http address */
export function createSockets(server: () => Server, addressOf: () => string): Sockets {
  const wss = new WebSocketServer({ noServer: true });
  const live: WebSocket[] = [];
  const tickets = new Set<string>();
  const waiting = new Map<string, (payload: Json) => void>();
  let turn = 0;
  let attached = false;

  function attach(): void {
    if (attached) return;
    attached = true;
    server().on('upgrade', (req, socket, head) => {
      const ticket = new URL(req.url ?? '/', 'http://gateway').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) return void socket.destroy();
      wss.handleUpgrade(req, socket, head, (connection) => greet(connection));
    });
  }

  function greet(connection: WebSocket): void {
    live.push(connection);
    connection.on('error', () => connection.terminate());
    connection.on('close', () => void live.splice(live.indexOf(connection) >>> 0, 1));
    connection.on('message', (data: Buffer) => acknowledge(parseJson(data.toString('utf8'))));
    const heartbeat = setInterval(() => connection.ping('playground'), 5000);
    heartbeat.unref();
    connection.on('close', () => clearInterval(heartbeat));
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: live.length,
        connection_info: { app_id: APP.app },
        debug_info: { host: 'playground', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    connection.ping('playground');
  }

  function acknowledge(message: unknown): void {
    if (!isObject(message)) return;
    waiting.get(textOf(message['envelope_id']))?.(objectAt(message, 'payload'));
  }

  function disconnect(connection: WebSocket): void {
    connection.send(
      JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'playground' } }),
    );
  }

  return {
    open() {
      attach();
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${addressOf().replace('http', 'ws')}/link?ticket=${ticket}&app_id=${APP.app}`;
    },
    send(kind, payload, { within, retry }) {
      const ready = live.filter((connection) => connection.readyState === connection.OPEN);
      const connection = ready[turn++ % Math.max(ready.length, 1)];
      if (!connection) return Promise.resolve(undefined);
      const envelope_id = randomUUID();
      return new Promise((resolve) => {
        const timer = setTimeout(() => finish(undefined), within);
        const finish = (answered: Json | undefined): void => {
          clearTimeout(timer);
          waiting.delete(envelope_id);
          resolve(answered);
        };
        waiting.set(envelope_id, finish);
        const accepts_response_payload = kind !== 'events_api';
        connection.send(
          JSON.stringify({ envelope_id, type: kind, payload, accepts_response_payload, ...retry }),
        );
      });
    },
    connections: () => live.length,
    refresh: (which = 'all') => (which === 'all' ? [...live] : live.slice(0, 1)).forEach(disconnect),
    cut: () => [...live].forEach((connection) => connection.terminate()),
    close() {
      [...live].forEach((connection) => connection.terminate());
      wss.close();
    },
  };
}
