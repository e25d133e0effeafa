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
  const links: Links = { live: [], waiting: new Map() };
  const tickets = new Set<string>();
  let accepting: WebSocketServer | undefined;
  let turn = 0;

  return {
    open() {
      accepting ??= accept(server(), tickets, links);
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${addressOf().replace('http', 'ws')}/link?ticket=${ticket}&app_id=${APP.app}`;
    },
    send(kind, payload, options) {
      const ready = links.live.filter((connection) => connection.readyState === connection.OPEN);
      const connection = ready[turn++ % Math.max(ready.length, 1)];
      return connection ? deliver(links, connection, kind, payload, options) : Promise.resolve(undefined);
    },
    connections: () => links.live.length,
    refresh: (which = 'all') => links.live.slice(0, which === 'all' ? undefined : 1).forEach(disconnect),
    cut: () => cut(links),
    close() {
      cut(links);
      accepting?.close();
    },
  };
}

/** The bot's connections, and what waits for an acknowledgement over any of them, by envelope id. */
interface Links {
  live: WebSocket[];
  waiting: Map<string, (payload: Json) => void>;
}

/** Takes connections that have a ticket. */
function accept(server: Server, tickets: Set<string>, links: Links): WebSocketServer {
  const accepting = new WebSocketServer({ noServer: true });
  server.on('upgrade', (req, socket, head) => {
    const ticket = new URL(req.url ?? '/', 'http://gateway').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) return void socket.destroy();
    accepting.handleUpgrade(req, socket, head, (connection) => greet(connection, links));
  });
  return accepting;
}

function greet(connection: WebSocket, { live, waiting }: Links): void {
  live.push(connection);
  const heartbeat = setInterval(() => connection.ping('playground'), 5000).unref();
  connection.on('error', () => connection.terminate());
  connection.on('close', () => {
    clearInterval(heartbeat);
    live.splice(live.indexOf(connection) >>> 0, 1);
  });
  connection.on('message', (data: Buffer) => {
    const message = parseJson(data.toString('utf8'));
    if (isObject(message)) waiting.get(textOf(message['envelope_id']))?.(objectAt(message, 'payload'));
  });
  const hello = {
    type: 'hello',
    num_connections: live.length,
    connection_info: { app_id: APP.app },
    debug_info: { host: 'playground', build_number: 1, approximate_connection_time: 18_060 },
  };
  connection.send(JSON.stringify(hello));
  connection.ping('playground');
}

/** Sends one envelope; resolves as Sockets.send does. */
function deliver(
  { waiting }: Links,
  connection: WebSocket,
  kind: EnvelopeKind,
  payload: Json,
  { within, retry }: { within: number; retry?: Json },
): Promise<Json | undefined> {
  const envelope_id = randomUUID();
  return new Promise((resolve) => {
    const finish = (answered: Json | undefined): void => {
      clearTimeout(timer);
      waiting.delete(envelope_id);
      resolve(answered);
    };
    const timer = setTimeout(() => finish(undefined), within);
    waiting.set(envelope_id, finish);
    const accepts_response_payload = kind !== 'events_api';
    connection.send(JSON.stringify({ envelope_id, type: kind, payload, accepts_response_payload, ...retry }));
  });
}

function disconnect(connection: WebSocket): void {
  connection.send(
    JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'playground' } }),
  );
}

function cut({ live }: Links): void {
  [...live].forEach((connection) => connection.terminate());
}
